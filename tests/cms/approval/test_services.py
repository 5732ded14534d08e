"""Signatures: every signatory, one exact version, or nothing goes out."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass

from django.core import mail

import pytest

from cms.accounts.models import Membership, Role, User
from cms.approval import services
from cms.approval.digest import version_digest
from cms.approval.enums import RequestStatus, SignatureStatus
from cms.approval.exceptions import (
    AlreadyAskedError,
    AlreadyDecidedError,
    NotASignatoryError,
    OwnChangeError,
    ReasonMissingError,
    RequestClosedError,
    SecondPersonNeededError,
    VersionChangedError,
)
from cms.approval.models import ApprovalRequest, Dismissal, Signature
from cms.approval.queries import find_approved, find_newest, find_standing, list_waiting_for
from cms.common import clock
from cms.common.digests import sha256_hex
from cms.ledger.models import Edition
from cms.messages.models import JointMessage
from cms.releases import asking
from cms.releases.enums import Action
from cms.releases.exceptions import (
    ApprovalOutdatedError,
    ApprovedTimeDiffersError,
    IncompleteError,
    JointApprovalNeededError,
    NotAllowedError,
)
from cms.releases.services import plan_release, release_now
from tests.factories.cms_workshop import (
    Desk,
    edit,
    entry_for,
    locale,
    make_desk,
    make_member,
    make_message,
    make_user,
    reprint,
)

pytestmark = pytest.mark.django_db
DUE = dt.datetime(2027, 1, 15, 12, 0, tzinfo=clock.UTC)


@dataclass
class Joint:
    """A message that two organisations stand for, with a delegate of each."""

    page: JointMessage
    ours: Desk
    theirs: Desk
    our_delegate: User
    their_delegate: User

    def ask(self, **more: object) -> ApprovalRequest:
        """Ask both."""
        return asking.ask_for_approval(
            item_type="message",
            item_key=self.page.translation_key,
            languages=["sv"],
            by=self.ours.editor,
            due_at=DUE,
            **more,  # type: ignore[arg-type]
        )

    def signature(self, request: ApprovalRequest, desk: Desk) -> Signature:
        """Return a signatory's part of a request."""
        return request.signatures.get(organisation=desk.organisation)

    def approve_all(self, request: ApprovalRequest) -> None:
        """Let both delegates approve."""
        for desk, delegate in ((self.ours, self.our_delegate), (self.theirs, self.their_delegate)):
            services.approve(signature=self.signature(request, desk), by=delegate, digest=request.digest)


@pytest.fixture
def joint() -> Joint:
    """Return a joint message ready to be asked about."""
    ours, theirs = make_desk(), make_desk()
    page = make_message(ours, signatories=[theirs.organisation])
    return Joint(
        page,
        ours,
        theirs,
        make_member(ours.organisation, role=Role.APPROVER),
        make_member(theirs.organisation, role=Role.APPROVER),
    )


