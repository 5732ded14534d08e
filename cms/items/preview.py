"""The editor's preview: the draft's payload, built in memory, shown by the public page's own renderer."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.module_loading import import_string

from cms.items.models import Item
from cms.items.payload import ItemPageType
from cms.ledger import registry
from cms.media.services import workshop_address


def render_preview(page: Item, request: HttpRequest) -> HttpResponse:
    """Return the page as readers would see it. An unfinished draft is shown as far as it goes."""
    item_type = registry.get(page.item_type)
    if not isinstance(item_type, ItemPageType):
        raise TypeError(f"{page.item_type} is not a page type")
    payload = item_type.source_of(page).build()
    render = import_string(settings.PAYLOAD_RENDERER)
    return render(request, payload, file_url=workshop_address)
