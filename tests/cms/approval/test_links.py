"""Delegates without an account: one link, one version, one decision."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from django.core import mail
from django.db import transaction

import pytest

from cms.accounts.models import Delegate, Role
from cms.approval import links, reminders, services
from cms.approval.enums import RequestStatus, SignatureStatus
from cms.approval.exceptions import (
    AlreadyDecidedError,
    LinkNotUsableError,
    OwnChangeError,
    ReasonMissingError,
    VersionChangedError,
)
from cms.approval.models import ApprovalLink, ApprovalRequest, Signature
from cms.audit.enums import Act
from cms.audit.models import AuditEntry
from cms.common import clock
from cms.releases import asking
from tests.factories.cms_workshop import Desk, make_desk, make_member, make_message

pytestmark = pytest.mark.django_db
DUE = dt.datetime(2027, 1, 15, 12, 0, tzinfo=clock.UTC)


@pytest.fixture
def theirs() -> Desk:
    """Return a signatory with a delegate and a deputy, neither with an account."""
    desk = make_desk()
    Delegate.objects.create(organisation=desk.organisation, name="Dana Delegat", email="dana@example.org")
    Delegate.objects.create(
        organisation=desk.organisation, name="Eja Ersättare", email="eja@example.org", is_deputy=True
    )
    return desk


@pytest.fixture
def request_(theirs: Desk, django_capture_on_commit_callbacks: Any) -> ApprovalRequest:
    """Return a request that the signatory has been asked about."""
    ours = make_desk()
    page = make_message(ours, signatories=[theirs.organisation])
    with django_capture_on_commit_callbacks(execute=True):
        return asking.ask_for_approval(
            item_type="message",
            item_key=page.translation_key,
            languages=["sv"],
            by=ours.editor,
            due_at=DUE,
        )


@pytest.fixture
def token(request_: ApprovalRequest) -> str:
    """Return the token in the mail to the delegate."""
    [message] = [message for message in mail.outbox if message.to == ["dana@example.org"]]
    match = re.search(r"/godkann/([\w-]+)/", message.body)
    assert match is not None
    return match[1]


@pytest.fixture
def link(token: str) -> ApprovalLink:
    """Return the delegate's link."""
    found = links.find_link(token)
    assert found is not None
    return found


def test_only_the_mail_has_the_token(link: ApprovalLink, token: str) -> None:
    assert token not in {str(value) for value in ApprovalLink.objects.values().get().values()}
    assert links.find_link(token[:-1]) is None


def test_a_deputy_is_not_asked_at_first(request_: ApprovalRequest) -> None:
    assert not [message for message in mail.outbox if message.to == ["eja@example.org"]]


def test_links_that_were_sent_are_returned_and_recorded(request_: ApprovalRequest, theirs: Desk) -> None:
    signature = request_.signatures.get(organisation=theirs.organisation)
    asker = request_.asked_by.pk if request_.asked_by else None
    for deputies, name, by in ((False, "Dana Delegat", asker), (True, "Eja Ersättare", None)):
        with transaction.atomic():
            [sent] = links.send_to_delegates(signature, deputies=deputies)
        assert (sent, sent.name) == (ApprovalLink.objects.order_by("pk").last(), name)
        noted = AuditEntry.objects.order_by("seq").last()
        assert noted is not None
        assert (noted.act, noted.actor_id, noted.read_facts()["name"]) == (Act.APPROVAL_LINK_SENT, by, name)


def test_opening_decides_nothing(link: ApprovalLink) -> None:
    links.mark_opened(link)
    link.signature.refresh_from_db()
    assert link.signature.status == SignatureStatus.ASKED


def test_lives_three_days_past_the_day_the_answer_is_due(link: ApprovalLink) -> None:
    end = DUE + dt.timedelta(days=3)
    assert link.expires_at == end
    with clock.set_to(end - dt.timedelta(seconds=1)):
        assert links.is_usable(link)
        assert links.is_readable(link)
    with clock.set_to(end):
        assert not links.is_usable(link)
        assert not links.is_readable(link)


