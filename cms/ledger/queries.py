"""What the public may read. Every public surface reads the ledger through these functions and nothing else.

Inside `overlay.looking_ahead` they answer as after a release that one reader is shown, or refuse. Each notes where it
looked (`surrogates.py`), so that a cache can be told when the answer changes; `get_head` alone does not, since every
answer begins with it: whatever shows the head notes that itself.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet

import orjson

from cms.common import clock
from cms.ledger import surrogates
from cms.ledger.addresses import NEWS_TYPES
from cms.ledger.changes import Change, find_chain, list_changes, newest_removal
from cms.ledger.documents import edition_facts, make_document
from cms.ledger.enums import GONE, EditionKind
from cms.ledger.lists import (
    Listing,
    list_announced_times,
    list_current,
    list_fresh,
    list_listed_changes,
    list_related,
)
from cms.ledger.models import CurrentEdition, Edition, LedgerHead, PublicFile
from cms.ledger.overlay import ahead, refuse_ahead
from cms.ledger.payload import Payload
from cms.ledger.present_languages import list_present_languages

__all__ = [
    "Change", "Head", "Listing", "Translation", "edition_document", "find_chain", "find_current", "find_edition",
    "find_item", "find_public_file", "find_terms", "get_head", "get_origin", "is_readable", "list_addresses",
    "list_announced_times", "list_calendar", "list_changes", "list_current", "list_editions", "list_fresh",
    "list_languages_of", "list_listed_changes", "list_present_languages", "list_readable", "list_related",
    "list_replaced", "list_term_names", "list_terms", "list_titles", "list_translations", "newest_removal",
]  # fmt: skip
_HEAD = f"SELECT seq, moved_at, chain FROM {LedgerHead._meta.db_table} WHERE id = 1"  # noqa: S608  (no value from outside)


@dataclass(frozen=True)
class Head:
    """How far the ledger has come. The same `seq` means the same public content, everywhere in one ledger.

    `chain` tells the ledger from every other with that number, such as one restored from a backup; empty for none.
    """

    seq: int
    moved_at: dt.datetime | None
    chain: str = ""


@dataclass(frozen=True)
class Translation:
    """An item's readable version in another language. `changed_at` is when its text last changed in public."""

    language: str
    title: str
    path: str
    changed_at: dt.datetime


def get_head() -> Head:
    """Return the ledger's head; seq 0 for an empty ledger. One query.

    Every public request begins with it, and most do nothing else. So its SQL is written out: putting it together
    with the query compiler took half of the time of a request (docs/benchmarks.md).
    """
    if (overlay := ahead()) is not None:
        return Head(overlay.seq, overlay.at)
    with connection.cursor() as cursor:
        cursor.execute(_HEAD)
        row = cursor.fetchone()
    if row is None:
        return Head(0, None)
    seq, moved_at, chain = row
    return Head(seq, clock.as_utc(moved_at) if moved_at else None, chain)


def find_current(*, item_type: str, public_id: str, language: str) -> CurrentEdition | None:
    """Return the newest edition of an item in a language, also a withdrawn one (`is_gone`), or None. One query."""
    surrogates.note(surrogates.item(item_type, public_id, language))
    found = CurrentEdition.objects.filter(item_type=item_type, public_id=public_id, language=language).first()
    return _one(found, {item_type}, public_id, language)


def find_item(*, public_id: str, language: str) -> CurrentEdition | None:
    """Return the newest edition of a news item by its public id alone, or None. One query."""
    surrogates.note(*(surrogates.item(item_type, public_id, language) for item_type in NEWS_TYPES))
    found = CurrentEdition.objects.filter(public_id=public_id, language=language)
    return _one(found.filter(item_type__in=NEWS_TYPES).first(), NEWS_TYPES, public_id, language)


def list_terms(item_type: str, language: str) -> list[CurrentEdition]:
    """Return the public terms of a type (areas, goals, organisations ...) in their order. One query."""
    surrogates.note(surrogates.list_of_type(language, item_type))
    rows = CurrentEdition.objects.filter(item_type=item_type, language=language)
    return _terms(_readable(rows), {item_type}, language)


