"""Print what is due: the loop behind `manage.py publish_due_releases`. Several of them at once are safe."""

from __future__ import annotations

import datetime as dt
import logging
import time
from collections.abc import Callable

from django.db import close_old_connections

from cms.approval.reminders import follow_up
from cms.common import clock
from cms.releases.asking import void_all_changed
from cms.releases.due import DueReleases
from cms.releases.preflight import preflight_due
from cms.releases.workers import InLine, Threads, Workers

logger = logging.getLogger(__name__)

#: How far ahead of its instant the loop takes a release up, so that nothing slow remains at the instant.
PREPARE_AHEAD = dt.timedelta(minutes=2)
#: How far ahead a single look reaches, and so how long it may hold.
AHEAD = dt.timedelta(seconds=5)
#: Seconds between two rounds of housekeeping.
HOUSE_EVERY = 60.0
#: Threads that prepare, tell and keep house beside the one that prints.
HANDS = 3
#: Seconds that the hands get to end what they are at when the process is told to stop.
STOP_WITHIN = 5.0


def publish_due(
    *,
    sleep: Callable[[float], None] = time.sleep,
    now: Callable[[], dt.datetime] = clock.database_now,
    workers: Workers | None = None,
) -> int:
    """Print every planned release whose instant is here or within `AHEAD`; return how many were printed.

    A release that fails is recorded on itself and stops none of the others.
    """
    workers = workers or InLine(sleep)
    due = DueReleases(workers=workers, ahead=AHEAD, now=now)
    wait = due.turn()
    while due.jobs:
        workers.wait(wait)
        wait = due.turn(takes_up=False)
    return due.printed


def keep_house() -> None:
    """Do what time asks for beside printing: void changed approvals, look ahead at releases, remind and escalate."""
    void_all_changed()
    preflight_due()
    follow_up()


def run(*, interval: float, should_stop: Callable[[], bool]) -> None:
    """Prepare and print what is due until `should_stop`, and keep house once a minute. A lost database is waited for.

    Args:
        interval: seconds between two looks at the plan, at most; also the longest time until a stop is heeded.
    """
    hands = Threads(HANDS)
    due = DueReleases(workers=hands, ahead=PREPARE_AHEAD)
    kept_at = -HOUSE_EVERY
    try:
        while not should_stop():
            wait = interval
            try:
                close_old_connections()
                wait = min(interval, due.turn())
                if time.monotonic() - kept_at >= HOUSE_EVERY and hands.has_room():
                    kept_at = time.monotonic()
                    hands.start(keep_house)
            except Exception:  # the loop must outlive a restart of the database
                logger.exception("The publisher could not do its round; it tries again")
            hands.wait(wait)
    finally:
        hands.stop(STOP_WITHIN)
