"""The ledger as a sequence of changes, for mirrors: what happened after a `seq`. Read through `queries`."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from cms.ledger import surrogates
from cms.ledger.consumers import editions_after
from cms.ledger.enums import GONE
from cms.ledger.models import CurrentEdition, Edition
from cms.ledger.overlay import refuse_ahead


@dataclass(frozen=True)
class Change:
    """One row of the ledger for `/changes`. `document` is null when the item is gone by now or was by then."""

    seq: int
    kind: str
    item_type: str
    public_id: str
    language: str
    number: int
    released_at: dt.datetime
    digest: str
    note: str
    document: dict[str, Any] | None


def list_changes(*, since: int, limit: int = 100) -> list[Change]:
    """Return what happened after `since`, in order; each item's document only where it is still its newest edition.

    A consumer that applies these in order ends with exactly the current view: an entry whose document is null and
    whose kind is not a removal has been replaced by a later entry.
    """
    refuse_ahead("the ledger's changes")
    surrogates.note(surrogates.EVERYTHING)
    editions = editions_after(since, limit=limit)
    current = CurrentEdition.objects.filter(seq__in=[edition.seq for edition in editions])
    documents = {row.seq: row for row in current.exclude(kind__in=GONE)}
    return [
        Change(
            seq=edition.seq,
            kind=edition.kind,
            item_type=edition.item_type,
            public_id=edition.public_id,
            language=edition.language,
            number=edition.number,
            released_at=edition.released_at,
            digest=edition.digest,
            note=edition.note,
            document=documents[edition.seq].read_document() if edition.seq in documents else None,
        )
        for edition in editions
    ]


def find_chain(seq: int) -> str:
    """Return the ledger's chain at `seq`, which no other ledger has there; empty at 0 and beyond the end. One query."""
    refuse_ahead("the ledger's chain")
    return Edition.objects.filter(seq=seq).values_list("chain", flat=True).first() or ""


def newest_removal() -> int:
    """Return the `seq` of the newest withdrawal or deletion; 0 if there has been none. One query."""
    refuse_ahead("the newest removal")
    surrogates.note(surrogates.REMOVALS)
    rows = Edition.objects.filter(kind__in=GONE).order_by("-seq")
    return rows.values_list("seq", flat=True).first() or 0