class TestTwoLinks:
    """What is done with one delegate's link is not done with another's."""

    @pytest.fixture
    def other(self, link: ApprovalLink) -> ApprovalLink:
        organisation = link.signature.organisation
        Delegate.objects.create(organisation=organisation, name="Olle", email="olle@example.org")
        fields = {name: getattr(link, name) for name in ("signature", "created_at", "expires_at")}
        return ApprovalLink.objects.create(
            name="Olle", email="olle@example.org", token_digest="0" * 64, **fields
        )

    def test_first_opening_of_one_is_noted(self, link: ApprovalLink, other: ApprovalLink) -> None:
        for hour in (9, 10):
            with clock.set_to(dt.datetime(2027, 1, 1, hour, tzinfo=clock.UTC)):
                links.mark_opened(link)
        link.refresh_from_db()
        other.refresh_from_db()
        assert link.opened_at == dt.datetime(2027, 1, 1, 9, tzinfo=clock.UTC)
        assert other.opened_at is None

    def test_first_revoking_of_one_is_noted(self, link: ApprovalLink, other: ApprovalLink) -> None:
        for hour in (9, 10):
            with clock.set_to(dt.datetime(2027, 1, 1, hour, tzinfo=clock.UTC)):
                links.revoke(link=link)
        link.refresh_from_db()
        other.refresh_from_db()
        assert link.revoked_at == dt.datetime(2027, 1, 1, 9, tzinfo=clock.UTC)
        assert other.revoked_at is None
        assert links.is_usable(other)

    def test_deciding_uses_up_one(self, link: ApprovalLink, other: ApprovalLink) -> None:
        with clock.set_to(DUE):
            services.approve_by_link(link=link, digest=link.signature.request.digest)
        link.refresh_from_db()
        other.refresh_from_db()
        assert (link.used_at, other.used_at) == (DUE, None)

    def test_one_who_leaves_shuts_out_nobody_else(self, link: ApprovalLink, other: ApprovalLink) -> None:
        Delegate.objects.filter(email=link.email).delete()
        assert not links.is_usable(link)
        assert not links.is_readable(link)
        assert links.is_usable(other)

    def test_is_found_by_its_own_token(self, link: ApprovalLink, other: ApprovalLink, token: str) -> None:
        assert links.find_link(token) == link


def test_token_cannot_be_guessed(token: str) -> None:
    assert len(token) >= 43  # 256 bits


def test_approves_once(link: ApprovalLink) -> None:
    digest = link.signature.request.digest
    services.approve_by_link(link=link, digest=digest)
    signature = Signature.objects.get(pk=link.signature_id)
    assert (signature.status, signature.signer) == (SignatureStatus.APPROVED, "Dana Delegat")
    assert signature.decided_link == link
    with pytest.raises(AlreadyDecidedError):
        services.approve_by_link(link=link, digest=digest)


def test_declines_with_a_reason(link: ApprovalLink) -> None:
    digest = link.signature.request.digest
    with pytest.raises(ReasonMissingError):
        services.decline_by_link(link=link, digest=digest, reason=" ")
    services.decline_by_link(link=link, digest=digest, reason="Fel plats.")
    assert ApprovalRequest.objects.get().status == RequestStatus.DECLINED


def test_another_version_is_refused_and_leaves_the_link_unused(link: ApprovalLink) -> None:
    with pytest.raises(VersionChangedError):
        services.approve_by_link(link=link, digest="0" * 64)
    link.refresh_from_db()
    assert link.used_at is None


@pytest.mark.parametrize("state", ["revoked", "expired", "used"])
def test_a_dead_link_decides_nothing(link: ApprovalLink, state: str) -> None:
    at = link.expires_at if state == "expired" else DUE
    if state == "revoked":
        links.revoke(link=link)
    elif state == "used":
        ApprovalLink.objects.filter(pk=link.pk).update(used_at=DUE)
    link.refresh_from_db()
    with clock.set_to(at), pytest.raises(LinkNotUsableError):
        services.approve_by_link(link=link, digest=link.signature.request.digest)
    with clock.set_to(at):
        assert not links.is_usable(link)
        assert links.is_readable(link) == (state == "used")
    link.signature.refresh_from_db()
    assert link.signature.status == SignatureStatus.ASKED


