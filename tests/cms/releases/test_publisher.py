"""The publisher: prints what is due, never early, one failure stops no other, a lost database is waited for."""

from __future__ import annotations

import datetime as dt
import io

from django.core.management import call_command
from django.db import OperationalError

import pytest

from cms.common import clock
from cms.ledger.models import Edition
from cms.releases import publisher
from cms.releases.models import Release
from cms.releases.services import cancel_release, plan_release, release_now
from tests.cms.releases.test_services import ReleaseCase
from tests.factories.cms_workshop import edit, entry_for, make_message

EIGHT = dt.datetime(2027, 3, 3, 8, 0, tzinfo=dt.UTC)
SECOND = dt.timedelta(seconds=1)


class FakeTime:
    """A clock that stands still until somebody sleeps."""

    def __init__(self, now: dt.datetime) -> None:
        self.time = now
        self.slept: list[float] = []

    def now(self) -> dt.datetime:
        return self.time

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.time += dt.timedelta(seconds=seconds)


class TestPublishDue(ReleaseCase):
    def plan(self, page=None, at=EIGHT) -> Release:
        return plan_release(entries=[entry_for(page or self.page)], by=self.desk.editor, at=at)

    def publish_due(self, at: dt.datetime) -> tuple[int, FakeTime]:
        """Run the publisher with its clock and the database's clock at `at`, both moved by sleeping."""
        time = FakeTime(at)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(clock, "database_now", lambda using="default": time.now())
            return publisher.publish_due(sleep=time.sleep, now=time.now), time

    def test_nothing_is_due(self):
        assert self.publish_due(EIGHT)[0] == 0

    def test_what_is_far_ahead_is_left_alone(self):
        release = self.plan()
        printed, time = self.publish_due(EIGHT - publisher.AHEAD - SECOND)
        assert (printed, time.slept) == (0, [])
        release.refresh_from_db()
        assert release.status == "planned"

    def test_what_is_nearly_due_is_held_until_its_instant(self):
        self.plan()
        printed, time = self.publish_due(EIGHT - 3.5 * SECOND)
        assert printed == 1
        assert time.slept == [1.0, 1.0, 1.0, 0.5]
        assert Release.objects.get(status="released", title=self.page.title).released_at == EIGHT

    def test_what_is_late_is_printed_at_once(self):
        self.plan()
        printed, time = self.publish_due(EIGHT + dt.timedelta(days=1))
        assert (printed, time.slept) == (1, [])

    def test_releases_come_in_the_order_of_their_instants(self):
        pages = [make_message(self.desk) for _ in range(3)]
        for page, seconds in zip(pages, (2, 0, 1), strict=True):
            self.plan(page, EIGHT + seconds * SECOND)
        assert self.publish_due(EIGHT)[0] == 3
        rows = Edition.objects.filter(seq__gt=self.before).order_by("seq")
        assert [row.item_key for row in rows] == [pages[n].translation_key for n in (1, 2, 0)]

    def test_one_that_fails_stops_no_other_and_is_not_tried_again_by_itself(self):
        bad, good = make_message(self.desk), make_message(self.desk)
        release = self.plan(bad)
        self.plan(good, EIGHT + SECOND)
        edit(bad, title="Ändrad")
        assert self.publish_due(EIGHT + SECOND)[0] == 1
        assert self.publish_due(EIGHT + SECOND)[0] == 0
        release.refresh_from_db()
        assert release.status == "failed"

    def test_cancelled_is_not_printed(self):
        cancel_release(release=self.plan(), by=self.desk.editor)
        assert self.publish_due(EIGHT)[0] == 0

    def test_what_becomes_due_while_it_holds_is_for_the_next_look(self):
        first = self.plan()
        self.plan(make_message(self.desk), EIGHT + publisher.AHEAD)
        assert self.publish_due(EIGHT - SECOND)[0] == 1
        assert list(Release.objects.filter(status="planned").values_list("pk", flat=True)) != [first.pk]

    def test_command_prints_what_is_due_and_says_how_many(self):
        release_now(entries=[entry_for(self.page)], by=self.desk.editor)
        self.plan(make_message(self.desk), at=dt.datetime(2020, 1, 1, tzinfo=dt.UTC))
        said = io.StringIO()
        call_command("publish_due_releases", stdout=said)
        assert "1 releases printed." in said.getvalue()


class Hands:
    """In place of the threads: what is handed over is done at once, waiting is noted."""

    def __init__(self, count: int) -> None:
        self.waited: list[float] = []
        self.stopped: list[float] = []
        made.append(self)

    def has_room(self) -> bool:
        return True

    def start(self, act) -> None:
        act()

    def wait(self, seconds: float) -> None:
        self.waited.append(seconds)

    def stop(self, seconds: float) -> None:
        self.stopped.append(seconds)


made: list[Hands] = []


@pytest.fixture
def turns(monkeypatch) -> list[str]:
    """Let the loop run without a database; return what it did, and begin with a turn that finds none."""
    done: list[str] = []

    class Due:
        def __init__(self, *, workers, ahead) -> None:
            assert ahead == publisher.PREPARE_AHEAD

        def turn(self) -> float:
            done.append("turn")
            if done == ["turn"]:
                raise OperationalError("server closed the connection")
            return 0.25

    made.clear()
    monkeypatch.setattr(publisher, "DueReleases", Due)
    monkeypatch.setattr(publisher, "Threads", Hands)
    monkeypatch.setattr(publisher, "close_old_connections", lambda: None)
    monkeypatch.setattr(publisher, "keep_house", lambda: done.append("house"))
    return done


def test_loop_goes_on_after_a_lost_database_and_until_it_is_told_to_stop(turns):
    publisher.run(interval=2.5, should_stop=lambda: turns.count("turn") == 3)
    assert turns == ["turn", "turn", "house", "turn"]
    assert made[0].waited == [2.5, 0.25, 0.25]
    assert made[0].stopped == [publisher.STOP_WITHIN]


def test_every_turn_begins_with_giving_up_connections_that_have_been_lost(turns, monkeypatch):
    monkeypatch.setattr(publisher, "close_old_connections", lambda: turns.append("closed"))
    publisher.run(interval=1, should_stop=lambda: turns.count("turn") == 2)
    assert turns == ["closed", "turn", "house", "closed", "turn"]


def test_looks_at_least_as_often_as_the_interval_says(turns):
    publisher.run(interval=0.1, should_stop=lambda: len(turns) > 3)
    assert set(made[0].waited) == {0.1}


def test_house_is_kept_once_a_minute_and_only_when_a_hand_is_free(turns, monkeypatch):
    minutes = iter(range(0, 1000, 30))
    monkeypatch.setattr(publisher.time, "monotonic", lambda: float(next(minutes)))
    publisher.run(interval=1, should_stop=lambda: turns.count("turn") == 7)
    first = turns.count("house")
    monkeypatch.setattr(Hands, "has_room", lambda self: False)
    publisher.run(interval=1, should_stop=lambda: turns.count("turn") == 14)
    assert (first, turns.count("house")) == (3, 3)


def test_told_to_stop_before_the_first_turn(turns):
    publisher.run(interval=1, should_stop=lambda: True)
    assert turns == []
    assert made[0].stopped == [publisher.STOP_WITHIN]
