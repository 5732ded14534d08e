"""Append editions to the ledger. Called by cms/releases/printing.py only. See docs/architecture.md."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db import connection

from cms.common import bulk, clock
from cms.common.digests import digest_of
from cms.ledger import keys, proofs
from cms.ledger.enums import GONE, EditionKind, can_go_away
from cms.ledger.exceptions import AddressTakenError, ItemAlreadyGoneError, NotInTransactionError
from cms.ledger.models import CurrentEdition, Edition, LedgerHead
from cms.ledger.payload import Payload
from cms.ledger.projection import project
from cms.ledger.typesetting import Typeset, typeset

_BATCH = 500


@dataclass(frozen=True)
class NewEdition:
    """What is to be printed: a finished payload, what printing it does, and who agreed. `note` is public.

    `typeset` is the same payload made ready before, if it has been; it is what is printed then.
    """

    payload: Payload
    kind: EditionKind
    note: str = ""
    typeset: Typeset | None = None
    agreed: Sequence[proofs.Agreement] = ()


def append(
    entries: Sequence[NewEdition], *, release_key: uuid.UUID, released_at: dt.datetime
) -> list[Edition]:
    """Append `entries` as consecutive editions and move the current view with them.

    Takes the head row's lock for the rest of the caller's transaction: whoever comes second waits, so `seq` is
    gap-free and a reader that has seen N has seen all before N.

    Args:
        entries: in the order they shall have in the ledger; at most one per item and language.
        release_key: the release they belong to.
        released_at: the instant, aware, as the database's clock says.

    Returns:
        the new editions, with `seq`.

    Raises:
        NotInTransactionError: the caller has no transaction open.
        ItemAlreadyGoneError: a withdrawal or deletion of what is not public.
        AddressTakenError: the public id belongs to another item.
        NoSigningKeyError: this process can't sign; nothing goes out unsigned.
    """
    if not connection.in_atomic_block:
        raise NotInTransactionError(
            "append() was called outside a transaction; wrap the release in atomic()."
        )
    LedgerHead.objects.get_or_create(id=1)
    head = LedgerHead.objects.select_for_update().get(id=1)
    signer = keys.signer_in_use(at=released_at)
    former = _former_editions(entries)
    editions, views = [], {}
    for entry in entries:
        ready = entry.typeset or typeset(entry.payload)
        edition = _edition(
            entry, ready, head=head, former=former, release_key=release_key, released_at=released_at
        )
        proofs.sign(edition, entry.agreed, signer)
        head.seq, head.chain = edition.seq, edition.chain
        editions.append(edition)
        views[edition.seq] = ready.view
    bulk.insert_objects(editions)
    project(editions, views)
    head.moved_at = released_at
    head.base_url = head.base_url or settings.PUBLIC_BASE_URL
    head.save(update_fields=["seq", "chain", "moved_at", "base_url"])
    return editions


def chain_digest(edition: Edition, former_chain: str) -> str:
    """Return the digest that ties an edition to everything before it, so that no row can be swapped unseen."""
    facts = [
        former_chain, edition.seq, str(edition.item_key), edition.language, edition.item_type, edition.public_id,
        edition.number, str(edition.kind), edition.note, edition.previous_id, str(edition.release_key),
        clock.isoformat(edition.released_at), edition.digest,
    ]  # fmt: skip
    return digest_of(facts)


def _former_editions(entries: Sequence[NewEdition]) -> dict[tuple[uuid.UUID, str], CurrentEdition]:
    """Return the current edition of every item and language that `entries` touch; refuse a taken address."""
    former: dict[tuple[uuid.UUID, str], CurrentEdition] = {}
    for start in range(0, len(entries), _BATCH):
        batch = entries[start : start + _BATCH]
        rows = CurrentEdition.objects.filter(
            item_key__in={uuid.UUID(entry.payload["key"]) for entry in batch}
        )
        former |= {(row.item_key, row.language): row for row in rows.defer("card", "document")}
        _refuse_taken_addresses(batch)
    return former


def _refuse_taken_addresses(entries: Sequence[NewEdition]) -> None:
    rows = CurrentEdition.objects.filter(public_id__in={entry.payload["id"] for entry in entries})
    taken = {
        (row.item_type, row.public_id): row.item_key
        for row in rows.only("seq", "item_type", "public_id", "item_key")
    }
    for entry in entries:
        owner = taken.get((entry.payload["type"], entry.payload["id"]))
        if owner is not None and str(owner) != entry.payload["key"]:
            raise AddressTakenError(
                f"{entry.payload['type']}/{entry.payload['id']} is the address of another item ({owner})."
            )


def _edition(
    entry: NewEdition,
    ready: Typeset,
    *,
    head: LedgerHead,
    former: dict[tuple[uuid.UUID, str], CurrentEdition],
    release_key: uuid.UUID,
    released_at: dt.datetime,
) -> Edition:
    payload = ready.view.payload
    item_key = uuid.UUID(payload["key"])
    before = former.get((item_key, payload["language"]))
    if entry.kind in GONE and (before is None or not can_go_away(before.kind, entry.kind)):
        raise ItemAlreadyGoneError(
            f"{payload['type']}/{payload['id']} ({payload['language']}) is not public."
        )
    edition = Edition(
        seq=head.seq + 1,
        item_key=item_key,
        language=payload["language"],
        item_type=payload["type"],
        public_id=payload["id"],
        number=before.number + 1 if before else 1,
        kind=entry.kind,
        note=entry.note,
        previous_id=before.seq if before else None,
        release_key=release_key,
        released_at=released_at.replace(microsecond=released_at.microsecond // 1000 * 1000),
        digest=ready.digest,
        payload=ready.text,
    )
    edition.chain = chain_digest(edition, head.chain)
    return edition
