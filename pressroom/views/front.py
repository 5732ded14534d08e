"""The front page: what is newest, by kind, the areas, and who journalists can call right now."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.utils import translation
from django.utils.translation import gettext

from cms.common import clock, languages
from cms.ledger import queries
from cms.ledger.addresses import NEWS_TYPES
from pressroom.http import clock_bucket, ledger_response
from pressroom.views import calendar, routes
from pressroom.views.answering import printed_answers
from pressroom.views.elsewhere import ways_from
from pressroom.views.frame import Frame, render_page
from pressroom.views.guard import public_page

_LATEST = 7
_PER_KIND = 4
_UPCOMING = 3


@public_page
def to_default(request: HttpRequest) -> HttpResponseBase:
    """Send `/` to the Swedish front page."""
    return HttpResponseRedirect(routes.front_path(languages.DEFAULT))


@public_page
def show(request: HttpRequest, language: str) -> HttpResponseBase:
    """Show the front page."""
    if language not in routes.UI_LANGUAGES:
        raise Http404
    at = clock.now()
    return ledger_response(request, lambda _head: _build(language, at), variant=clock_bucket(at))


def _build(language: str, at: dt.datetime) -> HttpResponse:
    latest = [row.read_card() for row in queries.list_current(language=language, limit=_LATEST).rows]
    shown = {card["id"] for card in latest}
    kinds = []
    for item_type in ("message", "briefing", "example"):
        rows = queries.list_current(
            language=language, item_types=(item_type,), limit=_PER_KIND + _LATEST
        ).rows
        cards = [row.read_card() for row in rows]
        # What stands above already is not said twice, unless there is nothing else of its kind.
        fresh = [card for card in cards if card["id"] not in shown] or cards
        kinds.append({"type": item_type, "cards": fresh[:_PER_KIND]})
    with translation.override(language):
        title = gettext("Pressrum")
        description = gettext(
            "Gemensamma budskap, lägesbilder och goda exempel från dem som samverkar för trygghet och trivsel i Järva."
        )
    alternates = {code: routes.front_path(code) for code in routes.UI_LANGUAGES}
    frame = Frame(
        language=language,
        title=title,
        path=routes.front_path(language),
        description=description,
        alternates=alternates,
        oembed=routes.front_path(language),
        share_image=next((card["image"]["renditions"][-1] for card in latest if card["image"]), None),
    )
    context = {
        "lead": latest[0] if latest else None,
        "latest": latest[1:],
        "elsewhere": [] if latest else ways_from(language, alternates, NEWS_TYPES),
        "kinds": kinds,
        "areas": [row.read_card() for row in queries.list_terms("area", language)],
        "figure": _newest_figure(language),
        "upcoming": calendar.split(language, at)[0][:_UPCOMING],
        "answers": printed_answers(language, at),
    }
    return render_page("pressroom/pages/front.html", frame, context)


def _newest_figure(language: str) -> dict[str, Any] | None:
    """Return the first drawn figure of the newest briefing, with its item."""
    newest = queries.list_current(language=language, item_types=("briefing",), limit=1).rows
    for row in newest:
        current = queries.find_current(item_type="briefing", public_id=row.public_id, language=language)
        document = current.read_document() if current and not current.is_gone else None
        blocks = document["body"] if document else []
        figures = [block for block in blocks if block["type"] == "figure" and block["svg"]]
        if document and figures:
            return {"block": figures[0], "title": document["title"], "url": document["url"]}
    return None
