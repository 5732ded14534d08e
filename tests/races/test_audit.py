"""Many who record at once: the log has no gap and one chain, and nobody waits for somebody who waits for them."""

from __future__ import annotations

import datetime as dt
import itertools
from functools import partial

from django.db import transaction

import pytest

from cms.accounts.models import Role, User
from cms.approval import services as approvals
from cms.audit.models import AuditEntry, AuditHead
from cms.audit.verification import find_faults
from cms.common import clock
from cms.ledger.verification import find_faults as find_ledger_faults
from cms.releases import asking, calendar, rescheduling
from cms.releases.calendar import Words
from cms.releases.exceptions import ReleaseError
from cms.releases.models import CalendarEntry, Release
from cms.releases.printing import print_release
from cms.releases.services import plan_release
from tests.factories.cms_audit import make_entry
from tests.factories.cms_workshop import Desk, edit, entry_for, make_desk, make_member, make_message
from tests.races.together import RACE, at_once, losers

pytestmark = RACE
ROUNDS = 4
DUE = dt.datetime(2031, 1, 15, 12, 0, tzinfo=clock.UTC)


@pytest.fixture
def desk(shared_database: None) -> Desk:
    return make_desk("jarva")


def assert_whole() -> None:
    assert list(find_faults()) == []
    assert AuditHead.objects.get().seq == AuditEntry.objects.count()
    assert list(find_ledger_faults()) == []


def test_many_who_record_at_once_leave_no_gap(shared_database: None) -> None:
    def record_some() -> list[int]:
        return [make_entry().seq for _ in range(10)]

    found = at_once(*[record_some] * 6)
    assert losers(found) == []
    assert sorted(itertools.chain.from_iterable(found)) == list(range(1, 61))
    assert_whole()


def test_one_who_gives_up_leaves_no_gap(shared_database: None) -> None:
    def record_and_forget() -> None:
        with transaction.atomic():
            make_entry()
            transaction.set_rollback(True)

    found = at_once(make_entry, record_and_forget, make_entry, record_and_forget, make_entry)
    assert losers(found) == []
    assert AuditEntry.objects.count() == 3
    assert_whole()


def test_everybody_at_work_at_once(desk: Desk) -> None:
    """Editing, reading, signing, releasing and announcing: each waits for its turn, none for each other."""
    other = make_desk("polisen")
    joint = make_message(desk, signatories=[other.organisation])
    delegates: dict[int, User] = {
        each.organisation.pk: make_member(each.organisation, role=Role.APPROVER) for each in (desk, other)
    }
    request = asking.ask_for_approval(
        item_type="message", item_key=joint.translation_key, languages=["sv"], by=desk.editor, due_at=DUE
    )
    due, announced = _plan(desk), _announce(desk, _plan(desk, days=3))
    page = make_message(desk)

    def sign() -> None:
        for signature in request.signatures.all():
            delegate = delegates[signature.organisation_id]
            approvals.mark_read(signature=signature, by=delegate)
            approvals.approve(signature=signature, by=delegate, digest=request.digest)

    def write() -> None:
        for number in range(4):
            edit(page, title=f"Utkast {number}")

    found = at_once(
        sign,
        write,
        partial(print_release, due.pk),
        partial(calendar.confirm, entry=announced, by=desk.editor),
        partial(_plan, desk, days=5),
    )
    assert losers(found) == []
    assert_whole()


@pytest.mark.parametrize("turn", range(ROUNDS))
def test_confirming_a_time_against_printing(desk: Desk, turn: int) -> None:
    """Without a common order, one has the entry and wants the ledger, the other has the ledger and wants the entry."""
    release = _plan(desk, seconds=0.4)
    entry = _announce(desk, release)
    found = at_once(_when_due(release), partial(calendar.confirm, entry=entry, by=desk.editor))
    assert all(isinstance(loser, ReleaseError) for loser in losers(found)), found
    release.refresh_from_db()
    entry.refresh_from_db()
    assert (release.status, entry.status) == ("released", "released")
    assert_whole()


@pytest.mark.parametrize("turn", range(ROUNDS))
def test_cancelling_what_is_announced_against_printing(desk: Desk, turn: int) -> None:
    """Found here: cancelling had the ledger and wanted the release, which printing had."""
    release = _plan(desk, seconds=0.4)
    entry = _announce(desk, release)
    cancel = partial(rescheduling.cancel_release, release=release, by=desk.editor)
    [refusal] = losers(at_once(_when_due(release), cancel))
    assert isinstance(refusal, ReleaseError), refusal
    release.refresh_from_db()
    entry.refresh_from_db()
    assert release.status == entry.status
    assert release.status in {"released", "cancelled"}
    assert_whole()


def _plan(desk: Desk, *, days: float = 0, seconds: float = 0) -> Release:
    at = clock.database_now() + dt.timedelta(days=days, seconds=seconds)
    return plan_release(entries=[entry_for(make_message(desk))], by=desk.editor, at=at)


def _announce(desk: Desk, release: Release) -> CalendarEntry:
    return calendar.announce(
        release=release, organisation=desk.organisation, texts={"sv": Words("Nyheter")}, by=desk.editor
    )


def _when_due(release: Release) -> partial[Release]:
    """Wait for the release's instant; return what prints it."""
    while clock.database_now() < release.scheduled_at:
        pass
    return partial(print_release, release.pk)
