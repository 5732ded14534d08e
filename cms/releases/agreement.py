"""Who agreed to what is printed, and when: the facts of an edition's proof (cms/ledger/proofs.py).

An organisation is named as the item itself names it. Persons are never named: a signature is an organisation's word.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import replace

from cms.approval.services import Assent
from cms.common import clock
from cms.common.text import one_line
from cms.ledger.append import NewEdition
from cms.ledger.models import CurrentEdition, Edition
from cms.ledger.payload import Payload
from cms.ledger.proofs import Agreement, agreed_of


def with_agreement(entry: NewEdition, assents: Sequence[Assent], *, at: dt.datetime) -> NewEdition:
    """Return an edition with who agreed: those who answered, else its owner by releasing it at the instant `at`.

    What nobody owns (a term of the agreement) has nobody to name.
    """
    payload, owner = entry.payload, entry.payload["owner"]
    if assents:
        return replace(entry, agreed=_in_order(assents, payload))
    return replace(entry, agreed=[_agreement(owner["id"], owner["name"], at)] if owner else [])


def with_former_agreement(entries: Sequence[NewEdition]) -> list[NewEdition]:
    """Return editions that only refresh a name with who agreed to what they refresh, under the names of now."""
    keys = {uuid.UUID(entry.payload["key"]) for entry in entries}
    rows = CurrentEdition.objects.filter(item_key__in=keys).values_list("seq", flat=True)
    former = {
        (str(edition.item_key), edition.language): agreed_of(edition)
        for edition in Edition.objects.filter(seq__in=list(rows)).only("item_key", "language", "statement")
    }
    return [
        replace(
            entry, agreed=_renamed(former[entry.payload["key"], entry.payload["language"]], entry.payload)
        )
        for entry in entries
    ]


def _in_order(assents: Sequence[Assent], payload: Payload) -> list[Agreement]:
    """Return the answers in the payload's order; who had to agree but is no longer named in it comes last."""
    named = _names_in(payload)
    place = {code: number for number, code in enumerate(named)}
    ordered = sorted(assents, key=lambda assent: place.get(assent.organisation.code, len(place)))
    return [
        _agreement(
            assent.organisation.code,
            named.get(assent.organisation.code) or one_line(assent.organisation.name_in(payload["language"])),
            assent.decided_at,
        )
        for assent in ordered
    ]


def _renamed(agreed: Sequence[Agreement], payload: Payload) -> list[Agreement]:
    named = _names_in(payload)
    return [{**found, "name": named.get(found["organisation"], found["name"])} for found in agreed]


def _names_in(payload: Payload) -> dict[str, str]:
    """Return the names of the organisations that a payload says it is from, by code, in its order."""
    refs = [*payload["signatories"], payload["owner"]]
    return {ref["id"]: ref["name"] for ref in refs if ref is not None}


def _agreement(code: str, name: str, at: dt.datetime) -> Agreement:
    return Agreement(organisation=code, name=name, at=clock.isoformat(at))
