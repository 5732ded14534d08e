"""A world in a simulated clock: receivers that take, hang or err, senders that are killed, editions at their times.

Nothing sleeps: the clock jumps to whatever comes next (an answer, a due message, the end of a lease, a release).
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from django.db.models import Min

import orjson

from cms.common import clock
from pressroom.webhooks.enums import State
from pressroom.webhooks.hands import PATIENCE, Sent
from pressroom.webhooks.models import WebhookEndpoint
from pressroom.webhooks.posting import WITHIN, Outcome, Parcel
from pressroom.webhooks.sender import Sender
from tests.factories.cms_ledger import make_payload, print_editions

START = dt.datetime(2029, 3, 6, 9, 0, tzinfo=clock.UTC)
SECOND = dt.timedelta(seconds=1)
OK = (Outcome(204, "", 0.2),)
HANGS = (Outcome(None, "timeout", WITHIN),)
ERRS = (
    Outcome(500, "", 0.2),
    Outcome(503, "", 0.2),
    Outcome(429, "", 0.2, wish=dt.timedelta(minutes=2)),
    Outcome(404, "", 0.2),
    Outcome(None, "connect", 5.0),
    Outcome(302, "", 0.2),
)


class Killed(BaseException):
    """The process is gone: nothing catches this, and nothing it held is remembered."""


@dataclass
class Receiving:
    """Somebody's endpoint: how it answers until it is mended, and what it has taken."""

    until_mended: Sequence[Outcome]
    mended_at: dt.datetime
    asked: int = 0
    first_asked: dict[int, dt.datetime] = field(default_factory=dict)
    taken: list[tuple[int, str]] = field(default_factory=list)

    def answer(self, parcel: Parcel, now: dt.datetime) -> Outcome:
        seq = orjson.loads(parcel.body)["data"]["seq"]
        self.first_asked.setdefault(seq, now)
        self.asked += 1
        if now < self.mended_at:
            return self.until_mended[self.asked % len(self.until_mended)]
        self.taken.append((seq, parcel.headers["webhook-id"]))
        return OK[0]


@dataclass
class Kills:
    """At which steps the process is killed: SQL statements and starts of attempts, counted from kill to kill."""

    after: list[int]
    count: int = 0

    def step(self) -> None:
        if not self.after:
            return
        self.count += 1
        if self.count >= self.after[0]:
            self.count = 0
            self.after.pop(0)
            raise Killed

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if not sql.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK")):
            self.step()
        return execute(sql, params, many, context)


class SimulatedHands:
    """Hands whose answers come back when the clock says so."""

    def __init__(self, world: World) -> None:
        self._world = world
        self.under_way: list[tuple[dt.datetime, dt.datetime, Sent]] = []

    def free(self) -> tuple[int, int]:
        now = self._world.now
        quick = sum(
            now - began < PATIENCE * SECOND for began, _end, s in self.under_way if not s.parcel.is_slow
        )
        return 4 - quick, 2 - sum(sent.parcel.is_slow for _began, _end, sent in self.under_way)

    def is_busy(self) -> bool:
        return bool(self.under_way)

    def start(self, parcel: Parcel) -> None:
        self._world.kills.step()
        outcome = self._world.receivers[parcel.endpoint_id].answer(parcel, self._world.now)
        end = self._world.now + outcome.seconds * SECOND
        self.under_way.append((self._world.now, end, Sent(parcel, outcome)))

    def finished(self, wait: float) -> list[Sent]:
        back = [entry for entry in self.under_way if entry[1] <= self._world.now]
        self.under_way = [entry for entry in self.under_way if entry[1] > self._world.now]
        return [sent for _began, _end, sent in back]


class World:
    """Everything, and its clock."""

    def __init__(self, kills: Sequence[int] = ()) -> None:
        self.now = START
        self.kills = Kills(list(kills))
        self.receivers: dict[int, Receiving] = defaultdict(lambda: Receiving(OK, START))
        self.releases: list[dt.datetime] = []
        self.restarts = 0
        self._hands = SimulatedHands(self)
        self._sender = Sender(self._hands)

    def run(self, *, until: dt.datetime) -> None:
        """Turn senders until nothing more will happen before `until`."""
        steps = 0
        while self.now < until:
            steps += 1
            assert steps < 5_000, "something is due for ever"
            with clock.set_to(self.now):
                self._release()
                with self._killable():
                    while self._sender.turn() == 0 and not self._only_waits():
                        pass
            self.now = self._next(until)

    def _release(self) -> None:
        while self.releases and self.releases[0] <= self.now:
            print_editions([make_payload()], released_at=self.releases.pop(0))

    @contextmanager
    def _killable(self) -> Iterator[None]:
        try:
            with connection.execute_wrapper(self.kills):
                yield
        except Killed:
            self.restarts += 1
            self._hands = SimulatedHands(
                self
            )  # what was under way has arrived, and nobody waits for the answer
            self._sender = Sender(self._hands)

    def _only_waits(self) -> bool:
        return all(end > self.now for _began, end, _sent in self._hands.under_way) and not self._due()

    def _due(self) -> bool:
        quick, slow = self._hands.free()
        rows = WebhookEndpoint.objects.filter(state=State.ACTIVE, due_at__lte=self.now)
        rows = rows.exclude(lease_until__gt=self.now)
        return (quick > 0 and rows.filter(is_slow=False).exists()) or (
            slow > 0 and rows.filter(is_slow=True).exists()
        )

    def _next(self, until: dt.datetime) -> dt.datetime:
        soonest = WebhookEndpoint.objects.filter(state=State.ACTIVE).aggregate(
            due=Min("due_at"), lease=Min("lease_until")
        )
        moments = [end for _began, end, _sent in self._hands.under_way]
        moments += [began + PATIENCE * SECOND for began, _end, _sent in self._hands.under_way]
        moments += [moment for moment in soonest.values() if moment is not None]
        moments += self.releases
        return min([moment for moment in moments if moment > self.now] + self._catching_up(until))

    def _catching_up(self, until: dt.datetime) -> list[dt.datetime]:
        """A restarted sender comes again after a moment; one at rest when something happens."""
        return [min(until, self.now + (SECOND if self.kills.after or self._due() else dt.timedelta(days=1)))]
