"""Publishers, editors and signatories at the instant: exactly one outcome, and whoever was second is told why."""

from __future__ import annotations

import datetime as dt
import threading
import time
from functools import partial

from django.core import mail
from django.db import transaction

import pytest

from cms.accounts.models import Role
from cms.approval import services as approvals
from cms.common import clock
from cms.ledger.models import Edition
from cms.ledger.rebuilding import rebuild
from cms.ledger.verification import find_faults
from cms.messages.models import JointMessage
from cms.releases import asking, due, printing
from cms.releases.exceptions import NotPrintableError, ReleaseError
from cms.releases.locking import lock_ledger
from cms.releases.models import Release
from cms.releases.preparing import prepare
from cms.releases.printing import print_release
from cms.releases.publisher import publish_due
from cms.releases.services import cancel_release, plan_release
from cms.releases.workers import Threads
from tests.factories.cms_workshop import Desk, edit, entry_for, make_desk, make_member, make_message
from tests.races.together import RACE, at_once, losers

pytestmark = RACE
DUE = dt.datetime(2031, 1, 15, 12, 0, tzinfo=clock.UTC)


@pytest.fixture
def desk(shared_database: None) -> Desk:
    return make_desk("jarva")


def plan(desk: Desk, *pages: JointMessage, seconds: float = 0.0) -> Release:
    at = clock.database_now() + dt.timedelta(seconds=seconds)
    return plan_release(entries=[entry_for(page) for page in pages], by=desk.editor, at=at)


def editions_of(release: Release) -> list[Edition]:
    return list(Edition.objects.filter(release_key=release.key).order_by("seq"))


def assert_whole() -> None:
    assert list(find_faults()) == []
    assert not rebuild().differed


@pytest.mark.parametrize("wait", [0.0, 0.02, 0.1, 0.3])
def test_two_publishers_and_an_editors_change(desk: Desk, wait: float) -> None:
    pages = [make_message(desk), make_message(desk)]
    release = plan(desk, *pages, seconds=0.8)

    def change() -> None:
        time.sleep(max(0.0, (release.scheduled_at - clock.database_now()).total_seconds() - 0.1 + wait))
        edit(pages[1], title="Ändrad i sista stund")

    first, second, _changed = at_once(publish_due, publish_due, change)
    assert_one_outcome(release, (first, second), pages[1])


@pytest.mark.parametrize("moment", [-0.3, -0.02, 0.0, 0.02, 0.3])
def test_two_publishers_that_have_all_ready_and_an_editors_change(desk: Desk, moment: float) -> None:
    """Both have prepared it in threads of their own and wait; around the instant the editor saves another text."""
    pages = [make_message(desk), make_message(desk)]
    release = plan(desk, *pages, seconds=2.5)
    ready: list[int] = []

    def publish() -> int:
        hands = Threads(2)
        try:
            return publish_due(workers=hands)
        finally:
            hands.stop(20)

    def prepare_and_note(release_id: int) -> object:
        found = prepare(release_id)
        ready.append(release_id)
        return found

    def change() -> None:
        time.sleep(max(0.0, (release.scheduled_at - clock.database_now()).total_seconds() + moment))
        edit(pages[1], title="Ändrad i sista stund")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(due, "prepare", prepare_and_note)
        first, second, _changed = at_once(publish, publish, change)
    assert ready
    assert_one_outcome(release, (first, second), pages[1])


def assert_one_outcome(release: Release, printed: tuple[int, int], page: JointMessage) -> None:
    """Check that all of it went out as agreed, by one publisher, or nothing, and that the owner was told why, once."""
    release.refresh_from_db()
    editions = editions_of(release)
    failures = [letter for letter in mail.outbox if "misslyckades" in letter.subject]
    if release.status == "released":
        assert printed in {(1, 0), (0, 1)}
        assert [edition.digest for edition in editions] == [item.digest for item in release.items.all()]
        assert all(edition.released_at >= release.scheduled_at for edition in editions)
        assert failures == []
    else:
        assert (printed, release.status, editions) == ((0, 0), "failed", [])
        assert "har ändrats" in release.failure
        assert ["har ändrats" in str(letter.body) for letter in failures] == [True]
    # Either way the editor's words are in the draft, and nowhere else.
    draft = JointMessage.objects.get(pk=page.pk).get_latest_revision_as_object()
    assert draft.title == "Ändrad i sista stund"
    assert_whole()


