"""The sender: one turn after the other queues, records, claims and hands out. A reader of the ledger (cms.ledger).

Any number of senders in any number of processes may run at once, and any may be killed anywhere: what is queued is in
the database, who sends it holds a lease, and a message counts as delivered only when its success has been recorded.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from cms.common import clock
from cms.ledger.consumers import consume
from pressroom.webhooks.claiming import claim, is_anything_due
from pressroom.webhooks.hands import Hands, Sent, Threads
from pressroom.webhooks.pruning import prune
from pressroom.webhooks.queueing import POSITION, queue
from pressroom.webhooks.recording import record

#: Seconds between two looks for something to send.
_LOOK_EVERY = 0.5
#: Seconds that a turn waits for what is under way.
_WAIT = 0.1
_PRUNE_EVERY = dt.timedelta(hours=1)


class Sender:
    """Sends what is due. Its turns are called by one thread."""

    def __init__(self, hands: Hands) -> None:
        self._hands = hands
        self._unrecorded: Sequence[Sent] = ()
        self._prune_at: dt.datetime | None = None

    def turn(self) -> float:
        """Do what there is to do; return after how many seconds to come again, 0 while something is under way."""
        queued = consume(POSITION, queue)
        started = self._start()
        back = self._finish(wait=_WAIT if self._hands.is_busy() and not queued else 0.0)
        self._prune()
        return 0.0 if queued or started or back or self._hands.is_busy() else _LOOK_EVERY

    def _start(self) -> int:
        quick, slow = self._hands.free()
        if quick + slow == 0 or not is_anything_due(clock.database_now()):
            return 0
        parcels = claim(quick=quick, slow=slow)
        for parcel in parcels:
            self._hands.start(parcel)
        return len(parcels)

    def _finish(self, *, wait: float) -> int:
        # What could not be recorded, for the database was away, is recorded with what comes back next.
        self._unrecorded = [*self._unrecorded, *self._hands.finished(wait)]
        if self._unrecorded:
            record(self._unrecorded)
        count, self._unrecorded = len(self._unrecorded), ()
        return count

    def _prune(self) -> None:
        now = clock.now()
        if self._prune_at is None or now >= self._prune_at:
            prune(now)
            self._prune_at = now + _PRUNE_EVERY


_sender: Sender | None = None


def turn() -> float:
    """Turn this process's sender, which is made at its first turn."""
    global _sender  # noqa: PLW0603  (one per process: it knows what this process has under way)
    if _sender is None:
        _sender = Sender(Threads())
    return _sender.turn()
