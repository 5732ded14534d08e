"""Announced releases as a calendar tells of them, read from the ledger."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext

from cms.common import languages
from cms.ledger import addresses, queries
from cms.organisations.queries import list_desks
from pressroom.feeds.content import Entry
from pressroom.feeds.entries import day_of, entry_of, who_answers
from pressroom.feeds.naming import feed_uri
from pressroom.selection import Selection

#: File name and refusals name it; there is one calendar per language.
FILE_NAME = "calendar.ics"
#: Those with the latest times. Older ones are in the API.
MAX_EVENTS = 200


@dataclass(frozen=True)
class Announcement:
    """One announced release. `status` is `provisional`, `confirmed`, `cancelled` or `released`."""

    entry: Entry
    starts_at: dt.datetime
    status: str
    number: int
    printed_at: dt.datetime
    heading: str
    description: str


@dataclass(frozen=True)
class Announcements:
    """The calendar in one language, in the order of its times. `uri` names it for ever."""

    uri: str
    name: str
    description: str
    publisher: str
    language: str
    url: str
    self_url: str
    events: tuple[Announcement, ...]


def read_announcements(language: str) -> Announcements:
    """Return the calendar of a language. Four queries."""
    cards = [row.read_card() for row in queries.list_calendar(language, limit=MAX_EVENTS)]
    desks = list_desks({who_answers(card) for card in cards}, language=language)
    spoken = languages.interface(language)
    with translation.override(spoken):
        publisher = settings.PUBLIC_NAME
        uri = feed_uri(origin=queries.get_origin(), language=language, selection=Selection(("calendar",)))
        return Announcements(
            uri=uri,
            name=f"{publisher}: {gettext('kalender')}",
            description=gettext("Det parterna ska berätta, och när."),
            publisher=publisher,
            language=language,
            url=addresses.absolute(addresses.list_path("calendar", spoken)),
            self_url=addresses.absolute(f"/{language}/{FILE_NAME}"),
            events=tuple(
                _announcement(
                    entry_of(card, desks),
                    starts_at=dt.datetime.fromisoformat(card["calendar"]["starts_at"]),
                    status=card["calendar"]["status"],
                )
                for card in cards
            ),
        )


def _announcement(entry: Entry, *, starts_at: dt.datetime, status: str) -> Announcement:
    states = {
        "provisional": gettext("Preliminär tid"),
        "confirmed": gettext("Bekräftad tid"),
        "cancelled": gettext("Inställt"),
        "released": gettext("Släppt"),
    }
    # Many calendars show nothing of STATUS, so the heading says what must not be missed.
    headings = {
        "provisional": gettext("Preliminärt: %(title)s"),
        "cancelled": gettext("Inställt: %(title)s"),
    }
    changes = [
        gettext("Ändrat %(day)s: %(note)s")
        % {"day": day_of(dt.datetime.fromisoformat(change.at)), "note": change.note}
        for change in entry.corrections
    ]
    lines = [f"{states[status]}.", entry.summary, *changes, entry.contact, entry.example_note, entry.url]
    return Announcement(
        entry=entry,
        starts_at=starts_at,
        status=status,
        number=entry.edition["number"],
        printed_at=dt.datetime.fromisoformat(entry.edition["released_at"]),
        heading=headings.get(status, "%(title)s") % {"title": entry.title},
        description="\n".join(line for line in lines if line),
    )
