"""The checker's two readers of the ledger: one knows titles and says which pages are due, one visits.

Any number of processes may run them at once: the position is moved by one at a time, and a page is visited by whoever
has its lease.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.conf import settings

from cms.common import clock
from cms.ledger.consumers import Consumer, consume, register
from cms.ledger.models import Edition
from cms.ledger.overlay import refuse_ahead
from pressroom.copies import schedule
from pressroom.copies.hands import Hands, Threads
from pressroom.copies.models import FoundCopy, PartnerPage
from pressroom.copies.titles import remember
from pressroom.copies.visiting import claim, prune, record

#: Name of the saved position (cms.ledger.consumers). Never changes.
NAME = "copies"
#: Seconds between two looks, and for a visit to come back.
LOOK_EVERY, _WAIT = 1.0, 0.2
_PRUNE_EVERY = dt.timedelta(hours=1)


def register_all() -> None:
    """Register the checker, unless the operator does not want it. Called when the app starts."""
    if settings.PARTNER_PAGES_VISITED:
        register(Consumer(NAME, mark))
        register(Consumer("copies visiting", turn))


def mark() -> float:
    """Take in the next editions."""
    return 0 if consume(NAME, take_in) else LOOK_EVERY


def take_in(editions: Sequence[Edition]) -> None:
    """Remember titles; let pages that show one of the texts be visited soon; forget words of what is gone, at once."""
    refuse_ahead("the check of partners' pages")
    remember(editions)
    changed = {edition.public_id for edition in editions}
    gone = {edition.public_id for edition in editions if edition.is_gone}
    FoundCopy.objects.filter(item__in=gone).update(passages=[])
    soon = clock.database_now() + schedule.AFTER_EDITION
    later = PartnerPage.objects.filter(due_at__gt=soon)
    later.filter(found__item__in=changed).update(due_at=soon)
    expecting = [pk for pk, expected in later.values_list("pk", "expected") if changed.intersection(expected)]
    PartnerPage.objects.filter(pk__in=expecting).update(due_at=soon)


class Checker:
    """Visits what is due. Its turns are called by one thread."""

    def __init__(self, hands: Hands) -> None:
        self._hands = hands
        self._prune_at: dt.datetime | None = None

    def turn(self) -> float:
        """Do what there is to do; return after how many seconds to come again, 0 while something is under way."""
        refuse_ahead("the check of partners' pages")
        started = claim(limit=self._hands.free(), hosts=self._hands.hosts())
        for visit in started:
            self._hands.start(visit)
        is_busy = bool(self._hands.hosts())
        back = self._hands.finished(_WAIT if is_busy else 0.0)
        record(back)
        self._prune()
        return 0.0 if started or back or is_busy else LOOK_EVERY

    def _prune(self) -> None:
        now = clock.now()
        if self._prune_at is None or now >= self._prune_at:
            prune(now)
            self._prune_at = now + _PRUNE_EVERY


_checker: Checker | None = None


def turn() -> float:
    """Turn this process's checker, which is made at its first turn."""
    global _checker  # noqa: PLW0603  (one per process: it knows what this process has under way)
    if _checker is None:
        _checker = Checker(Threads())
    return _checker.turn()
