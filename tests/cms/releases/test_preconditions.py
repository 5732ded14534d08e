"""What must hold before anything goes out: each refusal with its reason, and what a review says of a draft."""

from __future__ import annotations

import datetime as dt
import tempfile
import uuid

import pytest

from cms.accounts.models import Role
from cms.approval import services as approvals
from cms.approval.models import ApprovalRequest
from cms.common import clock
from cms.ledger.models import CurrentEdition, Edition
from cms.releases import exceptions, preconditions
from cms.releases.asking import ask_for_approval
from cms.releases.enums import Action
from cms.releases.services import Entry, plan_release, release_now
from tests.cms.releases.test_services import ReleaseCase, broken_builder
from tests.factories.cms_workshop import (
    edit,
    entry,
    entry_for,
    make_desk,
    make_member,
    make_message,
    make_organisation,
    make_tag,
    make_user,
    print_terms,
    reprint,
)


class TestRefusals(ReleaseCase):
    def test_nothing(self):
        with pytest.raises(exceptions.NotAllowedError):
            plan_release(entries=[], by=self.desk.editor)

    def test_somebody_without_the_right(self):
        for by in (
            make_user(),
            make_member(self.desk.organisation, may_release=False),
            make_member(make_organisation()),
        ):
            text = self.refused(exceptions.NotAllowedError, by=by)
            assert "får släppa" in text

    def test_joint_item(self):
        police = make_organisation("polisen", "Polisen i Järva")
        print_terms(police)
        page = make_message(self.desk, title="Tillsammans", signatories=[police])
        text = self.refused(exceptions.JointApprovalNeededError, entry_for(page))
        assert "”Tillsammans”" in text
        assert "Polisen i Järva" in text

    def test_incomplete_draft(self):
        page = make_message(self.desk, summary="", areas=[], body=[])
        with pytest.raises(exceptions.IncompleteError) as refusal:
            plan_release(entries=[entry_for(page)], by=self.desk.editor)
        codes = {missing.code for missing in refusal.value.missing}
        assert {"summary_missing", "areas_missing", "statement_missing", "residents_missing"} <= codes
        assert "Ingressen saknas" in str(refusal.value)

    def test_reference_that_no_reader_could_open(self):
        tag = make_tag("sommar")
        page = make_message(self.desk, tags=[tag])
        with pytest.raises(exceptions.IncompleteError) as refusal:
            plan_release(entries=[entry_for(page)], by=self.desk.editor)
        assert [missing.code for missing in refusal.value.missing] == ["reference_not_public"]

    def test_reference_that_goes_out_in_the_same_release_will_do(self):
        tag = make_tag("sommar")
        page = make_message(self.desk, tags=[tag])
        release = release_now(
            entries=[entry_for(page), entry("tag", tag.key)], by=make_user(is_superuser=True)
        )
        assert release.status == "released"

    def test_reference_to_what_has_been_withdrawn(self):
        tag = make_tag("sommar")
        print_terms(tag)
        page = make_message(self.desk, tags=[tag])
        release_now(
            entries=[entry("tag", tag.key, action=Action.WITHDRAW, note="Används inte.")],
            by=make_user(is_superuser=True),
        )
        self.refused(exceptions.IncompleteError, entry_for(page))

    def test_draft_that_changed_since_it_was_read(self):
        agreed = entry_for(self.page)
        edit(self.page, summary="Ett ord till.")
        text = self.refused(exceptions.ContentChangedError, agreed)
        assert "har ändrats sedan du granskade den" in text

    def test_term_that_was_renamed_in_public_since_the_item_was_read(self):
        agreed = entry_for(self.page)
        self.desk.area.name = "Nytt namn"
        self.desk.area.save()
        reprint(self.desk.area)
        self.refused(exceptions.ContentChangedError, agreed)

    def test_publication_of_what_is_public(self):
        self.publish()
        assert "”Sommaren i Järva” (sv)" in self.refused(exceptions.AlreadyPublicError)

    def test_correction_without_a_change(self):
        self.publish()
        text = self.refused(
            exceptions.NothingChangedError, entry_for(self.page, action=Action.CORRECT, note="Inget.")
        )
        assert "likadan" in text

    def test_correction_of_what_is_not_public(self):
        self.refused(exceptions.NotPublicError, entry_for(self.page, action=Action.CORRECT, note="Fel."))
        self.publish()
        self.withdraw()
        self.refused(exceptions.NotPublicError, entry_for(self.page, action=Action.CORRECT, note="Fel."))

    def test_removal_of_what_is_not_public(self):
        for action in (Action.WITHDRAW, Action.DELETE):
            self.refused(exceptions.NotPublicError, entry_for(self.page, action=action, note="Fel."))
        self.publish()
        self.withdraw()
        again = entry_for(self.page, action=Action.WITHDRAW, note="Fel.")
        assert "Sommaren i Järva" in self.refused(exceptions.NotPublicError, again)

    def test_deleting_what_was_withdrawn_takes_its_title_away_too(self):
        self.publish()
        self.withdraw()
        removal = entry_for(self.page, action=Action.DELETE, note="Namnet ska inte stå kvar.")
        release_now(entries=[removal], by=self.desk.editor)
        assert CurrentEdition.objects.get(item_key=self.page.translation_key).title == ""

    def test_change_of_what_is_public_without_a_note(self):
        self.publish()
        edit(self.page, title="Rätt")
        for action in (Action.CORRECT, Action.WITHDRAW, Action.DELETE):
            self.refused(exceptions.NoteMissingError, entry_for(self.page, action=action, note=" \n\x00"))

    def test_draft_that_is_not_there(self):
        key = uuid.uuid4()
        nowhere = Entry("message", key, "sv", Action.PUBLISH, "0" * 64)
        text = self.refused(exceptions.DraftGoneError, nowhere, by=make_user(is_superuser=True))
        assert f"message {key}" in text

    def test_draft_in_a_language_that_is_not_there(self):
        elsewhere = Entry("message", self.page.translation_key, "en", Action.PUBLISH, "0" * 64)
        self.refused(exceptions.DraftGoneError, elsewhere, by=make_user(is_superuser=True))

    def test_builder_that_raises(self):
        agreed = entry_for(self.page)
        with broken_builder(RuntimeError("ritningen gick sönder")):
            text = self.refused(exceptions.BuildFailedError, agreed)
        assert "ritningen gick sönder" in text
        assert "Inget har blivit publikt" in text

    def test_builder_whose_payload_has_no_canonical_form(self):
        agreed = entry_for(self.page)
        with broken_builder(result={"temperatur": 1.5}):
            text = self.refused(exceptions.BuildFailedError, agreed)
        assert "temperatur" in text

    def test_builder_that_refuses_by_itself(self):
        agreed = entry_for(self.page)
        with broken_builder(exceptions.NotPublicError("bilden", "sv")):
            self.refused(exceptions.NotPublicError, agreed)

    def test_bytes_that_are_not_in_the_store(self):
        agreed = entry_for(self.page)
        payload = preconditions.review("message", self.page.translation_key, "sv").payload
        empty = self.enterContext(tempfile.TemporaryDirectory())
        with self.settings(PRIVATE_FILES_ROOT=empty), pytest.MonkeyPatch.context() as patch:
            patch.setattr(preconditions, "build", lambda source: payload)
            with pytest.raises(exceptions.IncompleteError) as refusal:
                plan_release(entries=[agreed], by=self.desk.editor)
        assert [missing.code for missing in refusal.value.missing] == ["file_missing"]


