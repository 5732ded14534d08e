"""Save a search, and show what a saved one asks and how to follow it."""

from __future__ import annotations

import logging
from typing import Any

from django.core.cache import caches
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.utils import translation
from django.utils.translation import gettext
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from cms.ledger.overlay import ahead
from pressroom.http import RequestRefused, check_size
from pressroom.searching import SAVE, SEARCH, Asked, own_name, read_search
from pressroom.selection import ParametersRefusedError
from pressroom.views import errors, routes, wording
from pressroom.views.facet_names import name_of, term_names
from pressroom.views.frame import Frame, render_page
from pressroom.views.guard import public_page
from search.exceptions import SavingRefused
from search.saved.models import SavedSearch
from search.saved.queries import find_saved
from search.saved.services import save_search
from search.types import FACETS

logger = logging.getLogger(__name__)

#: Searches that can be saved in an hour, by everybody together: far more than people do, and a stop for programs.
MOST_PER_HOUR = 500
_HOUR = 3_600
_KEY = "searches-saved"


@csrf_exempt  # nobody is logged in here, and a search saved in somebody's name harms nobody
@require_POST
def save(request: HttpRequest, language: str, segment: str, word: str) -> HttpResponseBase:
    """Save the search in a form's fields, and lead to its page. The same search is saved once."""
    try:
        check_size(request)
        if (segment, word) != (SEARCH.get(language), SAVE.get(language)) or ahead():
            raise RequestRefused(404, "There is no such page.")
        saved = _save(request, language)
    except RequestRefused as refusal:
        return errors.refused(request, refusal.status)
    except SavingRefused as refusal:
        logger.warning("A search was not saved: %s", refusal)
        response = HttpResponse(f"{refusal}\n", status=503, content_type="text/plain; charset=utf-8")
        response.headers["Retry-After"] = str(_HOUR)
        return response
    return HttpResponseRedirect(saved_path(language, saved.public_id), status=303)


@public_page
def show(request: HttpRequest, language: str, segment: str, name: str) -> HttpResponseBase:
    """Show what a saved search asks, with its feeds. Never kept, never in a search engine: it is somebody's."""
    saved = None if ahead() else find_saved(name)
    if saved is None or segment != SEARCH.get(language):
        raise Http404
    facets = {facet: tuple(codes) for facet, codes in saved.facets.items()}
    languages = facets["language"]
    with translation.override(language):
        title = gettext("Sparad sökning: %(text)s") % {"text": saved.text} if saved.text else ""
        title = title or gettext("Sparad sökning")
        narrowed = _narrowed(language, facets)
    frame = Frame(
        language=language,
        title=title,
        path=saved_path(language, name),
        alternates={code: saved_path(code, name) for code in SEARCH},
        nav="search",
        is_indexed=False,
    )
    context: dict[str, Any] = {
        "saved": saved,
        "narrowed": narrowed,
        "search_path": routes.with_query(
            routes.page_path("search", language), Asked(saved.text, facets).query_items()
        ),
        "saved_feeds": [_feeds(code, name) for code in languages],
    }
    response = render_page("pressroom/pages/saved_search.html", frame, context)
    response.headers["Cache-Control"] = "no-store"
    return response


def saved_path(language: str, name: str) -> str:
    """Return the page of a saved search."""
    return f"{routes.page_path('search', language)}{name}/"


def _save(request: HttpRequest, language: str) -> SavedSearch:
    try:
        asked = read_search(request.POST)
    except ParametersRefusedError as error:
        raise RequestRefused(400, str(error)) from error
    query = asked.query(language=language)
    if query.words.asks_nothing and not query.facets:
        raise RequestRefused(400, "There is nothing to look for.")
    _count()
    return save_search(query)


def _count() -> None:
    cache = caches["limits"]
    cache.add(_KEY, 0, _HOUR)
    try:
        if cache.incr(_KEY) > MOST_PER_HOUR:
            raise SavingRefused("Very many searches have been saved in this hour. Try again later.")
    except ValueError:  # the hour has just ended
        return


def _narrowed(language: str, facets: dict[str, tuple[str, ...]]) -> list[tuple[str, str]]:
    """Return what a search is narrowed by, as (heading, names). One query."""
    names = term_names(language)
    found = []
    for facet in FACETS:
        if codes := facets.get(facet):
            named = [name_of(facet, code, names) or code for code in codes]
            found.append((wording.facet_heading(facet), ", ".join(named)))
    return found


def _feeds(language: str, name: str) -> dict[str, Any]:
    """Return the feeds of a saved search in one language."""
    return {
        "language": own_name("language", language),
        "feeds": [
            {
                "name": form,
                "type": media_type,
                "path": routes.feed_path(language, [("saved", name)], name=form),
            }
            for form, (media_type, _file_name) in routes.FEED_FORMATS.items()
        ],
    }
