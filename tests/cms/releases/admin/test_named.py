"""The editor is asked about organisations that the text names: when asking, when releasing, when making a set."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from django.core import mail
from django.test import Client
from django.urls import reverse

import pytest

from cms.accounts.models import Delegate, Role
from cms.approval.models import ApprovalRequest, Dismissal
from cms.common import clock
from cms.items.services import sync_access
from cms.ledger.models import Edition
from cms.messages.models import JointMessage
from cms.organisations.models import Organisation
from tests.factories.cms_workshop import (
    Desk,
    entry_for,
    make_member,
    make_message,
    make_organisation,
    print_terms,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def named() -> Organisation:
    row = make_organisation("trafik", "Trafikkontoret")
    print_terms(row)
    return row


@pytest.fixture
def alone(desk: Desk, named: Organisation) -> JointMessage:
    """Return a message that its owner could release alone, and that names somebody."""
    return make_message(desk, title="Lampor", summary="Med Trafikkontoret.")


@pytest.fixture
def joint(desk: Desk, other_desk: Desk, named: Organisation) -> JointMessage:
    """Return one that two sign, and that names a third."""
    return make_message(
        desk, title="Lampor", summary="Med Trafikkontoret.", signatories=[other_desk.organisation]
    )


def address(name: str, page: JointMessage) -> str:
    return reverse(name, args=["message", page.translation_key])


def ask(editor: Client, page: JointMessage, **more: str) -> Any:
    return editor.post(
        address("approvals:ask", page),
        {"languages": ["sv"], "due_day": "2027-01-15", "due_time": "16:00", **more},
    )


def release(editor: Client, page: JointMessage, **more: str) -> Any:
    data = {"take_sv": "on", "digest_sv": entry_for(page).digest, "when": "now", **more}
    return editor.post(address("releases:review", page), data)


class TestAskPage:
    def test_asks_about_each(self, editor: Client, joint: JointMessage, named: Organisation):
        text = editor.get(address("approvals:ask", joint)).text
        assert "Texten nämner Trafikkontoret" in text
        assert "Behövs inte" in text
        answer = ask(editor, joint)
        assert answer.status_code == 422
        assert "Välj om organisationen ska läggas till" in answer.text
        assert not ApprovalRequest.objects.exists()

    def test_adds(self, editor: Client, joint: JointMessage, named: Organisation):
        assert ask(editor, joint, **{f"named_{named.pk}": "add"}).status_code == 302
        request = ApprovalRequest.objects.get()
        assert named in {row.organisation for row in request.signatures.all()}

    def test_dismisses_so_that_approvers_see_it(
        self, editor: Client, joint: JointMessage, named: Organisation, other_desk: Desk
    ):
        assert ask(editor, joint, **{f"named_{named.pk}": "dismiss"}).status_code == 302
        request = ApprovalRequest.objects.get()
        approver = Client()
        approver.force_login(make_member(other_desk.organisation, role=Role.APPROVER))
        sync_access(other_desk.organisation)
        text = approver.get(reverse("approvals:detail", args=[request.key])).text
        assert "Trafikkontoret nämns men har inte tillfrågats" in text

    def test_dismissal_stands_behind_the_personal_link(
        self,
        editor: Client,
        joint: JointMessage,
        named: Organisation,
        other_desk: Desk,
        django_capture_on_commit_callbacks: Any,
    ):
        Delegate.objects.create(organisation=other_desk.organisation, name="Dana", email="dana@example.org")
        with django_capture_on_commit_callbacks(execute=True):
            ask(editor, joint, **{f"named_{named.pk}": "dismiss"})
        [message] = [message for message in mail.outbox if message.to == ["dana@example.org"]]
        path = re.search(r"/godkann/[\w-]+/", message.body)
        assert path is not None
        assert "Trafikkontoret nämns i texten men har inte tillfrågats" in Client().get(path[0]).text

    def test_of_a_text_that_one_stands_for_alone(
        self, editor: Client, alone: JointMessage, named: Organisation
    ):
        assert (
            "står ensam för texten, men den nämner fler" in editor.get(address("approvals:ask", alone)).text
        )
        answer = ask(editor, alone, **{f"named_{named.pk}": "dismiss"})
        assert answer["Location"] == address("releases:review", alone)
        assert Dismissal.objects.get().request is None
        assert not ApprovalRequest.objects.exists()


class TestReviewPage:
    def test_is_a_note_that_stops_nothing(self, editor: Client, alone: JointMessage):
        text = editor.get(address("releases:review", alone)).text
        assert "Texten nämner Trafikkontoret, som inte är undertecknare" in text
        assert "Kan bli bättre" in text

    def test_nothing_goes_out_unanswered(self, editor: Client, alone: JointMessage):
        before = Edition.objects.count()
        answer = release(editor, alone)
        assert answer.status_code == 422
        assert "Välj om organisationen ska läggas till" in answer.text
        assert Edition.objects.count() == before

    def test_dismissed_goes_out_and_is_not_asked_again(
        self, editor: Client, alone: JointMessage, named: Organisation, desk: Desk
    ):
        assert release(editor, alone, **{f"named_{named.pk}": "dismiss"}).status_code == 302
        assert Edition.objects.filter(item_key=alone.translation_key).count() == 1
        assert Dismissal.objects.get().decided_by == desk.editor
        text = editor.get(address("releases:review", alone)).text
        assert "Trafikkontoret nämns men har inte tillfrågats" in text
        assert f"named_{named.pk}" not in text

    def test_added_is_asked_instead(self, editor: Client, alone: JointMessage, named: Organisation):
        answer = release(editor, alone, **{f"named_{named.pk}": "add"})
        assert answer["Location"] == address("approvals:ask", alone)
        assert not Edition.objects.filter(item_key=alone.translation_key).exists()
        draft = JointMessage.objects.get(pk=alone.pk).get_latest_revision_as_object()
        assert list(draft.signatories.all()) == [named]

    def test_locked_draft_takes_no_signatory(
        self, editor: Client, alone: JointMessage, named: Organisation, desk: Desk
    ):
        JointMessage.objects.filter(pk=alone.pk).update(locked=True, locked_by=make_member(desk.organisation))
        answer = release(editor, alone, **{f"named_{named.pk}": "add"})
        assert answer.status_code == 422
        assert "är låst" in answer.text


class TestSet:
    def post(self, editor: Client, page: JointMessage) -> Any:
        name = f"message_{page.translation_key}_sv"
        tomorrow = (clock.now() + dt.timedelta(days=1)).date().isoformat()
        return editor.post(
            reverse("releases:new"),
            {
                "act": "release",
                "title": "Flera",
                f"take_{name}": "on",
                f"digest_{name}": entry_for(page).digest,
                "when": "later",
                "day": tomorrow,
                "time": "09:00",
            },
        )

    def test_leads_to_the_question(self, editor: Client, alone: JointMessage):
        answer = self.post(editor, alone)
        assert answer.status_code == 422
        assert "”Lampor” nämner Trafikkontoret" in answer.text
        assert address("releases:review", alone) in answer.text

    def test_takes_what_is_answered(
        self, editor: Client, alone: JointMessage, named: Organisation, desk: Desk
    ):
        Dismissal.objects.create(
            item_key=alone.translation_key, organisation=named, decided_at=clock.now(), decided_by=desk.editor
        )
        assert self.post(editor, alone).status_code == 302
