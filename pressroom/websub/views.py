"""The hub's one address."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.csrf import csrf_exempt

from pressroom.feeds.hub import OWN
from pressroom.websub.asking import HubRefused, accept

#: Bytes of a request's body.
MOST = 4_000
_FORM = "application/x-www-form-urlencoded"


@csrf_exempt
def hub(request: HttpRequest) -> HttpResponseBase:
    """Take a subscriber's form: 202, and the callback is asked before anything changes."""
    if settings.WEBSUB_HUB != OWN:
        return _said("There is no hub here.", 404)
    if request.method != "POST":
        refusal = _said("Subscribe with POST: https://www.w3.org/TR/websub/.", 405)
        refusal["Allow"] = "POST"
        return refusal
    if request.content_type != _FORM or len(request.body) > MOST:
        return _said(f"Send a form ({_FORM}) of at most {MOST} bytes.", 400)
    try:
        accept(request.POST.dict())
    except HubRefused as refusal:
        return _said(str(refusal), refusal.status)
    return _said("The callback will be asked whether it meant it.", 202)


def _said(text: str, status: int) -> HttpResponse:
    response = HttpResponse(f"{text}\n", status=status, content_type="text/plain; charset=utf-8")
    response["Cache-Control"] = "no-store"
    if status == 503:
        response["Retry-After"] = "120"
    return response
