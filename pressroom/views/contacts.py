"""Press contacts: who answers for what, and who answers now."""

from __future__ import annotations

import datetime as dt

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import translation
from django.utils.translation import gettext

from cms.common import clock
from pressroom.http import clock_bucket, ledger_response
from pressroom.views import routes
from pressroom.views.answering import printed_answers
from pressroom.views.elsewhere import ways_from
from pressroom.views.frame import Frame, page_alternates, render_page


def show(request: HttpRequest, language: str) -> HttpResponseBase:
    """Show the page."""
    at = clock.now()
    return ledger_response(request, lambda _head: _build(language, at), variant=clock_bucket(at))


def _build(language: str, at: dt.datetime) -> HttpResponse:
    answers = printed_answers(language, at)
    alternates = page_alternates("contact")
    elsewhere = [] if answers else ways_from(language, alternates, ("organisation",))
    with translation.override(language):
        title = gettext("Presskontakter")
        description = gettext("Vem som svarar på frågor, för vad och när.")
    frame = Frame(
        language=language,
        title=title,
        path=routes.page_path("contact", language),
        description=description,
        alternates=alternates,
        nav="contact",
    )
    return render_page("pressroom/pages/contacts.html", frame, {"answers": answers, "elsewhere": elsewhere})
