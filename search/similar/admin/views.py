"""Answers the editor's question whether this has been said before, as a piece of HTML."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.views.decorators.http import require_POST

from cms.common.languages import LANGUAGES
from search.exceptions import SearchUnavailable
from search.similar.queries import find_said_before
from search.types import document_id

#: Characters of a draft that are compared.
MOST = 20_000


@require_POST
def look(request: HttpRequest) -> HttpResponse:
    """Show what is public and like the text that is sent, and tags that fit. Shows nothing but public editions.

    By POST, so that a draft stands in no log of addresses; nothing of it is kept.
    """
    language = request.POST.get("language", "")
    if language not in LANGUAGES:
        return HttpResponse("Unknown language.", status=400, content_type="text/plain; charset=utf-8")
    try:
        found = find_said_before(
            request.POST.get("text", "")[:MOST],
            language=language,
            but_not=document_id(request.POST.get("item_key", ""), language),
            chosen=request.POST.getlist("tag"),
        )
    except SearchUnavailable:
        found = None
    html = render_to_string("search/said_before.html", {"found": found, "language": language})
    return HttpResponse(html)
