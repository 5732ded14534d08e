"""Organisations that a text names without asking them: found in the payload, added to the draft, or dismissed."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

import pytest

from cms.accounts.models import Role
from cms.approval import services as approvals
from cms.approval.exceptions import AlreadyAskedError
from cms.approval.models import Dismissal
from cms.approval.queries import list_dismissals
from cms.common import clock
from cms.messages.models import JointMessage
from cms.releases import asking
from cms.releases.exceptions import DraftLockedError, NamedNotAnsweredError, NotAllowedError
from cms.releases.naming import add_signatories, named_in, named_outside
from cms.releases.preconditions import review
from cms.releases.services import release_now
from tests.factories.cms_ledger import make_file, make_payload, make_ref
from tests.factories.cms_workshop import (
    Desk,
    edit,
    entry_for,
    identity,
    locale,
    make_desk,
    make_example,
    make_member,
    make_message,
    make_organisation,
    print_terms,
)

pytestmark = pytest.mark.django_db
DUE = dt.datetime(2027, 1, 15, 12, 0, tzinfo=clock.UTC)


@pytest.fixture
def ours() -> Desk:
    return make_desk("jarva")


@pytest.fixture
def theirs() -> Desk:
    return make_desk("polisen")


@pytest.fixture
def named() -> Any:
    """Return an organisation that nobody has chosen; texts name it."""
    row = make_organisation("trafik", "Trafikkontoret")
    print_terms(row)
    return row


@pytest.fixture
def page(ours: Desk, theirs: Desk, named: Any) -> JointMessage:
    return make_message(ours, signatories=[theirs.organisation], summary="Trafikkontorets lampor.")


def payload(page: Any) -> Any:
    return review(*identity(page), "sv", printed_with=None).payload


def ask(page: JointMessage, by: Any, **more: Any) -> Any:
    return asking.ask_for_approval(
        item_type="message",
        item_key=page.translation_key,
        languages=["sv"],
        by=by,
        due_at=DUE,
        **more,
    )


def signatories(page: JointMessage) -> set[str]:
    draft = JointMessage.objects.get(pk=page.pk).get_latest_revision_as_object()
    return {organisation.code for organisation in draft.signatories.all()}


class TestFinding:
    @pytest.mark.parametrize(
        "field",
        [
            {"title": "Trafikkontoret bygger"},
            {"summary": "Med trafikkontoret."},
            {"body": [("statement", {"heading": "Trafikkontoret", "text": "<p>Ord.</p>"})]},
            {"body": [("statement", {"heading": "", "text": "<p>Tra<b>fik</b>kontoret.</p>"})]},
            {"body": [("quote", {"text": "Trafikkontoret!", "name": "A", "title": "", "organisation": None})]},
            {"body": [("quote", {"text": "Ja", "name": "A", "title": "chef, Trafikkontoret", "organisation": None})]},
        ],
    )  # fmt: skip
    def test_in_every_text(self, ours: Desk, named: Any, field: dict[str, Any]):
        blocks = field.get("body", [])
        residents = ("residents", {"heading": "", "text": "<p>Det blir ljust.</p>"})
        statement = ("statement", {"heading": "", "text": "<p>Det är bra.</p>"})
        body = {
            "body": [*blocks, *([] if blocks[:1] and blocks[0][0] == "statement" else [statement]), residents]
        }
        page = make_message(ours, **(field | body))
        assert named_in(payload(page)) == {named.pk}

    def test_who_is_quoted_and_who_took_part(self, ours: Desk, named: Any):
        quote = {"text": "Ja", "name": "A", "title": "", "organisation": named.pk}
        page = make_message(
            ours,
            body=[
                ("statement", {"heading": "", "text": "<p>Det är bra.</p>"}),
                ("residents", {"heading": "", "text": "<p>Ljust.</p>"}),
                ("quote", quote),
            ],
        )
        assert named_in(payload(page)) == {named.pk}
        example = make_example(ours, participants=[ours.organisation, named])
        assert named_in(payload(example)) == {ours.organisation.pk, named.pk}

    def test_neither_a_files_name_nor_a_term_with_the_same_code(self, ours: Desk, named: Any):
        place = make_ref("place", "trafik", "Torget")
        attachment = {"title": "Underlag", "file": make_file("Trafikkontoret.pdf")}
        assert named_in(make_payload(places=[place], attachments=[attachment])) == set()

    def test_not_who_answers_owns_or_signs(self, ours: Desk, theirs: Desk, named: Any):
        page = make_message(ours, responsible=named, signatories=[theirs.organisation])
        assert named_in(payload(page)) == set()

    def test_terms_and_profiles_ask_nobody(self, ours: Desk, named: Any):
        ours.area.summary = "Med Trafikkontoret."
        ours.area.save()
        assert named_in(payload(ours.area)) == set()
        assert named_in(payload(named)) == set()

    def test_without_the_signatories_in_their_order(self, page: JointMessage, ours: Desk, named: Any):
        other = make_organisation("idrott", "Idrottsförvaltningen", sort_order=-1)
        edit(page, summary="Trafikkontoret, Idrottsförvaltningen och Jarva.")
        found = named_outside({"sv": payload(page)}, {ours.organisation.pk})
        assert found == [other, named]


class TestAsking:
    def test_is_refused_until_answered(self, page: JointMessage, ours: Desk):
        with pytest.raises(NamedNotAnsweredError, match="Trafikkontoret"):
            ask(page, ours.editor)

    def test_added_organisation_is_asked(self, page: JointMessage, ours: Desk, named: Any):
        request = ask(page, ours.editor, add_ids=[named.pk])
        assert {row.organisation.code for row in request.signatures.all()} == {"jarva", "polisen", "trafik"}
        assert signatories(page) == {"polisen", "trafik"}
        assert JointMessage.objects.get(pk=page.pk).latest_revision.user == ours.editor
        assert not request.dismissals.exists()

    def test_dismissed_organisation_is_written_down(self, page: JointMessage, ours: Desk, named: Any):
        request = ask(page, ours.editor, dismiss_ids=[named.pk])
        row = request.dismissals.get()
        assert (row.organisation, row.decided_by, row.item_key) == (named, ours.editor, page.translation_key)
        assert abs(row.decided_at - request.asked_at) < dt.timedelta(minutes=1)
        assert list_dismissals(page.translation_key) == {named.pk: row}

    def test_what_is_not_named_is_not_written_down(self, page: JointMessage, ours: Desk, named: Any):
        other = make_organisation("idrott", "Idrottsförvaltningen")
        request = ask(page, ours.editor, dismiss_ids=[named.pk, other.pk])
        assert [row.organisation for row in request.dismissals.all()] == [named]

    def test_is_asked_again_at_the_next_request(self, page: JointMessage, ours: Desk, named: Any):
        request = ask(page, ours.editor, dismiss_ids=[named.pk])
        asking.take_back(request=request, by=ours.editor)
        with pytest.raises(NamedNotAnsweredError):
            ask(page, ours.editor)

    def test_a_refused_request_leaves_the_draft_as_it_was(self, page: JointMessage, ours: Desk, named: Any):
        other = make_organisation("idrott", "Idrottsförvaltningen")
        edit(page, summary="Trafikkontoret och Idrottsförvaltningen.")
        with pytest.raises(NamedNotAnsweredError, match="Idrottsförvaltningen"):
            ask(page, ours.editor, add_ids=[named.pk])
        assert signatories(page) == {"polisen"}
        assert not Dismissal.objects.exists()
        assert other.pk

    def test_who_signed_what_is_out_is_asked_anyway(self, ours: Desk, named: Any):
        page = make_message(ours, signatories=[named])
        request = ask(page, ours.editor)
        for signature in request.signatures.all():
            delegate = make_member(signature.organisation, role=Role.APPROVER)
            approvals.approve(signature=signature, by=delegate, digest=request.digest)
        release_now(entries=[entry_for(page)], by=ours.editor)
        draft = page.get_latest_revision_as_object()
        draft.summary = "Trafikkontorets lampor."
        draft.signatories.set([])
        draft.save_revision()
        assert named_in(payload(page)) == {named.pk}
        unasked = asking.named_but_unasked(
            item_type="message", item_key=page.translation_key, languages=["sv"]
        )
        assert unasked == []

    def test_in_every_language_that_is_asked_about(self, page: JointMessage, ours: Desk, named: Any):
        found = asking.named_but_unasked(item_type="message", item_key=page.translation_key, languages=["sv"])
        assert found == [named]


class TestAdding:
    def add(self, page: JointMessage, by: Any, named: Any) -> None:
        add_signatories(
            item_type="message", item_key=page.translation_key, organisation_ids=[named.pk], by=by
        )

    def test_makes_a_new_version(self, page: JointMessage, ours: Desk, named: Any):
        before = JointMessage.objects.get(pk=page.pk).latest_revision_id
        self.add(page, ours.editor, named)
        assert signatories(page) == {"polisen", "trafik"}
        assert JointMessage.objects.get(pk=page.pk).latest_revision_id != before

    def test_is_refused_to_others(self, page: JointMessage, theirs: Desk, named: Any):
        with pytest.raises(NotAllowedError):
            self.add(page, theirs.editor, named)
        assert signatories(page) == {"polisen"}

    def test_is_refused_while_signatures_are_out(self, page: JointMessage, ours: Desk, named: Any):
        ask(page, ours.editor, dismiss_ids=[named.pk])
        with pytest.raises(DraftLockedError):
            self.add(page, ours.editor, named)
        with pytest.raises((DraftLockedError, AlreadyAskedError)):
            ask(page, ours.editor, add_ids=[named.pk])

    def test_in_the_languages_that_there_are(self, page: JointMessage, ours: Desk, named: Any):
        english = page.copy_for_translation(locale("en"), copy_parents=True)
        edit(english, title="The lights")
        JointMessage.objects.get(pk=page.pk).delete()
        self.add(page, ours.editor, named)
        assert signatories(english) == {"polisen", "trafik"}

    def test_what_has_no_signatories_is_passed_over(self, ours: Desk, named: Any):
        add_signatories(
            item_type="area",
            item_key=uuid.UUID(str(ours.area.translation_key)),
            organisation_ids=[named.pk],
            by=ours.editor,
        )
        assert not hasattr(ours.area, "signatories")