class TestAsking:
    def test_freezes_the_version_and_asks_every_signatory(self, joint: Joint) -> None:
        request = joint.ask(message="Läs gärna noga.")
        assert {signature.status for signature in request.signatures.all()} == {SignatureStatus.ASKED}
        assert {signature.organisation for signature in request.signatures.all()} == {
            joint.ours.organisation,
            joint.theirs.organisation,
        }
        assert [version.language for version in request.versions.all()] == ["sv"]
        assert list_waiting_for(joint.their_delegate) == [joint.signature(request, joint.theirs)]

    def test_tells_the_delegates_by_mail(
        self, joint: Joint, django_capture_on_commit_callbacks: object
    ) -> None:
        with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
            joint.ask(message="Läs gärna noga.")
        told = {address for message in mail.outbox for address in message.to}
        assert told == {joint.our_delegate.email, joint.their_delegate.email}
        assert all("Läs gärna noga." in message.body for message in mail.outbox)

    def test_records_what_was_asked_by_whom_when_and_for_when(self, joint: Joint) -> None:
        at, release_at = DUE - dt.timedelta(days=3), DUE + dt.timedelta(days=1)
        with clock.set_to(at):
            joint.ask(message="  Läs noga.\n", release_at=release_at)
        request = ApprovalRequest.objects.get()
        version = request.versions.get()
        assert (request.item_type, request.item_key) == ("message", joint.page.translation_key)
        assert (request.title, request.message) == (joint.page.title, "Läs noga.")
        assert (request.asked_by, request.asked_at) == (joint.ours.editor, at)
        assert (request.due_at, request.release_at) == (DUE, release_at)
        assert request.digest == version_digest({"sv": version.digest}, release_at)
        assert version.digest == sha256_hex(version.payload.encode())
        assert json.loads(version.payload)["title"] == joint.page.title

    def test_request_is_named_in_swedish_if_there_is_swedish(self, joint: Joint) -> None:
        english = joint.page.copy_for_translation(locale("en"), copy_parents=True)
        edit(english, title="The lights")
        for languages, title in ((["en"], "The lights"), (["en", "sv"], joint.page.title)):
            request = asking.ask_for_approval(
                item_type="message",
                item_key=joint.page.translation_key,
                languages=languages,
                by=joint.ours.editor,
                due_at=DUE,
            )
            assert request.title == title
            asking.take_back(request=request, by=joint.ours.editor)

    def test_is_refused_twice(self, joint: Joint) -> None:
        first = joint.ask()
        with pytest.raises(AlreadyAskedError):
            joint.ask()
        assert list(ApprovalRequest.objects.all()) == [first]
        assert Signature.objects.count() == 2
        assert first.versions.count() == 1

    def test_who_chose_not_to_ask_a_named_organisation_is_kept(self, joint: Joint) -> None:
        third = make_desk()
        with clock.set_to(DUE):
            services.dismiss(
                item_key=joint.page.translation_key,
                organisation_ids=[third.organisation.pk],
                by=joint.ours.editor,
            )
        row = Dismissal.objects.get()
        assert (row.organisation, row.decided_by, row.decided_at) == (
            third.organisation,
            joint.ours.editor,
            DUE,
        )
        assert (row.item_key, row.request) == (joint.page.translation_key, None)

    def test_is_refused_when_something_is_missing(self, joint: Joint) -> None:
        edit(joint.page, summary="")
        with pytest.raises(IncompleteError, match="Ingressen saknas"):
            joint.ask()

    def test_is_refused_to_another_organisations_editor(self, joint: Joint) -> None:
        with pytest.raises(NotAllowedError):
            asking.ask_for_approval(
                item_type="message",
                item_key=joint.page.translation_key,
                languages=["sv"],
                by=joint.theirs.editor,
                due_at=DUE,
            )


