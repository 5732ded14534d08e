"""What entries refer to, embedded once each beside them: cards of terms and organisations, and who answers now."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import asdict
from typing import Any

import orjson

from cms.common import clock
from cms.organisations.queries import Answer, list_answers
from pressroom.api.v1.bodies import COLLECTIONS
from pressroom.api.v1.lookups import list_readable_at
from pressroom.api.v1.sparse import Included

_REF = frozenset({"type", "id", "name"})
_ORGANISATION = "organisation"


def included_of(texts: Iterable[str], include: Collection[str], language: str) -> dict[str, Any]:
    """Return the member `included` of an answer; nothing when nothing was asked for.

    What is not public in this language is left out. At most four queries, whatever the number of entries.

    Args:
        texts: finished JSON of cards or documents.
        include: which of `Included`.
        language: of the answer.
    """
    if not include:
        return {}
    entries = [orjson.loads(text) for text in texts]
    places = {place for entry in entries for place in _places(entry)}
    answering = {entry["responsible"]["id"] for entry in entries if entry.get("responsible")}
    wanted = {
        place
        for place in places | {(_ORGANISATION, code) for code in answering}
        if (Included.TERMS if place[0] != _ORGANISATION else Included.ORGANISATIONS) in include
        or (Included.CONTACTS in include and place[0] == _ORGANISATION and place[1] in answering)
    }
    rows = list_readable_at(wanted, language)
    found: dict[str, Any] = {}
    if Included.TERMS in include:
        found["terms"] = [row.read_card() for row in rows if row.item_type != _ORGANISATION]
    if Included.ORGANISATIONS in include:
        found["organisations"] = [row.read_card() for row in rows if row.item_type == _ORGANISATION]
    if Included.CONTACTS in include:
        public = {row.public_id for row in rows if row.item_type == _ORGANISATION}
        found["contacts"] = _contacts(answering & public, language)
    return {"included": found}


def answer_body(answer: Answer) -> dict[str, Any]:
    """Return who answers now as the API says it."""
    body: dict[str, Any] = asdict(answer)
    body["opens_at"] = clock.isoformat(answer.opens_at) if answer.opens_at else None
    return body


def _contacts(codes: Collection[str], language: str) -> list[dict[str, Any]]:
    if not codes:
        return []
    answers = list_answers(language=language, at=clock.now())
    return [answer_body(answer) for answer in answers if answer.organisation in codes]


def _places(value: Any) -> Iterator[tuple[str, str]]:
    """Yield (type, id) of every reference to a term or organisation inside a document."""
    if isinstance(value, list):
        for entry in value:
            yield from _places(entry)
    elif isinstance(value, dict):
        if value.keys() >= _REF and value["type"] in COLLECTIONS:
            yield value["type"], value["id"]
        for entry in value.values():
            yield from _places(entry)