def list_calendar(language: str, *, limit: int = 200) -> list[CurrentEdition]:
    """Return the announced releases with the latest times, in the order of their times. One query."""
    refuse_ahead("the calendar as a file")
    surrogates.note(surrogates.list_of_type(language, "calendar"))
    rows = CurrentEdition.objects.filter(item_type="calendar", language=language)
    found = _readable(rows).defer("document").order_by("-sort_order")[:limit]
    return sorted(found, key=lambda row: (row.sort_order, row.title))


def get_origin() -> str:
    """Return what tells this ledger from every other and never changes: the key of its first item, or empty.

    One query.
    """
    key = Edition.objects.filter(seq=1).values_list("item_key", flat=True).first()
    if key is None:
        surrogates.note(surrogates.EVERYTHING)
    if key is None and (overlay := ahead()) is not None:
        key = next((edition.item_key for edition in overlay.editions.values() if edition.seq == 1), None)
    return str(key or "")


def list_term_names(item_types: Collection[str], language: str) -> list[CurrentEdition]:
    """Return the public terms of several types in their order, without their texts. One query."""
    surrogates.note(*(surrogates.list_of_type(language, item_type) for item_type in item_types))
    rows = CurrentEdition.objects.filter(item_type__in=item_types, language=language)
    return _terms(_readable(rows).defer("card", "document"), item_types, language)


def find_terms(places: Collection[tuple[str, str]]) -> set[tuple[str, str]]:
    """Return those (type, public id) of `places` that the ledger has in any language. One query."""
    if not places:
        return set()
    surrogates.note(*(surrogates.any_language(*place) for place in places))
    wanted = Q()
    for item_type, public_id in places:
        wanted |= Q(item_type=item_type, public_id=public_id)
    rows = list(CurrentEdition.objects.filter(wanted).defer("card", "document"))
    if (overlay := ahead()) is not None:
        rows = overlay.over(rows, lambda _row: True)
    return {(row.item_type, row.public_id) for row in rows}.intersection(places)


def list_readable(places: Collection[tuple[uuid.UUID, str]]) -> dict[tuple[uuid.UUID, str], CurrentEdition]:
    """Return those of `places` (item key, language) that can be read now, without their documents. One query.

    For whatever keeps a list of its own: what it knows may be older than the ledger.
    """
    refuse_ahead("a list that others keep")
    if not places:
        return {}
    rows = _readable(CurrentEdition.objects.filter(item_key__in={key for key, _language in places}))
    found = {(row.item_key, row.language): row for row in rows.defer("document")}
    return {place: found[place] for place in places if place in found}


def list_replaced(language: str, places: Collection[tuple[uuid.UUID, str]]) -> list[CurrentEdition]:
    """Return those of `places` (item key, language) in a language that are corrected or gone, the latest first.

    For whatever has told of them while they were public, and has to tell what became of them. One query.
    """
    refuse_ahead("a list that others keep")
    keys = {key for key, spoken in places if spoken == language}
    rows = CurrentEdition.objects.filter(item_key__in=keys, language=language)
    kept = rows.filter(Q(kind__in=GONE) | Q(is_listed=True)).defer("document")
    return sorted(kept, key=lambda row: -row.seq)


def list_titles(places: Collection[tuple[str, str, str]]) -> dict[tuple[str, str, str], str]:
    """Return the titles of those of `places` (type, public id, language) that can be read now. One query."""
    refuse_ahead("a list that others keep")
    if not places:
        return {}
    rows = _readable(
        CurrentEdition.objects.filter(public_id__in={public_id for _type, public_id, _lang in places})
    )
    found = rows.values_list("item_type", "public_id", "language", "title")
    return {(row[0], row[1], row[2]): row[3] for row in found if row[:3] in places}


def list_translations(item_key: uuid.UUID) -> list[Translation]:
    """Return every language in which an item is readable now. One query."""
    surrogates.note(surrogates.identity(item_key))
    rows = CurrentEdition.objects.filter(item_key=item_key)
    return _translations(rows, lambda row: row.item_key == item_key)


def list_languages_of(*, item_type: str, public_id: str) -> list[Translation]:
    """Return the readable languages of an item known by its address, for 'not in this language, but in these'."""
    surrogates.note(surrogates.any_language(item_type, public_id))
    rows = CurrentEdition.objects.filter(item_type=item_type, public_id=public_id)
    return _translations(rows, lambda row: (row.item_type, row.public_id) == (item_type, public_id))