class TestNoLongerADelegate:
    """Who has left the organisation neither reads nor answers for it; no more does an address that was mended."""

    @pytest.fixture(params=["removed", "at another address", "of another organisation"])
    def _gone(self, request: pytest.FixtureRequest, link: ApprovalLink) -> None:
        delegate = Delegate.objects.get(email=link.email)
        delegate.email = "dana@example.net" if "address" in request.param else link.email
        delegate.organisation = (
            make_desk().organisation if "organisation" in request.param else delegate.organisation
        )
        delegate.save()
        Delegate.objects.filter(pk=delegate.pk if request.param == "removed" else None).delete()

    @pytest.mark.usefixtures("_gone")
    def test_is_let_in_no_more(self, link: ApprovalLink) -> None:
        assert not links.is_usable(link)
        assert not links.is_readable(link)
        digest = link.signature.request.digest
        with pytest.raises(LinkNotUsableError):
            services.approve_by_link(link=link, digest=digest)
        with pytest.raises(LinkNotUsableError):
            services.decline_by_link(link=link, digest=digest, reason="Fel.")
        link.refresh_from_db()
        link.signature.refresh_from_db()
        assert (link.used_at, link.signature.status) == (None, SignatureStatus.ASKED)

    def test_what_was_decided_before_stands(self, link: ApprovalLink) -> None:
        services.approve_by_link(link=link, digest=link.signature.request.digest)
        Delegate.objects.all().delete()
        link.signature.refresh_from_db()
        assert (link.signature.status, link.signature.signer) == (SignatureStatus.APPROVED, "Dana Delegat")


def test_a_taken_back_request_closes_the_link(link: ApprovalLink) -> None:
    services.take_back(request=link.signature.request)
    fresh = ApprovalLink.objects.get(pk=link.pk)
    assert not links.is_usable(fresh)
    assert not links.is_readable(fresh)


def test_the_writer_cannot_sign_as_their_own_delegate(link: ApprovalLink) -> None:
    request = link.signature.request
    writer = make_member(link.signature.organisation, role=Role.EDITOR)
    writer.email = "DANA@example.org"
    writer.save()
    request.written_by = writer
    request.save()
    with pytest.raises(OwnChangeError):
        services.approve_by_link(link=link, digest=request.digest)
    link.refresh_from_db()
    assert link.used_at is None


class TestFollowUp:
    def test_reminds_once_before_the_answer_is_due(
        self, request_: ApprovalRequest, django_capture_on_commit_callbacks: Any
    ) -> None:
        mail.outbox.clear()
        with clock.set_to(DUE - dt.timedelta(hours=25)):
            assert reminders.follow_up() == 0
        with clock.set_to(DUE - dt.timedelta(hours=23)), django_capture_on_commit_callbacks(execute=True):
            assert reminders.follow_up() == 2
            assert reminders.follow_up() == 0
        assert ["dana@example.org"] in [message.to for message in mail.outbox]

    def test_asks_the_deputies_once_when_it_is_late(
        self, request_: ApprovalRequest, django_capture_on_commit_callbacks: Any
    ) -> None:
        mail.outbox.clear()
        with clock.set_to(DUE + dt.timedelta(minutes=1)), django_capture_on_commit_callbacks(execute=True):
            assert reminders.follow_up() == 2
            assert reminders.follow_up() == 0
        to_deputy = [message for message in mail.outbox if message.to == ["eja@example.org"]]
        assert len(to_deputy) == 1
        assert "/godkann/" in to_deputy[0].body
        assert any(request_.asked_by.email in message.to for message in mail.outbox if request_.asked_by)

    def test_leaves_those_who_have_answered_alone(
        self, link: ApprovalLink, django_capture_on_commit_callbacks: Any
    ) -> None:
        services.approve_by_link(link=link, digest=link.signature.request.digest)
        with clock.set_to(DUE + dt.timedelta(minutes=1)):
            assert reminders.follow_up() == 1


def test_a_claim_shows_who_takes_care(request_: ApprovalRequest, theirs: Desk) -> None:
    delegate = make_member(theirs.organisation, role=Role.APPROVER)
    signature = request_.signatures.get(organisation=theirs.organisation)
    assert services.claim(signature=signature, by=delegate).claimed_by == delegate
