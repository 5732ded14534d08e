"""Planned releases whose instant is near: prepared ahead, kept ready, printed at the instant.

Whoever turns this (`publisher.py`) prints; everything slow is done by workers. So however long one release takes to
prepare, another one's instant is kept. An answer counts as final only when the checks behind it began at the instant or
later: what fails before is told to its owner and tried again.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from cms.common import clock
from cms.releases.enums import ReleaseStatus
from cms.releases.exceptions import (
    BuildFailedError,
    DraftMovedError,
    NotPrintableError,
    ReleaseError,
    TooEarlyError,
)
from cms.releases.models import Release
from cms.releases.preflight import warn
from cms.releases.preparing import Prepared, find_moved, prepare
from cms.releases.printing import print_prepared, record_failure
from cms.releases.workers import Act, Workers

logger = logging.getLogger(__name__)

#: How often a release that can't be prepared yet is tried again before its instant, and how often drafts are looked at.
AGAIN = dt.timedelta(seconds=5)
#: What may pass by itself (a lost connection, a draft that is being saved) is tried so often at the instant ...
TRIES = 3
#: ... with this pause.
PAUSE = dt.timedelta(seconds=1)
#: A transaction that found itself too early is tried again after this.
BREATH = dt.timedelta(milliseconds=50)
#: The longest time between two turns, in seconds.
_MOST = 1.0


@dataclass
class Job:
    """One release on its way.

    `next_at` is when something shall be done about it: printing, if it is prepared, else preparing. `begun_at` is when
    the checks behind its present state began. Both by the database's clock.
    """

    release_id: int
    scheduled_at: dt.datetime
    next_at: dt.datetime
    begun_at: dt.datetime | None = None
    prepared: Prepared | None = None
    warned: str = ""
    tries: int = 0
    is_busy: bool = False

    @property
    def is_final(self) -> bool:
        """Whether what was found last counts: it was looked for at the instant or later."""
        return self.begun_at is not None and self.begun_at >= self.scheduled_at


class DueReleases:
    """The releases that one publisher has taken up. Only `turn` is called from outside, by one thread."""

    def __init__(
        self,
        *,
        workers: Workers,
        ahead: dt.timedelta,
        now: Callable[[], dt.datetime] = clock.database_now,
    ) -> None:
        self.jobs: dict[int, Job] = {}
        self.printed = 0
        self._workers = workers
        self._ahead = ahead
        self._now = now
        self._looked_at: dt.datetime | None = None

    def turn(self, *, takes_up: bool = True) -> float:
        """Print what is ready and due, start what must be prepared; return how many seconds may pass until the next.

        Args:
            takes_up: whether releases that were not due before are taken up.
        """
        now = self._now()
        self._look(now, takes_up=takes_up)
        jobs = sorted(self.jobs.values(), key=lambda job: (job.scheduled_at, job.release_id))
        ready = [job for job in jobs if job.next_at <= now and not job.is_busy]
        for job in ready:
            if job.prepared is not None:
                self._print(job, job.prepared, now)
        self._drop_moved(now)
        for job in jobs:
            if job.prepared is None and not job.is_busy and job.next_at <= now and self._workers.has_room():
                self._hand_over(job, partial(self._prepare, job))
        return self._seconds()

    def _look(self, now: dt.datetime, *, takes_up: bool) -> None:
        """Read the plan again: what has been moved, cancelled, printed or failed by anybody is forgotten."""
        planned = Release.objects.filter(status=ReleaseStatus.PLANNED, scheduled_at__lte=now + self._ahead)
        due = dict(planned.values_list("pk", "scheduled_at"))
        for job in list(self.jobs.values()):
            if due.get(job.release_id) != job.scheduled_at:
                del self.jobs[job.release_id]
        for pk, scheduled_at in due.items() if takes_up else ():
            self.jobs.setdefault(pk, Job(pk, scheduled_at, next_at=now))

    def _print(self, job: Job, prepared: Prepared, now: dt.datetime) -> None:
        """Run the transaction. It looks at the plan and the clock itself, with the release locked."""
        try:
            print_prepared(prepared, of={ReleaseStatus.PLANNED})
        except TooEarlyError:
            job.next_at = now + BREATH  # moved just now, or the clock was set back
        except NotPrintableError:
            del self.jobs[job.release_id]  # another publisher was first, or somebody cancelled it
        except ReleaseError as error:
            follow = self._refused(job, error)
            if follow is not None:
                self._hand_over(job, follow)
        else:
            self.printed += 1
            del self.jobs[job.release_id]

    def _drop_moved(self, now: dt.datetime) -> None:
        """Forget what was prepared from drafts that have been saved since, while there is time to look again."""
        if self._looked_at is not None and now - self._looked_at < AGAIN:
            return
        self._looked_at = now
        moved = find_moved([job.prepared for job in self.jobs.values() if job.prepared and job.next_at > now])
        for pk in moved:
            self.jobs[pk].prepared = None
            self.jobs[pk].next_at = now

    def _hand_over(self, job: Job, act: Act) -> None:
        """Let the workers do `act`; the job is left alone until it has ended."""

        def do() -> None:
            try:
                act()
            finally:
                job.is_busy = False

        job.is_busy = True
        self._workers.start(do)

    def _prepare(self, job: Job) -> None:
        """Prepare a release; whatever comes of it is left on the job."""
        job.begun_at = self._now()
        job.next_at = job.begun_at + PAUSE
        try:
            job.prepared = prepare(job.release_id)
            job.next_at = job.scheduled_at
        except NotPrintableError:
            return  # the next look at the plan sees it, too
        except ReleaseError as error:
            follow = self._refused(job, error)
            if follow is not None:
                follow()

    def _refused(self, job: Job, error: ReleaseError) -> Act | None:
        """Decide what follows from a refusal: another try, after the owner has been told, or the release has failed."""
        now = self._now()
        job.prepared = None
        if now < job.scheduled_at:
            job.next_at = min(now + AGAIN, job.scheduled_at)
            return partial(self._warn, job, error)
        if not job.is_final:
            job.next_at = now  # what is found now counts
            return None
        if isinstance(error, BuildFailedError | DraftMovedError) and job.tries < TRIES - 1:
            job.tries += 1
            job.next_at = now + PAUSE
            return None
        job.next_at = now + AGAIN
        return partial(self._fail, job, error)

    def _fail(self, job: Job, error: ReleaseError) -> None:
        try:
            record_failure(job.release_id, error, of={ReleaseStatus.PLANNED})
            logger.warning("Release %s failed; the cause stands on it", job.release_id)
        except (NotPrintableError, TooEarlyError):
            return  # decided or moved by somebody else meanwhile

    def _warn(self, job: Job, error: ReleaseError) -> None:
        """Tell the owner once what stands in the way, while it can still be mended."""
        if str(error) != job.warned:
            job.warned = str(error)
            warn(Release.objects.get(pk=job.release_id))

    def _seconds(self) -> float:
        """Return the time until something is to be done."""
        moments = [job.next_at for job in self.jobs.values() if not job.is_busy]
        wait = (min(moments) - self._now()).total_seconds() if moments else _MOST
        return min(max(wait, 0.0), _MOST)
