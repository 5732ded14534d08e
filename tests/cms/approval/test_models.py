"""What rows of approvals call themselves: in logs, in the admin's deletion pages, in the archive."""

from __future__ import annotations

import datetime as dt

import pytest

from cms.accounts.models import Delegate
from cms.approval.models import ApprovalLink, Dismissal
from cms.approval.services import dismiss
from cms.common import clock
from cms.releases import asking
from tests.factories.cms_workshop import make_desk, make_message

pytestmark = pytest.mark.django_db


def test_each_says_what_it_is_about() -> None:
    ours, theirs = make_desk(), make_desk("polisen")
    Delegate.objects.create(organisation=theirs.organisation, name="Dana", email="dana@example.org")
    page = make_message(ours, title="Lyktorna", signatories=[theirs.organisation])
    request = asking.ask_for_approval(
        item_type="message",
        item_key=page.translation_key,
        languages=["sv"],
        by=ours.editor,
        due_at=dt.datetime(2027, 1, 15, tzinfo=clock.UTC),
    )
    signature = request.signatures.get(organisation=theirs.organisation)
    assert str(request) == "Lyktorna"
    assert str(request.versions.get()) == "Lyktorna (sv)"
    assert str(signature) == f"{theirs.organisation}: tillfrågad"
    assert str(ApprovalLink.objects.get()) == f"Dana ({signature})"
    dismiss(item_key=page.translation_key, organisation_ids=[theirs.organisation.pk], by=ours.editor)
    assert str(Dismissal.objects.get()) == str(theirs.organisation)
