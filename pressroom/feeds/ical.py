"""The calendar as iCalendar (RFC 5545, with the properties of RFC 7986 for the calendar itself).

There is no METHOD: this is a calendar to subscribe to, not a scheduling message. An entry that was withdrawn is no
longer in it, and a subscription drops what is no longer there; what is cancelled stays and says so.
"""

from __future__ import annotations

import datetime as dt

from cms.common.clock import STOCKHOLM
from pressroom.feeds.announcements import Announcement, Announcements
from pressroom.feeds.content_lines import text, utc, written

MEDIA_TYPE = "text/calendar"
STATUSES = {
    "provisional": "TENTATIVE",
    "confirmed": "CONFIRMED",
    "released": "CONFIRMED",
    "cancelled": "CANCELLED",
}
#: How often a subscription may ask. With our ETags asking is cheap.
_REFRESH = "PT15M"
#: Swedish time since 1996: the rule of the European Union. DTSTART is the local time before the change (3.6.5).
_ZONE = (
    "BEGIN:VTIMEZONE",
    "TZID:Europe/Stockholm",
    "BEGIN:DAYLIGHT",
    "DTSTART:19960331T020000",
    "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU",
    "TZOFFSETFROM:+0100",
    "TZOFFSETTO:+0200",
    "TZNAME:CEST",
    "END:DAYLIGHT",
    "BEGIN:STANDARD",
    "DTSTART:19961027T030000",
    "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU",
    "TZOFFSETFROM:+0200",
    "TZOFFSETTO:+0100",
    "TZNAME:CET",
    "END:STANDARD",
    "END:VTIMEZONE",
)


def build_calendar(calendar: Announcements) -> bytes:
    """Return the calendar as an iCalendar stream."""
    name, description = text(calendar.name), text(calendar.description)
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:-//{text(calendar.publisher)}//Pressrum 1//{calendar.language.upper()}",
        "CALSCALE:GREGORIAN",
        f"UID:{_bare(calendar.uri)}",
        f"NAME:{name}",
        f"X-WR-CALNAME:{name}",
        f"DESCRIPTION:{description}",
        f"X-WR-CALDESC:{description}",
        "X-WR-TIMEZONE:Europe/Stockholm",
        f"URL:{calendar.url}",
        f"SOURCE;VALUE=URI:{calendar.self_url}",
        f"REFRESH-INTERVAL;VALUE=DURATION:{_REFRESH}",
        f"X-PUBLISHED-TTL:{_REFRESH}",
    ]
    if calendar.events:
        lines.append(f"LAST-MODIFIED:{utc(max(event.printed_at for event in calendar.events))}")
    lines += _ZONE
    for event in calendar.events:
        lines += _event(event)
    return written([*lines, "END:VCALENDAR"])


def _event(event: Announcement) -> list[str]:
    """Return one event. SEQUENCE is the edition's number: every edition of an entry is a change of it."""
    entry = event.entry
    language = f";LANGUAGE={entry.language}"
    return [
        "BEGIN:VEVENT",
        f"UID:{_bare(entry.uri)}",
        f"DTSTAMP:{utc(event.printed_at)}",
        f"DTSTART{_starts_at(event.starts_at)}",
        f"SEQUENCE:{event.number}",
        f"STATUS:{STATUSES[event.status]}",
        f"X-PRESS-STATUS:{event.status}",
        f"SUMMARY{language}:{text(event.heading)}",
        f"DESCRIPTION{language}:{text(event.description)}",
        *([f"CONTACT{language}:{text(entry.contact)}"] if entry.contact else []),
        f"URL:{entry.url}",
        f"CREATED:{utc(entry.published_at)}",
        f"LAST-MODIFIED:{utc(event.printed_at)}",
        "CLASS:PUBLIC",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    ]


def _starts_at(instant: dt.datetime) -> str:
    """Return an instant in Swedish time; in UTC in the hour that comes twice, the second time.

    A local time that occurs twice means the first (3.3.5): nothing but UTC can say the second.
    """
    local = instant.astimezone(STOCKHOLM)
    if local.fold:
        return f":{utc(instant)}"
    return f";TZID=Europe/Stockholm:{local.strftime('%Y%m%dT%H%M%S')}"


def _bare(uri: str) -> str:
    """Return the UUID of a `urn:uuid:` name, the form that RFC 7986 asks of a UID: no domain is in it."""
    return uri.removeprefix("urn:uuid:")
