"""Serve feeds: the same filters as pages and API, finished once per state of the ledger."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from cms.common import clock, languages
from cms.ledger.queries import Head
from pressroom.feeds import ical
from pressroom.feeds.announcements import read_announcements
from pressroom.feeds.hub import hub_links
from pressroom.feeds.kinds import FeedKind
from pressroom.feeds.paging import NAMES, Address, Place, take_place, take_saved, take_text
from pressroom.feeds.reading import read_channel
from pressroom.http import RequestRefused, check_size, clock_bucket, ledger_response, show_items
from pressroom.selection import FACETS, ParametersRefusedError, general_faults, read_selection

Build = Callable[[Head], HttpResponse]


@csrf_exempt
@require_safe
def show_feed(request: HttpRequest, language: str, kind: FeedKind) -> HttpResponseBase:
    """Show a part of the feed of a selection, in the format of a kind."""

    def read(query: QueryDict) -> Build:
        place = take_place(query)
        saved = take_saved(query, place, language)
        text = take_text(query, place)
        selection = replace(read_selection(query), text=text, saved=saved)
        address = Address(language, kind.file_name, selection)
        return lambda head: _build_feed(kind, address, place, head)

    return _answer(request, language, read)


@csrf_exempt
@require_safe
def show_calendar(request: HttpRequest, language: str) -> HttpResponseBase:
    """Show announced releases as a calendar to subscribe to."""

    def read(query: QueryDict) -> Build:
        faults = general_faults(query, known=(), repeatable=())
        if faults:
            raise ParametersRefusedError(faults)
        return lambda _head: _build_calendar(language)

    return _answer(request, language, read)


def _answer(request: HttpRequest, language: str, read: Callable[[QueryDict], Build]) -> HttpResponseBase:
    """Answer from the ledger, or refuse. `read` returns what builds the answer to a query string."""
    if language not in languages.LANGUAGES:
        return _refused(404, "There is no such feed.")

    def build(head: Head) -> HttpResponse:
        """Read the address here: a finished answer needs no second reading of it."""
        return read(request.GET.copy())(head)

    try:
        check_size(request)
        response = ledger_response(
            request,
            build,
            variant=clock_bucket(clock.now()),  # press contacts are looked up live
        )
    except RequestRefused as refusal:
        return _refused(refusal.status, refusal.detail)
    except ParametersRefusedError as refusal:
        return _refused(400, str(refusal))
    response["Access-Control-Allow-Origin"] = "*"
    return response


def _build_calendar(language: str) -> HttpResponse:
    body = ical.build_calendar(read_announcements(language))
    return HttpResponse(body, content_type=f"{ical.MEDIA_TYPE}; charset=utf-8")


def _build_feed(kind: FeedKind, address: Address, place: Place, head: Head) -> HttpResponse:
    channel = read_channel(address=address, place=place, head=head)
    response = HttpResponse(kind.build(channel), content_type=f"{kind.media_type}; charset=utf-8")
    if channel.hub:
        response["Link"] = hub_links(channel.self_url)
    return show_items(response, (entry.public_id for entry in channel.entries))


def _refused(status: int, detail: str) -> HttpResponse:
    """Answer a program's mistake in a sentence; nobody reads a page in a feed reader."""
    known = ", ".join(("type", *FACETS, *NAMES))
    text = f"{detail}\nA feed's address may carry: {known}.\n"
    return HttpResponse(text, status=status, content_type="text/plain; charset=utf-8")