class TestSigning:
    def test_all_signatures_make_it_approved_in_any_order(self, joint: Joint) -> None:
        request = joint.ask()
        services.approve(
            signature=joint.signature(request, joint.theirs), by=joint.their_delegate, digest=request.digest
        )
        assert find_approved(joint.page.translation_key) is None
        services.approve(
            signature=joint.signature(request, joint.ours), by=joint.our_delegate, digest=request.digest
        )
        approved = find_approved(joint.page.translation_key)
        assert approved is not None
        assert approved.digests == {"sv": request.versions.get().digest}

    def test_reading_is_noted_once_and_by_delegates_only(self, joint: Joint) -> None:
        signature = joint.signature(joint.ask(), joint.theirs)
        services.mark_read(signature=signature, by=joint.ours.editor)
        signature.refresh_from_db()
        assert signature.status == SignatureStatus.ASKED
        services.mark_read(signature=signature, by=joint.their_delegate)
        signature.refresh_from_db()
        assert signature.status == SignatureStatus.READ

    @pytest.mark.parametrize("who", ["editor of the other", "delegate of the other", "superuser", "inactive"])
    def test_only_the_organisations_delegates_sign(self, joint: Joint, who: str) -> None:
        joint_request = joint.ask()
        inactive = make_member(joint.theirs.organisation, role=Role.APPROVER)
        inactive.is_active = False
        person = {
            "editor of the other": joint.theirs.editor,
            "delegate of the other": joint.our_delegate,
            "superuser": make_user(is_superuser=True),
            "inactive": inactive,
        }[who]
        with pytest.raises(NotASignatoryError):
            services.approve(
                signature=joint.signature(joint_request, joint.theirs),
                by=person,
                digest=joint_request.digest,
            )

    def test_what_was_signed_by_whom_and_when_is_kept(self, joint: Joint) -> None:
        request = joint.ask()
        joint.their_delegate.first_name, joint.their_delegate.last_name = "Tove", "Tjänst"
        joint.their_delegate.save()
        for desk, by, at in (
            (joint.theirs, joint.their_delegate, DUE - dt.timedelta(hours=2)),
            (joint.ours, joint.our_delegate, DUE - dt.timedelta(hours=1)),
        ):
            with clock.set_to(at):
                services.approve(signature=joint.signature(request, desk), by=by, digest=request.digest)
        theirs, ours = joint.signature(request, joint.theirs), joint.signature(request, joint.ours)
        assert (theirs.signer, theirs.decided_by, theirs.digest) == (
            "Tove Tjänst",
            joint.their_delegate,
            request.digest,
        )
        assert (theirs.decided_at, theirs.decided_link) == (DUE - dt.timedelta(hours=2), None)
        assert ours.signer == joint.our_delegate.get_username()
        request.refresh_from_db()
        assert request.closed_at == ours.decided_at

    def test_approval_counts_while_each_signature_is_on_the_requests_own_digest(self, joint: Joint) -> None:
        request = joint.ask()
        joint.approve_all(request)
        assert find_approved(joint.page.translation_key) is not None
        for change in ({"digest": "0" * 64}, {"status": SignatureStatus.READ}):
            before = request.signatures.values().first()
            request.signatures.filter(pk=before["id"]).update(**change)
            assert find_approved(joint.page.translation_key) is None
            request.signatures.filter(pk=before["id"]).update(
                digest=before["digest"], status=before["status"]
            )
        assert find_approved(joint.page.translation_key) is not None
        request.signatures.all().delete()
        assert find_approved(joint.page.translation_key) is None

    def test_of_another_item_nothing_is_approved(self, joint: Joint) -> None:
        joint.approve_all(joint.ask())
        other = make_message(joint.ours, signatories=[joint.theirs.organisation])
        assert find_approved(other.translation_key) is None
        assert find_standing(other.translation_key) is None
        assert find_newest(other.translation_key) is None

    def test_what_waits_for_me_is_what_i_may_sign_and_nobody_has(self, joint: Joint) -> None:
        request = joint.ask()
        later = make_message(joint.ours, signatories=[joint.theirs.organisation])
        second = asking.ask_for_approval(
            item_type="message",
            item_key=later.translation_key,
            languages=["sv"],
            by=joint.ours.editor,
            due_at=DUE - dt.timedelta(days=1),
        )
        assert [row.request for row in list_waiting_for(joint.their_delegate)] == [second, request]
        assert list_waiting_for(joint.theirs.editor) == []
        services.approve(
            signature=joint.signature(second, joint.theirs), by=joint.their_delegate, digest=second.digest
        )
        assert [row.request for row in list_waiting_for(joint.their_delegate)] == [request]
        services.decline(
            signature=joint.signature(request, joint.ours),
            by=joint.our_delegate,
            digest=request.digest,
            reason="Fel.",
        )
        assert list_waiting_for(joint.their_delegate) == []

    def test_claim_is_refused_to_others_and_when_it_is_answered(self, joint: Joint) -> None:
        request = joint.ask()
        signature = joint.signature(request, joint.theirs)
        with pytest.raises(NotASignatoryError):
            services.claim(signature=signature, by=joint.our_delegate)
        services.claim(signature=signature, by=joint.their_delegate)
        other = make_member(joint.theirs.organisation, role=Role.APPROVER)
        services.claim(signature=signature, by=other)
        signature.refresh_from_db()
        assert signature.claimed_by == other
        services.approve(signature=signature, by=joint.their_delegate, digest=request.digest)
        with pytest.raises(AlreadyDecidedError):
            services.claim(signature=signature, by=other)

    def test_a_signature_is_given_once(self, joint: Joint) -> None:
        request = joint.ask()
        signature = joint.signature(request, joint.theirs)
        services.approve(signature=signature, by=joint.their_delegate, digest=request.digest)
        with pytest.raises(AlreadyDecidedError):
            services.decline(
                signature=signature, by=joint.their_delegate, digest=request.digest, reason="Ångrar mig"
            )

    def test_a_page_of_another_version_decides_nothing(self, joint: Joint) -> None:
        request = joint.ask()
        with pytest.raises(VersionChangedError):
            services.approve(
                signature=joint.signature(request, joint.theirs), by=joint.their_delegate, digest="0" * 64
            )

    def test_declining_needs_a_reason_and_ends_the_request(
        self, joint: Joint, django_capture_on_commit_callbacks: object
    ) -> None:
        request = joint.ask()
        signature = joint.signature(request, joint.theirs)
        with pytest.raises(ReasonMissingError):
            services.decline(signature=signature, by=joint.their_delegate, digest=request.digest, reason="  ")
        with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
            services.decline(
                signature=signature,
                by=joint.their_delegate,
                digest=request.digest,
                reason="Tiden stämmer inte.",
                proposed_wording="Lamporna lyser till elva.",
            )
        request.refresh_from_db()
        assert (request.status, request.closed_because) == (RequestStatus.DECLINED, "Tiden stämmer inte.")
        signature.refresh_from_db()
        assert (signature.reason, signature.proposed_wording) == (
            "Tiden stämmer inte.",
            "Lamporna lyser till elva.",
        )
        assert (signature.digest, signature.decided_by) == (request.digest, joint.their_delegate)
        [told] = mail.outbox
        assert told.to == [joint.ours.editor.email]
        assert "Tiden stämmer inte." in told.body
        assert "Lamporna lyser till elva." in told.body
        with pytest.raises(RequestClosedError):
            services.approve(
                signature=joint.signature(request, joint.ours), by=joint.our_delegate, digest=request.digest
            )


