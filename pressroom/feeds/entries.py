"""Rows of the current view as a feed tells of them. Our own words are in the active language."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from django.utils.translation import gettext

from cms.common import bidi, languages
from cms.common.clock import STOCKHOLM
from cms.ledger import addresses
from cms.ledger.enums import EditionKind
from cms.ledger.models import CurrentEdition
from cms.organisations.queries import Desk, Reachable
from pressroom.feeds.content import Category, CorrectionNote, Entry, Picture, Responsible, Tombstone
from pressroom.feeds.text import xml_text

CATEGORIES = ("areas", "goals", "tags", "places", "audiences")

Desks = Mapping[str, Desk]


def entry_of(card: dict[str, Any], desks: Desks) -> Entry:
    """Return a readable item's card as an entry. `desks` are the press desks by organisation."""
    edition = card["edition"]
    responsible = _responsible(card["responsible"], desks)
    return Entry(
        public_id=card["id"],
        uri=card["uri"],
        url=card["url"],
        title=xml_text(card["title"]),
        summary=xml_text(card["summary"]),
        language=card["language"],
        published_at=_instant(edition["first_released_at"]),
        changed_at=_instant(edition["changed_at"]),
        responsible=responsible,
        contact=_contact(responsible),
        signatories=tuple(xml_text(ref["name"]) for ref in card["signatories"]),
        corrections=tuple(_correction(entry) for entry in edition["corrections"]),
        categories=tuple(_category(ref, card["language"]) for field in CATEGORIES for ref in card[field]),
        picture=_picture(card["image"]),
        edition=edition,
        example_note=gettext("Påhittat exempel.") if card["is_example_data"] else "",
    )


def tombstone_of(row: CurrentEdition, desks: Desks) -> Tombstone:
    """Return what may be said of an item that is gone (docs/decisions/0005-withdrawn-text.md).

    Taken field by field, never the card as a whole: whatever else a printed card holds must not come out here.
    """
    card = row.read_card()
    is_deleted = row.kind == EditionKind.DELETED
    responsible = None if is_deleted else _responsible(card["responsible"] or card["owner"], desks)
    title = "" if is_deleted else xml_text(row.title)
    reason = "" if is_deleted else xml_text(row.note)
    day = day_of(row.changed_at)
    if is_deleted:
        heading, sentence = gettext("Borttaget"), gettext("Borttaget %(day)s.") % {"day": day}
    else:
        heading = gettext("Tillbakadraget: %(title)s") % {"title": title}
        because = gettext("Tillbakadraget %(day)s: %(reason)s") % {"day": day, "reason": reason}
        sentence = because if reason else gettext("Tillbakadraget %(day)s.") % {"day": day}
    return Tombstone(
        uri=card["uri"],
        url=addresses.absolute(
            # Without its slug, which repeats the title.
            addresses.item_path(item_type=row.item_type, language=row.language, public_id=row.public_id)
        ),
        kind=str(row.kind),
        title=title,
        reason=reason,
        language=row.language,
        published_at=row.first_released_at,
        gone_at=row.changed_at,
        responsible=responsible,
        contact=_contact(responsible),
        heading=heading,
        sentence=sentence,
    )


def who_answers(card: dict[str, Any]) -> str:
    """Return the code of the organisation that answers for a card, or an empty text."""
    ref = card["responsible"] or card["owner"]
    return str(ref["id"]) if ref else ""


def _responsible(ref: dict[str, Any] | None, desks: Desks) -> Responsible | None:
    if not ref:
        return None
    desk = desks.get(ref["id"])
    return Responsible(ref["id"], xml_text(ref["name"]), ref["url"], clean_desk(desk) if desk else None)


def clean_desk(desk: Desk) -> Desk:
    """Return a press desk whose texts every format can carry: the registry takes what people type."""
    contacts = tuple(
        Reachable(**{field.name: xml_text(getattr(contact, field.name)) for field in fields(Reachable)})
        for contact in desk.contacts
    )
    return Desk(contacts, xml_text(desk.duty_phone))


def _contact(responsible: Responsible | None) -> str:
    """Return who answers in a sentence, with how to reach them if the registry says so."""
    if responsible is None:
        return ""
    sentence = gettext("Frågor besvaras av %(name)s.") % {"name": bidi.isolated(responsible.name)}
    desk = responsible.desk
    if desk is None:
        return sentence
    ways = [_way(contact) for contact in desk.contacts]
    if desk.duty_phone:
        ways.append(gettext("Jour: %(phone)s.") % {"phone": bidi.left_to_right(desk.duty_phone)})
    return " ".join([sentence, *ways])


def _way(contact: Reachable) -> str:
    ways = (bidi.left_to_right(way) for way in (contact.phone, contact.email))
    return f"{', '.join(part for part in (bidi.isolated(contact.name), *ways) if part)}."


def _correction(correction: dict[str, Any]) -> CorrectionNote:
    note = xml_text(correction["note"])
    facts = {"day": day_of(_instant(correction["at"])), "note": note}
    return CorrectionNote(correction["at"], note, gettext("Rättat %(day)s: %(note)s") % facts)


def _category(ref: dict[str, Any], language: str) -> Category:
    scheme = addresses.absolute(addresses.list_path(ref["type"], languages.interface(language)))
    return Category(ref["id"], xml_text(ref["name"]), scheme)


def _picture(image: dict[str, Any] | None) -> Picture | None:
    if not image or not image["renditions"]:
        return None
    file = image["renditions"][-1]
    return Picture(
        url=file["url"],
        media_type=file["media_type"],
        size=file["size"],
        width=file.get("width", 0),
        height=file.get("height", 0),
        alt=xml_text(image["alt"]),
        credit=xml_text(image["credit"]),
    )


def day_of(instant: dt.datetime) -> str:
    """Return the Swedish date of an instant."""
    return instant.astimezone(STOCKHOLM).date().isoformat()


def _instant(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text)
