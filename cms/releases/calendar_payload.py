"""Entries of the public calendar as they are printed, and how they end when their release is printed.

A payload is made of what was written for the calendar and nothing else: no title, key or count of what will be
released can reach it.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, cast

from django.utils.translation import gettext as _

import orjson

from cms.common import clock
from cms.common.text import clean, one_line
from cms.ledger.addresses import public_id
from cms.ledger.append import NewEdition
from cms.ledger.enums import EditionKind
from cms.ledger.models import CurrentEdition, Edition
from cms.ledger.payload import CalendarFacts, Payload, Ref, empty_payload
from cms.ledger.printed_names import use_printed_names
from cms.ledger.registry import Missing
from cms.organisations.models import Organisation
from cms.releases.enums import ANNOUNCED, CalendarStatus
from cms.releases.models import CalendarEntry, CalendarText, Release

ITEM_TYPE = "calendar"
ZONE: Literal["Europe/Stockholm"] = "Europe/Stockholm"


@dataclass(frozen=True)
class CalendarSource:
    """A calendar entry in one language as a draft."""

    entry: CalendarEntry
    text: CalendarText

    @property
    def draft(self) -> CalendarEntry:
        """The entry's row."""
        return self.entry

    @property
    def item_key(self) -> uuid.UUID:
        """The entry's identity; it has nothing to do with those of the items in the release."""
        return self.entry.key

    @property
    def language(self) -> str:
        """The text's language."""
        return self.text.language

    @property
    def title(self) -> str:
        """The title written for the calendar."""
        return self.text.title

    @property
    def owner_id(self) -> int:
        """The organisation that announces."""
        return self.entry.organisation_id

    @property
    def last_changed_by_id(self) -> int | None:
        """Who wrote or moved it last."""
        return self.entry.changed_by_id

    def signatory_ids(self) -> set[int | None]:
        """Return the owner alone: an announcement is its own word."""
        return {self.entry.organisation_id}

    def missing(self) -> Sequence[Missing]:
        """Return what is missing: a title."""
        if one_line(self.text.title):
            return []
        return [Missing("title_missing", _("Rubrik i kalendern saknas."), "title", self.text.language)]

    def build(self) -> Payload:
        """Return the entry's payload."""
        owner = _organisation_ref(self.entry.organisation, self.text.language)
        payload = empty_payload(
            item_type=ITEM_TYPE,
            public_id=public_id(self.entry.key),
            key=self.entry.key,
            language=self.text.language,
            title=self.text.title,
        )
        payload["summary"] = clean(self.text.summary).strip()
        payload["is_example_data"] = self.entry.release.is_example_data
        payload["owner"] = payload["responsible"] = owner
        payload["signatories"] = [owner]
        payload["order"] = (
            int(self.entry.starts_at.timestamp()) // 60
        )  # they stand in the order of their times
        payload["calendar"] = CalendarFacts(
            starts_at=clock.isoformat(self.entry.starts_at),
            zone=ZONE,
            status=cast(
                "Literal['provisional', 'confirmed', 'cancelled', 'released']", str(self.entry.status)
            ),
        )
        return use_printed_names(payload)


class CalendarType:
    """How calendar entries are found."""

    code = ITEM_TYPE

    def find_source(self, item_key: uuid.UUID, language: str) -> CalendarSource | None:
        """Return the entry's text in a language as a draft, or None."""
        entry = CalendarEntry.objects.filter(key=item_key).select_related("organisation", "release").first()
        text = entry.texts.filter(language=language).first() if entry else None
        return CalendarSource(entry, text) if entry and text else None


item_type = CalendarType()


def find_announced(release: Release) -> CalendarEntry | None:
    """Return the entry that still promises this release, or None."""
    return CalendarEntry.objects.filter(release=release, status__in=ANNOUNCED).first()


def public_rows(entry: CalendarEntry) -> list[CurrentEdition]:
    """Return what readers see of an entry now, one row per language, without texts."""
    rows = CurrentEdition.objects.filter(item_key=entry.key).defer("card", "document").order_by("-language")
    return [row for row in rows if not row.is_gone]


def mark_released(release: Release, following: Sequence[NewEdition]) -> list[NewEdition]:
    """Let the release's entry say that it is out; return `following` and the entry's own new editions.

    Called inside the transaction that prints the release, so both happen or neither.

    Args:
        following: editions that go out beside the release's own; one of them may be of the entry already.
    """
    editions = released_editions(release, following)
    entry = find_announced(release)
    if entry is not None:
        entry.status = CalendarStatus.RELEASED
        entry.save(update_fields=["status"])
    return editions


def released_editions(release: Release, following: Sequence[NewEdition]) -> list[NewEdition]:
    """Return `following` and what will be printed of the release's entry once it is out. Changes nothing.

    The new payload is made from the public one: only the status differs (kind `refreshed`, never a mail).
    """
    editions = list(following)
    entry = find_announced(release)
    if entry is None:
        return editions
    given = {
        edition.payload["language"]: edition
        for edition in editions
        if edition.payload["key"] == str(entry.key)
    }
    for row in public_rows(entry):
        if row.language in given:
            payload = given[row.language].payload
        else:
            payload = cast(
                "Payload", orjson.loads(Edition.objects.values_list("payload", flat=True).get(seq=row.seq))
            )
            editions.append(NewEdition(payload=payload, kind=EditionKind.REFRESHED))
        payload["calendar"]["status"] = "released"
    return editions


def _organisation_ref(organisation: Organisation, language: str) -> Ref:
    """As in the taxonomy's payloads, which stand on the same floor and can't be used here."""
    text = organisation.text_in(language)
    name = text.name if text else organisation.code
    return Ref(
        type="organisation",
        id=organisation.code,
        name=one_line(name),
        short_name=one_line(text.short_name if text else name),
    )
