"""Mails about approvals: who gets which, when none may go, and what a broken mail server stops."""

from __future__ import annotations

import datetime as dt
import logging
from typing import Any

from django.core import mail

import pytest

from cms.accounts.models import Delegate, Membership, Role, User
from cms.approval import notices, reminders, services
from cms.approval.models import ApprovalRequest
from cms.common import clock
from cms.releases import asking
from tests.factories.cms_workshop import Desk, edit, make_desk, make_member, make_message

pytestmark = pytest.mark.django_db
DUE = dt.datetime(2027, 1, 15, 12, 0, tzinfo=clock.UTC)


class Post:
    """Two organisations with a delegate each, one without an account, and the mails of what they do."""

    def __init__(self, capture: Any) -> None:
        self.capture = capture
        self.ours, self.theirs = make_desk(), make_desk()
        self.page = make_message(self.ours, title="Lyktorna", signatories=[self.theirs.organisation])
        self.delegate = make_member(self.theirs.organisation, role=Role.APPROVER)
        self.reader = make_member(self.theirs.organisation, role=Role.EDITOR)
        Delegate.objects.create(organisation=self.theirs.organisation, name="Dana", email="dana@example.org")

    def ask(self, **more: Any) -> ApprovalRequest:
        """Ask both."""
        return asking.ask_for_approval(
            item_type="message",
            item_key=self.page.translation_key,
            languages=["sv"],
            by=self.ours.editor,
            due_at=DUE,
            **more,
        )

    def asked(self) -> ApprovalRequest:
        """Ask both, and forget the mails of that."""
        with self.capture(execute=True):
            request = self.ask()
        mail.outbox.clear()
        return request


@pytest.fixture
def post(django_capture_on_commit_callbacks: Any) -> Post:
    return Post(django_capture_on_commit_callbacks)


def to(user: User) -> list[mail.EmailMessage]:
    """Return the mails to a person."""
    return [letter for letter in mail.outbox if letter.to == [user.email]]


def test_delegates_are_asked_and_nobody_else(post: Post) -> None:
    with post.capture(execute=True):
        request = post.ask(message="Läs andra stycket.")
    [letter] = to(post.delegate)
    assert letter.subject == "Godkännande behövs: Lyktorna"
    assert "fredag 15 januari 2027 kl. 13.00" in letter.body
    assert "Läs andra stycket." in letter.body
    assert letter.body.endswith(f"/admin/godkannanden/{request.key}/")
    assert sorted(letter.to[0] for letter in mail.outbox) == sorted([post.delegate.email, "dana@example.org"])


def test_nothing_is_sent_of_what_is_rolled_back(post: Post) -> None:
    with post.capture(execute=False):
        post.ask()
    assert mail.outbox == []


def test_each_gets_a_mail_of_their_own(post: Post) -> None:
    second = make_member(post.theirs.organisation, role=Role.ADMINISTRATOR)
    with post.capture(execute=True):
        post.ask()
    assert all(len(letter.to) == 1 for letter in mail.outbox)
    assert len(to(post.delegate)) == len(to(second)) == 1


@pytest.mark.parametrize(
    "change", [{"is_active": False}, {"email": ""}], ids=["who has left", "who has no address"]
)
def test_delegate_is_passed_over(post: Post, change: dict[str, Any]) -> None:
    User.objects.filter(pk=post.delegate.pk).update(**change)
    with post.capture(execute=True):
        post.ask()
    assert [letter.to for letter in mail.outbox] == [["dana@example.org"]]


def test_personal_mail_says_who_is_asked_about_what_and_leads_there(post: Post) -> None:
    with post.capture(execute=True):
        post.ask()
    [letter] = [letter for letter in mail.outbox if letter.to == ["dana@example.org"]]
    assert letter.subject == "Godkännande behövs: Lyktorna"
    assert letter.body.startswith("Dana, ni ombeds godkänna ”Lyktorna” för ")
    assert str(post.theirs.organisation) in letter.body
    assert "http://testserver/godkann/" in letter.body


class TestSilenced:
    """Example data asks people who have no mailbox."""

    def test_nobody_is_written_to(self, post: Post) -> None:
        with post.capture(execute=True), notices.silenced():
            post.ask()
        assert mail.outbox == []

    def test_ends_with_its_block(self, post: Post) -> None:
        with pytest.raises(RuntimeError), notices.silenced():
            raise RuntimeError
        with post.capture(execute=True):
            post.ask()
        assert to(post.delegate)