class TestFourEyes:
    @pytest.fixture
    def writer(self, joint: Joint) -> User:
        """Return a delegate of ours who has also written the last change."""
        draft = joint.page.get_latest_revision_as_object()
        draft.summary = "Ny ingress."
        draft.save_revision(user=joint.our_delegate)
        return joint.our_delegate

    def test_who_wrote_the_last_change_cannot_sign_it(self, joint: Joint, writer: User) -> None:
        request = joint.ask()
        with pytest.raises(OwnChangeError):
            services.approve(signature=joint.signature(request, joint.ours), by=writer, digest=request.digest)

    def test_an_emergency_is_for_delegates_and_counts_for_nothing_alone(
        self, joint: Joint, writer: User
    ) -> None:
        request = joint.ask()
        signature = joint.signature(request, joint.ours)
        for person in (joint.their_delegate, joint.ours.editor):
            with pytest.raises(NotASignatoryError):
                services.declare_emergency(
                    signature=signature, by=person, digest=request.digest, reason="Bråttom."
                )
        with pytest.raises(VersionChangedError):
            services.declare_emergency(signature=signature, by=writer, digest="0" * 64, reason="Bråttom.")
        services.declare_emergency(
            signature=signature, by=writer, digest=request.digest, reason="  Bråttom.\n"
        )
        signature.refresh_from_db()
        assert (signature.emergency_by, signature.emergency_reason) == (writer, "Bråttom.")
        assert signature.status == SignatureStatus.ASKED
        with pytest.raises(VersionChangedError):
            services.confirm_emergency(signature=signature, by=joint.ours.editor, digest="0" * 64)
        assert find_approved(joint.page.translation_key) is None

    def test_who_wrote_it_cannot_confirm_anothers_emergency(self, joint: Joint, writer: User) -> None:
        request = joint.ask()
        signature = joint.signature(request, joint.ours)
        other = make_member(joint.ours.organisation, role=Role.APPROVER)
        services.declare_emergency(signature=signature, by=other, digest=request.digest, reason="Bråttom.")
        with pytest.raises(SecondPersonNeededError):
            services.confirm_emergency(signature=signature, by=writer, digest=request.digest)

    def test_an_emergency_needs_a_reason_and_a_second_person(self, joint: Joint, writer: User) -> None:
        request = joint.ask()
        signature = joint.signature(request, joint.ours)
        with pytest.raises(SecondPersonNeededError):
            services.confirm_emergency(signature=signature, by=joint.ours.editor, digest=request.digest)
        with pytest.raises(ReasonMissingError):
            services.declare_emergency(signature=signature, by=writer, digest=request.digest, reason="")
        services.declare_emergency(
            signature=signature, by=writer, digest=request.digest, reason="Gasläcka, ingen annan i tjänst."
        )
        with pytest.raises(SecondPersonNeededError):
            services.confirm_emergency(signature=signature, by=writer, digest=request.digest)
        with pytest.raises(NotASignatoryError):
            services.confirm_emergency(signature=signature, by=joint.their_delegate, digest=request.digest)
        services.confirm_emergency(signature=signature, by=joint.ours.editor, digest=request.digest)
        signature.refresh_from_db()
        assert (signature.status, signature.decided_by) == (SignatureStatus.APPROVED, joint.ours.editor)
        assert signature.emergency_reason == "Gasläcka, ingen annan i tjänst."


