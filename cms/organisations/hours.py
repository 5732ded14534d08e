"""Opening hours of a press contact, written as people write them: `mån-tor 08:00-17:00, fre 08:00-15:00`."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from functools import lru_cache

from django.utils.translation import gettext as _

import holidays

from cms.common.clock import STOCKHOLM, UTC

_DAYS = {"mån": 0, "tis": 1, "ons": 2, "tor": 3, "tors": 3, "fre": 4, "lör": 5, "sön": 6}
_SPAN = re.compile(
    r"^(?P<first>[a-zåäö]+)(?:\s*[-–]\s*(?P<last>[a-zåäö]+))?\s+"
    r"(?P<opens>\d{1,2}[:.]\d{2})\s*[-–]\s*(?P<closes>\d{1,2}[:.]\d{2})$"
)


class HoursError(ValueError):
    """Hours that cannot be read; the message says which part and how to write it."""


@dataclass(frozen=True)
class Span:
    """Open on one weekday (0 is Monday) from `opens` until just before `closes`, Swedish time."""

    weekday: int
    opens: dt.time
    closes: dt.time


@lru_cache(maxsize=256)
def parse_hours(text: str) -> tuple[Span, ...]:
    """Return the spans of `text`; empty text means never open.

    Raises:
        HoursError: a part that cannot be read, a span that ends before it starts.
    """
    spans: list[Span] = []
    for part in filter(None, (part.strip().lower() for part in re.split(r"[,;\n]", text))):
        match = _SPAN.match(part)
        first = _DAYS.get(match["first"]) if match else None
        last = _DAYS.get(match["last"] or match["first"]) if match else None
        if match is None or first is None or last is None or last < first:
            raise HoursError(
                _("”%(part)s” går inte att läsa. Skriv till exempel: mån-fre 08:00-17:00.") % {"part": part}
            )
        opens, closes = _time(match["opens"], part), _time(match["closes"], part)
        if closes <= opens:
            raise HoursError(_("”%(part)s” slutar innan det börjar.") % {"part": part})
        spans += [Span(day, opens, closes) for day in range(first, last + 1)]
    return tuple(spans)


def is_open(text: str, at: dt.datetime) -> bool:
    """Whether hours written as `text` are open at the instant `at`. Closed on Swedish public holidays."""
    local = at.astimezone(STOCKHOLM)
    if local.date() in _holidays():
        return False
    return any(
        span.weekday == local.weekday() and span.opens <= local.time() < span.closes
        for span in parse_hours(text)
    )


def next_opening(text: str, at: dt.datetime) -> dt.datetime | None:
    """Return the next instant after `at` when the hours open, in Swedish time, within four weeks, or None."""
    local = at.astimezone(STOCKHOLM)
    for ahead in range(29):
        day = local.date() + dt.timedelta(days=ahead)
        if day in _holidays():
            continue
        for span in sorted(parse_hours(text), key=lambda span: span.opens):
            # Compared in UTC: two times of one zone compare by the clock on the wall, which repeats an hour in October.
            opening = dt.datetime.combine(day, span.opens, STOCKHOLM).astimezone(UTC)
            if span.weekday == day.weekday() and opening > at:
                return opening.astimezone(STOCKHOLM)
    return None


def _time(text: str, part: str) -> dt.time:
    hour, minute = re.split(r"[:.]", text)
    try:
        return dt.time(int(hour), int(minute))
    except ValueError as error:
        raise HoursError(_("”%(part)s” har ett klockslag som inte finns.") % {"part": part}) from error


@lru_cache(maxsize=1)
def _holidays() -> holidays.HolidayBase:
    """Return Sweden's public holidays and the eves on which offices are closed (Midsummer, Christmas, New Year)."""
    return holidays.country_holidays("SE", categories=(holidays.PUBLIC, holidays.DE_FACTO))
