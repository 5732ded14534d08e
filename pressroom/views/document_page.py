"""Renders a finished document: as the newest edition, as a former one, or as a draft's preview."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import translation

from cms.common import languages
from cms.ledger import addresses, queries
from cms.ledger.models import CurrentEdition
from cms.ledger.queries import Translation
from pressroom.selection import FACETS
from pressroom.views import listing, parameters, routes, structured, wording
from pressroom.views.agreeing import link_of, list_agreed
from pressroom.views.answering import answer_for
from pressroom.views.frame import Frame, alternates_of, render_page

_SHOWN_RELATED = 4


def render_current(request: HttpRequest, current: CurrentEdition, at: dt.datetime) -> HttpResponse:
    """Render the newest edition of an item or term."""
    document = current.read_document()
    translations = queries.list_translations(current.item_key)
    showing = _Showing(alternates_of(translations), newer_source=_newer_source(current, translations))
    if document["type"] == "calendar":
        return _calendar_entry(document, at, showing)
    if document["type"] not in addresses.NEWS_TYPES:
        return _term(request, document, at, showing)
    related = [row.read_card() for row in queries.list_related(current, limit=_SHOWN_RELATED)]
    return _news(document, at, showing, related)


def render_edition(document: dict[str, Any], current: CurrentEdition, at: dt.datetime) -> HttpResponse:
    """Render an edition at its own address: as it was printed, with a banner that says whether it still stands."""
    banner = "former" if document["edition"]["seq"] != current.seq else "citable"
    return _render_aside(document, at, _Showing({current.language: current.path}, banner))


def render_draft(document: dict[str, Any], at: dt.datetime) -> HttpResponse:
    """Render a draft as it would be printed."""
    return _render_aside(document, at, _Showing({}, "preview"))


@dataclass(frozen=True)
class _Showing:
    """How a document is shown. Only without a banner is it what search engines should know.

    `newer_source` is the text that it translates, if that has changed since.
    """

    alternates: Mapping[str, str]
    banner: str = ""
    newer_source: Translation | None = None


def _render_aside(document: dict[str, Any], at: dt.datetime, showing: _Showing) -> HttpResponse:
    """Render a document that is not at its item's own address: no related items, no news of a term."""
    if document["type"] in addresses.NEWS_TYPES:
        return _news(document, at, showing, related=[])
    if document["type"] == "calendar":
        return _calendar_entry(document, at, showing)
    context = _context(document, at, showing.banner) | {"page": None}
    return render_page("pressroom/pages/term.html", _frame(document, showing), context)


def _frame(document: dict[str, Any], showing: _Showing, **more: Any) -> Frame:
    is_preview = showing.banner == "preview"
    values = {
        "description": document["summary"],
        "alternates": showing.alternates,
        "nav": document["type"],
        "is_indexed": not showing.banner,
        "share_image": document["share_image"] or _largest(document["image"]),
    }
    path = "" if is_preview else path_of(document)
    return Frame(document["language"], document["title"], path, is_preview=is_preview, **(values | more))


def _news(
    document: dict[str, Any], at: dt.datetime, showing: _Showing, related: list[dict[str, Any]]
) -> HttpResponse:
    json_ld = "" if showing.banner else structured.news_article(document)
    oembed = "" if showing.banner else path_of(document)
    frame = _frame(document, showing, json_ld=json_ld, og_type="article", oembed=oembed)
    context = _context(document, at, showing.banner) | {
        "related": related,
        "newer_source": showing.newer_source,
    }
    return render_page("pressroom/pages/item.html", frame, context)


def _term(request: HttpRequest, document: dict[str, Any], at: dt.datetime, showing: _Showing) -> HttpResponse:
    """Render a term with a page of the news that carries it."""
    position = parameters.read_position(request)
    facets = {document["type"]: document["id"]} if document["type"] in FACETS else {}
    page = listing.list_page(
        path=path_of(document), language=document["language"], item_types=(), facets=facets, position=position
    )
    oembed = path_of(document) if facets else ""
    frame = _frame(document, showing, is_indexed=page.is_first, feed=list(facets.items()), oembed=oembed)
    context = _context(document, at, "") | {"page": page, "newer_source": showing.newer_source}
    return render_page("pressroom/pages/term.html", frame, context)


def _calendar_entry(document: dict[str, Any], at: dt.datetime, showing: _Showing) -> HttpResponse:
    """Render an announcement: nothing but when, how sure, and whom to ask."""
    context = _context(document, at, showing.banner)
    return render_page("pressroom/pages/calendar_entry.html", _frame(document, showing), context)


def _context(document: dict[str, Any], at: dt.datetime, banner: str) -> dict[str, Any]:
    with translation.override(routes.ui_language(document["language"])):
        kicker = wording.kicker(document)
    return {
        "document": document,
        "kicker": kicker,
        "banner": banner,
        "proof_url": link_of(document["edition"]["proof_url"]),
        "agreed": list_agreed(
            document["edition"]["agreed"], [*document["signatories"], document["owner"]], document["language"]
        ),
        "answer": answer_for(document, at),
        "responsible": document["responsible"] or document["owner"],
        "current_path": path_of(document),
    }


def path_of(document: dict[str, Any]) -> str:
    """Return the path of a document's own page."""
    return str(document["url"]).removeprefix(addresses.absolute(""))


def _newer_source(current: CurrentEdition, translations: Sequence[Translation]) -> Translation | None:
    """Return the Swedish text if it has changed in public since this one did: then this one may say something else.

    What a reader is told must be so by the ledger alone. A translation that was made from an older text and released
    after the newer one is the workshop's to notice.
    """
    if current.language == languages.DEFAULT:
        return None
    source = next((entry for entry in translations if entry.language == languages.DEFAULT), None)
    return source if source is not None and source.changed_at > current.changed_at else None


def _largest(image: Mapping[str, Any] | None) -> Any:
    return image["renditions"][-1] if image and image["renditions"] else None
