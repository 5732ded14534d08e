"""Two people at the same moment: one outcome, and a sentence for the one who was second."""

from __future__ import annotations

import datetime as dt
import re
import threading
import time
from collections.abc import Collection
from dataclasses import dataclass
from functools import partial

from django.core import mail
from django.db import transaction

import pytest

from cms.accounts.models import Delegate, Role, User
from cms.approval import links, services
from cms.approval.enums import RequestStatus, SignatureStatus
from cms.approval.exceptions import AlreadyAskedError, AlreadyDecidedError, ApprovalError, RequestClosedError
from cms.approval.models import ApprovalRequest, Signature
from cms.approval.queries import find_approved
from cms.audit.enums import Act
from cms.audit.models import AuditEntry
from cms.common import clock
from cms.messages.models import JointMessage
from cms.releases import asking
from cms.releases.exceptions import DraftLockedError
from tests.factories.cms_workshop import Desk, make_desk, make_member, make_message
from tests.races.together import RACE, at_once, losers

pytestmark = RACE
DUE = dt.datetime(2031, 1, 15, 12, 0, tzinfo=clock.UTC)
ROUNDS = 4


@dataclass
class Table:
    """Three organisations around one text, with two delegates each."""

    ours: Desk
    page: JointMessage
    delegates: dict[int, list[User]]

    def ask(self, *, add: Collection[int] = ()) -> ApprovalRequest:
        mail.outbox.clear()
        return asking.ask_for_approval(
            item_type="message",
            item_key=self.page.translation_key,
            languages=["sv"],
            by=self.ours.editor,
            due_at=DUE,
            add_ids=add,
        )

    def all_but_one(self, request: ApprovalRequest) -> Signature:
        """Let everybody but the last approve; return the signature that is still wanted."""
        *rest, last = request.signatures.all()
        for signature in rest:
            first = self.delegates[signature.organisation_id][0]
            services.approve(signature=signature, by=first, digest=request.digest)
        return last


@pytest.fixture
def table(shared_database: None) -> Table:
    desks = [make_desk() for _ in range(3)]
    page = make_message(desks[0], signatories=[desk.organisation for desk in desks[1:]])
    delegates = {
        desk.organisation.pk: [make_member(desk.organisation, role=Role.APPROVER) for _ in range(2)]
        for desk in desks
    }
    return Table(desks[0], page, delegates)


@pytest.fixture(params=range(ROUNDS))
def request_(table: Table, request: pytest.FixtureRequest) -> ApprovalRequest:
    """Return what has been asked; each race is run some times."""
    return table.ask()


def told_all_approved() -> int:
    return sum("Alla har godkänt" in letter.subject for letter in mail.outbox)


def test_two_delegates_of_one_organisation(table: Table, request_: ApprovalRequest) -> None:
    last = table.all_but_one(request_)
    results = at_once(
        *[
            partial(services.approve, signature=last, by=delegate, digest=request_.digest)
            for delegate in table.delegates[last.organisation_id]
        ]
    )
    [refusal] = losers(results)
    assert isinstance(refusal, (AlreadyDecidedError, RequestClosedError))
    assert str(refusal)
    last.refresh_from_db()
    winner = next(n for n, result in enumerate(results) if result is not refusal)
    assert last.decided_by == table.delegates[last.organisation_id][winner]
    assert told_all_approved() == 1


def test_all_organisations_sign_at_once(table: Table, request_: ApprovalRequest) -> None:
    results = at_once(
        *[
            partial(
                services.approve,
                signature=signature,
                by=table.delegates[signature.organisation_id][0],
                digest=request_.digest,
            )
            for signature in request_.signatures.all()
        ]
    )
    assert losers(results) == []
    assert find_approved(table.page.translation_key) is not None
    assert told_all_approved() == 1


def test_the_last_approval_against_taking_back(table: Table, request_: ApprovalRequest) -> None:
    last = table.all_but_one(request_)
    approve = partial(
        services.approve, signature=last, by=table.delegates[last.organisation_id][0], digest=request_.digest
    )
    approved, taken_back = at_once(approve, partial(services.take_back, request=request_))
    assert not isinstance(taken_back, Exception)  # an approved request can be taken back as well
    assert approved is None or not isinstance(approved, Exception) or isinstance(approved, RequestClosedError)
    request_.refresh_from_db()
    assert request_.status == RequestStatus.TAKEN_BACK
    assert find_approved(table.page.translation_key) is None
    assert set(request_.signatures.values_list("status", flat=True)) == {SignatureStatus.VOID}


