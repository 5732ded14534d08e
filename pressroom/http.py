"""How public pages, feeds and the API answer: a pure function of the address and of how far the ledger has come.

`ledger_response` keeps finished answers in this process, sets a strong ETag and answers 304. It knows nothing of
pages or JSON; who builds the answer decides that. See docs/features/press-room.md.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import threading
from collections import OrderedDict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import http_date, parse_etags

from cms.ledger import queries
from cms.ledger.overlay import ahead, refuse_ahead
from cms.ledger.queries import Head
from cms.ledger.surrogates import noting
from pressroom.freshness import CACHE_CONTROL, cache_control, forget, surrogate_headers

__all__ = [
    "BUCKET_SECONDS", "CACHE_CONTROL", "MAX_PATH", "MAX_QUERY", "MEMO_BYTES", "RequestRefused", "check_size",
    "clear_memo", "clock_bucket", "ledger_response", "matches",
]  # fmt: skip
MEMO_BYTES = 32 * 1024 * 1024
MAX_QUERY = 2_000
MAX_PATH = 1_000
#: For answers that depend on the clock ("who answers now"): they are made anew this often.
BUCKET_SECONDS = 30
_MAX_REBUILDS = 3
_KEPT_IN_304 = frozenset(
    {"ETag", "Cache-Control", "Vary", "Last-Modified", "Content-Location", "Surrogate-Key", "Cache-Tag"}
)


_R = TypeVar("_R", bound=HttpResponseBase)


class RequestRefused(Exception):
    """A request whose address is not worth looking up. `status` is 400, 404 or 414; the text says what is wrong."""

    def __init__(self, status: int, detail: str) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail


def check_size(request: HttpRequest) -> None:
    """Refuse an oversized or unreadable address before anything is looked up.

    Raises:
        RequestRefused: 414 for length; 400 for NUL or what is not UTF-8 in the query string; 404 for those in a path.
    """
    query = request.META.get("QUERY_STRING", "")
    if len(query) > MAX_QUERY or len(request.path) > MAX_PATH:
        raise RequestRefused(414, "The address is too long.")
    if "\x00" in request.path or "\ufffd" in request.path:
        raise RequestRefused(404, "There is no such address.")
    # Without escapes there can be neither; most addresses have none and need not be taken apart for that.
    is_plain = "%" not in query and query.isascii() and "\x00" not in query
    for values in () if is_plain else request.GET.lists():
        if any("\x00" in text or "\ufffd" in text for text in (values[0], *values[1])):
            raise RequestRefused(400, "The query string is not readable text in UTF-8.")


def clock_bucket(at: dt.datetime) -> str:
    """Return a name for the half-minute that `at` lies in, to use as `variant`."""
    return str(int(at.timestamp()) // BUCKET_SECONDS)


def ledger_response(
    request: HttpRequest,
    build: Callable[[Head], HttpResponseBase],
    *,
    variant: str = "",
    reads_often: bool = True,
) -> HttpResponseBase:
    """Return the finished answer to a safe request, built at most once per address, ledger head and variant.

    One query for the head; no more when the answer is kept here, 304 or not.

    Args:
        request: GET or HEAD. Its full path with query string is the key; host, cookies and headers are not.
        build: makes the answer; may raise Http404 or RequestRefused, which are not kept. What it reads must follow
            from the address, the ledger and `variant` alone.
        variant: whatever else the answer depends on, e.g. `clock_bucket(now)`. It is taken to be the time of day: no
            cache may keep the answer beyond the half-minute.
        reads_often: the answer joins several reads (the head's own number is one), so it is built anew if the ledger
            moves meanwhile; otherwise it could show half of a release. False saves one query where one read is all.

    Example:
        return ledger_response(request, lambda head: JsonResponse(item_list(...)))
    """
    # One reader is shown what is not out: nothing of it is kept, nothing kept is shown.
    if ahead() is not None:
        response = build(queries.get_head())
        response.headers["Cache-Control"] = "no-store"
        return response
    head = queries.get_head()
    address = (request.path, request.META.get("QUERY_STRING", ""), variant)
    key = (*address, head.seq, head.moved_at)
    finished = _memo.get(key)
    if finished is None:
        response, names = _noted(build, head)
        for _ in range(_MAX_REBUILDS if reads_often else 0):
            now = queries.get_head()
            if now == head:
                break
            head = now
            response, names = _noted(build, head)
        if response.streaming or not isinstance(response, HttpResponse):
            return response
        finished = _finish(response, head, names)
        _memo.put((*address, head.seq, head.moved_at), finished)
    return _answer(request, finished, cache_control(head, every=BUCKET_SECONDS if variant else 0))


def clear_memo() -> None:
    """Forget all finished answers. For tests, where the ledger is rolled back."""
    _memo.clear()
    forget()


def matches(request: HttpRequest, etag: str) -> bool:
    """Whether the client already has the answer with this strong ETag (RFC 9110, section 13.1.2: weak comparison)."""
    wanted = request.META.get("HTTP_IF_NONE_MATCH", "")  # request.headers would copy every header first
    if not wanted:
        return False
    if wanted.strip() == "*":
        return True
    return etag in {tag.removeprefix("W/") for tag in parse_etags(wanted)}


def show_items(response: _R, public_ids: Iterable[str]) -> _R:
    """Note on an answer which items it shows, for the count of readers (pressroom/reach). Returns the response."""
    response.shown_items = tuple(public_ids)  # type: ignore[attr-defined]
    return response


@dataclass(frozen=True)
class _Finished:
    status: int
    headers: Mapping[str, str]
    body: bytes
    shown_items: tuple[str, ...] = ()

    @property
    def weight(self) -> int:
        return len(self.body) + 2_000  # headers, key and bookkeeping, roughly


_Key = tuple[str, str, str, int, dt.datetime | None]


class _Memo:
    """Finished answers, least recently used first out, bounded in bytes. Safe for threads."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._weight = 0
        self._entries: OrderedDict[_Key, _Finished] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: _Key) -> _Finished | None:
        refuse_ahead("the memory of finished answers")
        with self._lock:
            if key not in self._entries:
                return None
            self._entries.move_to_end(key)
            return self._entries[key]

    def put(self, key: _Key, finished: _Finished) -> None:
        refuse_ahead("the memory of finished answers")
        if finished.weight > self._limit // 8:
            return  # one giant (a sitemap) must not push out everything else
        with self._lock:
            if key in self._entries:
                self._weight -= self._entries.pop(key).weight
            self._entries[key] = finished
            self._weight += finished.weight
            while self._weight > self._limit:
                self._weight -= self._entries.popitem(last=False)[1].weight

    def clear(self) -> None:
        with self._lock:
            self._entries.clear()
            self._weight = 0


