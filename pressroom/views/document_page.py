"""Renders a finished document: as the newest edition, as a former one, or as a draft's preview."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import translation

from cms.ledger import addresses, queries
from cms.ledger.models import CurrentEdition
from pressroom.selection import FACETS
from pressroom.views import listing, parameters, routes, structured, wording
from pressroom.views.answering import answer_for
from pressroom.views.frame import Frame, alternates_of, render_page

_SHOWN_RELATED = 4


def render_current(request: HttpRequest, current: CurrentEdition, at: dt.datetime) -> HttpResponse:
    """Render the newest edition of an item or term."""
    document = current.read_document()
    alternates = alternates_of(queries.list_translations(current.item_key))
    if document["type"] in addresses.NEWS_TYPES:
        related = [row.read_card() for row in queries.list_related(current, limit=_SHOWN_RELATED)]
        return _news(document, at, alternates=alternates, related=related)
    return _term(request, document, at, alternates)


def render_edition(document: dict[str, Any], current: CurrentEdition, at: dt.datetime) -> HttpResponse:
    """Render an edition at its own address: as it was printed, with a banner that says whether it still stands."""
    alternates = {current.language: current.path}
    banner = "former" if document["edition"]["seq"] != current.seq else "citable"
    template_frame = {"alternates": alternates, "banner": banner, "is_indexed": False}
    if document["type"] in addresses.NEWS_TYPES:
        return _news(document, at, **template_frame)
    return _term_edition(document, at, **template_frame)


def render_draft(document: dict[str, Any], at: dt.datetime) -> HttpResponse:
    """Render a draft as it would be printed."""
    frame = {"alternates": {}, "banner": "preview", "is_indexed": False}
    if document["type"] in addresses.NEWS_TYPES:
        return _news(document, at, **frame)
    return _term_edition(document, at, **frame)


def _frame(
    document: dict[str, Any], *, alternates: dict[str, str], is_indexed: bool, banner: str, **more: Any
) -> Frame:
    speaks = routes.ui_language(document["language"])
    return Frame(
        language=document["language"],
        title=document["title"],
        path=addresses_path(document["url"]) if banner != "preview" else "",
        description=document["summary"],
        alternates=alternates,
        nav=document["type"],
        is_indexed=is_indexed,
        share_image=document["share_image"] or _largest(document["image"]),
        is_preview=banner == "preview",
        **({"feed": routes.feed_path(speaks)} | more),
    )


def _news(
    document: dict[str, Any],
    at: dt.datetime,
    *,
    alternates: dict[str, str],
    related: list[dict[str, Any]] | None = None,
    banner: str = "",
    is_indexed: bool = True,
) -> HttpResponse:
    json_ld = structured.news_article(document) if not banner else ""
    frame = _frame(
        document,
        alternates=alternates,
        is_indexed=is_indexed,
        banner=banner,
        json_ld=json_ld,
        og_type="article",
    )
    context = _context(document, at, banner) | {"related": related or []}
    return render_page("pressroom/pages/item.html", frame, context)


def _term(
    request: HttpRequest, document: dict[str, Any], at: dt.datetime, alternates: dict[str, str]
) -> HttpResponse:
    """Render a term with a page of the news that carries it."""
    position = parameters.read_position(request)
    facet = [(document["type"], document["id"])] if document["type"] in FACETS else []
    page = listing.list_page(
        path=addresses_path(document["url"]),
        language=document["language"],
        item_types=(),
        facets=dict(facet),
        position=position,
    )
    feed = routes.feed_path(document["language"], facet)
    frame = _frame(document, alternates=alternates, is_indexed=page.is_first, banner="", feed=feed)
    return render_page("pressroom/pages/term.html", frame, _context(document, at, "") | {"page": page})


def _term_edition(
    document: dict[str, Any], at: dt.datetime, *, alternates: dict[str, str], banner: str, is_indexed: bool
) -> HttpResponse:
    frame = _frame(document, alternates=alternates, is_indexed=is_indexed, banner=banner)
    return render_page("pressroom/pages/term.html", frame, _context(document, at, banner) | {"page": None})


def _context(document: dict[str, Any], at: dt.datetime, banner: str) -> dict[str, Any]:
    with translation.override(routes.ui_language(document["language"])):
        kicker = wording.kicker(document)
    return {
        "document": document,
        "kicker": kicker,
        "banner": banner,
        "answer": answer_for(document, at),
        "responsible": document["responsible"] or document["owner"],
        "current_path": addresses_path(document["url"]),
    }


def addresses_path(url: str) -> str:
    """Return the path of one of our own absolute addresses."""
    return url.removeprefix(addresses.absolute(""))


def _largest(image: dict[str, Any] | None) -> dict[str, Any] | None:
    return image["renditions"][-1] if image and image["renditions"] else None