def list_editions(current: CurrentEdition) -> list[Edition]:
    """Return an item's editions, newest first, without their payloads. One query."""
    surrogates.note(surrogates.item(current.item_type, current.public_id, current.language))
    rows = Edition.objects.filter(item_key=current.item_key, language=current.language)
    return [*_ahead_of(current), *rows.defer("payload").order_by("-number")]


def find_edition(current: CurrentEdition, number: int) -> Edition | None:
    """Return one edition of an item by its number, or None. Check `is_readable` before showing its text."""
    surrogates.note(surrogates.item(current.item_type, current.public_id, current.language))
    for edition in _ahead_of(current):
        if edition.number == number:
            return edition
    return Edition.objects.filter(item_key=current.item_key, language=current.language, number=number).first()


def is_readable(edition: Edition, current: CurrentEdition) -> bool:
    """Whether an edition's text may be shown: its item is public now and has been ever since that edition."""
    return not current.is_gone and not edition.is_gone and edition.seq >= current.first_seq


def edition_document(edition: Edition, current: CurrentEdition) -> dict[str, Any]:
    """Return a former edition's finished document, as it was printed."""
    payload: Payload = orjson.loads(edition.payload)
    return make_document(payload, edition_facts(edition, current))


def list_addresses() -> QuerySet[CurrentEdition]:
    """Return every readable item and term, for the sitemap: no texts loaded."""
    refuse_ahead("the sitemap")
    surrogates.note(surrogates.EVERYTHING)
    return _readable(CurrentEdition.objects.defer("card", "document")).order_by("seq")


def find_public_file(*, asset: str, name: str, sha256_start: str = "") -> PublicFile | None:
    """Return the file at an address if a readable edition carries it, or None. One query.

    Args:
        asset: the stable part of the address.
        name: the file's name in the address.
        sha256_start: the first 16 hexadecimal digits for exact bytes; empty for the newest public bytes.
    """
    refuse_ahead("a public file")
    surrogates.note(surrogates.file(asset))
    files = PublicFile.objects.filter(asset=asset, name=name)
    if sha256_start:
        found = files.filter(sha256__startswith=sha256_start).order_by("-seq").first()
    else:
        found = files.filter(is_current=True).order_by("-seq").first()
    if found is not None:
        surrogates.note(
            surrogates.identity(found.item_key)
        )  # a removal takes away what any former edition carried
    return found


def _one(
    found: CurrentEdition | None, item_types: Collection[str], public_id: str, language: str
) -> CurrentEdition | None:
    """Return the row at an address: `found`, or what a release will put there."""
    if (overlay := ahead()) is None:
        return found
    place = (public_id, language)
    rows = overlay.over(
        [found] if found else [],
        lambda row: row.item_type in item_types and (row.public_id, row.language) == place,
    )
    return rows[0] if rows else None


def _terms(
    rows: QuerySet[CurrentEdition], item_types: Collection[str], language: str
) -> list[CurrentEdition]:
    found = list(rows.order_by("sort_order", "title"))
    if (overlay := ahead()) is None:
        return found
    return overlay.in_order(
        found, lambda row: not row.is_gone and row.item_type in item_types and row.language == language
    )


def _translations(
    rows: QuerySet[CurrentEdition], is_one: Callable[[CurrentEdition], bool]
) -> list[Translation]:
    found = list(_readable(rows).defer("card", "document"))
    if (overlay := ahead()) is not None:
        found = overlay.over(found, lambda row: not row.is_gone and is_one(row))
    found.sort(key=lambda row: row.language)
    return [Translation(row.language, row.title, row.path, row.changed_at) for row in found]


def _ahead_of(current: CurrentEdition) -> list[Edition]:
    """Return the edition that a release will add to an item, when one reader looks ahead."""
    overlay = ahead()
    edition = overlay.editions.get((current.item_key, current.language)) if overlay else None
    return [edition] if edition else []


def _readable(rows: QuerySet[CurrentEdition]) -> QuerySet[CurrentEdition]:
    return rows.exclude(kind__in=(EditionKind.WITHDRAWN, EditionKind.DELETED))
