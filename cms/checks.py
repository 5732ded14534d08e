"""Start-up checks: what imports and types can't show."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.core.checks import CheckMessage, Error, register

from cms.items.models import Item
from cms.ledger import registry
from cms.ledger.addresses import NEWS_TYPES, SEGMENTS


@register()
def every_item_type_can_be_printed(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Refuse an item type without payload builder (cms.E001) or without public address (cms.E002)."""
    messages: list[CheckMessage] = []
    for model in apps.get_models():
        if not issubclass(model, Item) or model is Item:
            continue
        if not registry.is_registered(model.item_type):
            messages.append(
                Error(
                    f"{model.__name__} (item type {model.item_type!r}) has no payload builder.",
                    hint="Register it in its app's item_types.py.",
                    obj=model,
                    id="cms.E001",
                )
            )
        if model.item_type not in SEGMENTS or model.item_type not in NEWS_TYPES:
            messages.append(
                Error(
                    f"{model.__name__} (item type {model.item_type!r}) has no public address.",
                    hint="Add it to SEGMENTS and NEWS_TYPES in cms/ledger/addresses.py.",
                    obj=model,
                    id="cms.E002",
                )
            )
    return messages
