"""What the public may read. Every public surface reads the ledger through these functions and nothing else."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.lookups import IsNull

import orjson

from cms.ledger.addresses import NEWS_TYPES
from cms.ledger.documents import edition_facts, make_document
from cms.ledger.enums import EditionKind
from cms.ledger.models import CurrentEdition, CurrentFacet, Edition, LedgerHead, PublicFile
from cms.ledger.payload import Payload

#: A facet with so many items is common, and how common no longer matters.
_COMMON = 5000
_HEAD = f"SELECT seq, moved_at FROM {LedgerHead._meta.db_table} WHERE id = 1"  # noqa: S608  (no value from outside)


@dataclass(frozen=True)
class Head:
    """How far the ledger has come. The same `seq` means the same public content, everywhere."""

    seq: int
    moved_at: dt.datetime | None


@dataclass(frozen=True)
class Listing:
    """One page of a list, newest first. `older`/`newer` are cursors (a first_seq) or None at an end."""

    rows: Sequence[CurrentEdition]
    older: int | None
    newer: int | None


@dataclass(frozen=True)
class Translation:
    """An item's readable version in another language."""

    language: str
    title: str
    path: str


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


def get_head() -> Head:
    """Return the ledger's head; seq 0 for an empty ledger. One query.

    Every public request begins with it, and most do nothing else. So its SQL is written out: putting it together
    with the query compiler took half of the time of a request (docs/benchmarks.md).
    """
    with connection.cursor() as cursor:
        cursor.execute(_HEAD)
        row = cursor.fetchone()
    if row is None:
        return Head(0, None)
    seq, moved_at = row
    if moved_at is not None and moved_at.tzinfo is None:  # SQLite keeps UTC without saying so
        moved_at = moved_at.replace(tzinfo=dt.UTC)
    return Head(seq, moved_at)


def find_current(*, item_type: str, public_id: str, language: str) -> CurrentEdition | None:
    """Return the newest edition of an item in a language, also a withdrawn one (`is_gone`), or None. One query."""
    return CurrentEdition.objects.filter(item_type=item_type, public_id=public_id, language=language).first()


def find_item(*, public_id: str, language: str) -> CurrentEdition | None:
    """Return the newest edition of a news item by its public id alone, or None. One query."""
    return (
        CurrentEdition.objects.filter(public_id=public_id, language=language)
        .filter(item_type__in=NEWS_TYPES)
        .first()
    )


def list_current(
    *,
    language: str,
    item_types: Collection[str] = (),
    facets: Mapping[str, str] | None = None,
    before: int | None = None,
    after: int | None = None,
    limit: int = 20,
) -> Listing:
    """Return listed items of a language, newest first, narrowed by type and facets, from a cursor on.

    One query; two with several facets.

    Args:
        item_types: any of these; empty means all.
        facets: dimension -> code; an item must match all.
        before: only items that became public before this cursor (older ones).
        after: only items after this cursor (newer ones); gives the page that ends just above it.
        limit: items on a page.
    """
    # `= true` in Django's SQL is the bare column, which SQLite does not look for in an index: it would read and sort
    # the whole language for one page.
    rows = CurrentEdition.objects.filter(is_listed__in=[True], language=language)
    if item_types:
        rows = rows.filter(item_type__in=item_types)
    order = "first_seq"
    within: dict[str, Any] = {}
    also: list[IsNull] = []
    chosen = _rarest_first(facets or {}, language)
    if chosen:
        # The first facet drives: its index is already in list order. The others are looked up for what it finds.
        (dimension, value), *rest = chosen
        order = "facets__first_seq"
        within = {"facets__language": language, "facets__dimension": dimension, "facets__value": value}
        for other, wanted in rest:
            # Asked per row on purpose: as EXISTS or a join, PostgreSQL would gather all items that have both and sort
            # them, since it cannot know how often the two come together.
            has_it = CurrentFacet.objects.filter(
                current_id=OuterRef("facets__current_id"), dimension=other, value=wanted
            )
            also.append(IsNull(Subquery(has_it.values("current_id")[:1]), False))
    backwards = after is not None
    if before is not None:
        within[f"{order}__lt"] = before
    if after is not None:
        within[f"{order}__gt"] = after
    rows = rows.filter(
        *also, **within
    )  # in one call: a second one would join the facets again, a row for each of them
    rows = rows.order_by(order if backwards else f"-{order}").defer("document")
    found = list(rows[: limit + 1])
    more = len(found) > limit
    found = found[:limit]
    if backwards:
        found.reverse()
    has_newer = more if backwards else before is not None
    has_older = True if backwards else more
    return Listing(
        rows=found,
        older=found[-1].first_seq if found and has_older else None,
        newer=found[0].first_seq if found and has_newer else None,
    )


def list_terms(item_type: str, language: str) -> list[CurrentEdition]:
    """Return the public terms of a type (areas, goals, organisations ...) in their order. One query."""
    rows = CurrentEdition.objects.filter(item_type=item_type, language=language)
    return list(_readable(rows).order_by("sort_order", "title"))


