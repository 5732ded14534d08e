"""Releases whose instant is near: prepared ahead, held, printed at the instant; nothing early, nothing held up."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from contextlib import contextmanager

from django.core import mail
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext

import pytest

from cms.accounts.models import Role
from cms.approval import services as approvals
from cms.common import clock
from cms.items.payload import ItemSource
from cms.ledger.models import Edition
from cms.releases import due, printing, rescheduling
from cms.releases.asking import ask_for_approval, take_back
from cms.releases.due import DueReleases
from cms.releases.exceptions import NothingChangedError
from cms.releases.models import Release
from cms.releases.services import cancel_release, plan_release, release_now
from cms.releases.workers import InLine
from tests.cms.releases.test_services import ReleaseCase, broken_builder
from tests.factories.cms_workshop import (
    edit,
    entry,
    entry_for,
    identity,
    make_chief,
    make_member,
    make_message,
    make_organisation,
    make_tag,
    print_terms,
    withdraw_term,
)

EIGHT = dt.datetime(2027, 3, 3, 8, 0, tzinfo=dt.UTC)
SECOND = dt.timedelta(seconds=1)
MINUTE = dt.timedelta(minutes=1)


class Held:
    """Workers that have only been handed their acts: `let_go` does them."""

    def __init__(self) -> None:
        self.acts: list[Callable[[], None]] = []

    def has_room(self) -> bool:
        return True

    def start(self, act: Callable[[], None]) -> None:
        self.acts.append(act)

    def wait(self, seconds: float) -> None:
        raise NotImplementedError

    def let_go(self, *places: int) -> None:
        chosen = [self.acts[place] for place in places or range(len(self.acts))]
        self.acts = [act for act in self.acts if act not in chosen]
        for act in chosen:
            act()


class DueCase(ReleaseCase):
    def setUp(self):
        self.time = EIGHT - MINUTE
        patch = pytest.MonkeyPatch()
        self.addCleanup(patch.undo)
        patch.setattr(clock, "database_now", lambda using="default": self.time)
        self.due = DueReleases(workers=InLine(self.sleep), ahead=2 * MINUTE, now=lambda: self.time)

    def sleep(self, seconds: float) -> None:
        self.time += dt.timedelta(seconds=seconds)

    def plan(self, *pages, at=EIGHT) -> Release:
        entries = [entry_for(page) for page in pages or [self.page]]
        return plan_release(entries=entries, by=self.desk.editor, at=at)

    def run_until(self, at: dt.datetime) -> None:
        """Turn until `at`; the clock moves by waiting only."""
        while self.time < at:
            self.due._workers.wait(min(self.due.turn(), (at - self.time).total_seconds()))
        self.due.turn()

    def status(self, release: Release) -> str:
        release.refresh_from_db()
        return str(release.status)

    def keys_printed(self) -> list[object]:
        return list(
            Edition.objects.filter(seq__gt=self.before).order_by("seq").values_list("item_key", flat=True)
        )

    def subjects(self) -> list[str]:
        return [letter.subject.split(":")[0] for letter in mail.outbox]


@contextmanager
def builds():
    """Note every payload that is built."""
    built: list[str] = []
    real = ItemSource.build

    def build(source):
        built.append(source.title)
        return real(source)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ItemSource, "build", build)
        yield built


class TestInstant(DueCase):
    def test_all_is_built_before_and_only_printed_at_the_instant(self):
        release = self.plan(self.page, make_message(self.desk))
        with builds() as built:
            self.run_until(EIGHT - SECOND)
            assert (len(built), self.status(release), self.keys_printed()) == (2, "planned", [])
            self.run_until(EIGHT)
        assert len(built) == 2
        assert self.status(release) == "released"
        assert release.released_at == EIGHT
        assert self.due.jobs == {}

    def test_printing_takes_as_many_queries_for_many_as_for_few(self):
        counted = []
        for count, minutes in ((2, 0), (9, 3)):
            self.plan(*[make_message(self.desk) for _ in range(count)], at=EIGHT + minutes * MINUTE)
            self.run_until(EIGHT + minutes * MINUTE - SECOND)
            self.time += SECOND
            with CaptureQueriesContext(
                connection,
            ) as captured:
                self.due.turn()
            counted.append(len(captured))
        assert counted[0] == counted[1] < 40

    def test_at_one_instant_the_older_plan_comes_first(self):
        pages = [make_message(self.desk) for _ in range(4)]
        for page in pages:
            self.plan(page)
        self.run_until(EIGHT)
        assert self.keys_printed() == [page.translation_key for page in pages]
        assert set(Release.objects.filter(scheduled_at=EIGHT).values_list("released_at", flat=True)) == {
            EIGHT
        }

    def test_one_whose_preparation_takes_long_holds_up_no_other(self):
        slow, quick = self.plan(make_message(self.desk)), self.plan()
        hands = Held()
        self.due = DueReleases(workers=hands, ahead=2 * MINUTE, now=lambda: self.time)
        self.due.turn()
        hands.let_go(1)
        self.time = EIGHT
        self.due.turn()
        assert (self.status(slow), self.status(quick)) == ("planned", "released")
        self.time += 7 * SECOND
        hands.let_go()
        self.due.turn()
        assert self.status(slow) == "released"

    def test_what_somebody_works_at_is_not_handed_to_another(self):
        self.plan()
        hands = Held()
        self.due = DueReleases(workers=hands, ahead=2 * MINUTE, now=lambda: self.time)
        for _ in range(3):
            assert self.due.turn() == 1.0  # nothing else is to be done
            self.time += SECOND
        assert len(hands.acts) == 1

    def test_plan_is_looked_at_once_a_second_at_least(self):
        assert self.due.turn() == 1.0
        self.plan(at=EIGHT + MINUTE)
        self.due.turn()
        assert self.due.turn() == 1.0

    def test_what_is_late_is_prepared_and_printed_at_once(self):
        release = self.plan(at=EIGHT - 10 * MINUTE)
        assert self.due.turn() == 0
        self.due.turn()
        assert self.status(release) == "released"

    def test_what_an_earlier_one_prints_may_be_referred_to(self):
        tag = make_tag("sommar")
        page = make_message(self.desk, tags=[tag])
        plan_release(entries=[entry(*identity(tag))], by=make_chief(), at=EIGHT - SECOND)
        print_terms(tag, languages=["sv"])
        later = self.plan(page)
        withdraw_term(tag)  # so that the planned one is the one that makes it public
        self.run_until(EIGHT)
        assert self.status(later) == "released"
        assert mail.outbox == []

    def test_what_somebody_prints_while_it_is_prepared_is_left_alone(self):
        release = self.plan(at=EIGHT - MINUTE)
        hands = Held()
        self.due = DueReleases(workers=hands, ahead=2 * MINUTE, now=lambda: self.time)
        self.due.turn()
        printing.print_release(release.pk)
        hands.let_go()
        self.due.turn()
        assert (self.status(release), len(self.keys_printed()), self.due.jobs) == ("released", 1, {})


class TestClock(DueCase):
    def test_never_before_the_databases_clock_says_so(self):
        """Whatever this process believes, wrong in either direction, also when it has all in its hands."""
        for skew in (-10 * MINUTE, 10 * MINUTE):
            release = self.plan(make_message(self.desk), at=self.time + MINUTE)
            at = release.scheduled_at
            self.due = DueReleases(
                workers=InLine(self.sleep),
                ahead=20 * MINUTE,
                now=lambda skew=skew: self.time + max(skew, 0 * SECOND),
            )
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr(clock, "now", lambda skew=skew: self.time + skew)
                self.due.turn()
                self.due.turn()
                assert self.due.jobs[release.pk].prepared is not None
                self.time = at - dt.timedelta(milliseconds=1)
                self.due.turn()
                assert self.status(release) == "planned"
                self.time = at
                self.run_until(at + SECOND)
            assert self.status(release) == "released"
            assert release.released_at >= at

    def test_clock_that_is_set_back_while_all_is_ready(self):
        release = self.plan()
        self.run_until(EIGHT - SECOND)
        self.time -= 10 * MINUTE
        for _ in range(3):
            self.due.turn()
            assert self.status(release) == "planned"
        self.run_until(EIGHT)
        assert (self.status(release), release.released_at) == ("released", EIGHT)

    def test_too_early_is_tried_again_after_a_breath(self):
        release = self.plan()
        ahead = DueReleases(workers=InLine(), ahead=2 * MINUTE, now=lambda: self.time + 2 * MINUTE)
        ahead.turn()
        ahead.turn()
        assert self.status(release) == "planned"
        assert ahead.turn() == pytest.approx(due.BREATH.total_seconds())


class TestEarlyRefusal(DueCase):
    def test_it_is_told_once_tried_again_and_not_called_failed(self):
        release = self.plan()
        edit(self.page, title="Ändrad")
        with builds() as built:
            self.run_until(EIGHT - 30 * SECOND)
        assert self.status(release) == "planned"
        assert self.subjects() == ["Hinder för släppet"]
        assert "har ändrats" in mail.outbox[0].body
        assert len(built) >= 5
        edit(self.page, title="Sommaren i Järva")
        self.run_until(EIGHT)
        assert (self.status(release), release.released_at) == ("released", EIGHT)

    def test_another_hindrance_is_told_too(self):
        release = self.plan()
        edit(self.page, title="Ändrad")
        self.run_until(EIGHT - 40 * SECOND)
        self.page.delete()
        self.run_until(EIGHT - 20 * SECOND)
        assert self.subjects() == ["Hinder för släppet"] * 2
        assert self.status(release) == "planned"

    def test_what_another_publisher_has_told_is_not_told_again(self):
        self.plan()
        edit(self.page, title="Ändrad")
        self.run_until(EIGHT - 40 * SECOND)
        self.due = DueReleases(workers=InLine(self.sleep), ahead=2 * MINUTE, now=lambda: self.time)
        self.run_until(EIGHT - 20 * SECOND)
        assert self.subjects() == ["Hinder för släppet"]

    def test_at_the_instant_it_is_looked_at_once_more_and_then_it_has_failed(self):
        release = self.plan()
        edit(self.page, title="Ändrad")
        self.run_until(EIGHT + SECOND)
        assert (self.status(release), "har ändrats" in release.failure) == ("failed", True)
        assert self.subjects() == ["Hinder för släppet", "Släppet misslyckades"]
        assert self.due.jobs == {}

    def test_two_publishers_tell_it_once(self):
        release = self.plan()
        other = DueReleases(workers=InLine(self.sleep), ahead=2 * MINUTE, now=lambda: self.time)
        edit(self.page, title="Ändrad")
        self.time = EIGHT
        hands = [Held(), Held()]
        self.due._workers, other._workers = hands
        self.due.turn()
        other.turn()
        for held in hands:
            held.let_go()
        assert self.status(release) == "failed"
        assert self.subjects() == ["Släppet misslyckades"]


class TestMeanwhile(DueCase):
    """All is ready, and then something changes."""

    def ready(self, *pages, at=EIGHT) -> Release:
        release = self.plan(*pages, at=at)
        self.run_until(self.time + 2 * SECOND)
        assert self.due.jobs[release.pk].prepared is not None
        return release

    def test_draft_that_is_saved_is_looked_at_again_and_told(self):
        release = self.ready()
        edit(self.page, title="Ändrad")
        self.run_until(self.time + 2 * due.AGAIN)
        assert self.due.jobs[release.pk].prepared is None
        assert self.subjects() == ["Hinder för släppet"]
        self.run_until(EIGHT + SECOND)
        assert self.status(release) == "failed"
        assert self.keys_printed() == []

    def test_draft_that_is_saved_at_the_last_moment_is_not_printed(self):
        release = self.ready()
        self.run_until(EIGHT - SECOND)
        self.due._looked_at = EIGHT
        edit(self.page, title="Ändrad")
        self.run_until(EIGHT + SECOND)
        assert (self.status(release), "har ändrats" in release.failure) == ("failed", True)
        assert self.keys_printed() == []

    def test_draft_that_is_saved_without_a_change_is_printed(self):
        release = self.ready()
        self.run_until(EIGHT - SECOND)
        self.due._looked_at = EIGHT
        edit(self.page)
        self.run_until(EIGHT + SECOND)
        assert self.status(release) == "released"

    def test_moved_to_a_later_time(self):
        release = self.ready()
        later = EIGHT + dt.timedelta(hours=1)
        rescheduling.move_release(release=release, at=later, by=self.desk.editor)
        self.run_until(EIGHT + MINUTE)
        assert (self.status(release), self.due.jobs) == ("planned", {})
        self.run_until(later)
        assert (self.status(release), release.released_at) == ("released", later)

    def test_moved_in_the_last_moment(self):
        """After the last look at the plan: the transaction sees it."""
        release = self.ready()
        [job] = self.due.jobs.values()
        rescheduling.move_release(release=release, at=EIGHT + MINUTE, by=self.desk.editor)
        self.time = EIGHT
        self.due._print(job, job.prepared, self.time)
        assert self.status(release) == "planned"

    def test_moved_to_an_earlier_time(self):
        release = self.ready()
        sooner = EIGHT - 20 * SECOND
        rescheduling.move_release(release=release, at=sooner, by=self.desk.editor)
        self.run_until(sooner)
        assert (self.status(release), release.released_at) == ("released", sooner)

    def test_cancelled(self):
        release = self.ready()
        cancel_release(release=release, by=self.desk.editor)
        self.run_until(EIGHT + SECOND)
        assert (self.status(release), self.keys_printed(), mail.outbox) == ("cancelled", [], [])

    def test_cancelled_in_the_last_moment(self):
        release = self.ready()
        [job] = self.due.jobs.values()
        cancel_release(release=release, by=self.desk.editor)
        self.time = EIGHT
        self.due._print(job, job.prepared, self.time)
        assert (self.status(release), self.due.jobs, mail.outbox) == ("cancelled", {}, [])

    def test_printed_by_another_publisher(self):
        release = self.ready()
        [job] = self.due.jobs.values()
        self.time = EIGHT
        printing.print_release(release.pk)
        self.due._print(job, job.prepared, self.time)
        assert (self.due.printed, self.due.jobs, len(self.keys_printed())) == (0, {}, 1)

    def test_called_failed_by_another_publisher(self):
        """Its owner has been told that nothing is public; from there on people decide."""
        release = self.ready()
        [job] = self.due.jobs.values()
        self.time = EIGHT
        printing.record_failure(release.pk, NothingChangedError("x", "sv"))
        self.due._print(job, job.prepared, self.time)
        assert (self.status(release), self.keys_printed(), self.due.jobs) == ("failed", [], {})

    def test_item_is_out_already(self):
        release = self.ready()
        release_now(entries=[entry_for(self.page)], by=self.desk.editor)
        self.run_until(EIGHT + SECOND)
        assert (self.status(release), "redan publik" in release.failure) == ("failed", True)
        assert len(self.keys_printed()) == 1

    def test_reference_is_withdrawn(self):
        tag = make_tag("sommar")
        print_terms(tag)
        release = self.ready(make_message(self.desk, tags=[tag]))
        withdraw_term(tag)
        self.run_until(EIGHT + SECOND)
        assert (self.status(release), "inte släppt på språket" in release.failure) == ("failed", True)

    def test_approval_is_taken_back(self):
        police = make_organisation("polisen")
        print_terms(police)
        page = make_message(self.desk, signatories=[police])
        request = ask_for_approval(
            item_type="message",
            item_key=page.translation_key,
            languages=["sv"],
            by=self.desk.editor,
            due_at=EIGHT,
        )
        for signature in request.signatures.all():
            delegate = make_member(signature.organisation, role=Role.APPROVER)
            approvals.approve(signature=signature, by=delegate, digest=request.digest)
        release = self.ready(page)
        take_back(request=request, by=self.desk.editor)
        self.run_until(EIGHT + SECOND)
        assert (self.status(release), "undertecknare" in release.failure) == ("failed", True)
        assert page.translation_key not in self.keys_printed()

    def test_moved_while_its_last_checks_run_it_has_not_failed(self):
        release = self.plan(at=EIGHT - 2 * MINUTE)
        hands = Held()
        self.due = DueReleases(workers=hands, ahead=2 * MINUTE, now=lambda: self.time)
        edit(self.page, title="Ändrad")
        self.due.turn()
        rescheduling.move_release(release=release, at=EIGHT, by=self.desk.editor)
        hands.let_go()
        assert (self.status(release), release.failure) == ("planned", "")


class TestWhatPassesByItself(DueCase):
    def struck(self, times: int):
        """Let the transaction fail so often for reasons of the database."""
        commit = printing._commit
        left = [times]

        def fail(*args):
            if left[0]:
                left[0] -= 1
                raise OperationalError("server closed the connection")
            return commit(*args)

        patch = pytest.MonkeyPatch()
        self.addCleanup(patch.undo)
        patch.setattr(printing, "_commit", fail)

    def test_lost_connection_at_the_instant_needs_nobody(self):
        release = self.plan()
        self.struck(times=2)
        self.run_until(EIGHT + 3 * SECOND)
        assert (self.status(release), release.released_at) == ("released", EIGHT + SECOND)
        assert mail.outbox == []

    def test_database_that_stays_away_is_told_in_the_end(self):
        release = self.plan()
        self.struck(times=due.TRIES + 1)
        self.run_until(EIGHT + 5 * SECOND)
        assert (self.status(release), "server closed" in release.failure) == ("failed", True)
        assert self.subjects() == ["Släppet misslyckades"]

    def test_builder_that_breaks_ahead_and_is_mended(self):
        release = self.plan()
        with broken_builder(RuntimeError("trasig")):
            self.run_until(EIGHT - 30 * SECOND)
        assert (self.status(release), self.subjects()) == ("planned", ["Hinder för släppet"])
        self.run_until(EIGHT)
        assert self.status(release) == "released"

    def test_builder_that_breaks_at_the_instant_is_tried_again_without_a_person(self):
        release = self.plan(at=EIGHT - MINUTE)
        with broken_builder(RuntimeError("trasig")):
            self.due.turn()
        assert (self.status(release), mail.outbox) == ("planned", [])
        self.run_until(EIGHT - MINUTE + 3 * SECOND)
        assert self.status(release) == "released"

    def test_error_at_the_side_leaves_the_job_to_be_tried_again(self):
        release = self.plan()
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(due, "prepare", gone)
            with pytest.raises(OperationalError):
                self.due.turn()
        assert not self.due.jobs[release.pk].is_busy
        self.run_until(EIGHT)
        assert self.status(release) == "released"


def gone(*args: object) -> None:
    raise OperationalError("server closed the connection")
