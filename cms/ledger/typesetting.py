"""Make a payload ready for the press: everything of its rows that does not depend on when it is printed.

A release does this before its instant, so that the transaction has little left to work out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from cms.common.digests import canonical_json, sha256_hex
from cms.ledger.documents import unprinted_card, unprinted_document
from cms.ledger.enums import Dimension
from cms.ledger.payload import FileRef, Payload, Ref, files_of, refs_of


@dataclass(frozen=True)
class View:
    """What the current view shows of a payload. `document` and `card` are JSON that still lacks the edition's facts."""

    payload: Payload
    document: str
    card: str
    facets: Sequence[tuple[str, str]]
    files: Sequence[FileRef]


@dataclass(frozen=True)
class Typeset:
    """A payload as the ledger keeps it, with its digest; as the current view shows it; what it refers to, once each."""

    text: str
    digest: str
    view: View
    refs: Sequence[Ref]


def typeset(payload: Payload) -> Typeset:
    """Return `payload` ready for the press. Later changes of `payload` itself are not in it."""
    text = canonical_json(payload)
    view = make_view(text)
    refs = {(ref["type"], ref["id"]): ref for ref in refs_of(view.payload)}
    return Typeset(text=text, digest=sha256_hex(text.encode()), view=view, refs=list(refs.values()))


def make_view(text: str) -> View:
    """Return what the current view shows of an edition's text."""
    payload: Payload = orjson.loads(text)
    document = unprinted_document(payload)
    return View(
        payload=payload,
        document=orjson.dumps(document).decode(),
        card=orjson.dumps(unprinted_card(document)).decode(),
        facets=sorted(facet_values(payload)),
        files=files_of(payload),
    )


def with_facts(text: str, facts: dict[str, Any]) -> str:
    """Return a view's JSON object with the edition's facts as its last member."""
    return f'{text[:-1]},"edition":{orjson.dumps(facts).decode()}}}'


def facet_values(payload: Payload) -> set[tuple[str, str]]:
    """Return the (dimension, value) pairs by which an item can be found."""
    organisations: list[Ref | None] = [
        payload["owner"], payload["responsible"], *payload["signatories"], *payload.get("participants", []),
    ]  # fmt: skip
    pairs: dict[Dimension, list[Ref | None]] = {
        Dimension.AREA: list(payload["areas"]),
        Dimension.GOAL: list(payload["goals"]),
        Dimension.ORGANISATION: organisations,
        Dimension.AUDIENCE: list(payload["audiences"]),
        Dimension.TAG: list(payload["tags"]),
        Dimension.PLACE: list(payload["places"]),
    }
    return {(str(dimension), ref["id"]) for dimension, refs in pairs.items() for ref in refs if ref}
