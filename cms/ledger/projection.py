"""The current view: computed from editions, here and nowhere else, for appending and for rebuilding alike."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from cms.common import bulk, clock
from cms.ledger.documents import Correction, edition_facts
from cms.ledger.enums import EditionKind
from cms.ledger.listed_changes import Told, read_lists, tell
from cms.ledger.models import CurrentEdition, CurrentFacet, Edition, ListedChange, PublicFile
from cms.ledger.typesetting import View, make_view, with_facts

_BATCH = 200
_FACET = ("current_id", "dimension", "value", "language", "item_type", "first_seq")
_CHANGE = ("current_id", "dimension", "value", "language", "item_type", "seq")
_FILE = (
    "seq", "item_key", "language", "asset", "name", "sha256", "size", "media_type", "is_current",
)  # fmt: skip


def project(editions: Sequence[Edition], views: Mapping[int, View] | None = None) -> None:
    """Make `editions` current: replace the rows of their items, lists and files. In the caller's transaction.

    At most one edition per item and language in one call.

    Args:
        views: by `seq`, what has been made ready before; the others are made from the editions' texts.
    """
    views = views or {}
    previous = [edition.previous_id for edition in editions if edition.previous_id]
    former_rows, former_lists = _rows(previous), read_lists(previous)
    rows: list[CurrentEdition] = []
    facets: list[tuple[Any, ...]] = []
    changes: list[tuple[Any, ...]] = []
    files: list[tuple[Any, ...]] = []
    for edition in editions:
        view = views.get(edition.seq) or make_view(edition.payload)
        former = former_rows[edition.previous_id] if edition.previous_id else None
        if former and former.is_gone and not edition.is_gone:
            former = None  # it becomes public anew
        row = make_row(edition, view, former)
        rows.append(row)
        if row.is_listed:
            facets += _facets(row, view)
        if view.payload["listed"]:
            changes += _changes(row, tell(row, view.facets, former_lists[former.seq] if former else None))
        if not edition.is_gone:
            files += _files(edition, view)
    for batch in _batches(previous):
        CurrentFacet.objects.filter(current_id__in=batch).delete()
        ListedChange.objects.filter(current_id__in=batch).delete()
        CurrentEdition.objects.filter(seq__in=batch).delete()
    _retire_files(editions)
    bulk.insert_objects(rows)
    bulk.insert(CurrentFacet, _FACET, facets)
    bulk.insert(ListedChange, _CHANGE, changes)
    bulk.insert(PublicFile, _FILE, files)


def _rows(seqs: Sequence[int]) -> dict[int, CurrentEdition]:
    found: dict[int, CurrentEdition] = {}
    for batch in _batches(seqs):
        rows = CurrentEdition.objects.filter(seq__in=batch).defer("card", "document")
        found |= {row.seq: row for row in rows}
    return found


def _batches(values: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for start in range(0, len(values), _BATCH):
        yield values[start : start + _BATCH]


def make_row(edition: Edition, view: View, former: CurrentEdition | None) -> CurrentEdition:
    """Return the finished row of `edition`; `former` is the row it replaces in the same public life of the item."""
    payload = view.payload
    row = CurrentEdition(
        seq=edition.seq,
        item_key=edition.item_key,
        language=edition.language,
        item_type=edition.item_type,
        public_id=edition.public_id,
        slug=payload["slug"] if payload["listed"] else "",
        title=payload["title"],
        kind=edition.kind,
        number=edition.number,
        is_listed=payload["listed"] and not edition.is_gone,
        is_example_data=payload["is_example_data"],
        sort_order=payload.get("order", 0),
        first_seq=former.first_seq if former else edition.seq,
        first_released_at=former.first_released_at if former else edition.released_at,
        released_at=edition.released_at,
        changed_at=former.changed_at
        if former and edition.kind == EditionKind.REFRESHED
        else edition.released_at,
        corrections=_corrections(edition, former),
        digest=edition.digest,
        note=edition.note,
    )
    facts = edition_facts(edition, row)
    row.card = with_facts(view.card, facts)
    row.document = with_facts(view.document, facts)
    return row


def _corrections(edition: Edition, former: CurrentEdition | None) -> list[Correction]:
    """Return every correction of the item's present public life, oldest first; none of what is gone.

    A note may quote the text that has been taken away.
    """
    if edition.is_gone:
        return []
    earlier: list[Correction] = former.corrections if former else []
    if edition.kind != EditionKind.CORRECTED:
        return earlier
    at = clock.isoformat(edition.released_at)
    return [*earlier, {"number": edition.number, "at": at, "note": edition.note}]


def _facets(row: CurrentEdition, view: View) -> list[tuple[Any, ...]]:
    place = (row.language, row.item_type, row.first_seq)
    return [(row.seq, dimension, value, *place) for dimension, value in view.facets]


def _changes(row: CurrentEdition, told: Told | None) -> list[tuple[Any, ...]]:
    if told is None:
        return []
    facts = (row.language, row.item_type, told.seq)
    return [(row.seq, dimension, value, *facts) for dimension, value in sorted(told.lists)]


def _files(edition: Edition, view: View) -> list[tuple[Any, ...]]:
    carrier = (edition.seq, edition.item_key, edition.language)
    return [
        (
            *carrier,
            *(file["asset"], file["name"], file["sha256"], file["size"], file["media_type"]),
            True,
        )
        for file in view.files
    ]


def _retire_files(editions: Sequence[Edition]) -> None:
    """Former files of a corrected item stay reachable at their exact address; those of a gone item do not."""
    keys: dict[tuple[bool, str], list[uuid.UUID]] = {}
    for edition in editions:
        if edition.previous_id is not None:
            keys.setdefault((edition.is_gone, edition.language), []).append(edition.item_key)
    for (is_gone, language), items in keys.items():
        for batch in _batches(items):
            files = PublicFile.objects.filter(item_key__in=batch, language=language)
            if is_gone:
                files.delete()
            else:
                files.filter(is_current=True).update(is_current=False)