class TestAsker:
    def test_hears_of_a_refusal_with_reason_and_words(self, post: Post) -> None:
        request = post.asked()
        with post.capture(execute=True):
            services.decline(
                signature=request.signatures.get(organisation=post.theirs.organisation),
                by=post.delegate,
                digest=request.digest,
                reason="Fel kvarter.",
                proposed_wording="Kvarteret Enen.",
            )
        [letter] = to(post.ours.editor)
        assert letter.subject == "Avböjt: Lyktorna"
        assert f"{post.theirs.organisation} har avböjt." in letter.body
        assert "Fel kvarter." in letter.body
        assert "Förslag: Kvarteret Enen." in letter.body

    def test_hears_of_a_refusal_without_other_words(self, post: Post) -> None:
        request = post.asked()
        signature = request.signatures.get(organisation=post.theirs.organisation)
        with post.capture(execute=True):
            services.decline(
                signature=signature, by=post.delegate, digest=request.digest, reason="Fel kvarter."
            )
        [letter] = to(post.ours.editor)
        assert "Förslag" not in letter.body

    def test_hears_when_all_have_approved_and_not_before(self, post: Post) -> None:
        request = post.asked()
        ours = make_member(post.ours.organisation, role=Role.APPROVER)
        for desk, by in ((post.theirs, post.delegate), (post.ours, ours)):
            assert to(post.ours.editor) == []
            with post.capture(execute=True):
                services.approve(
                    signature=request.signatures.get(organisation=desk.organisation),
                    by=by,
                    digest=request.digest,
                )
        [letter] = to(post.ours.editor)
        assert letter.subject == "Alla har godkänt: Lyktorna"

    @pytest.mark.parametrize("gone", [True, False], ids=["is gone", "has no address"])
    def test_is_not_written_to(self, post: Post, gone: bool) -> None:
        request = post.asked()
        request.asked_by = None if gone else post.ours.editor
        request.save()
        User.objects.filter(pk=post.ours.editor.pk).update(email="")
        with post.capture(execute=True):
            services.decline(
                signature=request.signatures.get(organisation=post.theirs.organisation),
                by=post.delegate,
                digest=request.digest,
                reason="Fel kvarter.",
            )
        assert mail.outbox == []


def test_signatories_hear_that_it_was_taken_back_and_why(post: Post) -> None:
    request = post.asked()
    with post.capture(execute=True):
        asking.take_back(request=request, by=post.ours.editor, reason="Vi väntar på siffran.")
    [letter] = to(post.delegate)
    assert letter.subject == "Tillbakatagen: Lyktorna"
    assert "Vi väntar på siffran." in letter.body
    assert to(post.ours.editor) == []


class TestWithoutAccount:
    """Who was asked by a link hears of what became of the text as well, also after answering."""

    @pytest.fixture(params=["asked", "answered"])
    def request_(self, post: Post, request: pytest.FixtureRequest) -> ApprovalRequest:
        made = post.asked()
        link = made.signatures.get(organisation=post.theirs.organisation).links.get()
        link.used_at = clock.now() if request.param == "answered" else None
        link.save()
        return made

    def letters(self) -> list[str]:
        return [letter.subject for letter in mail.outbox if letter.to == ["dana@example.org"]]

    def test_of_a_change(self, post: Post, request_: ApprovalRequest) -> None:
        edit(post.page, summary="En annan ingress.")
        with post.capture(execute=True):
            asking.void_if_changed(request_)
        assert self.letters() == ["Ändrad: Lyktorna"]

    def test_that_it_was_taken_back(self, post: Post, request_: ApprovalRequest) -> None:
        with post.capture(execute=True):
            asking.take_back(request=request_, by=post.ours.editor)
        assert self.letters() == ["Tillbakatagen: Lyktorna"]

    def test_of_each_signatory(self, post: Post) -> None:
        Delegate.objects.create(organisation=post.ours.organisation, name="Olle", email="olle@example.org")
        request = post.asked()
        with post.capture(execute=True):
            asking.take_back(request=request, by=post.ours.editor)
        told = {letter.to[0] for letter in mail.outbox}
        assert told == {post.delegate.email, "dana@example.org", "olle@example.org"}

    def test_not_who_is_a_delegate_of_another_organisation_now(
        self, post: Post, request_: ApprovalRequest
    ) -> None:
        Delegate.objects.update(organisation=make_desk().organisation)
        with post.capture(execute=True):
            asking.take_back(request=request_, by=post.ours.editor)
        assert self.letters() == []

    @pytest.mark.parametrize("is_revoked", [True, False])
    def test_not_whose_link_was_taken_away(
        self, post: Post, request_: ApprovalRequest, is_revoked: bool
    ) -> None:
        link = request_.signatures.get(organisation=post.theirs.organisation).links.get()
        link.revoked_at = clock.now() if is_revoked else None
        link.email = link.email if is_revoked else "nagon.annan@example.org"
        link.save()
        with post.capture(execute=True):
            asking.take_back(request=request_, by=post.ours.editor)
        assert [letter.to for letter in mail.outbox] == [[post.delegate.email]]


