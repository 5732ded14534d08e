"""Joint approval through the workshop's pages, as editors and delegates meet them."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from django.test import Client
from django.urls import reverse

import pytest

from cms.accounts.models import Delegate, Role, User
from cms.approval.enums import RequestStatus, SignatureStatus
from cms.approval.models import ApprovalLink, ApprovalRequest
from cms.common import clock
from cms.items.services import sync_access
from cms.messages.models import JointMessage
from cms.releases.services import release_now
from tests.factories.cms_workshop import (
    Desk,
    edit,
    entry_for,
    make_chief,
    make_desk,
    make_member,
    make_message,
)

pytestmark = pytest.mark.django_db


class Story:
    """A joint message with its two organisations, and somebody logged in."""

    def __init__(self) -> None:
        self.ours, self.theirs, self.strangers = make_desk(), make_desk(), make_desk()
        self.page = make_message(self.ours, title="Lamporna i parken", signatories=[self.theirs.organisation])
        self.our_delegate = make_member(self.ours.organisation, role=Role.APPROVER)
        self.their_delegate = make_member(self.theirs.organisation, role=Role.APPROVER)
        for desk in (self.ours, self.theirs, self.strangers):
            sync_access(desk.organisation)

    def client(self, user: User) -> Client:
        """Return a browser in which `user` is logged in."""
        client = Client()
        client.force_login(user)
        return client

    def ask(self) -> ApprovalRequest:
        """Ask through the page."""
        address = reverse("approvals:ask", args=["message", self.page.translation_key])
        answer = self.client(self.ours.editor).post(
            address,
            {"languages": ["sv"], "due_day": "2027-01-15", "due_time": "16:00", "message": "Läs noga."},
        )
        assert answer.status_code == 302, answer.text
        return ApprovalRequest.objects.get(status=RequestStatus.OPEN)

    def ask_again_due(self, day: str) -> ApprovalRequest:
        """Ask about the page that stands in the story now, with another day for the answers."""
        address = reverse("approvals:ask", args=["message", self.page.translation_key])
        data = {"languages": ["sv"], "due_day": day, "due_time": "16:00"}
        assert self.client(self.ours.editor).post(address, data).status_code == 302
        return ApprovalRequest.objects.get(item_key=self.page.translation_key)

    def act(self, user: User, asked: ApprovalRequest, desk: Desk, act: str, **more: Any) -> Any:
        """Press a button on the request's page."""
        signature = asked.signatures.get(organisation=desk.organisation)
        address = reverse("approvals:detail", args=[asked.key])
        data = {"act": act, "signature": signature.pk, "digest": asked.digest, **more}
        return self.client(user).post(address, data)


@pytest.fixture
def story() -> Story:
    return Story()


def test_the_whole_way_from_asking_to_release(story: Story) -> None:
    asked = story.ask()
    home = story.client(story.their_delegate).get("/admin/")
    assert "Väntar på ert godkännande" in home.text
    detail = story.client(story.their_delegate).get(reverse("approvals:detail", args=[asked.key]))
    assert "Läs noga." in detail.text
    assert asked.signatures.get(organisation=story.theirs.organisation).status == SignatureStatus.READ
    assert story.act(story.their_delegate, asked, story.theirs, "approve").status_code == 302
    assert story.act(story.our_delegate, asked, story.ours, "approve").status_code == 302
    asked.refresh_from_db()
    assert asked.status == RequestStatus.APPROVED
    release_now(entries=[entry_for(story.page)], by=story.ours.editor)


def test_the_item_is_locked_while_signatures_are_out(story: Story) -> None:
    asked = story.ask()
    editor = story.client(story.ours.editor)
    page = editor.get(reverse("wagtailadmin_pages:edit", args=[story.page.pk]))
    assert "låst medan undertecknarna godkänner" in page.text
    before = story.page.get_latest_revision().pk
    editor.post(
        reverse("wagtailadmin_pages:edit", args=[story.page.pk]),
        {"title": "Ändrad i smyg", "body-count": "0"},
    )
    assert JointMessage.objects.get(pk=story.page.pk).get_latest_revision().pk == before
    editor.post(reverse("approvals:detail", args=[asked.key]), {"act": "take_back"})
    page = editor.get(reverse("wagtailadmin_pages:edit", args=[story.page.pk]))
    assert "låst medan undertecknarna godkänner" not in page.text


