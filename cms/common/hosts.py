"""Names of hosts: as a person writes them, and as a browser sends them in `Origin` and `Referer`."""

from __future__ import annotations

import ipaddress
import re
from functools import lru_cache
from urllib.parse import urlsplit

_LABEL = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)\Z")
_LONGEST = 253


def read_host(text: str) -> str:
    """Return a host name in lower case and ASCII, without port; of an address, its host; "" for what is none.

    Example:
        read_host("https://www.Järva.example:8443/nyheter/")  # "www.xn--jrva-loa.example"
    """
    text = text.strip()
    if not text or len(text) > 2_000:
        return ""
    try:
        host = urlsplit(text if "//" in text else f"//{text}").hostname or ""
        host = host.rstrip(".")
        host = host if host.isascii() else host.encode("idna").decode()
    except ValueError:  # brackets that don't close; a name that IDNA refuses
        return ""
    return host if _is_host(host) else ""


@lru_cache(maxsize=1024)
def host_of_sender(value: str) -> str:
    """Return the host in an `Origin` or `Referer` header, or "". The same few come again and again."""
    return read_host(value) if value.startswith(("https://", "http://")) else ""


def _is_host(host: str) -> bool:
    if not host or len(host) > _LONGEST:
        return False
    if ":" in host:
        return _is_number(host)
    return all(_LABEL.match(label) for label in host.split("."))


def _is_number(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
