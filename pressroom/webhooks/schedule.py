"""When a message is tried again, and how long an endpoint is left alone."""

from __future__ import annotations

import datetime as dt
import random

#: Delays after each failed attempt of a message: the example of Standard Webhooks, three days and three hours in all.
RETRIES = tuple(
    dt.timedelta(seconds=seconds)
    for seconds in (
        5, 5 * 60, 30 * 60, 2 * 3600, 5 * 3600, 10 * 3600, 14 * 3600, 20 * 3600, 24 * 3600,
    )
)  # fmt: skip
#: Rests of an endpoint after so many failures in a row that concern all of it.
RESTS = tuple(dt.timedelta(seconds=seconds) for seconds in (2, 5, 15, 60, 300))
#: The longest that a receiver's `Retry-After` is heeded.
LONGEST_WISH = dt.timedelta(hours=24)
#: Failing for so long, an endpoint is disabled and its partner told.
GIVE_UP_AFTER = dt.timedelta(days=5)
#: Delays vary by a fifth to each side, so that receivers are not struck by all that failed at once.
JITTER = 0.2

_chance = random.SystemRandom()


def retry_at(now: dt.datetime, *, tries: int, wish: dt.timedelta | None = None) -> dt.datetime | None:
    """Return when a message that has failed `tries` times is tried again; None when it is given up.

    Args:
        wish: the receiver's `Retry-After`.
    """
    if tries > len(RETRIES):
        return None
    return now + max(varied(RETRIES[tries - 1]), min(wish or dt.timedelta(0), LONGEST_WISH))


def rest_until(now: dt.datetime, *, failures: int, wish: dt.timedelta | None = None) -> dt.datetime:
    """Return until when an endpoint is left alone after so many failures in a row that concern all of it."""
    rest = RESTS[min(failures, len(RESTS)) - 1]
    return now + max(varied(rest), min(wish or dt.timedelta(0), LONGEST_WISH))


def varied(delay: dt.timedelta) -> dt.timedelta:
    """Return a delay a little longer or shorter."""
    return delay * _chance.uniform(1 - JITTER, 1 + JITTER)