class TestChanges:
    def test_any_change_voids_and_tells_what_changed(
        self, joint: Joint, django_capture_on_commit_callbacks: object
    ) -> None:
        request = joint.ask()
        joint.approve_all(request)
        edit(joint.page, summary="En annan ingress.")
        with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
            assert asking.void_if_changed(ApprovalRequest.objects.get())
        request.refresh_from_db()
        assert request.status == RequestStatus.VOID
        assert request.closed_because == "sv: ingress"
        assert {signature.status for signature in request.signatures.all()} == {SignatureStatus.VOID}
        assert any("sv: ingress" in message.body for message in mail.outbox)

    def test_nothing_is_void_while_nothing_changed(self, joint: Joint) -> None:
        request = joint.ask()
        assert asking.void_all_changed() == 0
        request.refresh_from_db()
        assert request.status == RequestStatus.OPEN

    def test_a_renamed_term_voids_when_its_new_name_is_released(self, joint: Joint) -> None:
        joint.ask()
        joint.ours.area.name = "Ett nytt namn"
        joint.ours.area.save()
        assert asking.void_all_changed() == 0
        reprint(joint.ours.area)
        assert asking.void_all_changed() == 1
        assert ApprovalRequest.objects.get().closed_because == "sv: områden"

    def test_a_deleted_draft_voids(self, joint: Joint) -> None:
        joint.ask()
        joint.page.delete()
        assert asking.void_all_changed() == 1

    def test_taking_back_voids_and_lets_one_ask_again(self, joint: Joint) -> None:
        request = joint.ask()
        with pytest.raises(NotAllowedError):
            asking.take_back(request=request, by=joint.theirs.editor)
        asking.take_back(request=request, by=joint.ours.editor)
        with pytest.raises(RequestClosedError):
            asking.take_back(request=request, by=joint.ours.editor)
        assert joint.ask().status == RequestStatus.OPEN


