"""What each act on an approval returns, and that it touches this request and this signature and no other."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.core import mail

import pytest

from cms.accounts.models import Delegate, Role, User
from cms.approval import notices, reminders, services
from cms.approval.digest import version_digest
from cms.approval.enums import RequestStatus, SignatureStatus
from cms.approval.exceptions import (
    AlreadyAskedError,
    LinkNotUsableError,
    NothingToApproveError,
    ReasonMissingError,
)
from cms.approval.models import ApprovalLink, ApprovalRequest, Dismissal, FrozenVersion, Signature
from cms.common import clock
from cms.common.digests import digest_of
from cms.releases import asking
from cms.releases.services import release_now
from tests.factories.cms_ledger import make_payload
from tests.factories.cms_workshop import Desk, entry_for, make_desk, make_member, make_message

pytestmark = pytest.mark.django_db
DUE = dt.datetime(2027, 1, 15, 12, 0, tzinfo=clock.UTC)


@dataclass
class Table:
    """Two organisations, and two texts of the first that the second signs; there by account and by link."""

    ours: Desk
    theirs: Desk
    our_delegate: User
    delegate: User
    request: ApprovalRequest
    other: ApprovalRequest

    @property
    def signature(self) -> Signature:
        return self.request.signatures.get(organisation=self.theirs.organisation)

    @property
    def link(self) -> ApprovalLink:
        return ApprovalLink.objects.get(signature=self.signature)

    @property
    def answer(self) -> dict[str, Any]:
        return {"signature": self.signature, "by": self.delegate, "digest": self.request.digest}

    def others(self) -> list[Any]:
        """Return every column of what belongs to the other request, and the signature beside this one."""
        beside = Signature.objects.exclude(pk=self.signature.pk)
        links = ApprovalLink.objects.exclude(signature=self.signature)
        requests = ApprovalRequest.objects.filter(pk=self.other.pk)
        versions = FrozenVersion.objects.filter(request=self.other)
        return [list(rows.order_by("pk").values()) for rows in (beside, links, requests, versions)]

    def approve_all(self, request: ApprovalRequest) -> None:
        for signature in request.signatures.all():
            by = self.our_delegate if signature.organisation == self.ours.organisation else self.delegate
            services.approve(signature=signature, by=by, digest=request.digest)


@pytest.fixture
def table() -> Table:
    ours, theirs = make_desk("jarva"), make_desk("polisen")
    Delegate.objects.create(organisation=theirs.organisation, name="Dana", email="dana@example.org")
    requests = [
        asking.ask_for_approval(
            item_type="message",
            item_key=make_message(ours, signatories=[theirs.organisation]).translation_key,
            languages=["sv"],
            by=ours.editor,
            due_at=DUE,
        )
        for _ in range(2)
    ]
    return Table(
        ours,
        theirs,
        make_member(ours.organisation, role=Role.APPROVER),
        make_member(theirs.organisation, role=Role.APPROVER),
        *requests,
    )


class TestAnswers:
    @pytest.fixture(autouse=True)
    def _no_other(self, table: Table) -> Any:
        before = table.others()
        yield
        assert table.others() == before

    def test_reading(self, table: Table) -> None:
        services.mark_read(signature=table.signature, by=table.delegate)
        assert table.signature.status == SignatureStatus.READ

    def test_claiming(self, table: Table) -> None:
        signature = services.claim(signature=table.signature, by=table.delegate)
        assert (signature, signature.claimed_by) == (table.signature, table.delegate)

    def test_approving(self, table: Table) -> None:
        request = services.approve(**table.answer)
        assert (request, request.status) == (table.request, RequestStatus.OPEN)
        assert table.signature.status == SignatureStatus.APPROVED

    def test_approving_by_link(self, table: Table) -> None:
        request = services.approve_by_link(link=table.link, digest=table.request.digest)
        assert (request, request.status) == (table.request, RequestStatus.OPEN)
        assert table.signature.status == SignatureStatus.APPROVED

    def test_declining(self, table: Table) -> None:
        request = services.decline(**table.answer, reason="Fel.")
        assert (request, request.status) == (table.request, RequestStatus.DECLINED)
        assert table.signature.status == SignatureStatus.DECLINED

    def test_declining_by_link(self, table: Table) -> None:
        link = table.link
        request = services.decline_by_link(link=link, digest=table.request.digest, reason="Fel.")
        assert (request, request.status) == (table.request, RequestStatus.DECLINED)
        assert table.signature.decided_link == link
        assert table.link.used_at is not None

    def test_emergency(self, table: Table) -> None:
        signature = services.declare_emergency(**table.answer, reason="Gasläcka.")
        assert (signature, signature.emergency_by) == (table.signature, table.delegate)
        second = make_member(table.theirs.organisation)
        request = services.confirm_emergency(
            signature=table.signature, by=second, digest=table.request.digest
        )
        assert (request, request.status) == (table.request, RequestStatus.OPEN)


class TestEnds:
    def test_taking_back(self, table: Table) -> None:
        request = services.take_back(request=table.request, reason="Vi väntar.")
        assert (request, request.status) == (table.request, RequestStatus.TAKEN_BACK)
        assert set(request.signatures.values_list("status", flat=True)) == {SignatureStatus.VOID}
        assert set(table.other.signatures.values_list("status", flat=True)) == {SignatureStatus.ASKED}

    def test_voiding(self, table: Table) -> None:
        request = services.void(request=table.request, changes=["sv: rubrik", "en: ingress"])
        assert (request, request.status) == (table.request, RequestStatus.VOID)
        assert request.closed_because == "sv: rubrik\nen: ingress"
        assert services.void(request=table.request, changes=["sv: adress"]) == table.request
        table.other.refresh_from_db()
        assert table.other.status == RequestStatus.OPEN

    def test_releasing_uses_up_the_approval_of_what_goes_out_and_no_other(self, table: Table) -> None:
        table.approve_all(table.request)
        table.approve_all(table.other)
        page = table.ours.page.get_children().get(translation_key=table.request.item_key).specific
        release_now(entries=[entry_for(page)], by=table.ours.editor)
        for request in (table.request, table.other):
            request.refresh_from_db()
        assert (table.request.status, table.other.status) == (RequestStatus.RELEASED, RequestStatus.APPROVED)
        assert table.request.versions.filter(released_at__isnull=True).count() == 0
        assert table.other.versions.filter(released_at__isnull=False).count() == 0


class TestLinks:
    @pytest.mark.parametrize("change", [{"revoked_at": DUE}, {"used_at": DUE}, {"expires_at": DUE}])
    def test_dead_link_declines_nothing(self, table: Table, change: dict[str, Any]) -> None:
        ApprovalLink.objects.update(**change)
        with clock.set_to(DUE), pytest.raises(LinkNotUsableError):
            services.decline_by_link(link=table.link, digest=table.request.digest, reason="Fel.")
        assert table.signature.status == SignatureStatus.ASKED

    def test_delegate_who_did_not_write_it_may_sign(self, table: Table) -> None:
        table.request.written_by = table.ours.editor
        table.request.save()
        services.approve_by_link(link=table.link, digest=table.request.digest)
        assert table.signature.status == SignatureStatus.APPROVED

    def test_asker_hears_of_a_refusal_by_link(
        self, table: Table, django_capture_on_commit_callbacks: Any
    ) -> None:
        with django_capture_on_commit_callbacks(execute=True):
            services.decline_by_link(link=table.link, digest=table.request.digest, reason="Fel kvarter.")
        [letter] = mail.outbox
        assert letter.to == [table.ours.editor.email]
        assert "Fel kvarter." in letter.body


class TestAsking:
    def test_nothing(self, table: Table) -> None:
        with pytest.raises(NothingToApproveError):
            asking.ask_for_approval(
                item_type="message",
                item_key=table.request.item_key,
                languages=[],
                by=table.ours.editor,
                due_at=DUE,
            )

    def open(self, table: Table, **payload: Any) -> ApprovalRequest:
        return services.open_request(
            payloads={"sv": make_payload(**payload)},
            organisation_ids=[table.theirs.organisation.pk, table.ours.organisation.pk],
            by=table.ours.editor,
            written_by_id=None,
            due_at=DUE,
            dismissed_ids=[table.theirs.organisation.pk],
        )

    def test_again_leaves_the_database_as_it_was(self, table: Table) -> None:
        before = ApprovalRequest.objects.count()
        with pytest.raises(AlreadyAskedError):
            self.open(table, key=table.request.item_key)
        assert ApprovalRequest.objects.count() == before

    def test_is_done_whole_or_not_at_all(self, table: Table, monkeypatch: pytest.MonkeyPatch) -> None:
        models = (ApprovalRequest, FrozenVersion, Signature, ApprovalLink, Dismissal)
        before = [model._default_manager.count() for model in models]
        monkeypatch.setattr(notices, "asked", lambda request: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            self.open(table)
        assert [model._default_manager.count() for model in models] == before

    def test_keeps_whom_the_editor_chose_not_to_ask(self, table: Table) -> None:
        request = self.open(table)
        row = Dismissal.objects.get()
        assert (row.request, row.item_key) == (request, request.item_key)
        assert (row.organisation, row.decided_by) == (table.theirs.organisation, table.ours.editor)

    def test_sends_no_link_to_an_organisation_for_another(self, table: Table) -> None:
        request = self.open(table)
        links = ApprovalLink.objects.filter(signature__request=request)
        assert [link.signature.organisation for link in links] == [table.theirs.organisation]

    def test_digest_binds_the_time(self, table: Table) -> None:
        payload = make_payload()
        digests = {"sv": digest_of(payload)}
        assert version_digest(digests, None) != version_digest(digests, DUE)
        assert version_digest(digests, DUE) != version_digest(digests, DUE + dt.timedelta(milliseconds=1))


@pytest.mark.parametrize("reason", ["", " \n"])
def test_no_reason_is_none(table: Table, reason: str) -> None:
    for act in (services.decline, services.declare_emergency):
        with pytest.raises(ReasonMissingError):
            act(**table.answer, reason=reason)
    with pytest.raises(ReasonMissingError):
        services.decline_by_link(link=table.link, digest=table.request.digest, reason=reason)
    assert table.signature.status == SignatureStatus.ASKED
    assert table.link.used_at is None


class TestFollowingUp:
    @pytest.mark.parametrize("left", [dt.timedelta(hours=1), dt.timedelta(0)], ids=["soon due", "late"])
    def test_nobody_is_told_of_what_was_declined(self, table: Table, left: dt.timedelta) -> None:
        services.decline(**table.answer, reason="Fel.")
        with clock.set_to(DUE - left):
            assert reminders.follow_up() == 2  # those of the other request
        asked = table.request.signatures.filter(status=SignatureStatus.ASKED)
        assert asked.filter(reminded_at__isnull=True, escalated_at__isnull=True).count() == 1

    @pytest.mark.parametrize(
        ("left", "field"), [(dt.timedelta(hours=1), "reminded_at"), (dt.timedelta(0), "escalated_at")]
    )
    def test_who_answers_meanwhile_is_not_told(
        self, table: Table, left: dt.timedelta, field: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        stale = table.signature
        services.approve(**table.answer)
        with clock.set_to(DUE - left):
            assert not reminders._once(stale, field)
        assert getattr(table.signature, field) is None

    def test_each_is_told_of_its_own(self, table: Table) -> None:
        with clock.set_to(DUE):
            assert reminders._once(table.signature, "escalated_at")
        assert Signature.objects.filter(escalated_at=DUE).get() == table.signature
