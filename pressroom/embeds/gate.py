"""What every embed's address does around its view: refusals in its own form, and headers that let others show it.

Headers are set on every answer on its way out, 304 too: a browser puts those of a 304 over the ones it has kept.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

import orjson
from csp.constants import HEADER

from pressroom.http import CACHE_CONTROL, RequestRefused, check_size
from pressroom.selection import ParametersRefusedError

View = Callable[..., HttpResponseBase]

#: Frames may stand on any page; within them nothing but our own files, and no form.
FRAME_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors *",
    )
)
_NOT_HERE = "There is nothing to show here."


def frame(view: View) -> View:
    """Guard a page that other sites show in an iframe."""

    def finish(response: HttpResponseBase) -> None:
        response.headers[HEADER] = FRAME_POLICY
        response.xframe_options_exempt = True  # type: ignore[attr-defined]  # what Django's own decorator sets

    return _guarded(view, refuse=_refused_page, finish=finish)


def data(view: View) -> View:
    """Guard data that scripts of other sites read."""

    def finish(response: HttpResponseBase) -> None:
        response.headers["Access-Control-Allow-Origin"] = "*"

    return _guarded(view, refuse=_refused_data, finish=finish)


def page(context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    """Return the document of a frame."""
    html = render_to_string("pressroom/embeds/frame.html", context)
    return HttpResponse(html, status=status, content_type="text/html; charset=utf-8")


def _guarded(
    view: View,
    *,
    refuse: Callable[[int, list[str]], HttpResponse],
    finish: Callable[[HttpResponseBase], None],
) -> View:
    @csrf_exempt
    @require_safe
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            check_size(request)
            response = view(request, *args, **kwargs)
        except RequestRefused as refusal:
            response = refuse(refusal.status, [refusal.detail])
        except ParametersRefusedError as refusal:
            response = refuse(400, [f"{fault.parameter}: {fault.detail}" for fault in refusal.faults])
        except Http404:
            response = refuse(404, [_NOT_HERE])
        response.headers.setdefault("Cache-Control", CACHE_CONTROL)
        response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
        response.headers["X-Robots-Tag"] = "noindex"
        finish(response)
        return response

    return guarded


def _refused_page(status: int, lines: list[str]) -> HttpResponse:
    """Say it in English: the only reader is whoever wrote the address."""
    markup = render_to_string("pressroom/embeds/refused.html", {"lines": lines})
    context = {"language": "en", "direction": "ltr", "theme": "light", "title": str(status), "markup": markup}
    return page(context, status=status)


def _refused_data(status: int, lines: list[str]) -> HttpResponse:
    return HttpResponse(
        orjson.dumps({"schema": 1, "refused": lines}), status=status, content_type="application/json"
    )
