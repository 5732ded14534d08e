"""What a text refers to must be public in its language, or the reader's links lead nowhere."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from django.utils.translation import gettext as _

from cms.ledger.models import CurrentEdition
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


def public_places(mentioned: Iterable[tuple[str, Sequence[Ref]]]) -> set[Place]:
    """Return which of these can be opened, each with the language in which it is mentioned. One query per language."""
    codes: dict[str, set[str]] = {}
    for language, refs in mentioned:
        codes.setdefault(language, set()).update(ref["id"] for ref in refs)
    places: set[Place] = set()
    for language, ids in codes.items():
        rows = CurrentEdition.objects.filter(public_id__in=ids, language=language)
        places |= {
            (row.item_type, row.public_id, language)
            for row in rows.only("seq", "item_type", "public_id", "kind")
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
