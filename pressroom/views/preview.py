"""The editor's preview: a draft's payload on the public page. Called by the workshop (`settings.PAYLOAD_RENDERER`)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse

from cms.common import clock
from cms.ledger.documents import draft_facts, make_document
from cms.ledger.payload import FileRef, Payload
from pressroom.views import document_page


def render_payload(
    request: HttpRequest, payload: Payload, *, file_url: Callable[[FileRef], str] | None = None
) -> HttpResponse:
    """Return the page that `payload` would be, with a banner that says it is a draft. Nothing is kept or indexed.

    Args:
        request: the editor's; whoever calls has checked what it may see.
        payload: a draft's, complete or not.
        file_url: gives each file an address that the editor can open, since none of them is public yet.
    """
    at = clock.now()
    document = make_document(payload, draft_facts(at))
    if file_url is not None:
        _move_files(document, file_url)
    response = document_page.render_draft(document, at)
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex"
    return response


def _move_files(value: Any, file_url: Callable[[FileRef], str]) -> None:
    """Replace the address of every file in a finished document, in place."""
    if isinstance(value, list):
        for entry in value:
            _move_files(entry, file_url)
    elif isinstance(value, dict):
        if "sha256" in value and "asset" in value:
            file: Any = value
            value["url"] = file_url(file)
        else:
            for entry in value.values():
                _move_files(entry, file_url)
