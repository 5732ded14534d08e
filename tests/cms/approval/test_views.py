"""The pages behind a personal link, through HTTP as the delegate meets them."""

from __future__ import annotations

import re
from typing import Any

from django.core import mail
from django.test import Client

import pytest

from cms.accounts.models import Delegate
from cms.approval import links
from cms.approval.enums import SignatureStatus
from cms.approval.models import ApprovalLink, ApprovalRequest, Signature
from cms.messages.models import JointMessage
from cms.releases import asking
from tests.cms.approval.test_links import DUE
from tests.factories.cms_workshop import Desk, edit, make_desk, make_message

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(django_capture_on_commit_callbacks: Any) -> tuple[str, ApprovalRequest]:
    """Return a delegate's address and the request it is about."""
    ours: Desk = make_desk()
    theirs: Desk = make_desk()
    Delegate.objects.create(organisation=theirs.organisation, name="Dana Delegat", email="dana@example.org")
    page = make_message(ours, title="Lamporna i parken", signatories=[theirs.organisation])
    with django_capture_on_commit_callbacks(execute=True):
        request = asking.ask_for_approval(
            item_type="message",
            item_key=page.translation_key,
            languages=["sv"],
            by=ours.editor,
            due_at=DUE,
        )
    [message] = [message for message in mail.outbox if message.to == ["dana@example.org"]]
    match = re.search(r"(/godkann/[\w-]+/)", message.body)
    assert match is not None
    return match[1], request


def signature(request: ApprovalRequest) -> Signature:
    """Return the delegate's organisation's signature."""
    return ApprovalLink.objects.get(signature__request=request).signature


def test_shows_the_exact_rendering_and_both_answers(
    client: Client, asked: tuple[str, ApprovalRequest]
) -> None:
    address, request = asked
    page = client.get(address)
    assert page.status_code == 200
    assert "Lamporna i parken" in page.text
    assert request.digest in page.text
    rendering = client.get(f"{address}visa/sv/")
    assert "Det här är budskapet." in rendering.text
    assert rendering["Cache-Control"] == "no-store"
    assert page["Referrer-Policy"] == "no-referrer"
    assert not page.cookies


@pytest.mark.parametrize("method", ["get", "head"])
def test_a_prefetching_scanner_decides_nothing(
    client: Client, asked: tuple[str, ApprovalRequest], method: str
) -> None:
    address, request = asked
    for _again in range(3):
        getattr(client, method)(address, {"decision": "approve", "digest": request.digest})
    assert signature(request).status == SignatureStatus.ASKED


def test_approves_with_one_post(client: Client, asked: tuple[str, ApprovalRequest]) -> None:
    address, request = asked
    answer = client.post(address, {"decision": "approve", "digest": request.digest})
    assert (answer.status_code, answer["Location"]) == (302, address)
    assert signature(request).status == SignatureStatus.APPROVED
    assert "Svaret är redan lämnat" in client.get(address).text


def test_declining_without_a_reason_keeps_what_was_written(
    client: Client, asked: tuple[str, ApprovalRequest]
) -> None:
    address, request = asked
    wording = {
        "decision": "decline",
        "digest": request.digest,
        "reason": "",
        "proposed_wording": "Andra ord.",
    }
    answer = client.post(address, wording)
    assert answer.status_code == 409
    assert "Andra ord." in answer.text
    assert signature(request).status == SignatureStatus.ASKED
    client.post(address, {**wording, "reason": "Fel park."})
    assert signature(request).status == SignatureStatus.DECLINED


def test_an_old_page_is_told_that_the_text_has_changed(
    client: Client, asked: tuple[str, ApprovalRequest]
) -> None:
    address, _request = asked
    answer = client.post(address, {"decision": "approve", "digest": "0" * 64})
    assert answer.status_code == 409
    assert "Texten har ändrats" in answer.text


def test_unknown_revoked_and_voided_links_answer_alike(
    client: Client, asked: tuple[str, ApprovalRequest]
) -> None:
    address, _request = asked
    unknown = client.get("/godkann/finns-inte/")
    links.revoke(link=ApprovalLink.objects.get())
    revoked = client.get(address)
    assert (revoked.status_code, revoked.content) == (404, unknown.content)
    assert client.get(f"{address}visa/sv/").content == unknown.content


def test_a_changed_text_closes_the_page(client: Client, asked: tuple[str, ApprovalRequest]) -> None:
    address, _request = asked
    edit(JointMessage.objects.get(), summary="Något helt annat.")
    asking.void_all_changed()
    assert client.get(address).status_code == 404


def test_serves_the_versions_files_and_no_others(client: Client, asked: tuple[str, ApprovalRequest]) -> None:
    address, request = asked
    share = request.versions.get().payload
    match = re.search(r'"name":"(dela\.png)","sha256":"([0-9a-f]{64})"', share)
    assert match is not None
    name, sha256 = match.groups()
    served = client.get(f"{address}fil/{sha256}/{name}")
    assert served.status_code == 200
    assert b"".join(served.streaming_content)  # type: ignore[attr-defined]
    assert client.get(f"{address}fil/{sha256}/annat.png").status_code == 404
    assert client.get(f"{address}fil/{'0' * 64}/{name}").status_code == 404
    assert client.get(f"{address}visa/en/").status_code == 404
