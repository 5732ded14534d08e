"""The current view: computed from editions, here and nowhere else, for appending and for rebuilding alike."""

from __future__ import annotations

from collections.abc import Sequence

import orjson

from cms.common import clock
from cms.ledger.documents import Correction, edition_facts, make_card, make_document
from cms.ledger.enums import Dimension, EditionKind
from cms.ledger.models import CurrentEdition, CurrentFacet, Edition, PublicFile
from cms.ledger.payload import Payload, Ref, files_of

_BATCH = 200


def project(editions: Sequence[Edition]) -> None:
    """Make `editions` current: replace the rows of their items, facets and files. In the caller's transaction.

    At most one edition per item and language in one call.
    """
    previous = [edition.previous_id for edition in editions if edition.previous_id]
    former_rows = _rows(previous)
    rows, facets, files = [], [], []
    for edition in editions:
        payload: Payload = orjson.loads(edition.payload)
        former = former_rows[edition.previous_id] if edition.previous_id else None
        if former and former.is_gone and not edition.is_gone:
            former = None  # it becomes public anew
        row = _row(edition, payload, former)
        rows.append(row)
        if row.is_listed:
            facets += _facets(row, payload)
        if not edition.is_gone:
            files += _files(edition, payload)
    for start in range(0, len(previous), _BATCH):
        batch = previous[start : start + _BATCH]
        CurrentFacet.objects.filter(current_id__in=batch).delete()
        CurrentEdition.objects.filter(seq__in=batch).delete()
    _retire_files(editions)
    CurrentEdition.objects.bulk_create(rows, batch_size=_BATCH)
    CurrentFacet.objects.bulk_create(facets, batch_size=_BATCH)
    PublicFile.objects.bulk_create(files, batch_size=_BATCH)


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


def _rows(seqs: Sequence[int]) -> dict[int, CurrentEdition]:
    found: dict[int, CurrentEdition] = {}
    for start in range(0, len(seqs), _BATCH):
        rows = CurrentEdition.objects.filter(seq__in=seqs[start : start + _BATCH])
        found |= {row.seq: row for row in rows.defer("card", "document")}
    return found


def _row(edition: Edition, payload: Payload, former: CurrentEdition | None) -> CurrentEdition:
    """Return the finished row of `edition`; `former` is the row it replaces in the same public life of the item."""
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
    document = make_document(payload, edition_facts(edition, row))
    row.card = orjson.dumps(make_card(document)).decode()
    row.document = orjson.dumps(document).decode()
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


def _facets(row: CurrentEdition, payload: Payload) -> list[CurrentFacet]:
    return [
        CurrentFacet(
            current_id=row.seq,
            dimension=dimension,
            value=value,
            language=row.language,
            item_type=row.item_type,
            first_seq=row.first_seq,
        )
        for dimension, value in sorted(facet_values(payload))
    ]


def _files(edition: Edition, payload: Payload) -> list[PublicFile]:
    return [
        PublicFile(
            seq=edition.seq,
            item_key=edition.item_key,
            language=edition.language,
            asset=file["asset"],
            name=file["name"],
            sha256=file["sha256"],
            size=file["size"],
            media_type=file["media_type"],
            is_current=True,
        )
        for file in files_of(payload)
    ]


def _retire_files(editions: Sequence[Edition]) -> None:
    """Former files of a corrected item stay reachable at their exact address; those of a gone item do not."""
    for edition in editions:
        if edition.previous_id is None:
            continue
        files = PublicFile.objects.filter(item_key=edition.item_key, language=edition.language)
        if edition.is_gone:
            files.delete()
        else:
            files.filter(is_current=True).update(is_current=False)
