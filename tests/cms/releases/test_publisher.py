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
from cms.releases.exceptions import NotPrintableError
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

    def test_moved_or_printed_by_another_meanwhile_is_left_alone(self):
        self.plan()

        def another_was_first(pk):
            raise NotPrintableError("släppt")

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(publisher, "print_release", another_was_first)
            assert self.publish_due(EIGHT)[0] == 0

    def test_moved_while_held_is_left_alone(self):
        release = self.plan()
        time = FakeTime(EIGHT - SECOND)

        def sleep(seconds: float) -> None:
            Release.objects.filter(pk=release.pk).update(scheduled_at=EIGHT + dt.timedelta(hours=1))
            time.sleep(seconds)

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(clock, "database_now", lambda using="default": time.now())
            assert publisher.publish_due(sleep=sleep, now=time.now) == 0
        release.refresh_from_db()
        assert release.status == "planned"
        assert Edition.objects.count() == self.before

    def test_command_prints_what_is_due_and_says_how_many(self):
        release_now(entries=[entry_for(self.page)], by=self.desk.editor)
        self.plan(make_message(self.desk), at=dt.datetime(2020, 1, 1, tzinfo=dt.UTC))
        said = io.StringIO()
        call_command("publish_due_releases", stdout=said)
        assert "1 releases printed." in said.getvalue()


def test_loop_goes_on_after_a_lost_database_and_until_it_is_told_to_stop(monkeypatch):
    turns: list[str] = []

    def publish_due(*, sleep):
        turns.append("look")
        if len(turns) == 1:
            raise OperationalError("server closed the connection")

    monkeypatch.setattr(publisher, "publish_due", publish_due)
    monkeypatch.setattr(publisher, "close_old_connections", lambda: None)
    slept: list[float] = []
    publisher.run(interval=2.5, should_stop=lambda: len(turns) == 3, sleep=slept.append)
    assert (len(turns), slept) == (3, [2.5, 2.5, 2.5])
