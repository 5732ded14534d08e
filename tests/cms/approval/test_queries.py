"""Where approvals stand: of this item and no other, the newest word, the most urgent first."""

from __future__ import annotations

import datetime as dt

import pytest

from cms.accounts.models import Membership, Role, User
from cms.approval import services
from cms.approval.models import ApprovalRequest
from cms.approval.permissions import can_sign_for, signing_organisation_ids
from cms.approval.queries import (
    find_approved,
    find_newest,
    find_standing,
    list_dismissals,
    list_undecided,
    list_waiting_for,
    visible_requests,
)
from cms.common import clock
from cms.messages.models import JointMessage
from cms.releases import asking
from tests.factories.cms_workshop import Desk, make_chief, make_desk, make_member, make_message, make_user

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2027, 1, 12, 8, 0, tzinfo=clock.UTC)
DUE = dt.datetime(2027, 1, 15, 12, 0, tzinfo=clock.UTC)


@pytest.fixture
def ours() -> Desk:
    return make_desk("jarva")


@pytest.fixture
def theirs() -> Desk:
    return make_desk("polisen")


@pytest.fixture
def delegate(theirs: Desk) -> User:
    return make_member(theirs.organisation, role=Role.APPROVER)


def joint(ours: Desk, theirs: Desk) -> JointMessage:
    return make_message(ours, signatories=[theirs.organisation])


def ask(page: JointMessage, by: User, *, at: dt.datetime = NOW, due: dt.datetime = DUE) -> ApprovalRequest:
    with clock.set_to(at):
        return asking.ask_for_approval(
            item_type="message", item_key=page.translation_key, languages=["sv"], by=by, due_at=due
        )


def test_what_stands_and_what_was_last(ours: Desk, theirs: Desk, delegate: User) -> None:
    page = joint(ours, theirs)
    key = page.translation_key
    assert (find_standing(key), find_newest(key), find_approved(key)) == (None, None, None)
    first = ask(page, ours.editor)
    assert (find_standing(key), find_newest(key), find_approved(key)) == (first, first, None)
    asking.take_back(request=first, by=ours.editor)
    assert (find_standing(key), find_newest(key)) == (None, first)
    second = ask(page, ours.editor, at=NOW + dt.timedelta(hours=1))
    assert (find_standing(key), find_newest(key)) == (second, second)
    ours_too = make_member(ours.organisation, role=Role.APPROVER)
    for signature, person in zip(second.signatures.all(), (ours_too, delegate), strict=True):
        assert find_approved(key) is None
        services.approve(signature=signature, by=person, digest=second.digest)
    approved = find_approved(key)
    assert approved is not None
    assert approved.request == second
    assert approved.digests == {version.language: version.digest for version in second.versions.all()}
    assert approved.organisation_ids == {ours.organisation.pk, theirs.organisation.pk}


@pytest.mark.parametrize("status", ["open", "declined", "void", "released", "taken_back"])
def test_signatures_alone_are_no_approval(ours: Desk, theirs: Desk, delegate: User, status: str) -> None:
    request = ask(joint(ours, theirs), ours.editor)
    ours_too = make_member(ours.organisation, role=Role.APPROVER)
    for signature, person in zip(request.signatures.all(), (ours_too, delegate), strict=True):
        services.approve(signature=signature, by=person, digest=request.digest)
    ApprovalRequest.objects.filter(pk=request.pk).update(status=status)
    assert find_approved(request.item_key) is None


def test_dismissals_are_the_items_own_and_the_newest_of_each(ours: Desk, theirs: Desk) -> None:
    page, other, third = joint(ours, theirs), joint(ours, theirs), make_desk()
    for desk, item, hour in ((theirs, page, 8), (theirs, page, 9), (third, page, 8), (theirs, other, 10)):
        with clock.set_to(dt.datetime(2027, 1, 1, hour, tzinfo=clock.UTC)):
            services.dismiss(
                item_key=item.translation_key, organisation_ids=[desk.organisation.pk], by=ours.editor
            )
    found = list_dismissals(page.translation_key)
    assert {pk: row.decided_at.hour for pk, row in found.items()} == {
        theirs.organisation.pk: 9,
        third.organisation.pk: 8,
    }


def test_what_is_due_first_waits_first_and_then_what_was_asked_first(
    ours: Desk, theirs: Desk, delegate: User
) -> None:
    later, first, second, sooner = (
        ask(
            joint(ours, theirs),
            ours.editor,
            due=DUE + dt.timedelta(days=days),
            at=NOW - dt.timedelta(hours=n),
        )
        for n, days in enumerate((2, 1, 1, 0))
    )
    assert [row.request for row in list_waiting_for(delegate)] == [sooner, first, second, later]
    undecided = list_undecided(visible_requests(delegate))
    assert list(undecided) == [sooner, first, second, later]


def test_of_requests_of_one_moment_the_last_made_is_the_newest(ours: Desk, theirs: Desk) -> None:
    page = joint(ours, theirs)
    asking.take_back(request=ask(page, ours.editor), by=ours.editor)
    again = ask(page, ours.editor)
    assert find_newest(page.translation_key) == again
    assert list(list_undecided(visible_requests(ours.editor))) == [again]


def test_newest_is_what_was_asked_last_not_what_was_stored_last(ours: Desk, theirs: Desk) -> None:
    page = joint(ours, theirs)
    last = ask(page, ours.editor)
    ApprovalRequest.objects.filter(pk=last.pk).update(status="declined")
    ApprovalRequest.objects.filter(pk=ask(page, ours.editor, at=NOW - dt.timedelta(days=1)).pk).update(
        status="void"
    )
    assert find_newest(page.translation_key) == last
    assert list(list_undecided(visible_requests(ours.editor))) == [last]


class TestWhoMaySign:
    def test_delegates_and_administrators_of_the_organisation(self, ours: Desk, theirs: Desk) -> None:
        both = make_member(ours.organisation, role=Role.APPROVER)
        Membership.objects.create(user=both, organisation=theirs.organisation, role=Role.ADMINISTRATOR)
        assert signing_organisation_ids(both) == {ours.organisation.pk, theirs.organisation.pk}
        assert can_sign_for(both, ours.organisation.pk)
        assert can_sign_for(both, theirs.organisation.pk)

    def test_nobody_else(self, ours: Desk, theirs: Desk) -> None:
        gone = make_member(ours.organisation, role=Role.APPROVER)
        gone.is_active = False
        gone.save()
        other = make_member(theirs.organisation, role=Role.APPROVER)
        for person in (ours.editor, other, gone, make_chief(), make_user()):
            assert not can_sign_for(person, ours.organisation.pk)
        assert signing_organisation_ids(ours.editor) == set()
