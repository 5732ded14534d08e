"""Serve feeds: the same filters as pages and API, finished once per state of the ledger."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from cms.common import languages
from cms.ledger import addresses
from cms.ledger.queries import Head
from pressroom.feeds.content import read_channel
from pressroom.feeds.kinds import FeedKind
from pressroom.http import RequestRefused, check_size, ledger_response
from pressroom.selection import (
    FACETS,
    Fault,
    ParameterCode,
    ParametersRefusedError,
    Selection,
    read_selection,
)

DEFAULT_LIMIT = 50
MAX_LIMIT = 100


@csrf_exempt
@require_safe
def show_feed(request: HttpRequest, language: str, kind: FeedKind) -> HttpResponseBase:
    """Show the newest items of a selection as a feed of a kind."""
    if language not in languages.LANGUAGES:
        return _refused(404, "There is no such feed.")
    try:
        check_size(request)
        query = request.GET.copy()
        limit = _take_limit(query)
        selection = read_selection(query)
        response = ledger_response(request, lambda head: _build(kind, language, selection, limit, head))
    except RequestRefused as refusal:
        return _refused(refusal.status, refusal.detail)
    except ParametersRefusedError as refusal:
        return _refused(400, str(refusal))
    response["Access-Control-Allow-Origin"] = "*"
    return response


def _build(kind: FeedKind, language: str, selection: Selection, limit: int, head: Head) -> HttpResponse:
    query = selection.query_items()
    if limit != DEFAULT_LIMIT:
        query.append(("limit", str(limit)))
    path = f"/{language}/{kind.file_name}" + (f"?{urlencode(query, safe=',')}" if query else "")
    channel = read_channel(
        language=language, selection=selection, limit=limit, self_url=addresses.absolute(path), head=head
    )
    return HttpResponse(kind.build(channel), content_type=f"{kind.media_type}; charset=utf-8")


def _take_limit(query: QueryDict) -> int:
    """Return the number of entries asked for, and take it out of the query."""
    values: list[str] = query.pop("limit", [str(DEFAULT_LIMIT)])
    digits = values[0] if len(values) == 1 and len(values[0]) <= 3 and values[0].isascii() else ""
    if digits.isdigit() and 1 <= int(digits) <= MAX_LIMIT:
        return int(digits)
    detail = f"Give one whole number from 1 to {MAX_LIMIT}."
    raise ParametersRefusedError([Fault("limit", ParameterCode.OUT_OF_RANGE, detail)])


def _refused(status: int, detail: str) -> HttpResponse:
    """Answer a program's mistake in a sentence; nobody reads a page in a feed reader."""
    known = ", ".join(("type", *FACETS, "limit"))
    text = f"{detail}\nA feed's address may carry: {known}.\n"
    return HttpResponse(text, status=status, content_type="text/plain; charset=utf-8")