def list_translations(item_key: uuid.UUID) -> list[Translation]:
    """Return every language in which an item is readable now. One query."""
    rows = _readable(CurrentEdition.objects.filter(item_key=item_key)).defer("card", "document")
    return [Translation(row.language, row.title, row.path) for row in rows.order_by("language")]


def list_languages_of(*, item_type: str, public_id: str) -> list[Translation]:
    """Return the readable languages of an item known by its address, for 'not in this language, but in these'."""
    rows = CurrentEdition.objects.filter(item_type=item_type, public_id=public_id)
    rows = _readable(rows).defer("card", "document").order_by("language")
    return [Translation(row.language, row.title, row.path) for row in rows]


def list_related(current: CurrentEdition, *, limit: int = 4) -> list[CurrentEdition]:
    """Return listed items that share most of an item's areas, tags and places, newest first among equals."""
    mine = CurrentFacet.objects.filter(current_id=current.seq, dimension__in=("area", "tag", "place"))
    pairs = list(mine.values_list("dimension", "value"))
    score: dict[int, int] = {}
    for dimension, value in pairs[:12]:
        seqs = CurrentFacet.objects.filter(
            language=current.language, dimension=dimension, value=value
        ).order_by("-first_seq")
        for seq in seqs.values_list("current_id", flat=True)[:40]:
            score[seq] = score.get(seq, 0) + 1
    score.pop(current.seq, None)
    best = sorted(score, key=lambda seq: (-score[seq], -seq))[:limit]
    rows = CurrentEdition.objects.defer("document").in_bulk(best)
    return [rows[seq] for seq in best if seq in rows]


def list_editions(current: CurrentEdition) -> list[Edition]:
    """Return an item's editions, newest first, without their payloads. One query."""
    rows = Edition.objects.filter(item_key=current.item_key, language=current.language)
    return list(rows.defer("payload").order_by("-number"))


def find_edition(current: CurrentEdition, number: int) -> Edition | None:
    """Return one edition of an item by its number, or None. Check `is_readable` before showing its text."""
    return Edition.objects.filter(item_key=current.item_key, language=current.language, number=number).first()


def is_readable(edition: Edition, current: CurrentEdition) -> bool:
    """Whether an edition's text may be shown: its item is public now and has been ever since that edition."""
    return not current.is_gone and not edition.is_gone and edition.seq >= current.first_seq


def edition_document(edition: Edition, current: CurrentEdition) -> dict[str, Any]:
    """Return a former edition's finished document, as it was printed."""
    payload: Payload = orjson.loads(edition.payload)
    return make_document(payload, edition_facts(edition, current))


def list_changes(*, since: int, limit: int = 100) -> list[Change]:
    """Return what happened after `since`, in order; each item's document only where it is still its newest edition.

    A consumer that applies these in order ends with exactly the current view: an entry whose document is null and
    whose kind is not a removal has been replaced by a later entry.
    """
    editions = list(Edition.objects.filter(seq__gt=since).defer("payload").order_by("seq")[:limit])
    current = CurrentEdition.objects.filter(seq__in=[edition.seq for edition in editions])
    documents = {row.seq: row for row in _readable(current)}
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


def list_addresses() -> QuerySet[CurrentEdition]:
    """Return every readable item and term, for the sitemap: no texts loaded."""
    return _readable(CurrentEdition.objects.defer("card", "document")).order_by("seq")


def find_public_file(*, asset: str, name: str, sha256_start: str = "") -> PublicFile | None:
    """Return the file at an address if a readable edition carries it, or None. One query.

    Args:
        asset: the stable part of the address.
        name: the file's name in the address.
        sha256_start: the first 16 hexadecimal digits for exact bytes; empty for the newest public bytes.
    """
    files = PublicFile.objects.filter(asset=asset, name=name)
    if sha256_start:
        return files.filter(sha256__startswith=sha256_start).order_by("-seq").first()
    return files.filter(is_current=True).order_by("-seq").first()


def _readable(rows: QuerySet[CurrentEdition]) -> QuerySet[CurrentEdition]:
    return rows.exclude(kind__in=(EditionKind.WITHDRAWN, EditionKind.DELETED))


def _rarest_first(facets: Mapping[str, str], language: str) -> list[tuple[str, str]]:
    """Return the facets, the one that fewest items have first. One query when there are several.

    Each is counted up to `_COMMON` only, so that this takes the same time in a ledger of any size.
    """
    chosen = sorted(facets.items())
    if len(chosen) < 2:
        return chosen
    table = CurrentFacet._meta.db_table
    one = f"SELECT 1 FROM {table} WHERE language = %s AND dimension = %s AND value = %s LIMIT {_COMMON}"  # noqa: S608
    counts = ", ".join(f"(SELECT COUNT(*) FROM ({one}) AS facet_{n})" for n in range(len(chosen)))  # noqa: S608
    values = [text for dimension, value in chosen for text in (language, dimension, value)]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {counts}", values)
        found = cursor.fetchone()
    return [facet for _count, facet in sorted(zip(found, chosen, strict=True))]
