"""One entry of the ledger's changes as JSON: what `/changes` lists and webhooks send."""

from __future__ import annotations

from typing import Any

from cms.common import clock
from cms.ledger.enums import EditionKind
from cms.ledger.queries import Change


def change_entry(change: Change) -> dict[str, Any]:
    """Return one entry of /changes.

    The note goes out with the document or with a withdrawal only: the note of a correction may quote a text that has
    been withdrawn since.
    """
    shows_note = change.document is not None or change.kind == EditionKind.WITHDRAWN
    return {
        "seq": change.seq,
        "kind": str(change.kind),
        "type": change.item_type,
        "id": change.public_id,
        "language": change.language,
        "number": change.number,
        "released_at": clock.isoformat(change.released_at),
        "digest": change.digest,
        "note": change.note if shows_note else "",
        "document": change.document,
    }
