"""One approval of several languages, released one after the other: the rest stays approved, on the same digests."""

from __future__ import annotations

import datetime as dt

import pytest

from cms.accounts.models import Role
from cms.approval import services
from cms.approval.enums import RequestStatus, SignatureStatus
from cms.approval.exceptions import AlreadyAskedError
from cms.approval.models import ApprovalRequest
from cms.approval.queries import find_standing
from cms.common import clock
from cms.ledger.models import CurrentEdition, Edition
from cms.messages.models import JointMessage
from cms.releases import asking
from cms.releases.enums import Action
from cms.releases.exceptions import ApprovalOutdatedError, ApprovedTimeDiffersError, JointApprovalNeededError
from cms.releases.services import plan_release, release_now
from tests.factories.cms_workshop import (
    edit,
    entry_for,
    locale,
    make_desk,
    make_member,
    make_message,
)

pytestmark = pytest.mark.django_db


class Bilingual:
    """A joint message in Swedish and English, approved in both by both."""

    def __init__(self) -> None:
        self.ours, self.theirs = make_desk("jarva"), make_desk("polisen")
        self.sv = make_message(self.ours, title="Sommaren", signatories=[self.theirs.organisation])
        self.ours.page.copy_for_translation(locale("en"))
        self.en = self.sv.copy_for_translation(locale("en"))
        self.en.title = "Summer"
        self.en.save_revision()
        self.delegates = [
            (desk, make_member(desk.organisation, role=Role.APPROVER)) for desk in (self.ours, self.theirs)
        ]

    def ask(self, release_at: dt.datetime | None = None) -> ApprovalRequest:
        """Ask about both languages, and let both approve."""
        request = asking.ask_for_approval(
            item_type="message",
            item_key=self.sv.translation_key,
            languages=["sv", "en"],
            by=self.ours.editor,
            due_at=clock.now() + dt.timedelta(days=1),
            release_at=release_at,
        )
        for desk, delegate in self.delegates:
            signature = request.signatures.get(organisation=desk.organisation)
            services.approve(signature=signature, by=delegate, digest=request.digest)
        request.refresh_from_db()
        return request

    def release(self, page: JointMessage) -> None:
        """Release one language."""
        release_now(entries=[entry_for(page)], by=self.ours.editor)

    def public(self) -> set[str]:
        """Return the languages that are out."""
        rows = CurrentEdition.objects.filter(item_key=self.sv.translation_key, kind="published")
        return set(rows.values_list("language", flat=True))


@pytest.fixture
def both() -> Bilingual:
    return Bilingual()


def test_the_other_language_stays_approved_until_it_is_out_too(both: Bilingual):
    request = both.ask()
    both.release(both.sv)
    request.refresh_from_db()
    assert (request.status, request.closed_at is None) == (RequestStatus.APPROVED, False)
    assert find_standing(both.sv.translation_key) == request
    assert [version.released_at is not None for version in request.versions.order_by("language")] == [
        False,
        True,
    ]
    both.release(both.en)
    request.refresh_from_db()
    assert request.status == RequestStatus.RELEASED
    assert find_standing(both.sv.translation_key) is None
    assert both.public() == {"sv", "en"}


def test_both_at_once_close_it(both: Bilingual):
    request = both.ask()
    release_now(entries=[entry_for(both.sv), entry_for(both.en)], by=both.ours.editor)
    request.refresh_from_db()
    assert request.status == RequestStatus.RELEASED
    assert all(version.released_at for version in request.versions.all())


def test_the_rest_is_still_bound_to_its_digest(both: Bilingual):
    request = both.ask()
    both.release(both.sv)
    edit(both.en, summary="Changed afterwards.")
    with pytest.raises(ApprovalOutdatedError):
        both.release(both.en)
    assert asking.void_if_changed(request) is True
    request.refresh_from_db()
    assert request.status == RequestStatus.VOID
    with pytest.raises(JointApprovalNeededError):
        both.release(both.en)
    assert both.public() == {"sv"}


def test_what_happens_to_a_language_that_is_out_does_not_touch_the_rest(both: Bilingual):
    request = both.ask()
    both.release(both.sv)
    edit(both.sv, summary="Ett senare utkast.")
    assert asking.void_if_changed(request) is False
    both.release(both.en)
    assert both.public() == {"sv", "en"}


def test_a_used_signature_corrects_nothing(both: Bilingual):
    both.ask()
    both.release(both.sv)
    edit(both.sv, summary="Rättat i smyg.")
    correction = entry_for(both.sv, action=Action.CORRECT, note="Rättat.")
    with pytest.raises(ApprovalOutdatedError):
        release_now(entries=[correction], by=both.ours.editor)


def test_signatures_that_have_been_used_are_not_void_when_the_rest_is_taken_back(both: Bilingual):
    request = both.ask()
    both.release(both.sv)
    asking.take_back(request=request, by=both.ours.editor)
    request.refresh_from_db()
    assert request.status == RequestStatus.TAKEN_BACK
    assert {row.status for row in request.signatures.all()} == {SignatureStatus.APPROVED}
    with pytest.raises(JointApprovalNeededError):
        both.release(both.en)


def test_taken_back_before_anything_is_out_voids_them(both: Bilingual):
    request = both.ask()
    asking.take_back(request=request, by=both.ours.editor)
    assert {row.status for row in request.signatures.all()} == {SignatureStatus.VOID}


def test_a_time_binds_every_language(both: Bilingual):
    at = clock.now() + dt.timedelta(days=2)
    request = both.ask(release_at=at)
    first = plan_release(entries=[entry_for(both.sv)], by=both.ours.editor, at=at)
    with pytest.raises(ApprovedTimeDiffersError):
        plan_release(entries=[entry_for(both.en)], by=both.ours.editor, at=at + dt.timedelta(days=1))
    plan_release(entries=[entry_for(both.en)], by=both.ours.editor, at=at)
    assert first.scheduled_at == at
    assert request.status == RequestStatus.APPROVED


def test_taking_a_language_away_uses_no_signature(both: Bilingual):
    both.ask()
    both.release(both.sv)
    request = find_standing(both.sv.translation_key)
    gone = entry_for(both.sv, action=Action.WITHDRAW, note="Stämde inte.")
    release_now(entries=[gone], by=both.ours.editor)
    assert find_standing(both.sv.translation_key) == request
    assert both.public() == set()


def test_nothing_else_is_asked_while_the_rest_stands(both: Bilingual):
    both.ask()
    both.release(both.sv)
    with pytest.raises(AlreadyAskedError):
        asking.ask_for_approval(
            item_type="message",
            item_key=both.sv.translation_key,
            languages=["sv"],
            by=both.ours.editor,
            due_at=clock.now() + dt.timedelta(days=1),
        )


def test_only_this_items_editions_are_counted(both: Bilingual):
    alone = make_message(both.ours, title="Ensam")
    request = both.ask()
    release_now(entries=[entry_for(alone)], by=both.ours.editor)
    request.refresh_from_db()
    assert request.status == RequestStatus.APPROVED
    assert not request.versions.filter(released_at__isnull=False).exists()
    assert Edition.objects.filter(item_key=alone.translation_key).count() == 1
