"""Lists: all news, one kind of news, the terms of one type; and the dispatch of `/sv/<segment>/`."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import translation
from django.utils.translation import gettext

from cms.ledger import addresses, queries
from cms.ledger.addresses import NEWS_TYPES
from pressroom.http import ledger_response
from pressroom.selection import Selection
from pressroom.views import (
    about,
    calendar,
    contacts,
    embedding,
    listing,
    parameters,
    partners,
    routes,
    search,
    wording,
)
from pressroom.views.elsewhere import ways_from
from pressroom.views.frame import Frame, list_alternates, page_alternates, render_page
from pressroom.views.guard import public_page

_PAGES = {
    "about": about.show,
    "contact": contacts.show,
    "partners": partners.show,
    "embed": embedding.show,
    "search": search.show,
}


@public_page
def by_segment(request: HttpRequest, language: str, segment: str) -> HttpResponseBase:
    """Show the list or page that a first path segment stands for."""
    if language not in routes.UI_LANGUAGES:
        raise Http404
    page = routes.page_of_segment(segment, language)
    if page in _PAGES:
        return _PAGES[page](request, language)
    item_type = addresses.type_of_segment(segment, language)
    if item_type == "calendar":
        return calendar.show(request, language)
    if item_type is not None and item_type not in NEWS_TYPES:
        return ledger_response(request, lambda _head: _terms(language, item_type))
    if page != "news" and item_type is None:
        raise Http404
    return ledger_response(request, lambda _head: _news(request, language, item_type))


def _news(request: HttpRequest, language: str, item_type: str | None) -> HttpResponse:
    selection = parameters.read_filters(request)
    position = parameters.read_position(request)
    if item_type:
        selection = Selection((), selection.facets)  # the path decides the type
    path = routes.list_path(item_type, language) if item_type else routes.page_path("news", language)
    terms = listing.terms_by_type(language)
    names = listing.chosen_names(terms, selection)
    query = selection.query_items()
    page = listing.list_page(
        path=path,
        language=language,
        item_types=(item_type,) if item_type else selection.item_types,
        facets=selection.facets,
        position=position,
        query=query,
    )
    feed_items = [("type", item_type), *query] if item_type else query
    alternates = list_alternates(item_type) if item_type else page_alternates("news")
    asked = (item_type,) if item_type else (selection.item_types or NEWS_TYPES)
    is_empty = not page.cards and page.is_first and not selection.facets
    elsewhere = ways_from(language, alternates, asked) if is_empty else []
    with translation.override(language):
        heading = wording.type_plural(item_type) if item_type else gettext("Nyheter")
        title = f"{heading}: {', '.join(names)}" if names else heading
        types = [
            listing.Choice(code, wording.type_plural(code), code in selection.item_types)
            for code in ("message", "briefing", "example")
        ]
    frame = Frame(
        language=language,
        title=title,
        path=routes.with_query(path, query) if page.is_first else "",
        alternates=alternates,
        feed=feed_items,
        oembed=routes.with_query(path, query),
        nav=item_type or "news",
        is_indexed=page.is_first and not elsewhere,
    )
    context = {
        "heading": heading,
        "names": names,
        "item_type": item_type or "",
        "page": page,
        "path": path,
        "menus": listing.menus(terms, selection),
        "types": [] if item_type else types,
        "is_filtered": bool(query),
        "elsewhere": elsewhere,
    }
    return render_page("pressroom/pages/news_list.html", frame, context)


def _terms(language: str, item_type: str) -> HttpResponse:
    rows = queries.list_terms(item_type, language)
    elsewhere = [] if rows else ways_from(language, list_alternates(item_type), (item_type,))
    with translation.override(language):
        title = wording.type_plural(item_type)
    frame = Frame(
        language=language,
        title=title,
        path=routes.list_path(item_type, language),
        alternates=list_alternates(item_type),
        is_indexed=not elsewhere,
    )
    context = {
        "heading": title,
        "item_type": item_type,
        "cards": [row.read_card() for row in rows],
        "elsewhere": elsewhere,
    }
    return render_page("pressroom/pages/term_list.html", frame, context)