_memo = _Memo(MEMO_BYTES)


def _noted(build: Callable[[Head], HttpResponseBase], head: Head) -> tuple[HttpResponseBase, Collection[str]]:
    """Return what `build` makes, and the names of what it was made from."""
    with noting() as names:
        return build(head), names


def _finish(response: HttpResponse, head: Head, names: Collection[str]) -> _Finished:
    refuse_ahead("an ETag")
    headers = {**response.headers, **surrogate_headers(names)}
    if response.status_code == 200:
        headers["ETag"] = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
        if head.moved_at is not None:
            headers["Last-Modified"] = http_date(head.moved_at.timestamp())
    headers["Content-Length"] = str(len(response.content))
    shown: tuple[str, ...] = getattr(response, "shown_items", ())
    return _Finished(response.status_code, headers, response.content, shown)


def _answer(request: HttpRequest, finished: _Finished, freshness: str) -> HttpResponse:
    """Return a fresh response. If-Modified-Since is not heeded: two releases can share a second, an ETag can't.

    Args:
        freshness: Cache-Control for an answer that says nothing of it.
    """
    etag = finished.headers.get("ETag")
    if etag and matches(request, etag):
        headers = {name: value for name, value in finished.headers.items() if name in _KEPT_IN_304}
        response = HttpResponse(status=304, headers=headers)
        del response.headers["Content-Type"]
    else:
        body = b"" if request.method == "HEAD" else finished.body
        response = HttpResponse(body, status=finished.status, headers=finished.headers)
    response.headers.setdefault("Cache-Control", freshness)
    return show_items(response, finished.shown_items)
