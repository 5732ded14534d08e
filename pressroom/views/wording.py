"""How the press room names and writes things: item types, instants, hours, sizes. All in the active language."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django.utils.translation import get_language, gettext, pgettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from cms.common import cldr, languages
from cms.common.clock import STOCKHOLM
from cms.common.wording import in_words
from cms.organisations.hours import HoursError, parse_hours

#: One of each type, many of each type.
TYPE_NAMES = {
    "message": (_("Meddelande"), _("Meddelanden")),
    "briefing": (_("Lägesbild"), _("Lägesbilder")),
    "example": (_("Gott exempel"), _("Goda exempel")),
    "organisation": (_("Organisation"), _("Organisationer")),
    "area": (_("Prioriterat område"), _("Prioriterade områden")),
    "goal": (pgettext_lazy("one", "Mål"), _("Mål")),
    "place": (_("Plats"), _("Platser")),
    "audience": (_("Målgrupp"), _("Målgrupper")),
    "tag": (_("Ämne"), _("Ämnen")),
    "calendar": (_("I kalendern"), _("Kalender")),
}
EDITION_KINDS = {
    "published": _("publicerad"),
    "refreshed": _("uppgift uppdaterad"),
    "corrected": _("rättad"),
    "withdrawn": _("tillbakadragen"),
    "deleted": _("borttagen"),
}
#: What the calendar says of a release's time.
CALENDAR_STATES = {
    "provisional": _("Preliminär tid"),
    "confirmed": _("Bekräftad tid"),
    "cancelled": _("Inställt"),
    "released": _("Släppt"),
}
#: Headings of text blocks that have none of their own, by their role.
ROLES = {
    "background": _("Bakgrund"),
    "residents": _("Det här betyder det för dig som bor här"),
    "goals": _("Målen"),
    "picture": _("Läget nu"),
    "effects": _("Effekter"),
    "done": _("Det här gjorde vi"),
    "result": _("Det här ledde det till"),
}


def spoken() -> str:
    """Return the active language: the one that the page speaks."""
    return get_language() or languages.DEFAULT


def facet_heading(facet: str) -> str:
    """Return what a facet of a search is called."""
    own = {"type": gettext("Slag"), "language": gettext("Språk"), "year": gettext("År")}
    return own.get(facet) or type_name(facet)


def type_name(item_type: str) -> str:
    """Return what one of this type is called."""
    return str(TYPE_NAMES[item_type][0])


def kicker(card: dict[str, Any]) -> str:
    """Return what an item is called above its title: a message that several sign is a joint one."""
    if card["type"] == "message" and len(card["signatories"]) > 1:
        return gettext("Gemensamt budskap")
    if card.get("goal_kind") == "overall":
        return gettext("Övergripande mål")
    if card.get("goal_kind") == "effect":
        return gettext("Effektmål")
    return type_name(card["type"])


def type_plural(item_type: str) -> str:
    """Return what several of this type are called."""
    return str(TYPE_NAMES[item_type][1])


def local(instant: dt.datetime | str) -> dt.datetime:
    """Return an instant (also RFC 3339 text) in Swedish time."""
    if isinstance(instant, str):
        instant = dt.datetime.fromisoformat(instant)
    return instant.astimezone(STOCKHOLM)


def long_date(instant: dt.datetime | str) -> str:
    """Return e.g. "tisdag 3 mars 2026"."""
    return cldr.long_date(local(instant).date(), spoken())


def short_date(instant: dt.datetime | str) -> str:
    """Return e.g. "3 mars 2026"."""
    return cldr.short_date(local(instant).date(), spoken())


def clock_time(instant: dt.datetime | dt.time | str) -> str:
    """Return e.g. "09.00" in Swedish and "09:00" elsewhere."""
    value = instant if isinstance(instant, dt.time) else local(instant).time()
    return cldr.clock_time(value, spoken())


def long_instant(instant: dt.datetime | str) -> str:
    """Return e.g. "tisdag 3 mars 2026 kl. 09.00"."""
    # Translators: a date and a time of day.
    return gettext("%(date)s kl. %(time)s") % {"date": long_date(instant), "time": clock_time(instant)}


def short_instant(instant: dt.datetime | str) -> str:
    """Return e.g. "3 mars 2026 kl. 09.00"."""
    return gettext("%(date)s kl. %(time)s") % {"date": short_date(instant), "time": clock_time(instant)}


def swedish_time(instant: dt.datetime | str) -> str:
    """Return e.g. "tisdag 3 mars 2026 kl. 09.00, svensk tid"."""
    return in_words(local(instant))


def calendar_state(status: str) -> str:
    """Return how sure the time of a calendar entry is, in words."""
    return str(CALENDAR_STATES[status])


def next_opening(opens_at: dt.datetime) -> str:
    """Return when somebody answers again, e.g. "tisdag 3 mars kl. 08.00"."""
    day = cldr.day_and_month(local(opens_at).date(), spoken())
    return gettext("%(date)s kl. %(time)s") % {"date": day, "time": clock_time(opens_at)}


def opening_hours(hours: str) -> str:
    """Return a contact's hours in words, runs of days with the same hours together; as written if unreadable."""
    try:
        spans = sorted(parse_hours(hours), key=lambda span: (span.weekday, span.opens))
    except HoursError:
        return hours
    runs: list[tuple[int, int, dt.time, dt.time]] = []
    for span in spans:
        if runs and runs[-1][1] == span.weekday - 1 and runs[-1][2:] == (span.opens, span.closes):
            runs[-1] = (runs[-1][0], span.weekday, span.opens, span.closes)
        else:
            runs.append((span.weekday, span.weekday, span.opens, span.closes))
    return ", ".join(_run(*run) for run in runs)


def _run(first: int, last: int, opens: dt.time, closes: dt.time) -> str:
    names = [cldr.weekday(day, spoken()) for day in dict.fromkeys((first, last))]
    days = "–".join(names)
    return f"{days} {clock_time(opens)}–{clock_time(closes)}"


def file_size(size: int) -> str:
    """Return a size in bytes as people read it, e.g. "1,2 MB" or "34 kB"."""
    if size < 1_000_000:
        return f"{in_digits(max(1, round(size / 1000)))} kB"
    return f"{cldr.number(Decimal(f'{size / 1_000_000:.1f}'), spoken())} MB"


def in_digits(value: object) -> str:
    """Return a number of something, e.g. of an edition, in the digits of the language."""
    return cldr.in_digits(value, spoken())


def file_kind(media_type: str) -> str:
    """Return a short name of a file's kind, e.g. "pdf"."""
    known = {
        "application/pdf": "pdf",
        "text/csv": "csv",
        "text/plain": "txt",
        "image/jpeg": "jpeg",
        "image/png": "png",
        "image/webp": "webp",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
        "application/vnd.openxmlformats-officedocument.presentationml.presentation": "pptx",
        "application/vnd.oasis.opendocument.text": "odt",
        "application/vnd.oasis.opendocument.spreadsheet": "ods",
    }
    return known.get(media_type, pgettext("kind of file", "fil"))
