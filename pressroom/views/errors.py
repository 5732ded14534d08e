"""Plain pages for what cannot be shown: 400, 404, 410 and 500. None of them reads the database."""

from __future__ import annotations

import re
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import translation

from cms.common import languages
from pressroom.views import routes
from pressroom.views.frame import Frame, frame_context

_LANGUAGE = re.compile(rf"^/({'|'.join(languages.LANGUAGES)})/")
_LAST_RESORT = (
    '<!doctype html><html lang="sv"><title>Tekniskt fel</title><h1>Något gick fel hos oss</h1>'
    '<p>Försök igen om en stund.</p><p lang="en">Something went wrong. Please try again in a while.</p></html>'
)


def language_of(request: HttpRequest) -> str:
    """Return the language that an address begins with, else Swedish."""
    match = _LANGUAGE.match(request.path)
    return match[1] if match else languages.DEFAULT


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Return the 404 page: the same for what never existed and for what may not be seen. Django's `handler404`."""
    return _page(request, "404.html", 404)


def refused(request: HttpRequest, status: int) -> HttpResponse:
    """Return the page for an address that is not worth looking up."""
    return not_found(request) if status == 404 else _page(request, "400.html", status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Return the 400 page. Django's `handler400`."""
    return _page(request, "400.html", 400)


def server_error(request: HttpRequest) -> HttpResponse:
    """Return the 500 page, whatever is broken. Django's `handler500`."""
    try:
        return _page(request, "500.html", 500)
    except Exception:  # noqa: BLE001 - the last page there is; a second fault must not hide the first
        return HttpResponse(_LAST_RESORT, status=500)


def gone(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    """Return the 410 page; the caller decides what `context` may say of what is gone."""
    return _page(request, "410.html", 410, context)


def not_in_language(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    """Return the 404 page that says in which languages the item can be read."""
    return _page(request, "404.html", 404, context)


def _page(
    request: HttpRequest, template: str, status: int, more: dict[str, Any] | None = None
) -> HttpResponse:
    language = language_of(request)
    with translation.override(routes.ui_language(language)):
        # The content is ours, so the page is in the language it speaks, not in that of the address.
        frame = Frame(language=routes.ui_language(language), title="", is_indexed=False)
        html = render_to_string(template, {**frame_context(frame), **(more or {})})
    response = HttpResponse(html, status=status)
    if status != 410:  # what is gone is kept like a page; the others are not
        response["Cache-Control"] = "public, no-cache" if status != 500 else "no-store"
    response["X-Robots-Tag"] = "noindex"
    return response
