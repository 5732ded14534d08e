"""Whose move it is: each signatory's state, since when, who, and whether it is late."""

from __future__ import annotations

import datetime as dt

import pytest

from cms.accounts.models import Role, User
from cms.approval import services
from cms.approval.models import ApprovalRequest
from cms.approval.moves import whose_move, whose_move_on
from cms.approval.queries import list_undecided, visible_requests
from cms.common import clock
from cms.common.wording import in_words
from cms.messages.models import JointMessage
from cms.releases import asking
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
    made = make_member(theirs.organisation, role=Role.APPROVER)
    made.first_name, made.last_name = "Dana", "Delegat"
    made.save()
    return made


@pytest.fixture
def page(ours: Desk, theirs: Desk) -> JointMessage:
    return make_message(ours, signatories=[theirs.organisation])


@pytest.fixture
def asked(page: JointMessage, ours: Desk) -> ApprovalRequest:
    return ask(page, ours)


def ask(page: JointMessage, desk: Desk, due: dt.datetime = DUE) -> ApprovalRequest:
    with clock.set_to(NOW):
        return asking.ask_for_approval(
            item_type="message",
            item_key=page.translation_key,
            languages=["sv"],
            by=desk.editor,
            due_at=due,
        )


def states(request: ApprovalRequest) -> list[tuple[str, str]]:
    request.refresh_from_db()
    return [(move.organisation, move.code) for move in whose_move(request).moves]


class TestStates:
    def test_asked_then_read_then_approved(self, asked: ApprovalRequest, theirs: Desk, delegate: User):
        signature = asked.signatures.get(organisation=theirs.organisation)
        assert states(asked) == [("Jarva", "asked"), ("Polisen", "asked")]
        assert whose_move(asked).moves[1].when == in_words(asked.asked_at)
        read = NOW + dt.timedelta(hours=1)
        with clock.set_to(read):
            services.mark_read(signature=signature, by=delegate)
        move = whose_move(asked).moves[1]
        assert (move.code, move.when, move.who) == ("read", in_words(read), "")
        with clock.set_to(read):
            services.claim(signature=signature, by=delegate)
        assert whose_move(asked).moves[1].who == "Dana Delegat"
        decided = NOW + dt.timedelta(hours=2)
        with clock.set_to(decided):
            services.approve(signature=signature, by=delegate, digest=asked.digest)
        move = whose_move(asked).moves[1]
        assert (move.code, move.when, move.who) == ("approved", in_words(decided), "Dana Delegat")

    def test_who_signed_counts_and_not_who_had_taken_it_upon_them(
        self, asked: ApprovalRequest, theirs: Desk, delegate: User
    ):
        other = make_member(theirs.organisation, role=Role.APPROVER)
        signature = asked.signatures.get(organisation=theirs.organisation)
        services.claim(signature=signature, by=other)
        assert whose_move(asked).moves[1].who == other.get_username()  # who has no other name
        services.approve(signature=signature, by=delegate, digest=asked.digest)
        assert whose_move(asked).moves[1].who == "Dana Delegat"

    def test_declined(self, asked: ApprovalRequest, theirs: Desk, delegate: User):
        signature = asked.signatures.get(organisation=theirs.organisation)
        services.decline(signature=signature, by=delegate, digest=asked.digest, reason="Fel.")
        assert states(asked) == [("Jarva", "asked"), ("Polisen", "declined")]

    def test_void_since_the_change(self, asked: ApprovalRequest, page: JointMessage):
        edit(page, summary="Ändrat.")
        later = NOW + dt.timedelta(hours=5)
        with clock.set_to(later):
            asking.void_if_changed(asked)
        assert states(asked) == [("Jarva", "void"), ("Polisen", "void")]
        assert {move.when for move in whose_move(asked).moves} == {in_words(later)}


class TestLate:
    @pytest.mark.parametrize(("after", "late"), [(-1, False), (0, True), (1, True)])
    def test_from_the_due_time_on(self, asked: ApprovalRequest, after: int, late: bool):
        with clock.set_to(DUE + dt.timedelta(seconds=after)):
            found = whose_move(asked)
        assert found.is_late is late
        assert {move.is_late for move in found.moves} == {late}

    def test_who_has_answered_is_not_late(self, asked: ApprovalRequest, theirs: Desk, delegate: User):
        signature = asked.signatures.get(organisation=theirs.organisation)
        services.approve(signature=signature, by=delegate, digest=asked.digest)
        with clock.set_to(DUE):
            assert [move.is_late for move in whose_move(asked).moves] == [True, False]

    def test_once_somebody_has_declined_nobody_is_late(
        self, asked: ApprovalRequest, theirs: Desk, delegate: User
    ):
        signature = asked.signatures.get(organisation=theirs.organisation)
        services.decline(signature=signature, by=delegate, digest=asked.digest, reason="Fel.")
        asked.refresh_from_db()
        with clock.set_to(DUE):
            found = whose_move(asked)
        assert ([move.is_late for move in found.moves], found.is_late) == ([False, False], False)

    def test_a_request_that_is_over_is_not_late(self, asked: ApprovalRequest, ours: Desk):
        asking.take_back(request=asked, by=ours.editor)
        asked.refresh_from_db()
        with clock.set_to(DUE):
            assert not whose_move(asked).is_late


class TestOnAnItem:
    def test_newest_request(self, asked: ApprovalRequest, page: JointMessage):
        found = whose_move_on(page.translation_key)
        assert found is not None
        assert (found.request, found.due) == (asked, in_words(DUE))

    def test_nothing_when_nobody_was_asked_or_it_was_taken_back(
        self, asked: ApprovalRequest, page: JointMessage, ours: Desk
    ):
        asking.take_back(request=asked, by=ours.editor)
        assert whose_move_on(page.translation_key) is None
        assert whose_move_on(ours.page.translation_key) is None


class TestLists:
    def test_each_items_newest_the_most_urgent_first(
        self, asked: ApprovalRequest, page: JointMessage, ours: Desk, theirs: Desk
    ):
        edit(page, summary="Ändrat.")
        asking.void_if_changed(asked)
        assert list(list_undecided(visible_requests(ours.editor))) == [asked]
        again = ask(page, ours)
        other = make_message(ours, signatories=[theirs.organisation])
        sooner = ask(other, ours, DUE - dt.timedelta(days=1))
        assert list(list_undecided(visible_requests(ours.editor))) == [sooner, again]
        assert list(list_undecided(visible_requests(make_chief()))) == [sooner, again]

    def test_released_is_over(self, asked: ApprovalRequest, page: JointMessage, ours: Desk, delegate: User):
        ours_too = make_member(ours.organisation, role=Role.APPROVER)
        for signature, person in zip(asked.signatures.all(), (ours_too, delegate), strict=True):
            services.approve(signature=signature, by=person, digest=asked.digest)
        assert list(list_undecided(visible_requests(ours.editor))) == [asked]
        release_now(entries=[entry_for(page)], by=ours.editor)
        assert not list_undecided(visible_requests(ours.editor)).exists()

    def test_strangers_see_none(self, asked: ApprovalRequest):
        assert not visible_requests(make_desk().editor).exists()