def test_a_new_request_shows_what_changed_word_by_word(story: Story) -> None:
    asked = story.ask()
    decline = story.act(
        story.their_delegate,
        asked,
        story.theirs,
        "decline",
        reason="Fel ord.",
        proposed_wording="Bättre ord.",
    )
    assert decline.status_code == 302
    detail = reverse("approvals:detail", args=[asked.key])
    assert "Bättre ord." in story.client(story.ours.editor).get(detail).text
    edit(story.page, summary="En ingress om lampan.")
    again = story.ask()
    shown = story.client(story.their_delegate).get(reverse("approvals:detail", args=[again.key])).text
    assert re.search(r"<del>provet\.</del>\s*<ins>lampan\.</ins>", shown)


@pytest.mark.parametrize("who", ["editor", "stranger"])
def test_nobody_else_signs(story: Story, who: str) -> None:
    asked = story.ask()
    person = story.theirs.editor if who == "editor" else story.strangers.editor
    answer = story.act(person, asked, story.theirs, "approve")
    assert answer.status_code == (422 if who == "editor" else 404)
    assert asked.signatures.filter(status=SignatureStatus.APPROVED).count() == 0


def test_strangers_see_nothing_of_it(story: Story) -> None:
    asked = story.ask()
    stranger = story.client(story.strangers.editor)
    for address in (
        reverse("approvals:detail", args=[asked.key]),
        reverse("approvals:rendering", args=[asked.key, "sv"]),
    ):
        assert stranger.get(address).status_code == 404
    assert "Lamporna i parken" not in stranger.get(reverse("approvals:list")).text


def test_opening_a_changed_request_voids_it(story: Story) -> None:
    asked = story.ask()
    edit(story.page, summary="Smygändrat.")
    shown = story.client(story.their_delegate).get(reverse("approvals:detail", args=[asked.key]))
    asked.refresh_from_db()
    assert asked.status == RequestStatus.VOID
    assert "sv: ingress" in shown.text


def test_an_old_form_is_refused(story: Story) -> None:
    asked = story.ask()
    answer = story.act(story.their_delegate, asked, story.theirs, "approve", digest="0" * 64)
    assert answer.status_code == 422
    assert "Texten har ändrats" in answer.text


def test_the_emergency_way_takes_two(story: Story) -> None:
    draft = story.page.get_latest_revision_as_object()
    draft.summary = "Bråttom."
    draft.save_revision(user=story.our_delegate)
    asked = story.ask()
    assert story.act(story.our_delegate, asked, story.ours, "approve").status_code == 422
    declared = story.act(story.our_delegate, asked, story.ours, "emergency", reason="Gasläcka.")
    assert declared.status_code == 302
    assert story.act(story.ours.editor, asked, story.ours, "confirm_emergency").status_code == 302
    assert asked.signatures.get(organisation=story.ours.organisation).status == SignatureStatus.APPROVED


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"languages": []}, "Välj minst ett språk"),
        ({"due_day": "2020-01-01"}, "Den tiden har redan varit"),
        ({"due_day": "2027-03-28", "due_time": "02:30"}, "finns inte den dagen"),
        ({"release_day": "2027-01-14", "release_time": "09:00"}, "efter den tid då svaren"),
        ({"release_day": "2027-01-20"}, "både datum och klockslag"),
        ({"due_day": "i morgon"}, "giltigt datum"),
    ],
)
def test_a_form_that_makes_no_sense_says_why(story: Story, more: dict[str, Any], said: str) -> None:
    address = reverse("approvals:ask", args=["message", story.page.translation_key])
    data = {"languages": ["sv"], "due_day": "2027-01-15", "due_time": "16:00", **more}
    answer = story.client(story.ours.editor).post(address, data)
    assert answer.status_code == 422
    assert said in answer.text
    assert not ApprovalRequest.objects.exists()


