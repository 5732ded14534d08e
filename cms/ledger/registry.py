"""Which item types can be printed, and how. Item types register themselves; a release asks here."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Any, Protocol, runtime_checkable

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

    @property
    def item_key(self) -> uuid.UUID:
        """The item's identity over all languages."""

    @property
    def language(self) -> str:
        """The draft's language."""

    @property
    def title(self) -> str:
        """The draft's title."""

    @property
    def draft(self) -> Any:
        """The row itself, for the workshop: a page, a term, an organisation."""

    @property
    def owner_id(self) -> int | None:
        """The owning organisation; None for what belongs to the agreement."""

    @property
    def last_changed_by_id(self) -> int | None:
        """Who wrote the newest draft, if that is known."""

    def signatory_ids(self) -> Set[int | None]:
        """Return the organisations whose approval the item needs, its owner among them."""

    def missing(self) -> Sequence[Missing]:
        """Return what is missing before release."""

    def build(self) -> Payload:
        """Return the payload, all its files stored. Slow work belongs here; it runs before the transaction."""


class ItemType(Protocol):
    """How drafts of one type are found. `code` is the payload's `type`."""

    @property
    def code(self) -> str:
        """The payload's type."""

    def find_source(self, item_key: uuid.UUID, language: str) -> Source | None:
        """Return the newest draft of an item in a language, or None."""


@runtime_checkable
class Stamped(Protocol):
    """An item type that can tell cheaply whether a draft has been saved since somebody looked."""

    def stamps(self, item_keys: Collection[uuid.UUID]) -> Mapping[uuid.UUID, str]:
        """Return a text for each item that is another one after any of its drafts has been saved. One query.

        It may change although the payload does not; never the other way round for a draft's own text.
        """


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


def stamps_of(code: str, item_keys: Collection[uuid.UUID]) -> Mapping[uuid.UUID, str]:
    """Return the stamps of these items; none for a type that keeps no track of saving."""
    item_type = get(code)
    return item_type.stamps(item_keys) if isinstance(item_type, Stamped) else {}
