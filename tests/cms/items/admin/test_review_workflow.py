"""A review inside the organisation, as editors press it; comments and comparison beside it."""

from __future__ import annotations

import datetime as dt
import json
import re
from typing import Any

from django.core import mail
from django.test import Client
from django.urls import reverse

from wagtail.models import Comment, WorkflowState
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

import pytest

from cms.accounts.models import User
from cms.approval.models import ApprovalRequest
from cms.common import clock
from cms.items.services import ensure_review_workflow, sync_access
from cms.ledger.models import Edition
from cms.messages.models import JointMessage
from cms.releases import asking
from tests.factories.cms_workshop import Desk, edit, make_member, make_message

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(desk: Desk) -> JointMessage:
    ensure_review_workflow(desk.organisation)
    made = make_message(desk, title="Sommaren")
    return JointMessage.objects.get(pk=made.pk)


@pytest.fixture
def colleague(desk: Desk) -> User:
    made = make_member(desk.organisation)
    sync_access(desk.organisation)
    return made


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def post(client: Client, page: JointMessage, **more: Any) -> Any:
    draft = JointMessage.objects.get(pk=page.pk).get_latest_revision_as_object()
    text = rich_text("<p>Det här är budskapet.</p>")
    data = nested_form_data(
        {
            "title": draft.title,
            "slug": page.slug,
            "summary": draft.summary,
            "owner_organisation": page.owner_organisation_id,
            "responsible": page.owner_organisation_id,
            "body": streamfield(
                [
                    ("statement", {"heading": "", "text": text}),
                    ("residents", {"heading": "", "text": text}),
                ]
            ),
            "attachments": inline_formset([]),
            "comments": inline_formset([]),
            "image": "",
            "tags": "",
        }
    )
    chosen = {
        name: [row.pk for row in getattr(draft, name).all()] for name in ("signatories", "areas", "audiences")
    }
    return client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), data | chosen | more)


def text(client: Client, page: JointMessage) -> str:
    return str(client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).text)


def ask(page: JointMessage, desk: Desk) -> ApprovalRequest:
    return asking.ask_for_approval(
        item_type="message",
        item_key=page.translation_key,
        languages=["sv"],
        by=desk.editor,
        due_at=clock.now() + dt.timedelta(days=3),
    )


