"""What a text refers to must be public in its language, or the reader's links lead nowhere."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from django.utils.translation import gettext as _

import orjson

from cms.ledger.addresses import NEWS_TYPES
from cms.ledger.enums import GONE
from cms.ledger.models import CurrentEdition, Edition
from cms.ledger.payload import Payload, Ref, refs_of
from cms.ledger.registry import Missing

#: The form's field in which a reference of this type is chosen. All languages share it.
_FIELDS = {
    "area": "areas",
    "goal": "goals",
    "audience": "audiences",
    "place": "places",
    "tag": "tags",
    "organisation": "responsible",
}

#: A printed thing's address: type, id, language.
Place = tuple[str, str, str]


def unprinted_references(payload: Payload, printed_with: Iterable[Place]) -> list[Missing]:
    """Return what the payload refers to that no reader could open: it is not public in the payload's language."""
    language, refs = payload["language"], refs_of(payload)
    return unprinted(refs, language, {*printed_with, *public_places([(language, refs)])})


def public_places(mentioned: Iterable[tuple[str, Sequence[Ref]]]) -> dict[Place, str]:
    """Return which of these can be opened, by the language in which it is mentioned, and under which name.

    One query per language.
    """
    codes: dict[str, set[str]] = {}
    for language, refs in mentioned:
        codes.setdefault(language, set()).update(ref["id"] for ref in refs)
    places: dict[Place, str] = {}
    for language, ids in codes.items():
        rows = CurrentEdition.objects.filter(public_id__in=ids, language=language)
        places |= {
            (row.item_type, row.public_id, language): row.title
            for row in rows.only("seq", "item_type", "public_id", "kind", "title")
            if not row.is_gone
        }
    return places


def unprinted(refs: Iterable[Ref], language: str, public: Collection[Place]) -> list[Missing]:
    """Return what is missing, once each: the references in `language` that are not among `public`."""
    wanted = {(ref["type"], ref["id"]): ref["name"] for ref in refs}
    return [
        Missing(
            code="reference_not_public",
            message=_(
                "”%(name)s” är inte släppt på språket, så länken dit skulle inte fungera. "
                "Be den som har rätt till det att släppa det, eller välj bort det."
            )
            % {"name": name},
            field=_FIELDS.get(key[0], ""),
        )
        for key, name in wanted.items()
        if (*key, language) not in public
    ]


def mentions_of(going: Sequence[CurrentEdition]) -> list[tuple[CurrentEdition, list[str]]]:
    """Return which terms and organisations among `going` readable texts still refer to, each with those texts' titles.

    What goes away at the same time counts for nothing. A scan for each term; they rarely go.
    """
    gone = {(row.item_key, row.language) for row in going}
    found = []
    for row in going:
        if row.item_type in NEWS_TYPES:
            continue
        readable = CurrentEdition.objects.filter(
            language=row.language, document__contains=f'"id":"{row.public_id}"'
        ).exclude(kind__in=GONE)
        rows = [
            each for each in readable.defer("card", "document") if (each.item_key, each.language) not in gone
        ]
        payloads = Edition.objects.filter(seq__in=[each.seq for each in rows]).order_by("-seq")
        titles = [
            payload["title"]
            for payload in (orjson.loads(edition.payload) for edition in payloads)
            if any((ref["type"], ref["id"]) == (row.item_type, row.public_id) for ref in refs_of(payload))
        ]
        if titles:
            found.append((row, titles))
    return found