def test_two_who_print_the_same(desk: Desk) -> None:
    release = plan(desk, make_message(desk))
    results = at_once(partial(print_release, release.pk), partial(print_release, release.pk))
    [refusal] = losers(results)
    assert isinstance(refusal, NotPrintableError)
    assert "redan" in str(refusal)
    assert len(editions_of(release)) == 1
    assert_whole()


def test_printing_against_cancelling(desk: Desk) -> None:
    release = plan(desk, make_message(desk))
    results = at_once(
        partial(print_release, release.pk), partial(cancel_release, release=release, by=desk.editor)
    )
    [refusal] = losers(results)
    assert isinstance(refusal, NotPrintableError)
    release.refresh_from_db()
    outcome = (release.status, len(editions_of(release)))
    assert outcome in {("released", 1), ("cancelled", 0)}
    assert_whole()


def test_different_releases_at_once_share_the_numbers(desk: Desk) -> None:
    releases = [plan(desk, make_message(desk), make_message(desk)) for _ in range(4)]
    results = at_once(*[partial(print_release, release.pk) for release in releases])
    assert losers(results) == []
    seqs = [edition.seq for release in releases for edition in editions_of(release)]
    newest = Edition.objects.count()
    assert sorted(seqs) == list(range(newest - 7, newest + 1))
    for release in releases:
        first, second = editions_of(release)
        assert second.seq == first.seq + 1
    assert_whole()


def test_a_later_number_never_has_an_earlier_instant(desk: Desk) -> None:
    release = plan(desk, make_message(desk))
    begun, ended = threading.Event(), []

    def hold() -> None:
        with transaction.atomic():
            lock_ledger()
            begun.set()
            time.sleep(0.3)
            ended.append(clock.database_now())

    def follow() -> None:
        begun.wait(30)
        print_release(release.pk)

    assert losers(at_once(hold, follow)) == []
    [edition] = editions_of(release)
    assert edition.released_at >= ended[0].replace(microsecond=ended[0].microsecond // 1000 * 1000)


def test_taking_back_between_the_check_and_the_printing_stops_it(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Found here: the signatures were looked at before the transaction and not again inside it."""
    release, request = _agreed(desk)
    commit = printing._commit

    def taken_back_first(*args: object) -> Release:
        asking.take_back(request=request, by=desk.editor)
        return commit(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(printing, "_commit", taken_back_first)
    with pytest.raises(ReleaseError):
        print_release(release.pk)
    release.refresh_from_db()
    assert (release.status, editions_of(release)) == ("failed", [])
    assert_whole()


@pytest.mark.parametrize("wait", [0.0, 0.05, 0.2])
def test_printing_against_taking_back(desk: Desk, wait: float) -> None:
    release, request = _agreed(desk)

    def take_back() -> object:
        time.sleep(wait)
        return asking.take_back(request=request, by=desk.editor)

    at_once(partial(print_release, release.pk), take_back)
    release.refresh_from_db()
    request.refresh_from_db()
    outcome = (release.status, request.status, len(editions_of(release)))
    assert outcome in {("released", "released", 1), ("failed", "taken_back", 0)}
    assert_whole()


def _agreed(desk: Desk) -> tuple[Release, object]:
    """Return a planned release of a text that both signatories have approved, and their request."""
    other = make_desk()
    page = make_message(desk, signatories=[other.organisation])
    request = asking.ask_for_approval(
        item_type="message", item_key=page.translation_key, languages=["sv"], by=desk.editor, due_at=DUE
    )
    for signature in request.signatures.all():
        delegate = make_member(signature.organisation, role=Role.APPROVER)
        approvals.approve(signature=signature, by=delegate, digest=request.digest)
    return plan(desk, page), request
