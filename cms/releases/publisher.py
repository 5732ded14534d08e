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
from cms.releases.enums import ReleaseStatus
from cms.releases.exceptions import NotPrintableError, ReleaseError, TooEarlyError
from cms.releases.models import Release
from cms.releases.preflight import preflight_due
from cms.releases.printing import print_release

logger = logging.getLogger(__name__)

#: How far ahead of its instant a release is taken up, so that nothing slow remains at the instant.
AHEAD = dt.timedelta(seconds=5)
#: Seconds between two rounds of housekeeping.
HOUSE_EVERY = 60.0


def publish_due(
    *, sleep: Callable[[float], None] = time.sleep, now: Callable[[], dt.datetime] = clock.database_now
) -> int:
    """Print every planned release whose instant is here or within `AHEAD`; return how many were printed.

    A release that fails is recorded on itself and stops none of the others.
    """
    printed = 0
    due = Release.objects.filter(status=ReleaseStatus.PLANNED, scheduled_at__lte=now() + AHEAD)
    for release in due.order_by("scheduled_at", "pk"):
        while (wait := (release.scheduled_at - now()).total_seconds()) > 0:
            sleep(min(wait, 1.0))
        try:
            print_release(release.pk)
            printed += 1
        except (TooEarlyError, NotPrintableError):
            continue  # another publisher was first, or somebody moved it
        except ReleaseError:
            logger.warning("Release %s failed; the cause stands on it", release.key)
    return printed


def keep_house() -> None:
    """Do what time asks for beside printing: void changed approvals, look ahead at releases, remind and escalate."""
    void_all_changed()
    preflight_due()
    follow_up()


def run(
    *, interval: float, should_stop: Callable[[], bool], sleep: Callable[[float], None] = time.sleep
) -> None:
    """Print what is due every `interval` seconds until `should_stop`, and keep house once a minute.

    A lost database is waited for.
    """
    kept_at = -HOUSE_EVERY
    while not should_stop():
        close_old_connections()
        try:
            publish_due(sleep=sleep)
            if time.monotonic() - kept_at >= HOUSE_EVERY:
                kept_at = time.monotonic()
                keep_house()
        except Exception:  # the loop must outlive a restart of the database
            logger.exception("The publisher could not do its round; it tries again")
        sleep(interval)
