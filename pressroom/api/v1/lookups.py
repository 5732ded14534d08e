"""What the API asks the ledger for beyond `cms.ledger.queries`: an item in all its languages at once."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Q
from django.http import HttpResponse

from cms.common import clock
from cms.ledger import addresses, queries
from cms.ledger.enums import EditionKind
from cms.ledger.models import CurrentEdition, Edition
from cms.ledger.surrogates import any_language, note
from pressroom.api.v1 import bodies
from pressroom.api.v1.errors import ErrorCode, problem
from pressroom.selection import is_possible_id


def list_versions(*, item_types: Collection[str], public_id: str) -> list[CurrentEdition]:
    """Return the newest edition of an item in every language, gone ones too, by language. One query.

    One read instead of one for the text and one for its translations: both are of the same instant.
    """
    if not is_possible_id(public_id):
        return []
    note(*(any_language(item_type, public_id) for item_type in item_types))
    rows = CurrentEdition.objects.filter(public_id=public_id, item_type__in=item_types).defer("card")
    return list(rows.order_by("language"))


def list_readable_at(places: Collection[tuple[str, str]], language: str) -> list[CurrentEdition]:
    """Return what is readable in a language of (type, public id) places, by type and in its order. One query."""
    note(*(any_language(*place) for place in places))
    ids: dict[str, list[str]] = {}
    for item_type, public_id in sorted(places):
        ids.setdefault(item_type, []).append(public_id)
    wanted = Q()
    for item_type, codes in ids.items():
        wanted |= Q(item_type=item_type, public_id__in=codes)
    if not wanted:
        return []
    rows = CurrentEdition.objects.filter(wanted, language=language).defer("document")
    return [row for row in rows.order_by("item_type", "sort_order", "title") if not row.is_gone]


def find_readable(
    item_types: Collection[str], public_id: str, language: str
) -> tuple[CurrentEdition, list[CurrentEdition]] | HttpResponse:
    """Return a readable item in a language with all its versions, or the problem that says why there is none."""
    return pick_readable(list_versions(item_types=item_types, public_id=public_id), language)


def pick_readable(
    versions: list[CurrentEdition], language: str
) -> tuple[CurrentEdition, list[CurrentEdition]] | HttpResponse:
    """Return the same from an item's versions."""
    current = in_language(versions, language)
    if current is not None and not current.is_gone:
        return current, versions
    readable = bodies.translations(versions)
    if current is None:
        if not readable:
            return problem(ErrorCode.NOT_FOUND, "Nothing public has this id.")
        known = ", ".join(entry["language"] for entry in readable)
        return problem(ErrorCode.NOT_IN_LANGUAGE, f"It can be read in: {known}.", languages=readable)
    if current.kind == EditionKind.WITHDRAWN:
        return problem(
            ErrorCode.WITHDRAWN,
            current.note or "No reason was given.",
            reason=current.note,
            withdrawn_at=clock.isoformat(current.released_at),
            languages=readable,
            url=addresses.absolute(bare_path(current)),
        )
    return problem(ErrorCode.DELETED, "It is no longer public.", languages=readable)


def pick_edition(current: CurrentEdition, number: int) -> Edition | HttpResponse:
    """Return an edition of a readable item whose text may be shown, or the problem that says why there is none."""
    edition = queries.find_edition(current, number) if number <= current.number else None
    if edition is None:
        return problem(
            ErrorCode.NOT_FOUND, f"There are editions 1 to {current.number} in {current.language}."
        )
    if not queries.is_readable(edition, current):
        return problem(ErrorCode.EDITION_GONE, "The item has been withdrawn since this edition.")
    return edition


def in_language(versions: list[CurrentEdition], language: str) -> CurrentEdition | None:
    """Return the version in a language, readable or not, or None."""
    return next((row for row in versions if row.language == language), None)


def bare_path(row: CurrentEdition) -> str:
    """Return an item's path without its slug, which repeats the title that was withdrawn."""
    return addresses.item_path(item_type=row.item_type, language=row.language, public_id=row.public_id)
