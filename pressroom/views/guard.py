"""Guards every page against what is not worth looking up, and sends misspelt addresses to the right one."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.http.response import HttpResponseBase
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from pressroom.http import RequestRefused, check_size
from pressroom.views import errors

View = Callable[..., HttpResponseBase]


def public_page(view: View) -> View:
    """Guard a page: GET and HEAD only; oversized and unreadable addresses, Http404 and refusals become plain pages."""

    @csrf_exempt
    @require_safe
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            check_size(request)
            return view(request, *args, **kwargs)
        except RequestRefused as refusal:
            return errors.refused(request, refusal.status)
        except Http404:
            return errors.not_found(request)

    return guarded


def moved_to(request: HttpRequest, path: str) -> HttpResponse:
    """Return a permanent redirect to `path` with the request's query string."""
    query = request.META.get("QUERY_STRING", "")
    return HttpResponsePermanentRedirect(f"{path}?{query}" if query else path)


@public_page
def add_slash(request: HttpRequest, **parts: str) -> HttpResponseBase:
    """Send an address without its final slash to the one with it."""
    return moved_to(request, f"{request.path}/")