def test_signatories_and_asker_hear_which_field_changed(post: Post) -> None:
    request = post.asked()
    edit(post.page, summary="En annan ingress.")
    with post.capture(execute=True):
        asking.void_if_changed(request)
    for person in (post.delegate, post.ours.editor):
        [letter] = to(person)
        assert letter.subject == "Ändrad: Lyktorna"
        assert letter.body.startswith("Texten har ändrats, så alla godkännanden är ogiltiga. Ändrat:")
        assert "sv: ingress" in letter.body


class TestLate:
    def deputy(self, desk: Desk) -> User:
        deputy = make_member(desk.organisation, role=Role.APPROVER)
        Membership.objects.filter(user=deputy).update(is_deputy=True)
        return deputy

    def test_reminder_goes_to_delegates_and_not_to_deputies(self, post: Post) -> None:
        deputy = self.deputy(post.theirs)
        post.asked()
        with clock.set_to(DUE - dt.timedelta(hours=1)), post.capture(execute=True):
            reminders.follow_up()
        [letter] = to(post.delegate)
        assert letter.subject == "Påminnelse: Lyktorna"
        assert "fredag 15 januari 2027 kl. 13.00" in letter.body
        assert ["dana@example.org"] in [letter.to for letter in mail.outbox]
        assert to(deputy) == []

    def test_reminder_passes_over_links_that_were_used(self, post: Post) -> None:
        request = post.asked()
        signature = request.signatures.get(organisation=post.theirs.organisation)
        signature.links.update(used_at=clock.now())
        with clock.set_to(DUE - dt.timedelta(hours=1)), post.capture(execute=True):
            reminders.follow_up()
        assert to(post.delegate)
        assert ["dana@example.org"] not in [letter.to for letter in mail.outbox]

    @pytest.mark.parametrize("why", ["revoked", "no delegate any more"])
    def test_reminder_says_no_title_to_who_lost_the_link(self, post: Post, why: str) -> None:
        request = post.asked()
        link = request.signatures.get(organisation=post.theirs.organisation).links.get()
        link.revoked_at = clock.now() if why == "revoked" else None
        link.email = link.email if why == "revoked" else "dana.som.slutat@example.org"
        link.save()
        with clock.set_to(DUE - dt.timedelta(hours=1)), post.capture(execute=True):
            reminders.follow_up()
        assert [letter.to for letter in mail.outbox] == [[post.delegate.email]]

    def test_when_it_is_late_deputies_and_asker_hear_of_it(self, post: Post) -> None:
        deputy = self.deputy(post.theirs)
        post.asked()
        with clock.set_to(DUE), post.capture(execute=True):
            reminders.follow_up()
        [letter] = to(deputy)
        assert letter.subject == "Försenat: Lyktorna"
        assert f"{post.theirs.organisation} har inte svarat" in letter.body
        assert len(to(post.ours.editor)) == 2  # about each of the two that are late
        assert to(post.delegate) == []


def test_broken_mail_server_stops_nothing_and_is_logged(
    post: Post, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*args: Any) -> None:
        raise OSError("connection refused")

    monkeypatch.setattr(notices, "send_mail", broken)
    with caplog.at_level(logging.ERROR), post.capture(execute=True):
        request = post.ask()
    assert request.signatures.count() == 2
    assert f"A mail about request {request.key} could not be sent" in caplog.text
