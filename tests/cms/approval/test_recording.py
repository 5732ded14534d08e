"""What the log keeps about an approval, word by word: which act, whose, about what, for whom to see, and the facts."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from cms.accounts.models import Delegate, Role, User
from cms.approval import links, reminders, services
from cms.approval.models import ApprovalLink, ApprovalRequest, Signature
from cms.audit.enums import Act
from cms.audit.models import AuditEntry
from cms.common import clock
from cms.messages.models import JointMessage
from cms.releases import asking
from tests.factories.cms_ledger import make_payload
from tests.factories.cms_workshop import Desk, edit, make_desk, make_member, make_message

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2029, 3, 6, 9, 0, tzinfo=clock.UTC)
DUE = NOW + dt.timedelta(days=7)
RELEASE_AT = NOW + dt.timedelta(days=9)


def sha(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


@dataclass
class Table:
    """A text of Järva's, which the police sign, too; there by an account, a second one, and a personal link."""

    ours: Desk
    theirs: Desk
    page: JointMessage
    delegate: User
    second: User
    request: ApprovalRequest

    @property
    def signature(self) -> Signature:
        return self.request.signatures.get(organisation=self.theirs.organisation)

    @property
    def link(self) -> ApprovalLink:
        return ApprovalLink.objects.get(signature=self.signature)

    @property
    def answer(self) -> dict[str, Any]:
        return {"signature": self.signature, "by": self.delegate, "digest": self.request.digest}

    def of_request(self, **facts: Any) -> dict[str, Any]:
        return {"request": str(self.request.key), "digest": self.request.digest, **facts}


@pytest.fixture
def table() -> Iterator[Table]:
    with clock.set_to(NOW):
        ours, theirs = make_desk("jarva"), make_desk("polisen")
        Delegate.objects.create(organisation=theirs.organisation, name="Dana", email="dana@example.org")
        page = make_message(ours, signatories=[theirs.organisation])
        request = asking.ask_for_approval(
            item_type="message",
            item_key=page.translation_key,
            languages=["sv"],
            by=ours.editor,
            due_at=DUE,
            release_at=RELEASE_AT,
        )
        delegate = make_member(theirs.organisation, role=Role.APPROVER)
        yield Table(ours, theirs, page, delegate, make_member(theirs.organisation), request)


def newest(act: Act) -> AuditEntry:
    """Return the newest entry, which must be of this act."""
    entry = AuditEntry.objects.order_by("seq").last()
    assert entry is not None
    assert entry.act == act
    return entry


def assert_says(
    entry: AuditEntry, table: Table, by: User | None, organisation: str, facts: dict[str, Any]
) -> None:
    """Hold every column against what it must say, seen by the owner and the signatory."""
    assert (entry.subject_type, entry.subject_key, entry.subject_title) == (
        "message",
        table.page.translation_key,
        table.page.title,
    )
    assert (entry.actor_id, entry.organisation) == (by.pk if by else None, organisation)
    assert entry.read_readers() == ["jarva", "polisen"]
    assert entry.read_facts() == facts


def ask_again(table: Table, release_at: dt.datetime | None) -> None:
    """Take the request back and ask anew."""
    asking.take_back(request=table.request, by=table.ours.editor)
    table.request = asking.ask_for_approval(
        item_type="message",
        item_key=table.page.translation_key,
        languages=["sv"],
        by=table.ours.editor,
        due_at=DUE,
        release_at=release_at,
    )


def test_asking(table: Table) -> None:
    ask_again(table, RELEASE_AT)
    sent = newest(Act.APPROVAL_LINK_SENT)
    requested = AuditEntry.objects.get(seq=sent.seq - 1, act=Act.APPROVAL_REQUESTED)
    facts = table.of_request(
        signatories=["jarva", "polisen"],
        languages=["sv"],
        due_at="2029-03-13T09:00:00.000Z",
        release_at="2029-03-15T09:00:00.000Z",
    )
    assert_says(requested, table, table.ours.editor, "jarva", facts)
    link = {"link": str(table.link.key), "name": "Dana", "email": "dana@example.org"}
    assert_says(sent, table, table.ours.editor, "polisen", table.of_request(**link))


def test_asking_without_a_time(table: Table) -> None:
    ask_again(table, None)
    entry = AuditEntry.objects.filter(act=Act.APPROVAL_REQUESTED).order_by("seq").last()
    assert entry is not None
    assert entry.read_facts()["release_at"] == ""