def test_text_that_several_find_changed_is_told_once(table: Table) -> None:
    request = table.ask()
    mail.outbox.clear()
    results = at_once(*[partial(services.void, request=request, changes=["sv: Rubrik"]) for _ in range(3)])
    assert losers(results) == []
    assert AuditEntry.objects.filter(act=Act.APPROVAL_VOIDED).count() == 1
    told = [address for letter in mail.outbox for address in letter.to]
    assert len(told) == len(set(told)) == 7


def test_approval_that_is_being_used_is_not_taken_back_meanwhile(table: Table) -> None:
    request = table.ask()
    last = table.all_but_one(request)
    services.approve(signature=last, by=table.delegates[last.organisation_id][0], digest=request.digest)
    used, order = threading.Event(), []

    def use() -> None:
        with transaction.atomic():
            # Another language goes out; the approval stands for the rest and its row is left as it is.
            assert services.mark_released(item_keys=[request.item_key], digests=[])
            used.set()
            time.sleep(0.2)
            order.append("used")

    def take_back() -> None:
        used.wait(30)
        services.take_back(request=request)
        order.append("taken back")

    assert losers(at_once(use, take_back)) == []
    assert order == ["used", "taken back"]


def test_approval_against_decline(table: Table, request_: ApprovalRequest) -> None:
    last = table.all_but_one(request_)
    first, second = table.delegates[last.organisation_id]
    results = at_once(
        partial(services.approve, signature=last, by=first, digest=request_.digest),
        partial(services.decline, signature=last, by=second, digest=request_.digest, reason="Fel plats."),
    )
    [refusal] = losers(results)
    assert isinstance(refusal, (AlreadyDecidedError, RequestClosedError))
    last.refresh_from_db()
    request_.refresh_from_db()
    outcome = (last.status, request_.status)
    if isinstance(results[0], Exception):
        assert outcome == (SignatureStatus.DECLINED, RequestStatus.DECLINED)
    else:
        assert outcome == (SignatureStatus.APPROVED, RequestStatus.APPROVED)
    assert (find_approved(table.page.translation_key) is not None) == (last.status == "approved")


def test_one_link_used_twice(table: Table) -> None:
    organisation = table.page.signatories.all()[0]
    Delegate.objects.create(organisation=organisation, name="Dana", email="dana@example.org")
    request = table.ask()
    [letter] = [letter for letter in mail.outbox if letter.to == ["dana@example.org"]]
    match = re.search(r"/godkann/([\w-]+)/", str(letter.body))
    assert match is not None
    both = [links.find_link(match[1]) for _ in range(2)]
    results = at_once(
        partial(services.approve_by_link, link=both[0], digest=request.digest),
        partial(services.decline_by_link, link=both[1], digest=request.digest, reason="Nej."),
    )
    [refusal] = losers(results)
    assert isinstance(refusal, ApprovalError)
    signature = request.signatures.get(organisation=organisation)
    expected = SignatureStatus.DECLINED if isinstance(results[0], Exception) else SignatureStatus.APPROVED
    assert signature.status == expected
    assert signature.decided_link == both[0]


def test_two_editors_ask_at_once(table: Table) -> None:
    results = at_once(table.ask, table.ask)
    [refusal] = losers(results)
    assert isinstance(refusal, ApprovalError), refusal
    assert ApprovalRequest.objects.count() == 1


def test_two_editors_ask_at_once_and_both_add_a_signatory(table: Table) -> None:
    added = make_desk().organisation.pk
    for _ in range(ROUNDS):
        results = at_once(partial(table.ask, add=[added]), table.ask, partial(table.ask, add=[added]))
        refusals = losers(results)
        assert len(refusals) == 2
        assert all(isinstance(one, (AlreadyAskedError, DraftLockedError)) for one in refusals), refusals
        [request] = [result for result in results if isinstance(result, ApprovalRequest)]
        services.take_back(request=request)
