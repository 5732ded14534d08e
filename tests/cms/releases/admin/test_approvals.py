"""Joint approval through the workshop's pages, as editors and delegates meet them."""

from __future__ import annotations

import re
from typing import Any

from django.test import Client
from django.urls import reverse

import pytest

from cms.accounts.models import Role, User
from cms.approval.enums import RequestStatus, SignatureStatus
from cms.approval.models import ApprovalRequest
from cms.items.services import sync_access
from cms.messages.models import JointMessage
from cms.releases.services import release_now
from tests.factories.cms_workshop import (
    Desk,
    edit,
    entry_for,
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


def test_a_page_leads_to_its_form(story: Story) -> None:
    answer = story.client(story.ours.editor).get(reverse("approvals:ask_page", args=[story.page.pk]))
    assert answer["Location"] == reverse("approvals:ask", args=["message", story.page.translation_key])