def test_a_single_organisations_item_needs_no_asking(story: Story) -> None:
    page = make_message(story.ours)
    address = reverse("approvals:ask", args=["message", page.translation_key])
    assert "inget gemensamt godkännande" in story.client(story.ours.editor).get(address).text


def test_asking_twice_is_refused_in_words(story: Story) -> None:
    asked = story.ask()
    address = reverse("approvals:ask", args=["message", story.page.translation_key])
    data = {"languages": ["sv"], "due_day": "2027-01-15", "due_time": "16:00"}
    answer = story.client(story.ours.editor).post(address, data)
    assert answer.status_code == 422
    assert "redan tillfrågade" in answer.text
    assert list(ApprovalRequest.objects.all()) == [asked]


def test_one_of_the_delegates_takes_it_upon_herself(story: Story) -> None:
    asked = story.ask()
    assert story.act(story.their_delegate, asked, story.theirs, "claim").status_code == 302
    signature = asked.signatures.get(organisation=story.theirs.organisation)
    assert signature.claimed_by == story.their_delegate
    assert signature.status == SignatureStatus.ASKED


class TestLinks:
    """Personal links of a signatory's delegates without account, as the signatory's members see them."""

    @pytest.fixture
    def asked(self, story: Story) -> ApprovalRequest:
        Delegate.objects.create(organisation=story.theirs.organisation, name="Dana", email="dana@example.org")
        return story.ask()

    def revoke(self, user: User, story: Story, asked: ApprovalRequest, link: object) -> int:
        address = reverse("approvals:detail", args=[asked.key])
        data = {"act": "revoke", "link": link}
        return story.client(user).post(address, data).status_code

    def test_are_revoked_by_the_signatorys_members(self, story: Story, asked: ApprovalRequest) -> None:
        link = ApprovalLink.objects.get()
        detail = story.client(story.their_delegate).get(reverse("approvals:detail", args=[asked.key]))
        assert "Dana (länk skickad)" in detail.text
        assert self.revoke(story.theirs.editor, story, asked, link.pk) == 302
        link.refresh_from_db()
        assert link.revoked_at is not None

    def test_are_neither_seen_nor_revoked_by_the_asking_organisation(
        self, story: Story, asked: ApprovalRequest
    ) -> None:
        link = ApprovalLink.objects.get()
        detail = story.client(story.ours.editor).get(reverse("approvals:detail", args=[asked.key]))
        assert "Dana" not in detail.text
        assert self.revoke(story.ours.editor, story, asked, link.pk) == 404
        link.refresh_from_db()
        assert link.revoked_at is None

    def test_of_another_request_is_not_found(self, story: Story, asked: ApprovalRequest) -> None:
        link = ApprovalLink.objects.get()
        story.act(story.their_delegate, asked, story.theirs, "decline", reason="Fel.")
        again = story.ask()
        assert self.revoke(story.their_delegate, story, again, link.pk) == 404

    @pytest.mark.parametrize("link", ["", "x", "-1"])
    def test_nonsense_is_not_found(self, story: Story, asked: ApprovalRequest, link: str) -> None:
        assert self.revoke(story.their_delegate, story, asked, link) == 404


@pytest.mark.parametrize("act", ["", "approve_all"])
def test_unknown_button_does_nothing(story: Story, act: str) -> None:
    asked = story.ask()
    assert story.act(story.their_delegate, asked, story.theirs, act).status_code == 404
    assert asked.signatures.filter(status=SignatureStatus.ASKED).count() == 2


def test_signature_of_another_request_is_not_found(story: Story) -> None:
    first = story.ask()
    story.act(story.their_delegate, first, story.theirs, "decline", reason="Fel.")
    again = story.ask()
    foreign = first.signatures.get(organisation=story.theirs.organisation)
    answer = story.act(story.their_delegate, again, story.theirs, "approve", signature=foreign.pk)
    assert answer.status_code == 404


