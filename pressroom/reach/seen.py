"""What a public answer has shown, and through whom: read off the route it came by.

Nothing of the reader is looked at but whether it is a program, or has asked not to be counted.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import ResolverMatch

from cms.common.hosts import host_of_sender
from cms.ledger.addresses import NEWS_TYPES, type_of_segment
from pressroom.reach import sources
from pressroom.reach.bots import is_bot
from pressroom.reach.enums import Channel
from pressroom.selection import is_possible_id

#: 304: the reader sees what they have got already, once more.
_SEEN = frozenset({200, 304})
#: How the routes of feeds and of pages begin; previews by personal link, which show the same, have other ones.
_FEED_ROUTE = "<slug:language>/"
_PAGE_ROUTE = "^(?P<language>"


class _Caller(Protocol):
    """Who asked the API with a key, as its gate has noted on the request."""

    @property
    def key_id(self) -> int: ...


@dataclass(frozen=True)
class Seen:
    """One answer that has reached somebody."""

    channel: Channel
    items: tuple[str, ...] = ()
    source: str = sources.NOBODY


def what_was_seen(request: HttpRequest, response: HttpResponseBase) -> Seen | None:
    """Return what to count for an answer; None for what shows nobody anything (errors, HEAD, scripts, the workshop)."""
    if request.method != "GET" or not (response.status_code in _SEEN or _is_start_of_file(response)):
        return None
    match: ResolverMatch | None = request.resolver_match
    if match is None:
        return None
    path, route = request.path_info, match.route
    if path.startswith("/embed/v1/"):
        return _embed(request, response, match)
    if path.startswith("/api/v1/"):
        return _api(request, response, match)
    if path.startswith("/filer/"):
        return Seen(Channel.DOWNLOAD, _shown(response))
    if route.startswith(_FEED_ROUTE):
        return Seen(Channel.FEED, _shown(response) if response.status_code == 200 else ())
    if not route.startswith(_PAGE_ROUTE) or _wants_no_count(request):
        return None
    return _page(match)


def _embed(request: HttpRequest, response: HttpResponseBase, match: ResolverMatch) -> Seen | None:
    if "digest" in match.kwargs:  # the script
        return None
    meta = request.META
    host = host_of_sender(meta.get("HTTP_ORIGIN", "")) or host_of_sender(meta.get("HTTP_REFERER", ""))
    if host and host == host_of_sender(settings.PUBLIC_BASE_URL):  # the builder, showing how it will look
        return None
    item = match.kwargs.get("item", "")
    items = _item(item) if item else _shown(response)
    return Seen(Channel.EMBED, items, sources.of_host(host) if host else sources.NOBODY)


def _api(request: HttpRequest, response: HttpResponseBase, match: ResolverMatch) -> Seen | None:
    caller: _Caller | None = getattr(request, "caller", None)
    source = sources.of_key(caller.key_id) if caller is not None else sources.NOBODY
    is_item = "/items/" in request.path_info
    items = _item(match.kwargs.get("id", "")) if is_item else _shown(response)
    return Seen(Channel.API, items, source)


def _page(match: ResolverMatch) -> Seen:
    kwargs = match.kwargs
    item_type = type_of_segment(kwargs.get("segment", ""), kwargs["language"])
    return Seen(Channel.PAGE, _item(kwargs.get("public_id", "")) if item_type in NEWS_TYPES else ())


def _item(public_id: str) -> tuple[str, ...]:
    return (public_id,) if is_possible_id(public_id) else ()


def _shown(response: HttpResponseBase) -> tuple[str, ...]:
    """Return the items in an answer, as whoever built it has said (`http.show_items`)."""
    shown: tuple[str, ...] = getattr(response, "shown_items", ())
    return shown


def _is_start_of_file(response: HttpResponseBase) -> bool:
    """Whether it is the first part of a file that is fetched in parts: a download is counted once."""
    return response.status_code == 206 and response.headers.get("Content-Range", "").startswith("bytes 0-")


def _wants_no_count(request: HttpRequest) -> bool:
    meta = request.META
    return (
        meta.get("HTTP_DNT") == "1"
        or meta.get("HTTP_SEC_GPC") == "1"
        or is_bot(meta.get("HTTP_USER_AGENT", ""))
    )