class TestRelease:
    def test_a_joint_item_goes_out_when_all_have_approved_and_not_before(self, joint: Joint) -> None:
        before = Edition.objects.count()
        with pytest.raises(JointApprovalNeededError):
            release_now(entries=[entry_for(joint.page)], by=joint.ours.editor)
        request = joint.ask()
        with pytest.raises(JointApprovalNeededError):
            release_now(entries=[entry_for(joint.page)], by=joint.ours.editor)
        assert Edition.objects.count() == before
        joint.approve_all(request)
        release_now(entries=[entry_for(joint.page)], by=joint.ours.editor)
        assert Edition.objects.count() == before + 1
        request.refresh_from_db()
        assert request.status == RequestStatus.RELEASED

    def test_another_text_than_the_approved_is_refused(self, joint: Joint) -> None:
        joint.approve_all(joint.ask())
        edit(joint.page, summary="Smygändrat.")
        with pytest.raises(ApprovalOutdatedError, match=joint.page.title):
            release_now(entries=[entry_for(joint.page)], by=joint.ours.editor)

    def test_a_signatory_added_afterwards_is_asked_too(self, joint: Joint) -> None:
        joint.approve_all(joint.ask())
        third = make_desk()
        draft = joint.page.get_latest_revision_as_object()
        draft.signatories.add(third.organisation)
        draft.save_revision()
        with pytest.raises(JointApprovalNeededError):
            release_now(entries=[entry_for(joint.page)], by=joint.ours.editor)

    def test_another_time_than_the_approved_is_refused(self, joint: Joint) -> None:
        at = clock.now() + dt.timedelta(days=1)
        joint.approve_all(joint.ask(release_at=at))
        with pytest.raises(ApprovedTimeDiffersError):
            release_now(entries=[entry_for(joint.page)], by=joint.ours.editor)
        plan_release(entries=[entry_for(joint.page)], by=joint.ours.editor, at=at)

    def test_a_correction_needs_new_signatures(self, joint: Joint) -> None:
        joint.approve_all(joint.ask())
        release_now(entries=[entry_for(joint.page)], by=joint.ours.editor)
        edit(joint.page, summary="Rättad ingress.")
        correction = entry_for(joint.page, action=Action.CORRECT, note="Fel tid i ingressen.")
        with pytest.raises(JointApprovalNeededError):
            release_now(entries=[correction], by=joint.ours.editor)
        joint.approve_all(joint.ask())
        release_now(entries=[correction], by=joint.ours.editor)

    def test_a_signature_changed_in_the_database_does_not_count(self, joint: Joint) -> None:
        request = joint.ask()
        joint.approve_all(request)
        request.signatures.filter(organisation=joint.theirs.organisation).update(digest="0" * 64)
        with pytest.raises(JointApprovalNeededError):
            release_now(entries=[entry_for(joint.page)], by=joint.ours.editor)


def test_a_member_without_a_signing_role_is_not_asked(joint: Joint) -> None:
    """An editor sees no signature to give, however many roles others have."""
    joint.ask()
    assert list_waiting_for(joint.theirs.editor) == []
    Membership.objects.create(
        user=joint.theirs.editor, organisation=joint.theirs.organisation, role=Role.ADMINISTRATOR
    )
    assert len(list_waiting_for(joint.theirs.editor)) == 1


def test_who_signed_what_is_out_signs_its_change_too(joint: Joint) -> None:
    """Taking a signatory's name off the draft does not take its say away."""
    joint.approve_all(joint.ask())
    release_now(entries=[entry_for(joint.page)], by=joint.ours.editor)
    draft = joint.page.get_latest_revision_as_object()
    draft.signatories.clear()
    draft.summary = "Ändrad av ägaren ensam."
    draft.save_revision()
    alone = entry_for(joint.page, action=Action.CORRECT, note="Smygrättelse.")
    with pytest.raises(JointApprovalNeededError):
        release_now(entries=[alone], by=joint.ours.editor)
    request = joint.ask()
    assert request.signatures.filter(organisation=joint.theirs.organisation).exists()
    joint.approve_all(request)
    release_now(entries=[alone], by=joint.ours.editor)


def test_what_no_longer_stands_is_not_voided_again(joint: Joint) -> None:
    request = joint.ask()
    services.take_back(request=request, reason="Vi väntar.")
    services.void(request=request, changes=["sv: rubrik"])
    request.refresh_from_db()
    assert (request.status, request.closed_because) == (RequestStatus.TAKEN_BACK, "Vi väntar.")


def test_reading_is_noted_once_also_when_another_was_faster(joint: Joint) -> None:
    request = joint.ask()
    stale = joint.signature(request, joint.theirs)
    first, second = (dt.datetime(2027, 1, 1, hour, tzinfo=clock.UTC) for hour in (9, 10))
    with clock.set_to(first):
        services.mark_read(signature=joint.signature(request, joint.theirs), by=joint.their_delegate)
    with clock.set_to(second):
        services.mark_read(signature=stale, by=joint.their_delegate)
    signature = joint.signature(request, joint.theirs)
    assert (signature.status, signature.read_at) == (SignatureStatus.READ, first)
