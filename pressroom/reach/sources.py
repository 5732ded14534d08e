"""Through whom something reached its reader: a partner's key, a partner, or the host of an embed. Short texts."""

from __future__ import annotations

from collections.abc import Iterable

#: Longest text of a source; as the table's column.
LONGEST = 260
NOBODY = ""
#: A host that came when a day had seen too many already.
OTHER_HOSTS = "host:"


def of_key(key_id: int) -> str:
    """Return the source of a request with a partner's key."""
    return f"key:{key_id}"


def of_partner(partner_id: int) -> str:
    """Return the source of what was sent to a partner, such as a webhook."""
    return f"partner:{partner_id}"


def of_host(host: str) -> str:
    """Return the source of an embed on a host, which `hosts.read_host` has read."""
    return f"host:{host}"


def of_all(*, partner_id: int, key_ids: Iterable[int], hosts: Iterable[str]) -> list[str]:
    """Return every source that stands for one partner."""
    return [of_partner(partner_id), *map(of_key, key_ids), *map(of_host, hosts)]


def host_in(source: str) -> str:
    """Return the host that a source names, or ""."""
    return source.removeprefix("host:") if source.startswith("host:") else ""
