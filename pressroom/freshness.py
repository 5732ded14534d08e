"""How long a cache that many readers share may answer without asking, and which names it can be purged by.

By default never: `public, no-cache`. With `SHARED_CACHE_SECONDS` a shared cache may answer for a few seconds by itself.
What an answer says about that follows from its address, the public calendar and the clock alone. It must not follow
from what is planned: an age that ran out at a release nobody has announced would announce it
(docs/decisions/0023-shared-caches.md).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence

from django.conf import settings

from cms.common import clock
from cms.ledger import queries
from cms.ledger.overlay import refuse_ahead
from cms.ledger.queries import Head
from cms.ledger.surrogates import EVERYTHING

#: Always ask first: what is withdrawn must vanish at the next look, so nothing may answer from a copy unasked.
CACHE_CONTROL = "public, no-cache"
#: For so long after its instant an announced release that is not out yet is expected any moment: always ask.
OVERDUE = dt.timedelta(minutes=10)
#: Answers made from more places than this are purged with every edition. Caches limit the header's length.
MOST_NAMES = 60

_NEVER = 2**31

#: The calendar's instants at one head of the ledger: that of the last answer.
_known: dict[Head, Sequence[dt.datetime]] = {}


def cache_control(head: Head, *, every: int = 0) -> str:
    """Return the header for an answer at the ledger's `head`. No query but the first time at a head.

    Args:
        every: seconds after which the answer changes by the clock alone, counted from full ones; 0 if it does not.
    """
    if not settings.SHARED_CACHE_SECONDS:
        return CACHE_CONTROL
    at = clock.now()
    room = _seconds_left(_announced(head), at)
    if every:
        room = min(room, every - int(at.timestamp()) % every)
    room -= 1  # caches count whole seconds and may give the one under way for nothing
    fresh = min(settings.SHARED_CACHE_SECONDS, room)
    if fresh < 1:
        return CACHE_CONTROL
    stale = min(settings.SHARED_CACHE_STALE_SECONDS, room - fresh)
    parts = ["public", "max-age=0", f"s-maxage={fresh}"]
    if stale > 0:
        parts.append(f"stale-while-revalidate={stale}")
    if settings.SHARED_CACHE_ERROR_SECONDS:
        parts.append(f"stale-if-error={settings.SHARED_CACHE_ERROR_SECONDS}")
    return ", ".join(parts)


def surrogate_headers(names: Collection[str]) -> dict[str, str]:
    """Return the headers that name what an answer was made from, as far as the operator wants them."""
    chosen = [EVERYTHING] if len(names) > MOST_NAMES else sorted(names)
    separators = {"Surrogate-Key": " ", "Cache-Tag": ","}
    return {name: separators[name].join(chosen) for name in settings.SURROGATE_KEY_HEADERS if chosen}


def forget() -> None:
    """Forget the calendar. For tests, where the ledger is rolled back."""
    _known.clear()


def _seconds_left(announced: Sequence[dt.datetime], at: dt.datetime) -> int:
    """Return for how many whole seconds nothing is announced to happen; 0 while something is overdue."""
    for instant in announced:
        if instant > at:
            return int((instant - at).total_seconds())
        if at < instant + OVERDUE:
            return 0
    return _NEVER


def _announced(head: Head) -> Sequence[dt.datetime]:
    refuse_ahead("how long answers may be kept")
    known = _known.get(head)
    if known is None:
        known = queries.list_announced_times()
        _known.clear()
        _known[head] = known
    return known
