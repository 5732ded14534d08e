"""Leaks on purpose: each is a middleware that spoils answers the way a careless change would."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import include, path

from cms.items.models import Item
from cms.ledger.models import CurrentEdition
from cms.releases.models import Release

Respond = Callable[[HttpRequest], HttpResponseBase]


def _newest() -> Item:
    return Item.objects.get(title__contains="Titelmark1q")


def _changed(change: Callable[[HttpRequest, Any], None]) -> Callable[[Respond], Respond]:
    def middleware(respond: Respond) -> Respond:
        def answer(request: HttpRequest) -> HttpResponseBase:
            response = respond(request)
            change(request, response)
            return response

        return answer

    return middleware


def _add(response: Any, text: str) -> None:
    if not response.streaming:
        response.content += text.encode()


@_changed
def draft_in_body(request: HttpRequest, response: Any) -> None:
    """The newest draft's title at the end of every page."""
    if request.path.endswith("/sv/"):
        _add(response, _newest().title)


@_changed
def address_in_header(request: HttpRequest, response: Any) -> None:
    """A link to what comes, as a header."""
    response["Link"] = f"</sv/{_newest().slug}/>; rel=next"


@_changed
def count_of_drafts(request: HttpRequest, response: Any) -> None:
    """How many items there are, drafts too."""
    _add(response, f"<!-- {Item.objects.count()} -->")


@_changed
def next_release(request: HttpRequest, response: Any) -> None:
    """When lists will change, so that caches know."""
    release = Release.objects.filter(status="planned").first()
    if release:
        response["Expires"] = release.scheduled_at.isoformat()


@_changed
def other_refusal(request: HttpRequest, response: Any) -> None:
    """403 instead of 404 for what is there but not out."""
    ids = {item.translation_key for item in Item.objects.all()} - set(
        CurrentEdition.objects.values_list("item_key", flat=True)
    )
    from cms.ledger.addresses import public_id

    if response.status_code == 404 and any(public_id(key) in request.path for key in ids):
        response.status_code = 403


@_changed
def tag_on_refusal(request: HttpRequest, response: Any) -> None:
    """An ETag on the 404 of a file that is not out."""
    from cms.files.models import StoredFile

    parts = request.path.split("/")
    if response.status_code == 404 and len(parts) > 3:
        stored = (
            StoredFile.objects.filter(sha256__startswith=parts[3]).first() if len(parts[3]) == 16 else None
        )
        if stored:
            response["ETag"] = f'"{stored.sha256}"'


def new_route(request: HttpRequest) -> HttpResponse:
    """A page that nobody has thought about."""
    return HttpResponse(_newest().title)


urlpatterns = [path("nytt/", new_route), path("", include("cms.urls"))]
handler404 = "pressroom.views.errors.not_found"
handler400 = "pressroom.views.errors.bad_request"
handler500 = "pressroom.views.errors.server_error"
