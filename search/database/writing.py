"""Write to the index: documents and tombstones over older ones, and a rebuild beside what answers.

Everything here takes the lock of the one row of state first, so that a write and a change of slots never cross.
"""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from django.db import transaction

from cms.common import clock
from search.database import indexing
from search.database.fulltext import FullText
from search.database.indexing import Prepared, prepare
from search.database.models import (
    GoneDocument,
    IndexedDocument,
    IndexedFacet,
    IndexedText,
    IndexedWord,
    IndexState,
)
from search.database.words import count_words
from search.exceptions import BackendUnavailable
from search.types import Entry

_BATCH = 200


def write_entries(fulltext: FullText, entries: Sequence[Entry], *, position: int | None) -> int:
    """Index `entries` over older ones, in the slot that answers and in one that is being filled."""
    prepared = prepare(entries)
    with transaction.atomic():
        state = lock_state()
        written = put(fulltext, prepared, slot=state.slot)
        if state.build:
            put(fulltext, prepared, slot=1 - state.slot)
        if position is not None and position > state.position:
            state.position = position
            state.moved_at = clock.now()
            state.save()
    return written


def rebuild_index(fulltext: FullText, batches: Iterable[Sequence[Entry]], *, position: int) -> int:
    """Fill the slot that does not answer, batch by batch, then let it answer; return its documents.

    Raises:
        BackendUnavailable: another rebuild has begun meanwhile; this one leaves nothing.
    """
    build = str(uuid.uuid4())
    with transaction.atomic():
        state = lock_state()
        state.build = build
        state.save()
        slot = 1 - state.slot
    _empty(slot, build)
    for entries in batches:
        prepared = prepare(entries)
        with transaction.atomic():
            if lock_state().build != build:
                raise BackendUnavailable("Another rebuild of the search index has begun; this one stops.")
            put(fulltext, prepared, slot=slot)
    with transaction.atomic():
        state = lock_state()
        if state.build != build:
            raise BackendUnavailable("Another rebuild of the search index has begun; this one stops.")
        state.slot, state.build = slot, ""
        state.position = max(state.position, position)
        state.moved_at = clock.now()
        state.save()
    _empty(1 - slot, "")
    return IndexedDocument.objects.filter(slot=slot).count()


def lock_state() -> IndexState:
    """Return the one row of state, locked until the transaction ends."""
    state, _created = IndexState.objects.select_for_update().get_or_create(id=1)
    return state


def put(fulltext: FullText, entries: Sequence[Prepared], *, slot: int) -> int:
    """Put those of `entries` into a slot that are newer than what it has; return how many. In a transaction."""
    newest = {one.entry.document_id: one for one in sorted(entries, key=lambda one: one.entry.seq)}
    written = 0
    ids = sorted(newest)
    for start in range(0, len(ids), _BATCH):
        written += _put(fulltext, [newest[one] for one in ids[start : start + _BATCH]], slot)
    return written


def drop(document_ids: Sequence[str], *, slot: int) -> None:
    """Remove documents and tombstones from a slot. In a transaction."""
    words: Counter[tuple[str, str]] = Counter()
    _take_out(document_ids, slot, words)
    count_words(words, slot=slot)
    GoneDocument.objects.filter(slot=slot, document_id__in=document_ids).delete()


def _put(fulltext: FullText, entries: Sequence[Prepared], slot: int) -> int:
    ids = [one.entry.document_id for one in entries]
    held = IndexedDocument.objects.filter(slot=slot, document_id__in=ids).values_list("document_id", "seq")
    gone = GoneDocument.objects.filter(slot=slot, document_id__in=ids).values_list("document_id", "seq")
    known = dict(held) | dict(gone)
    newer = [one for one in entries if one.entry.seq > known.get(one.entry.document_id, 0)]
    words: Counter[tuple[str, str]] = Counter()
    changed = [one.entry.document_id for one in newer if one.entry.document_id in known]
    _take_out(changed, slot, words)
    GoneDocument.objects.filter(slot=slot, document_id__in=changed).delete()
    documents = [one.document for one in newer if one.document]
    IndexedDocument.objects.bulk_create([indexing.row_of(one, slot) for one in documents])
    IndexedText.objects.bulk_create([indexing.text_of(one, slot) for one in documents])
    facets = [facet for one in documents for facet in indexing.facets_of(one, slot)]
    IndexedFacet.objects.bulk_create(facets, batch_size=_BATCH)
    fulltext.insert([replace(one.words, id=one.words.id + slot) for one in newer if one.words])
    for one in newer:
        words.update((word, one.entry.language) for word in one.vocabulary)
    count_words(words, slot=slot)
    tombstones = [one.entry for one in newer if not one.document]
    GoneDocument.objects.bulk_create(
        GoneDocument(slot=slot, document_id=one.document_id, seq=one.seq) for one in tombstones
    )
    return len(newer)


def _take_out(document_ids: Sequence[str], slot: int, words: Counter[tuple[str, str]]) -> None:
    """Delete documents, and take their words from `words`."""
    for start in range(0, len(document_ids), _BATCH):
        batch = document_ids[start : start + _BATCH]
        rows = IndexedText.objects.filter(document__slot=slot, document__document_id__in=batch)
        for row in rows.select_related("document").defer("attachments"):
            language = row.document.language
            words.subtract((word, language) for word in indexing.vocabulary(row, language))
        IndexedDocument.objects.filter(slot=slot, document_id__in=batch).delete()


def _empty(slot: int, build: str) -> None:
    """Delete everything in a slot, a batch a transaction, so that no release has to wait.

    Stops when another rebuild has begun: the slot is that one's then.
    """
    tables = (IndexedDocument, GoneDocument, IndexedWord)
    for table in tables:
        while True:
            with transaction.atomic():
                state = lock_state()
                if state.build != build or (state.slot == slot):
                    return
                rows = table._default_manager.filter(slot=slot)
                ids = list(rows.values_list("pk", flat=True)[:_BATCH])
                if not ids:
                    break
                table._default_manager.filter(pk__in=ids).delete()
