"""Finished JSON of an edition: the card (for lists) and the document (for the item itself).

One shape serves the pages, the feeds and the API. It is the payload with the edition's own facts added and every
reference given its absolute address. Derived: after a change of domain, `manage.py ledger rebuild` makes it anew.
"""

from __future__ import annotations

import datetime as dt
from typing import Any, TypedDict

from cms.common import clock, languages
from cms.ledger import addresses, proofs
from cms.ledger.enums import EditionKind
from cms.ledger.models import CurrentEdition, Edition
from cms.ledger.payload import Payload, is_file, is_ref

_CARD_FIELDS = (
    "type", "id", "key", "language", "title", "summary", "is_example_data", "owner", "responsible", "signatories",
    "areas", "goals", "audiences", "tags", "places", "image",
)  # fmt: skip
_TERM_FIELDS = (
    "goal_kind",
    "short_name",
    "website",
    "answers_for",
    "logo",
    "order",
    "participants",
    "calendar",
)


class Correction(TypedDict):
    """One correction: the edition it made, when (RFC 3339) and what was wrong."""

    number: int
    at: str
    note: str


def edition_facts(edition: Edition, row: CurrentEdition) -> dict[str, Any]:
    """Return what the ledger knows of an edition beside its payload. `row` is the item's row in the current view."""
    place = {"item_type": edition.item_type, "language": edition.language, "public_id": edition.public_id}
    return {
        "seq": edition.seq,
        "number": edition.number,
        "kind": str(edition.kind),
        "note": edition.note,
        "digest": edition.digest,
        "released_at": clock.isoformat(edition.released_at),
        "first_released_at": clock.isoformat(row.first_released_at),
        "changed_at": clock.isoformat(row.changed_at),
        "corrections": row.corrections,
        "agreed": proofs.agreed_of(edition),
        "url": addresses.absolute(edition.path()),
        "history_url": addresses.absolute(addresses.history_path(**place)),
        "proof_url": proof_url(edition),
    }


def proof_url(edition: Edition) -> str | None:
    """Return where an edition's proof is served; None for terms, whose proofs are in the ledger only."""
    if edition.item_type not in addresses.NEWS_TYPES:
        return None
    return addresses.absolute(
        addresses.proof_path(public_id=edition.public_id, language=edition.language, number=edition.number)
    )


def draft_facts(at: dt.datetime) -> dict[str, Any]:
    """Return the same facts for a draft that has no edition yet, for the editor's preview."""
    instant = clock.isoformat(at)
    return {
        "seq": 0,
        "number": 0,
        "kind": str(EditionKind.PUBLISHED),
        "note": "",
        "digest": "",
        "released_at": instant,
        "first_released_at": instant,
        "changed_at": instant,
        "corrections": [],
        "agreed": [],
        "url": "",
        "history_url": "",
        "proof_url": None,
    }


def make_document(payload: Payload, facts: dict[str, Any]) -> dict[str, Any]:
    """Return the finished document: the payload with addresses, `url`, `direction` and `edition` (the facts)."""
    return {**unprinted_document(payload), "edition": facts}


def make_card(document: dict[str, Any]) -> dict[str, Any]:
    """Return the summary that lists carry, taken from a finished document."""
    return {**unprinted_card(document), "edition": document["edition"]}


def unprinted_document(payload: Payload) -> dict[str, Any]:
    """Return everything of the document that can be known before it is printed: all but `edition`."""
    document: dict[str, Any] = _with_addresses(payload, payload["language"])
    document["url"] = addresses.absolute(_path(payload))
    document["uri"] = addresses.tag_uri(payload["key"], payload["language"])
    document["direction"] = languages.direction(payload["language"])
    return document


def unprinted_card(document: dict[str, Any]) -> dict[str, Any]:
    """Return the same of the card."""
    card = {field: document[field] for field in _CARD_FIELDS}
    card |= {field: document[field] for field in _TERM_FIELDS if field in document}
    card |= {field: document[field] for field in ("url", "uri", "direction")}
    return card


def _path(payload: Payload) -> str:
    return addresses.item_path(
        item_type=payload["type"],
        language=payload["language"],
        public_id=payload["id"],
        slug=payload["slug"] if payload["listed"] else "",
    )


def _with_addresses(value: Any, language: str) -> Any:
    """Copy `value`; give every Ref the address of its page and every FileRef the address of its exact bytes."""
    if isinstance(value, list):
        return [_with_addresses(entry, language) for entry in value]
    if not isinstance(value, dict):
        return value
    copy = {key: _with_addresses(entry, language) for key, entry in value.items()}
    if is_file(value):
        copy["url"] = addresses.absolute(addresses.file_path(value))
    elif is_ref(value):
        path = addresses.item_path(item_type=value["type"], language=language, public_id=value["id"])
        copy["url"] = addresses.absolute(path)
    return copy