def test_asking_deputies_is_the_systems_act(table: Table) -> None:
    Delegate.objects.create(
        organisation=table.theirs.organisation, name="Eja", email="eja@example.org", is_deputy=True
    )
    with clock.set_to(DUE):
        reminders.follow_up()
    entry = newest(Act.APPROVAL_LINK_SENT)
    assert (entry.actor_id, entry.actor_name) == (None, "")
    assert entry.read_facts()["email"] == "eja@example.org"


def test_reading_and_claiming(table: Table) -> None:
    services.mark_read(signature=table.signature, by=table.delegate)
    assert_says(newest(Act.APPROVAL_READ), table, table.delegate, "polisen", table.of_request())
    services.claim(signature=table.signature, by=table.delegate)
    assert_says(newest(Act.APPROVAL_CLAIMED), table, table.delegate, "polisen", table.of_request())


def test_approving(table: Table) -> None:
    services.approve(**table.answer)
    facts = table.of_request(is_emergency=False)
    assert_says(newest(Act.APPROVAL_SIGNED), table, table.delegate, "polisen", facts)


def test_approving_by_link(table: Table) -> None:
    services.approve_by_link(link=table.link, digest=table.request.digest)
    entry = newest(Act.APPROVAL_SIGNED)
    assert (entry.actor_id, entry.actor_name) == (None, "Dana")
    assert (entry.actor_organisation, entry.actor_email) == ("Polisen", "dana@example.org")


def test_declining_keeps_digests_of_the_words(table: Table) -> None:
    services.decline(**table.answer, reason="Fel kvarter.", proposed_wording="Kvarteret Enen.")
    facts = table.of_request(reason_digest=sha("Fel kvarter."), wording_digest=sha("Kvarteret Enen."))
    assert_says(newest(Act.APPROVAL_DECLINED), table, table.delegate, "polisen", facts)


def test_declining_without_other_words_keeps_no_digest_of_them(table: Table) -> None:
    services.decline(**table.answer, reason="Fel kvarter.")
    assert newest(Act.APPROVAL_DECLINED).read_facts()["wording_digest"] == ""


def test_emergency(table: Table) -> None:
    services.declare_emergency(**table.answer, reason="Gasläcka.")
    facts = table.of_request(reason_digest=sha("Gasläcka."))
    assert_says(newest(Act.APPROVAL_EMERGENCY_DECLARED), table, table.delegate, "polisen", facts)
    services.confirm_emergency(signature=table.signature, by=table.second, digest=table.request.digest)
    facts = table.of_request(is_emergency=True)
    assert_says(newest(Act.APPROVAL_SIGNED), table, table.second, "polisen", facts)


def test_opening_and_revoking_a_link(table: Table) -> None:
    about = {"link": str(table.link.key), "name": "Dana", "email": "dana@example.org"}
    links.mark_opened(table.link)
    entry = newest(Act.APPROVAL_LINK_OPENED)
    assert_says(entry, table, None, "polisen", table.of_request(**about))
    assert (entry.actor_name, entry.actor_email) == ("Dana", "dana@example.org")
    links.revoke(link=table.link, by=table.second)
    assert_says(newest(Act.APPROVAL_LINK_REVOKED), table, table.second, "polisen", table.of_request(**about))


def test_voiding_is_the_systems_act(table: Table) -> None:
    edit(table.page, summary="Ändrat.")
    asking.void_if_changed(table.request)
    facts = table.of_request(signatories=["jarva", "polisen"])
    entry = newest(Act.APPROVAL_VOIDED)
    assert_says(entry, table, None, "jarva", facts)
    assert entry.actor_name == ""


@pytest.mark.parametrize(("reason", "digest"), [("Vi väntar.", sha("Vi väntar.")), ("", "")])
def test_taking_back(table: Table, reason: str, digest: str) -> None:
    asking.take_back(request=table.request, by=table.ours.editor, reason=reason)
    facts = table.of_request(signatories=["jarva", "polisen"], reason_digest=digest)
    assert_says(newest(Act.APPROVAL_TAKEN_BACK), table, table.ours.editor, "jarva", facts)


def test_what_belongs_to_the_agreement_has_no_owner(table: Table) -> None:
    payload = make_payload(owner=None)
    services.open_request(
        payloads={"sv": payload},
        organisation_ids=[table.theirs.organisation.pk],
        by=table.ours.editor,
        written_by_id=None,
        due_at=DUE,
    )
    entry = AuditEntry.objects.get(act=Act.APPROVAL_REQUESTED, subject_key=payload["key"])
    assert (entry.organisation, entry.read_readers()) == ("", ["polisen"])
