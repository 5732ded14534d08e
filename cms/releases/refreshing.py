"""When a term or an organisation changes its name, what shows the old name is printed again with the new one.

The new payload is made from the public one, never from a draft: only the name differs (kind `refreshed`, no
signatures, never a mail).
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence

import orjson

from cms.ledger.append import NewEdition
from cms.ledger.enums import GONE, EditionKind
from cms.ledger.models import CurrentEdition, Edition
from cms.ledger.payload import Payload
from cms.ledger.printed_names import Names, ref_fields, relabel


def refreshed(entries: Sequence[NewEdition]) -> list[NewEdition]:
    """Return the editions that must follow `entries` because a name in them is new. Call with the head locked."""
    terms = [entry.payload for entry in entries if not entry.payload["listed"] and entry.kind not in GONE]
    names_by_language: dict[str, Names] = {}
    for payload in _renamed(terms):
        names = names_by_language.setdefault(payload["language"], {})
        names[payload["type"], payload["id"]] = ref_fields(payload)
    printed_now = {(uuid.UUID(entry.payload["key"]), entry.payload["language"]) for entry in entries}
    follow = []
    for language, names in names_by_language.items():
        rows = [
            row
            for row in _rows_that_mention(names, language)
            if (row.item_key, row.language) not in printed_now
        ]
        texts = dict(Edition.objects.filter(seq__in=[row.seq for row in rows]).values_list("seq", "payload"))
        for row in rows:
            payload = orjson.loads(texts[row.seq])
            if relabel(payload, names):
                follow.append(NewEdition(payload=payload, kind=EditionKind.REFRESHED))
    return follow


def _renamed(terms: Sequence[Payload]) -> list[Payload]:
    """Return those that are called otherwise in public now. One query."""
    if not terms:
        return []
    found = CurrentEdition.objects.filter(public_id__in={payload["id"] for payload in terms})
    rows = {(row.item_type, row.public_id, row.language): row for row in found.defer("document")}
    pairs = ((payload, rows.get((payload["type"], payload["id"], payload["language"]))) for payload in terms)
    return [payload for payload, row in pairs if row is not None and _is_renamed(payload, row)]


def _is_renamed(payload: Payload, row: CurrentEdition) -> bool:
    if row.is_gone:
        return True  # what still names it has the name it went with
    card = row.read_card()
    return card["title"] != payload["title"] or card.get("short_name") != payload.get("short_name")


def _rows_that_mention(names: Names, language: str) -> list[CurrentEdition]:
    """Return the rows whose document names any of the terms. A scan; renames are rare."""
    found: dict[int, CurrentEdition] = {}
    readable = CurrentEdition.objects.filter(language=language).exclude(kind__in=GONE)
    for _type, code in names:
        for row in readable.filter(document__contains=f'"id":"{code}"').defer("card", "document"):
            found[row.seq] = row
    return [found[seq] for seq in sorted(found)]
