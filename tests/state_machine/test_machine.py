"""Any order of steps leaves the ledger sound; and the orders that once did not, by name.

STATE_MACHINE_EXAMPLES=2000 STATE_MACHINE_STEPS=60 pytest tests/state_machine looks longer.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from cms.approval.exceptions import OwnChangeError
from cms.approval.models import ApprovalRequest
from cms.ledger.models import Edition
from cms.releases import preconditions, printing
from cms.releases.models import Release
from tests.state_machine.machine import ReleaseMachine, make_world

pytestmark = pytest.mark.django_db
EXAMPLES = int(os.environ.get("STATE_MACHINE_EXAMPLES", "25"))
STEPS = int(os.environ.get("STATE_MACHINE_STEPS", "20"))


@pytest.fixture(autouse=True)
def world() -> None:
    """Make the world once for all examples of a test; each rolls back to here."""
    ReleaseMachine.world = make_world()


@pytest.mark.slow
def test_any_order_of_steps_leaves_the_ledger_sound() -> None:
    run_state_machine_as_test(
        ReleaseMachine,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=STEPS,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            print_blob=True,
        ),
    )


@pytest.fixture
def machine() -> Iterator[ReleaseMachine]:
    """Return a machine to walk by hand; what must hold is looked at when it is put away."""
    made = ReleaseMachine()
    try:
        yield made
        check(made)
    finally:
        made.teardown()


def check(machine: ReleaseMachine) -> None:
    machine.what_is_printed_was_due_whole_approved_and_as_agreed()
    machine.the_ledger_is_sound()


class TestFound:
    """Orders of steps that broke a promise once."""

    def test_taken_back_between_check_and_commit(self, machine: ReleaseMachine) -> None:
        machine.ask(languages=("sv",), ahead=None)
        machine.everybody_approves()
        machine.schedule(names=("joint",), ahead=1, english=False, at_agreed=False)
        machine.something_happens_between_check_and_commit(act="take_back")
        release = Release.objects.get(status="failed")
        assert not Edition.objects.filter(release_key=release.key).exists()
        assert "undertecknar" in release.failure

    def test_another_text_agreed_on_between_check_and_commit(self, machine: ReleaseMachine) -> None:
        """The new request was closed as if it had been about the old text, which went out."""
        machine.ask(languages=("sv",), ahead=None)
        machine.everybody_approves()
        machine.schedule(names=("joint",), ahead=1, english=False, at_agreed=False)
        machine.something_happens_between_check_and_commit(act="agree_anew")
        release = Release.objects.get(status="failed")
        assert not Edition.objects.filter(release_key=release.key).exists()


class TestMachineSees:
    """The machine itself: it reaches what it judges, and it would notice."""

    def agreed(self, machine: ReleaseMachine) -> None:
        machine.ask(languages=("sv",), ahead=None)
        machine.everybody_approves()
        machine.schedule(names=("joint", "single"), ahead=1, english=False, at_agreed=False)

    def test_a_joint_text_goes_out(self, machine: ReleaseMachine) -> None:
        before = Edition.objects.count()
        self.agreed(machine)
        machine.time_goes_by(minutes=4)
        machine.run_publisher()
        assert machine.refusals == []
        assert Edition.objects.count() == before + 2

    def test_a_joint_text_goes_out_in_two_languages(self, machine: ReleaseMachine) -> None:
        before = Edition.objects.count()
        machine.translate(word="Alm")
        machine.ask(languages=("sv", "en"), ahead=5)
        machine.everybody_approves()
        machine.schedule(names=("joint",), ahead=1, english=True, at_agreed=True)
        machine.time_goes_by(minutes=4)
        machine.run_publisher()
        assert Edition.objects.count() == before
        machine.time_goes_by(minutes=1)
        machine.run_publisher()
        assert Edition.objects.count() == before + 2

    def test_what_was_prepared_goes_out_at_its_instant(self, machine: ReleaseMachine) -> None:
        before = Edition.objects.count()
        self.agreed(machine)
        machine.a_publisher_that_prepares_ahead_looks()
        check(machine)
        assert [job.prepared is not None for job in machine.due.jobs.values()] == [True]
        assert Edition.objects.count() == before
        machine.time_goes_by(minutes=1)
        machine.a_publisher_that_prepares_ahead_looks()
        assert Edition.objects.count() == before + 2

    def test_what_was_prepared_is_not_printed_once_an_approval_is_taken_back(
        self, machine: ReleaseMachine
    ) -> None:
        before = Edition.objects.count()
        self.agreed(machine)
        machine.a_publisher_that_prepares_ahead_looks()
        machine.take_back()
        machine.time_goes_by(minutes=1)
        machine.a_publisher_that_prepares_ahead_looks()
        check(machine)
        assert Edition.objects.count() == before

    @pytest.mark.parametrize("is_killed", [True, False])
    @pytest.mark.parametrize("place", [1, 12, 40, 70])
    def test_a_crash_leaves_nothing_and_can_be_retried(
        self, machine: ReleaseMachine, place: int, is_killed: bool
    ) -> None:
        self.agreed(machine)
        machine.crash(place=place, is_killed=is_killed)
        check(machine)
        machine.retry()
        machine.run_publisher()
        assert Release.objects.filter(status="released", title__startswith="Gemensam").exists()

    def test_the_writer_signs_only_with_another(self, machine: ReleaseMachine) -> None:
        before = Edition.objects.count()
        machine.edit(name="joint", word="Alm", by_delegate=True)
        machine.ask(languages=("sv",), ahead=None)
        machine.everybody_approves()
        [refusal] = machine.refusals
        assert isinstance(refusal, OwnChangeError)
        machine.emergency(first=0, second=1)
        machine.publish_now(names=("joint",), english=False)
        assert Edition.objects.count() == before + 1

    def test_what_the_clock_has_left_again_is_not_due(self, machine: ReleaseMachine) -> None:
        before = Edition.objects.count()
        machine.schedule(names=("single",), ahead=5, english=False, at_agreed=False)
        machine.time_goes_by(minutes=20)
        machine.database_clock_is_set_back(minutes=-20)
        machine.run_publisher()
        assert Edition.objects.count() == before
        machine.time_goes_by(minutes=20)
        machine.run_publisher()
        assert Edition.objects.count() == before + 1

    def test_a_signature_of_the_writer_would_be_noticed(
        self, machine: ReleaseMachine, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        machine.edit(name="joint", word="Alm", by_delegate=True)
        machine.ask(languages=("sv",), ahead=None)
        ApprovalRequest.objects.update(written_by=None)
        with pytest.raises(AssertionError, match="whoever wrote it"):
            machine.approve(ours=True, delegate=0)

    def test_an_unapproved_edition_would_be_noticed(
        self, machine: ReleaseMachine, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(preconditions, "_check_approval", lambda *args: None)
        monkeypatch.setattr(printing, "_close_approvals", lambda *args: {})
        machine.publish_now(names=("joint",), english=False)
        with pytest.raises(AssertionError, match="nobody has agreed"):
            check(machine)
        machine.judged = Edition.objects.count()

    def test_an_altered_edition_would_be_noticed(
        self, machine: ReleaseMachine, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        entry = printing._entry

        def altered(*args: object) -> object:
            new = entry(*args)  # type: ignore[arg-type]
            return replace(new, payload={**new.payload, "title": "Ett annat ord"}, typeset=None)

        monkeypatch.setattr(printing, "_entry", altered)
        monkeypatch.setattr(printing, "_require_agreed", lambda *args: None)
        machine.publish_now(names=("single",), english=False)
        with pytest.raises(AssertionError, match="altered"):
            check(machine)
        machine.judged = Edition.objects.count()

    def test_an_early_edition_would_be_noticed(self, machine: ReleaseMachine) -> None:
        machine.schedule(names=("single",), ahead=15, english=False, at_agreed=False)
        [release] = machine._planned()
        machine.time += (release.scheduled_at - machine.time) * 2
        printing.print_release(release.pk)
        machine.time = release.scheduled_at.replace(year=2028)
        with pytest.raises(AssertionError, match="early"):
            check(machine)
        machine.judged = Edition.objects.count()