class TestReview:
    def test_from_asking_a_colleague_to_the_release(
        self, editor: Client, page: JointMessage, desk: Desk, colleague: User,
        django_capture_on_commit_callbacks: Any,
    ):  # fmt: skip
        before = list(Edition.objects.values())
        assert "Be en kollega granska" in text(editor, page)
        assert post(editor, page, **{"action-submit": "1"}).status_code == 302
        theirs = browser(colleague)
        assert "väntar på din granskning" in theirs.get("/admin/").text
        assert "väntar på din granskning" not in editor.get("/admin/").text
        shown = text(theirs, page)
        assert "Granskad och klar" in shown
        assert "Väntar på granskning" in shown
        assert "Publicera" not in shown
        with django_capture_on_commit_callbacks(execute=True):
            answer = post(theirs, page, **{"action-workflow-action": "1", "workflow-action-name": "approve"})
        assert answer["Location"] == reverse("releases:review_page", args=[page.pk])
        assert "Granskad</h3>" in text(editor, page)
        assert list(Edition.objects.values()) == before
        [told] = [message for message in mail.outbox if message.to == [desk.editor.email]]
        assert "”Sommaren” är granskad och klar" in told.body
        assert "None" not in told.body

    def test_leads_to_asking_the_others(
        self, editor: Client, page: JointMessage, other_desk: Desk, colleague: User
    ):
        draft = page.get_latest_revision_as_object()
        draft.signatories.set([other_desk.organisation])
        draft.save_revision()
        post(editor, page, **{"action-submit": "1"})
        answer = post(
            browser(colleague), page, **{"action-workflow-action": "1", "workflow-action-name": "approve"}
        )
        assert answer["Location"] == reverse("approvals:ask_page", args=[page.pk])

    def test_sent_back_leads_nowhere_and_says_why(self, editor: Client, page: JointMessage, colleague: User):
        post(editor, page, **{"action-submit": "1"})
        answer = post(
            browser(colleague),
            page,
            **{
                "action-workflow-action": "1",
                "workflow-action-name": "reject",
                "workflow-action-extra-data": json.dumps({"comment": "Stryk sista meningen."}),
            },
        )
        assert "slapp" not in answer["Location"]
        shown = text(editor, page)
        assert "Skickad tillbaka" in shown
        assert "Stryk sista meningen." in shown

    @pytest.mark.parametrize(
        "name", ["edit", "workflow_history", "confirm_workflow_cancellation", "workflow_preview"]
    )
    def test_strangers_see_nothing_of_it(
        self, editor: Client, page: JointMessage, other_desk: Desk, name: str
    ):
        post(editor, page, **{"action-submit": "1"})
        task = WorkflowState.objects.get().current_task_state.task
        args = [page.pk, task.pk] if name == "workflow_preview" else [page.pk]
        answer = browser(other_desk.editor).get(reverse(f"wagtailadmin_pages:{name}", args=args))
        assert "Sommaren" not in answer.text
        reports = browser(other_desk.editor).get(reverse("wagtailadmin_reports:workflow"))
        assert "Sommaren" not in reports.text

    def test_strangers_can_not_finish_it(self, editor: Client, page: JointMessage, other_desk: Desk):
        post(editor, page, **{"action-submit": "1"})
        state = WorkflowState.objects.get().current_task_state
        address = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", state.pk])
        browser(other_desk.editor).post(address)
        state.refresh_from_db()
        assert state.status == "in_progress"

    def test_not_offered_while_signatures_are_out(self, editor: Client, page: JointMessage, desk: Desk):
        post(editor, page, **{"action-submit": "1"})
        ask(page, desk)
        shown = text(editor, page)
        assert "Be en kollega granska" not in shown
        assert "Granskad och klar" not in shown
        state = WorkflowState.objects.get()
        assert state.status == WorkflowState.STATUS_CANCELLED
        post(editor, page, **{"action-submit": "1"})
        assert WorkflowState.objects.count() == 1


class TestCommentsAndComparison:
    def test_comments_are_written_and_stay_while_signatures_are_out(
        self, editor: Client, page: JointMessage, desk: Desk
    ):
        comment = {
            "comments-TOTAL_FORMS": "1",
            "comments-0-text": "Fel siffra?",
            "comments-0-contentpath": "summary",
            "comments-0-position": "",
            "comments-0-replies-TOTAL_FORMS": "0",
            "comments-0-replies-INITIAL_FORMS": "0",
        }
        assert post(editor, page, **comment).status_code == 302
        row = Comment.objects.get()
        assert (row.text, row.user) == ("Fel siffra?", desk.editor)
        before = ask(page, desk).digest
        assert "Fel siffra?" in text(editor, page)
        assert Comment.objects.get() == row
        assert ApprovalRequest.objects.get().digest == before

    def test_a_comment_is_no_change_of_what_was_agreed(self, editor: Client, page: JointMessage, desk: Desk):
        request = ask(page, desk)
        Comment.objects.create(page=page, user=desk.editor, text="Bra.", contentpath="summary")
        assert asking.void_if_changed(request) is False

    def test_versions_are_compared_also_while_signatures_are_out(
        self, editor: Client, page: JointMessage, desk: Desk
    ):
        edit(page, summary="En ny ingress.")
        ask(page, desk)
        first, second = page.revisions.order_by("created_at", "pk")
        address = reverse("wagtailadmin_pages:revisions_compare", args=[page.pk, first.pk, second.pk])
        answer = editor.get(address)
        assert answer.status_code == 200
        assert re.findall(r'<span class="addition">([^<]+)</span>', answer.text)
        assert re.findall(r'<span class="deletion">([^<]+)</span>', answer.text)
        history = editor.get(reverse("wagtailadmin_pages:history", args=[page.pk]))
        assert history.status_code == 200
