"""The calendar: announced releases, those ahead first, then what lately was released or cancelled."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import translation
from django.utils.translation import gettext

from cms.common import clock
from cms.ledger import queries
from pressroom.http import clock_bucket, ledger_response
from pressroom.views import routes, wording
from pressroom.views.elsewhere import ways_from
from pressroom.views.frame import Frame, list_alternates, render_page

_RECENT = 20


def show(request: HttpRequest, language: str) -> HttpResponseBase:
    """Show the calendar in a language that pages speak."""
    at = clock.now()
    return ledger_response(request, lambda _head: _build(language, at), variant=clock_bucket(at))


def split(language: str, at: dt.datetime) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return the cards of what is ahead, soonest first, and of what has been, newest first. One query.

    What is still promised stays ahead although its time has passed: a release may be late, and is then not out.
    """
    upcoming: list[dict[str, Any]] = []
    recent: list[dict[str, Any]] = []
    for row in queries.list_terms("calendar", language):
        card = row.read_card()
        status = card["calendar"]["status"]
        is_ahead = status == "cancelled" and wording.local(card["calendar"]["starts_at"]) > at
        (upcoming if is_ahead or status in ("provisional", "confirmed") else recent).append(card)
    return upcoming, recent[::-1]


def _build(language: str, at: dt.datetime) -> HttpResponse:
    upcoming, recent = split(language, at)
    alternates = list_alternates("calendar")
    is_empty = not upcoming and not recent
    elsewhere = ways_from(language, alternates, ("calendar",)) if is_empty else []
    with translation.override(language):
        title = wording.type_plural("calendar")
        description = gettext("Det parterna ska berätta, och när.")
    frame = Frame(
        language=language,
        title=title,
        description=description,
        path=routes.list_path("calendar", language),
        alternates=alternates,
        is_indexed=not elsewhere,
        nav="calendar",
    )
    context = {
        "calendar_path": routes.calendar_path(language),
        "heading": title,
        "upcoming": upcoming,
        "recent": recent[:_RECENT],
        "elsewhere": elsewhere,
    }
    return render_page("pressroom/pages/calendar.html", frame, context)
