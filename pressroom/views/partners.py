"""For other newsrooms and web editors: how to take feeds and data from here."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import translation
from django.utils.translation import gettext

from cms.ledger import addresses
from cms.ledger.models import CurrentEdition
from pressroom.http import ledger_response
from pressroom.selection import FACETS
from pressroom.views import listing, routes
from pressroom.views.frame import Frame, page_alternates, render_page


def show(request: HttpRequest, language: str) -> HttpResponseBase:
    """Show the page."""
    return ledger_response(request, lambda _head: _build(language))


def _build(language: str) -> HttpResponse:
    terms = listing.terms_by_type(language)
    with translation.override(language):
        title = gettext("För redaktioner och webbplatser")
        description = gettext("Flöden och öppna data från pressrummet.")
    frame = Frame(
        language=language,
        title=title,
        path=routes.page_path("partners", language),
        description=description,
        alternates=page_alternates("partners"),
        nav="partners",
    )
    context = {
        "formats": [
            {"name": name, "url": addresses.absolute(routes.feed_path(language, name=name))}
            for name in routes.FEED_FORMATS
        ],
        "areas": [{"title": row.title, "feeds": _feeds(language, row)} for row in terms["area"]],
        "api_url": addresses.absolute(f"/api/v1/items?language={language}"),
        "changes_url": addresses.absolute("/api/v1/changes?since=0"),
        "keys_url": addresses.absolute("/api/v1/keys"),
        "calendar_url": addresses.absolute(routes.calendar_path(language)),
        "choices": ("type", *FACETS),
    }
    return render_page("pressroom/pages/partners.html", frame, context)


def _feeds(language: str, area: CurrentEdition) -> list[dict[str, str]]:
    query = [("area", area.public_id)]
    return [
        {"name": name, "path": routes.feed_path(language, query, name=name)} for name in routes.FEED_FORMATS
    ]
