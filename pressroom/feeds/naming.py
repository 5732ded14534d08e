"""What a feed is called, which page shows the same, and the name that it keeps for ever."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext

from cms.common import languages
from cms.ledger import addresses
from pressroom.feeds.entries import CATEGORIES
from pressroom.feeds.text import xml_text
from pressroom.searching import SEARCH
from pressroom.selection import FACETS, Selection

_NAMESPACE = uuid.UUID("0c7c2f55-9d0e-4d0a-8a49-5f0f6fb0b7a4")


def feed_uri(*, origin: str, language: str, selection: Selection) -> str:
    """Return a feed's permanent name: of this ledger, language and selection, not of any domain, format or page.

    Args:
        origin: what tells this ledger from every other (`queries.get_origin`).
    """
    name = f"{origin} {language} {urlencode(selection.query_items())}"
    return f"urn:uuid:{uuid.uuid5(_NAMESPACE, name)}"


def labels(selection: Selection, cards: Sequence[dict[str, Any]]) -> list[str]:
    """Return the names of what the feed is narrowed by; a term's name is found on any item that has it."""
    types = {
        "message": gettext("meddelanden"),
        "briefing": gettext("lägesbilder"),
        "example": gettext("goda exempel"),
    }
    found = [types[code] for code in selection.item_types]
    for dimension in FACETS:
        if code := selection.facets.get(dimension):
            named = (ref["name"] for card in cards[:1] for ref in _refs(card) if _is(ref, dimension, code))
            found.append(xml_text(next(named, code)))
    return found


def page_path(language: str, selection: Selection) -> str:
    """Return the page that shows what the feed holds: a search, a type's list, a term's page, or the front page."""
    spoken = languages.interface(language)
    if selection.saved:
        return f"/{spoken}/{SEARCH[spoken]}/{selection.saved}/"
    if selection.text:
        return f"/{spoken}/{SEARCH[spoken]}/?{urlencode(selection.query_items(), safe=',')}"
    if len(selection.item_types) == 1 and not selection.facets:
        return addresses.list_path(selection.item_types[0], spoken)
    if len(selection.facets) == 1 and not selection.item_types:
        ((dimension, code),) = selection.facets.items()
        return addresses.item_path(item_type=dimension, language=spoken, public_id=code)
    return f"/{spoken}/"


def _refs(card: dict[str, Any]) -> list[dict[str, Any]]:
    fields = ("signatories", "participants", *CATEGORIES)
    refs = [card["owner"], card["responsible"], *(ref for field in fields for ref in card.get(field, ()))]
    return [ref for ref in refs if ref]


def _is(ref: dict[str, Any], item_type: str, code: str) -> bool:
    return bool(ref["type"] == item_type and ref["id"] == code)
