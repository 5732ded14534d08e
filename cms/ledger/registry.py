"""Which item types can be printed, and how. Item types register themselves; a release asks here."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from cms.ledger.payload import Payload


@dataclass(frozen=True)
class Missing:
    """One thing that stops or should delay a release: what is missing, why it matters, where to mend it.

    `field` is the form field's name, for a link to it; `language` the language it concerns, empty for all.
    """

    code: str
    message: str
    field: str = ""
    language: str = ""
    is_blocking: bool = True


class Source(Protocol):
    """A draft that can be printed in one language."""

    item_key: uuid.UUID
    language: str
    title: str
    owner_id: int | None
    last_changed_by_id: int | None

    def signatory_ids(self) -> set[int]:
        """Return the organisations whose approval the item needs, its owner among them."""

    def missing(self) -> Sequence[Missing]:
        """Return what is missing before release."""

    def build(self) -> Payload:
        """Return the payload, all its files stored. Slow work belongs here; it runs before the transaction."""


class ItemType(Protocol):
    """How drafts of one type are found. `code` is the payload's `type`."""

    code: str

    def find_source(self, item_key: uuid.UUID, language: str) -> Source | None:
        """Return the newest draft of an item in a language, or None."""


_types: dict[str, ItemType] = {}


def register(item_type: ItemType) -> None:
    """Make an item type printable. Registering a code twice is a programming error."""
    if item_type.code in _types and type(_types[item_type.code]) is not type(item_type):
        raise ValueError(f"The item type {item_type.code!r} is registered twice.")
    _types[item_type.code] = item_type


def get(code: str) -> ItemType:
    """Return the item type with this code; KeyError if there is none."""
    return _types[code]


def is_registered(code: str) -> bool:
    """Whether an item type has this code."""
    return code in _types
