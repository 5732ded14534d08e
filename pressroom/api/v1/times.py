"""Dates and instants as parameters: a date in Sweden, or RFC 3339."""

from __future__ import annotations

import datetime as dt
import re

from cms.common import clock
from pressroom.selection import ParameterCode, ValueRefusedError

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_INSTANT = re.compile(
    _DATE.pattern + r"[Tt][0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,6})?([Zz]|[+-][0-9]{2}:[0-9]{2})"
)
#: Years with nothing public in them, and room enough that no time zone or next day leads out of the calendar.
_YEARS = range(1900, 3000)


def read(value: str, *, end: bool = False) -> dt.datetime:
    """Return the instant that `value` means, aware.

    Args:
        value: `2026-03-03`, the day in Sweden, or RFC 3339 with offset.
        end: of a date, take where it ends, not where it begins.

    Raises:
        ValueRefusedError: `not_a_time`; `out_of_range` for a year in which nothing can have been released.
    """
    try:
        if _DATE.fullmatch(value):
            day = dt.date.fromisoformat(value)
            at = dt.datetime.combine(day + dt.timedelta(days=end), dt.time(), clock.STOCKHOLM)
        elif _INSTANT.fullmatch(value):
            at = dt.datetime.fromisoformat(value.upper())
        else:
            raise ValueError
    except (ValueError, OverflowError):
        raise ValueRefusedError(
            ParameterCode.NOT_A_TIME,
            "Send a date, 2026-03-03, or an instant, 2026-03-03T09:00:00Z (%2B for +).",
        ) from None
    if at.year not in _YEARS:
        raise ValueRefusedError(ParameterCode.OUT_OF_RANGE, "Years from 1900 to 2999.")
    return at
