"""Review inside one organisation by Wagtail's workflow: it says who has read which version, and publishes nothing."""

from __future__ import annotations

import datetime as dt

from wagtail.models import GroupApprovalTask, Page, WorkflowPage, WorkflowState

import pytest

from cms.approval.models import ApprovalRequest
from cms.common import clock
from cms.items.reviewing import review_state
from cms.items.services import ensure_review_workflow, sync_access
from cms.ledger.models import Edition
from cms.messages.models import JointMessage
from cms.releases import asking
from cms.releases.exceptions import IncompleteError
from tests.factories.cms_workshop import Desk, edit, make_desk, make_member, make_message

pytestmark = pytest.mark.django_db
DUE = dt.datetime(2027, 1, 15, 12, 0, tzinfo=clock.UTC)


@pytest.fixture
def desk() -> Desk:
    made = make_desk("jarva")
    sync_access(made.organisation)
    return made


@pytest.fixture
def page(desk: Desk) -> JointMessage:
    other = make_desk("polisen")
    made = make_message(desk, title="Sommaren", signatories=[other.organisation])
    return JointMessage.objects.get(pk=made.pk)


@pytest.fixture
def state(desk: Desk, page: JointMessage) -> WorkflowState:
    """Return a review that the desk's editor has asked for."""
    return ensure_review_workflow(desk.organisation).start(page, desk.editor)


def approve(state: WorkflowState, desk: Desk) -> None:
    colleague = make_member(desk.organisation)
    state.current_task_state.approve(user=colleague, comment="Bra.")


def fresh(page: JointMessage) -> JointMessage:
    return JointMessage.objects.get(pk=page.pk)


class TestWorkflow:
    def test_is_made_once_for_the_desk_in_every_language(self, desk: Desk):
        first, second = ensure_review_workflow(desk.organisation), ensure_review_workflow(desk.organisation)
        assert first == second
        assert GroupApprovalTask.objects.filter(workflow_tasks__workflow=first).count() == 1
        pages = [row.page.specific for row in WorkflowPage.objects.filter(workflow=first)]
        assert {(page.organisation, page.locale.language_code) for page in pages} == {
            (desk.organisation, "sv"),
            (desk.organisation, "en"),
        }

    def test_wagtails_own_is_taken_from_the_root(self, desk: Desk):
        assert not WorkflowPage.objects.filter(page=Page.get_first_root_node()).exists()
        assert make_message(desk).get_workflow() is None

    def test_finished_review_changes_nothing_public(
        self, state: WorkflowState, desk: Desk, page: JointMessage
    ):
        before = list(Edition.objects.values())
        approve(state, desk)
        state.refresh_from_db()
        assert state.status == WorkflowState.STATUS_APPROVED
        assert not fresh(page).live
        assert list(Edition.objects.values()) == before


class TestState:
    def test_nobody_has_asked(self, page: JointMessage):
        assert review_state(page) is None

    def test_waiting(self, state: WorkflowState, page: JointMessage, desk: Desk):
        found = review_state(fresh(page))
        assert found is not None
        assert (found.code, found.person) == ("waiting", desk.editor.username)

    def test_reviewed(self, state: WorkflowState, page: JointMessage, desk: Desk):
        approve(state, desk)
        found = fresh(page).review
        assert found is not None
        assert (found.code, found.comment) == ("reviewed", "Bra.")
        assert found.person not in {"", desk.editor.username}

    def test_review_of_an_older_version_is_none(self, state: WorkflowState, page: JointMessage, desk: Desk):
        approve(state, desk)
        edit(page, summary="Ändrad efteråt.")
        assert review_state(fresh(page)) is None

    def test_sent_back(self, state: WorkflowState, page: JointMessage, desk: Desk):
        state.current_task_state.reject(user=make_member(desk.organisation), comment="Stryk sista meningen.")
        found = review_state(fresh(page))
        assert found is not None
        assert (found.code, found.comment) == ("sent_back", "Stryk sista meningen.")

    def test_cancelled_is_none(self, state: WorkflowState, page: JointMessage):
        state.cancel()
        assert review_state(fresh(page)) is None


class TestEndsWithTheJointApproval:
    def ask(self, page: JointMessage, desk: Desk) -> ApprovalRequest:
        return asking.ask_for_approval(
            item_type="message",
            item_key=page.translation_key,
            languages=["sv"],
            by=desk.editor,
            due_at=DUE,
        )

    @pytest.mark.parametrize("sent_back", [False, True])
    def test_asking_cancels_what_is_under_way(
        self, state: WorkflowState, page: JointMessage, desk: Desk, sent_back: bool
    ):
        steps = {False: lambda: None, True: lambda: state.current_task_state.reject(user=desk.editor)}
        steps[sent_back]()
        self.ask(page, desk)
        state.refresh_from_db()
        assert state.status == WorkflowState.STATUS_CANCELLED
        assert not state.task_states.filter(status="in_progress").exists()
        assert not fresh(page).permissions_for_user(desk.editor).can_submit_for_moderation()

    def test_a_finished_review_stays(self, state: WorkflowState, page: JointMessage, desk: Desk):
        approve(state, desk)
        self.ask(page, desk)
        found = review_state(fresh(page))
        assert found is not None
        assert found.code == "reviewed"

    def test_a_refused_request_ends_nothing(self, state: WorkflowState, page: JointMessage, desk: Desk):
        edit(page, summary="")
        with pytest.raises(IncompleteError):
            self.ask(page, desk)
        state.refresh_from_db()
        assert state.status == WorkflowState.STATUS_IN_PROGRESS
