"""The search page: a plain form, facets as links, hits with the words marked. Works without JavaScript."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext

from cms.ledger.addresses import NEWS_TYPES
from cms.ledger.overlay import ahead
from pressroom.http import RequestRefused
from pressroom.searching import PAGE_SIZE, PARAMETERS, Asked, read_search
from pressroom.selection import FACETS as TERM_TYPES
from pressroom.selection import ParametersRefusedError
from pressroom.views import routes, wording
from pressroom.views.facet_names import name_of, term_names
from pressroom.views.frame import Frame, page_alternates, render_page
from search.exceptions import SearchUnavailable
from search.queries import search
from search.types import FACETS, MAX_DEPTH, SearchResult, Sort

#: Choices of a facet that a page shows; more are in the API.
_CHOICES = 8
_RETRY_AFTER = "10"


@dataclass(frozen=True)
class Choice:
    """One link of a facet: to the search with this code chosen, or no longer chosen."""

    name: str
    count: int
    path: str
    is_chosen: bool


@dataclass(frozen=True)
class Facet:
    """A facet with its choices."""

    code: str
    name: str
    choices: Sequence[Choice]


def show(request: HttpRequest, language: str) -> HttpResponse:
    """Show the search page, with hits when something is asked. Never kept: an index moves by itself.

    Raises:
        Http404: in a preview of unreleased work, which no index knows.
        RequestRefused: 400 for a value that nothing can be narrowed by.
    """
    if ahead():
        raise Http404
    try:
        asked = read_search(request.GET)
    except ParametersRefusedError as error:
        raise RequestRefused(400, str(error)) from error
    try:
        result = search(asked.query(language=language)) if asked.text or asked.facets else None
    except SearchUnavailable:
        response = _render(language, asked, None, unavailable=True)
        response.headers["Retry-After"] = _RETRY_AFTER
    else:
        response = _render(language, asked, result)
    response.headers["Cache-Control"] = "no-store"
    return response


def _render(
    language: str, asked: Asked, result: SearchResult | None, *, unavailable: bool = False
) -> HttpResponse:
    path = routes.page_path("search", language)
    with translation.override(language):
        title = gettext("Sök: %(text)s") % {"text": asked.text} if asked.text else gettext("Sök")
        facets = _facets(path, language, asked, result) if result else []
        sorts = _sorts(path, asked)
    frame = Frame(
        language=language,
        title=title,
        path=path,
        alternates=page_alternates("search"),
        feed=_feed(asked),
        nav="search",
        is_indexed=False,
    )
    context: dict[str, Any] = {
        "asked": asked,
        "path": path,
        "result": result,
        "unavailable": unavailable,
        "facets": facets,
        "kept": replace(asked, text="", page=1).query_items(),
        "sorts": sorts,
        "meant": _path(path, replace(asked, text=result.did_you_mean)) if result else "",
        "older": _next(path, asked, result),
        "newer": _path(path, asked, page=asked.page - 1) if asked.page > 1 else "",
        "everything": path,
        "save_path": routes.save_search_path(language) if asked.text or asked.facets else "",
        "asked_items": replace(asked, sort=Sort.RELEVANCE, page=1).query_items(),
    }
    return render_page("pressroom/pages/search.html", frame, context, status=503 if unavailable else 200)


def _feed(asked: Asked) -> list[tuple[str, str]] | None:
    """Return the selection of the feed of this search: of news, newest first, so neither order nor page is in it."""
    facets = {name: codes for name, codes in asked.facets.items() if name in ("type", *TERM_TYPES)}
    facets["type"] = tuple(code for code in facets.get("type", ()) if code in NEWS_TYPES)
    if not asked.text or any(len(codes) > 1 for name, codes in facets.items() if name != "type"):
        return None
    return Asked(asked.text, facets).query_items()


def _path(path: str, asked: Asked, *, page: int = 1) -> str:
    return routes.with_query(path, asked.query_items(page=page))


def _next(path: str, asked: Asked, result: SearchResult | None) -> str:
    shown = asked.page * PAGE_SIZE
    if result is None or result.total <= shown or shown + PAGE_SIZE > MAX_DEPTH:
        return ""
    return _path(path, asked, page=asked.page + 1)


def _sorts(path: str, asked: Asked) -> list[Choice]:
    names = {Sort.RELEVANCE: gettext("Bäst träff först"), Sort.TIME: gettext("Nyast först")}
    return [
        Choice(name, 0, _path(path, replace(asked, sort=sort)), sort == asked.sort)
        for sort, name in names.items()
    ]


def _facets(path: str, language: str, asked: Asked, result: SearchResult) -> list[Facet]:
    """Return the facets that could narrow the search, with names. One query, for the terms' names."""
    names = term_names(language)
    found = []
    for code in FACETS:
        counts = result.facets.get(code, ())
        chosen = asked.facets.get(code, ())
        choices = [
            Choice(
                name_of(code, one.code, names),
                one.count,
                _path(path, replace(asked, facets=_toggled(asked.facets, code, one.code), page=1)),
                one.code in chosen,
            )
            for one in counts
        ]
        shown = [one for at, one in enumerate(choices) if one.name and (at < _CHOICES or one.is_chosen)]
        if len(shown) > 1 or any(one.is_chosen for one in shown):
            found.append(Facet(PARAMETERS[code], wording.facet_heading(code), shown))
    return found


def _toggled(facets: Mapping[str, tuple[str, ...]], name: str, code: str) -> dict[str, tuple[str, ...]]:
    """Return the facets with a code chosen alone in its facet, or with none if it was."""
    kept = {other: codes for other, codes in facets.items() if other != name}
    return kept if code in facets.get(name, ()) else {**kept, name: (code,)}
