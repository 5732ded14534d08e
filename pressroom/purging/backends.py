"""How caches are told: by the names that answers carry, or address by address.

The second interface is that of Wagtail's frontend cache backends (`wagtail.contrib.frontend_cache.backends`): one of
those can stand in `PURGED_CACHES` by its dotted path. They log what fails and go on, so there is no second try.
"""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence
from typing import Any, Protocol, runtime_checkable
from urllib.parse import unquote, urlsplit

#: Seconds that a cache may take to answer.
TIMEOUT = 10
#: Names in one request; Cloudflare takes no more than 30.
_NAMES = 30


class PurgeFailed(Exception):
    """A cache can't be reached, or refuses. The text says which and why."""


@runtime_checkable
class PurgesNames(Protocol):
    """Forgets every answer that carries one of some names (`cms.ledger.surrogates`)."""

    def purge_names(self, names: Sequence[str]) -> None:
        """Forget them, or raise `PurgeFailed`."""
        ...


@runtime_checkable
class PurgesAddresses(Protocol):
    """Forgets answers by their absolute addresses."""

    def purge_batch(self, urls: Sequence[str]) -> None:
        """Forget them; ours raise `PurgeFailed`."""
        ...


class BanBackend:
    """Varnish and whatever takes its `BAN` with the names in `Surrogate-Key` (VCL in docs/operations.md).

    Params: `ADDRESS`, `ban+http://host:port`.
    """

    def __init__(self, params: Mapping[str, Any]) -> None:
        self._address = _plain(params["ADDRESS"])

    def purge_names(self, names: Sequence[str]) -> None:
        """Forget what carries one of `names`."""
        for some in _batches(names):
            _ask("BAN", f"{self._address}/", {"Surrogate-Key": " ".join(some)})


class FastlyBackend:
    """Fastly by surrogate key. Params: `ADDRESS`, `fastly://TOKEN@SERVICE`."""

    def __init__(self, params: Mapping[str, Any]) -> None:
        parts = urlsplit(params["ADDRESS"])
        self._token = unquote(parts.username or "")
        # Not parts.hostname: a service's id is in capitals and small letters.
        self._purge = (
            f"{params.get('API', 'https://api.fastly.com')}/service/{parts.netloc.rpartition('@')[2]}/purge"
        )

    def purge_names(self, names: Sequence[str]) -> None:
        """Forget what carries one of `names`."""
        for some in _batches(names):
            _ask("POST", self._purge, {"Fastly-Key": self._token, "Surrogate-Key": " ".join(some)})


class CloudflareBackend:
    """Cloudflare by cache tag. Params: `ADDRESS`, `cloudflare://TOKEN@ZONE`."""

    def __init__(self, params: Mapping[str, Any]) -> None:
        parts = urlsplit(params["ADDRESS"])
        self._token = unquote(parts.username or "")
        api = params.get("API", "https://api.cloudflare.com/client/v4")
        self._purge = f"{api}/zones/{parts.netloc.rpartition('@')[2]}/purge_cache"

    def purge_names(self, names: Sequence[str]) -> None:
        """Forget what carries one of `names`."""
        headers = {"Authorization": f"Bearer {self._token}", "Content-Type": "application/json"}
        for some in _batches(names):
            _ask("POST", self._purge, headers, json.dumps({"tags": list(some)}).encode())


class RefreshBackend:
    """nginx as in docs/operations.md: asked at an address of its own, it fetches anew and keeps what it got.

    Params: `ADDRESS`, `refresh+http://host:port`.
    """

    def __init__(self, params: Mapping[str, Any]) -> None:
        self._address = _plain(params["ADDRESS"])

    def purge_batch(self, urls: Sequence[str]) -> None:
        """Let the cache fetch each address anew."""
        for url in urls:
            parts = urlsplit(url)
            query = f"?{parts.query}" if parts.query else ""
            # Any answer will do: a 404 or 410 is what a removed text should have.
            _ask(
                "GET", f"{self._address}{parts.path}{query}", {"Host": parts.netloc}, is_any_answer_good=True
            )


def _plain(address: str) -> str:
    return address.partition("+")[2].rstrip("/")


def _batches(names: Sequence[str]) -> list[Sequence[str]]:
    return [names[start : start + _NAMES] for start in range(0, len(names), _NAMES)]


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_args: Any, **_kwargs: Any) -> None:
        """Stay: where a page has moved to is refreshed by its own address."""


_opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), _NoRedirects)


def _ask(
    method: str,
    address: str,
    headers: Mapping[str, str],
    body: bytes | None = None,
    *,
    is_any_answer_good: bool = False,
) -> None:
    request = urllib.request.Request(address, data=body, headers=dict(headers), method=method)  # noqa: S310
    where = f"{method} {urlsplit(address).netloc}"
    try:
        with _opener.open(request, timeout=TIMEOUT) as answer:
            answer.read()
    except urllib.error.HTTPError as error:
        with error:
            error.read()
        if is_any_answer_good and error.code < 500:
            return
        raise PurgeFailed(f"{where} answered {error.code}.") from error
    except OSError as error:
        raise PurgeFailed(f"{where} failed: {error}") from error