def test_the_frozen_version_is_shown_as_the_public_page(story: Story) -> None:
    asked = story.ask()
    edit(story.page, title="Lamporna vid torget")
    rendering = reverse("approvals:rendering", args=[asked.key, "sv"])
    shown = story.client(story.their_delegate).get(rendering)
    assert shown.status_code == 200
    assert "Lamporna i parken" in shown.text
    assert "torget" not in shown.text
    missing = reverse("approvals:rendering", args=[asked.key, "en"])
    assert story.client(story.their_delegate).get(missing).status_code == 404


def test_a_superuser_sees_every_request_and_may_not_sign(story: Story) -> None:
    asked = story.ask()
    chief = make_chief()
    detail = story.client(chief).get(reverse("approvals:detail", args=[asked.key]))
    assert detail.status_code == 200
    assert "Lamporna i parken" in story.client(chief).get(reverse("approvals:list")).text
    assert story.act(chief, asked, story.theirs, "approve").status_code == 422
    assert not asked.signatures.filter(status=SignatureStatus.APPROVED).exists()


def test_a_page_that_is_no_item_leads_nowhere(story: Story) -> None:
    address = reverse("approvals:ask_page", args=[story.ours.page.pk])
    assert story.client(story.ours.editor).get(address).status_code == 404


def test_a_page_leads_strangers_nowhere(story: Story) -> None:
    answer = story.client(story.strangers.editor).get(reverse("approvals:ask_page", args=[story.page.pk]))
    assert str(story.page.translation_key) not in answer["Location"]


def test_a_page_leads_to_its_form(story: Story) -> None:
    answer = story.client(story.ours.editor).get(reverse("approvals:ask_page", args=[story.page.pk]))
    assert answer["Location"] == reverse("approvals:ask", args=["message", story.page.translation_key])


class TestWhoseMove:
    def late(self, story: Story) -> ApprovalRequest:
        asked = story.ask()
        ApprovalRequest.objects.filter(pk=asked.pk).update(due_at=clock.now() - dt.timedelta(hours=1))
        return asked

    def test_the_owner_sees_every_organisation_on_the_first_page_in_the_list_and_in_the_editor(
        self, story: Story
    ) -> None:
        asked = story.ask()
        story.act(story.their_delegate, asked, story.theirs, "claim")
        editor = story.client(story.ours.editor)
        for path in (
            "/admin/",
            reverse("approvals:list"),
            reverse("wagtailadmin_pages:edit", args=[story.page.pk]),
        ):
            text = " ".join(editor.get(path).text.split())
            assert f"<strong>{story.ours.organisation}:</strong> tillfrågad" in text, path
            assert f"<strong>{story.theirs.organisation}:</strong> tillfrågad" in text, path
            assert story.their_delegate.username in text, path
            assert "svar senast fredag 15 januari 2027 kl. 16.00, svensk tid" in text, path

    def test_late_is_said_to_both_sides(self, story: Story) -> None:
        asked = self.late(story)
        delegate, editor = story.client(story.their_delegate), story.client(story.ours.editor)
        assert "Försenat: skulle ha svarats" in delegate.get("/admin/").text
        assert "Försenat: skulle ha svarats" in delegate.get(reverse("approvals:list")).text
        assert "Försenat: svaren skulle ha kommit" in editor.get("/admin/").text
        assert (
            "Försenat: svaren skulle ha kommit"
            in editor.get(reverse("approvals:detail", args=[asked.key])).text
        )

    def test_approvers_have_the_most_urgent_first(self, story: Story) -> None:
        story.ask()
        later = make_message(story.ours, title="Sist", signatories=[story.theirs.organisation])
        story.page, first = later, story.page
        asked = story.ask_again_due("2027-02-15")
        text = story.client(story.their_delegate).get("/admin/").text
        assert text.index(first.title) < text.index("Sist")
        assert asked.title == "Sist"

    def test_declined_stays_in_sight_until_it_is_asked_about_again(self, story: Story) -> None:
        asked = story.ask()
        story.act(story.their_delegate, asked, story.theirs, "decline", reason="Fel ord.")
        text = " ".join(story.client(story.ours.editor).get("/admin/").text.split())
        assert f"<strong>{story.theirs.organisation}:</strong> avböjd" in text
