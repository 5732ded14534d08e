"""When a page is visited: daily, sooner after a failure, and within the hour when a text on it has changed."""

from __future__ import annotations

import datetime as dt
import random

#: Between two visits of one page.
EVERY = dt.timedelta(hours=24)
#: After so many failures in a row; then as usual.
AGAIN = (dt.timedelta(hours=1), dt.timedelta(hours=6))
#: After an edition of a text that is on the page: its site gets that long to take it over.
AFTER_EDITION = dt.timedelta(minutes=30)
#: However often somebody presses the button.
AT_MOST_EVERY = dt.timedelta(minutes=1)
#: A page is read whole so often, though it says that it has not changed.
WHOLE_EVERY = dt.timedelta(days=7)
#: What was found on a page that can't be read any more is forgotten.
FORGOTTEN_AFTER = dt.timedelta(days=90)
#: A lease outlives any visit: robots.txt and page, four times redirected.
LEASE = dt.timedelta(minutes=5)
_JITTER = 0.1

_chance = random.SystemRandom()


def next_visit(now: dt.datetime, *, failures: int) -> dt.datetime:
    """Return when a page is visited next that has failed so many times in a row. A little sooner or later each time."""
    usual = AGAIN[failures - 1] if 0 < failures <= len(AGAIN) else EVERY
    return now + usual * _chance.uniform(1, 1 + _JITTER)
