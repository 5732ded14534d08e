"""Reminders when several processes keep house at the same time."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core import mail
from django.db.models import QuerySet

import pytest

from cms.accounts.models import Role
from cms.approval import reminders
from cms.approval.models import Signature
from cms.common import clock
from cms.releases import asking
from tests.factories.cms_workshop import make_desk, make_member, make_message

pytestmark = pytest.mark.django_db
DUE = dt.datetime(2027, 1, 15, 12, 0, tzinfo=clock.UTC)


@pytest.mark.parametrize("left", [dt.timedelta(hours=1), dt.timedelta(0)], ids=["soon due", "late"])
def test_what_another_process_has_just_told_is_not_told_again(
    left: dt.timedelta, django_capture_on_commit_callbacks: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours, theirs = make_desk(), make_desk()
    make_member(theirs.organisation, role=Role.APPROVER)
    page = make_message(ours, signatories=[theirs.organisation])
    asking.ask_for_approval(
        item_type="message", item_key=page.translation_key, languages=["sv"], by=ours.editor, due_at=DUE
    )
    read = QuerySet._fetch_all

    def another_was_faster(rows: Any) -> None:
        read(rows)
        if rows.model is Signature:
            Signature.objects.update(reminded_at=clock.now(), escalated_at=clock.now())

    with clock.set_to(DUE - left), django_capture_on_commit_callbacks(execute=True):
        monkeypatch.setattr(QuerySet, "_fetch_all", another_was_faster)
        assert reminders.follow_up() == 0
    assert mail.outbox == []


@pytest.mark.parametrize(
    ("before", "told"), [(dt.timedelta(hours=24, seconds=1), 0), (dt.timedelta(hours=24), 2)]
)
def test_reminder_comes_a_day_before_and_no_earlier(before: dt.timedelta, told: int) -> None:
    ours, theirs = make_desk(), make_desk()
    page = make_message(ours, signatories=[theirs.organisation])
    asking.ask_for_approval(
        item_type="message", item_key=page.translation_key, languages=["sv"], by=ours.editor, due_at=DUE
    )
    with clock.set_to(DUE - before):
        assert reminders.follow_up() == told
    assert Signature.objects.filter(reminded_at=DUE - before).count() == told
    assert not Signature.objects.filter(escalated_at__isnull=False).exists()