class TestReview(ReleaseCase):
    def review(self, page=None, **options) -> preconditions.Review:
        page = page or self.page
        return preconditions.review("message", page.translation_key, "sv", **options)

    def test_complete_draft_can_go(self):
        found = self.review()
        assert found.can_go
        assert not found.is_public
        assert found.is_changed
        assert found.blocking == []
        # Said, but no hindrance:
        assert {missing.code for missing in found.missing} == {"goals_missing", "image_missing"}

    def test_incomplete_draft_is_not_built(self):
        found = self.review(make_message(self.desk, summary=""))
        assert not found.can_go
        assert (found.payload, found.digest) == (None, "")
        assert [missing.field for missing in found.blocking] == ["summary"]

    def test_public_draft_is_changed_when_its_text_is(self):
        self.publish()
        assert self.review().is_public
        assert not self.review().is_changed
        edit(self.page, title="Ny")
        assert self.review().is_changed

    def test_joint_draft_waits_for_the_others(self):
        police = make_organisation("polisen", "Polisen")
        print_terms(police)
        found = self.review(make_message(self.desk, signatories=[police, self.desk.organisation]))
        assert found.other_signatories == ["Polisen"]
        assert not found.can_go

    def test_reviewing_changes_nothing_public(self):
        self.review()
        assert Edition.objects.count() == self.before

    def test_what_the_draft_refers_to_must_be_public_or_go_out_with_it(self):
        page = make_message(self.desk, tags=[make_tag("vinter")])
        [missing] = self.review(page).blocking
        assert (missing.code, missing.field) == ("reference_not_public", "tags")
        assert not self.review(page).can_go
        assert self.review(page, printed_with=frozenset({("tag", "vinter", "sv")})).blocking == []
        assert self.review(page, printed_with=None).blocking == []


class TestJoint(ReleaseCase):
    """A joint text can go when all have approved exactly what the draft says now, and not before."""

    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.police = make_desk("polisen")
        cls.joint = make_message(cls.desk, signatories=[cls.police.organisation])

    def approve(self) -> ApprovalRequest:
        request = ask_for_approval(
            item_type="message",
            item_key=self.joint.translation_key,
            languages=["sv"],
            by=self.desk.editor,
            due_at=clock.now() + dt.timedelta(days=1),
        )
        for signature in request.signatures.all():
            delegate = make_member(signature.organisation, role=Role.APPROVER)
            approvals.approve(signature=signature, by=delegate, digest=request.digest)
        return request

    def review(self) -> preconditions.Review:
        return preconditions.review("message", self.joint.translation_key, "sv")

    def test_approved_by_all_can_go_and_another_text_can_not(self):
        assert not self.review().is_approved
        self.approve()
        assert self.review().is_approved
        assert self.review().can_go
        edit(self.joint, title="Smygändrad")
        assert not self.review().is_approved
        assert not self.review().can_go

    def test_text_that_has_changed_since_it_was_approved_is_not_even_planned(self):
        self.approve()
        edit(self.joint, title="Smygändrad")
        text = self.refused(exceptions.ApprovalOutdatedError, entry_for(self.joint))
        assert "”Smygändrad”" in text

    def test_who_signed_what_is_out_is_needed_for_the_next_text_too(self):
        self.approve()
        release_now(entries=[entry_for(self.joint)], by=self.desk.editor)
        draft = self.joint.get_latest_revision_as_object()
        draft.signatories.set([])
        draft.save_revision()
        both = {self.desk.organisation.pk, self.police.organisation.pk}
        found = self.review()
        assert preconditions.signatories_needed(found.source, found.current) == both
        assert found.other_signatories == ["Polisen"]
        release_now(entries=[entry_for(self.joint, action=Action.WITHDRAW, note="Fel.")], by=self.desk.editor)
        found = self.review()
        assert preconditions.signatories_needed(found.source, found.current) <= {self.desk.organisation.pk}
