"""Start-up checks: what imports and types can't show."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from cms.items.models import Item
from cms.ledger import registry
from cms.ledger.addresses import NEWS_TYPES, SEGMENTS


@register()
def editions_can_be_signed(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Refuse a process that may release but has no key to sign with (cms.E003): every release of it would fail."""
    is_reader = getattr(settings, "SURFACE", "everything") == "public"
    if is_reader or settings.PROOF_PRIVATE_KEYS or settings.PROOF_KEY_FILE:
        return []
    return [
        Error(
            "There is no private key to sign editions with, so nothing could be released.",
            hint="Make one with `manage.py proof_keys new` and set PROOF_PRIVATE_KEYS (docs/settings.md).",
            id="cms.E003",
        )
    ]


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
