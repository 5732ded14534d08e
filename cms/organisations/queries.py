"""Who answers now: the one thing that public pages look up live instead of in the ledger."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from cms.organisations.hours import is_open, next_opening
from cms.organisations.models import Organisation, PressContact


@dataclass(frozen=True)
class Reachable:
    """A press contact as the public sees it, whatever the time."""

    name: str
    role: str
    phone: str
    email: str
    hours: str


@dataclass(frozen=True)
class Contact(Reachable):
    """A press contact at one instant. `is_open` is whether it answers then."""

    is_open: bool


@dataclass(frozen=True)
class Answer:
    """Who answers for an organisation at one instant.

    `contacts` are in order, those who answer now first. When none does, `duty_phone` is the number to call
    (empty if there is none) and `opens_at` when somebody answers again.
    """

    organisation: str
    name: str
    website: str
    is_open: bool
    contacts: tuple[Contact, ...]
    duty_phone: str
    opens_at: dt.datetime | None


@dataclass(frozen=True)
class Desk:
    """Whom to ask at an organisation, whatever the time: its press contacts in order, then the number on duty."""

    contacts: tuple[Reachable, ...]
    duty_phone: str


def list_desks(codes: Collection[str], *, language: str) -> dict[str, Desk]:
    """Return the press desks of organisations by code; codes that the registry does not know are left out. Two queries.

    Unlike `who_answers_now`, the order follows the registry, not the hour: for what is copied and kept.
    """
    organisations = Organisation.objects.filter(code__in=sorted(codes)).prefetch_related("press_contacts")
    return {
        row.code: Desk(
            tuple(
                Reachable(
                    contact.name, contact.role_in(language), contact.phone, contact.email, contact.hours
                )
                for contact in row.press_contacts.all()
            ),
            row.duty_phone,
        )
        for row in organisations
    }


def who_answers_now(*, code: str, language: str, at: dt.datetime) -> Answer | None:
    """Return who answers for the organisation `code` at the instant `at`, or None if there is no such organisation.

    Three queries: the organisation, its texts, its contacts.
    """
    organisation = Organisation.objects.filter(code=code).prefetch_related("texts", "press_contacts").first()
    return _answer(organisation, language, at) if organisation else None


def list_answers(*, language: str, at: dt.datetime) -> list[Answer]:
    """Return who answers now for every organisation, in their order. Three queries."""
    organisations = Organisation.objects.prefetch_related("texts", "press_contacts")
    return [_answer(organisation, language, at) for organisation in organisations]


def _answer(organisation: Organisation, language: str, at: dt.datetime) -> Answer:
    contacts = [_contact(row, language, at) for row in organisation.press_contacts.all()]
    openings = [next_opening(contact.hours, at) for contact in contacts]
    answering = any(contact.is_open for contact in contacts)
    return Answer(
        organisation=organisation.code,
        name=organisation.name_in(language),
        website=organisation.website,
        is_open=answering,
        contacts=tuple(sorted(contacts, key=lambda contact: not contact.is_open)),
        duty_phone=organisation.duty_phone,
        opens_at=None if answering else min((opening for opening in openings if opening), default=None),
    )


def _contact(row: PressContact, language: str, at: dt.datetime) -> Contact:
    return Contact(row.name, row.role_in(language), row.phone, row.email, row.hours, is_open(row.hours, at))
