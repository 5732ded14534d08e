"""The editor's preview: the draft's payload, built in memory, shown by the public page's own renderer."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.module_loading import import_string

from cms.ledger import registry
from cms.ledger.addresses import workshop_file_path


def render_preview(page: Any, request: HttpRequest) -> HttpResponse:
    """Return an item's draft as readers would see it, as far as it goes. Nothing of it becomes public.

    Args:
        page: the item, perhaps unsaved.
    """
    page_type: Any = registry.get(
        page.item_type
    )  # an ItemPageType, which knows the item's model and so not imported here
    with translation.override(page.language):
        payload = page_type.source_of(page).build()
    response: HttpResponse = import_string(settings.PAYLOAD_RENDERER)(
        request, payload, file_url=workshop_file_path
    )
    return response
