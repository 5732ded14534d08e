"""About the agreement: what it is, its parties, the five areas, the goals with their indicators. From the ledger."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import translation
from django.utils.translation import gettext

from cms.ledger import queries
from pressroom.http import ledger_response
from pressroom.views import routes
from pressroom.views.elsewhere import ways_from
from pressroom.views.frame import Frame, page_alternates, render_page


def show(request: HttpRequest, language: str) -> HttpResponseBase:
    """Show the page."""
    return ledger_response(request, lambda _head: _build(language))


def _build(language: str) -> HttpResponse:
    goals = [row.read_document() for row in queries.list_terms("goal", language)]
    organisations = [row.read_card() for row in queries.list_terms("organisation", language)]
    alternates = page_alternates("about")
    elsewhere = [] if organisations else ways_from(language, alternates, ("organisation",))
    with translation.override(language):
        title = gettext("Om överenskommelsen")
        description = gettext("Lokal samverkansöverenskommelse i Järva: parterna, de fem områdena och målen.")
    frame = Frame(
        language=language,
        title=title,
        path=routes.page_path("about", language),
        description=description,
        alternates=alternates,
        nav="about",
    )
    context = {
        "organisations": organisations,
        "elsewhere": elsewhere,
        "areas": [row.read_card() for row in queries.list_terms("area", language)],
        "overall_goals": [goal for goal in goals if goal.get("goal_kind") == "overall"],
        "effect_goals": [goal for goal in goals if goal.get("goal_kind") != "overall"],
    }
    return render_page("pressroom/pages/about.html", frame, context)
