"""The pages behind a personal link, through HTTP as the delegate meets them."""

from __future__ import annotations

import datetime as dt
import json
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
from tests.factories.cms_workshop import Desk, edit, make_briefing, make_desk, make_message

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


def test_only_a_persons_look_is_noted_as_opened(client: Client, asked: tuple[str, ApprovalRequest]) -> None:
    address, _request = asked
    client.head(address)
    assert ApprovalLink.objects.get().opened_at is None
    client.get(address)
    assert ApprovalLink.objects.get().opened_at is not None


@pytest.mark.parametrize("rest", ["", "visa/sv/", "visa/xx/", "fil/0/x.png"])
@pytest.mark.parametrize("known", [True, False])
def test_every_answer_stays_out_of_caches_and_indexes(
    client: Client, asked: tuple[str, ApprovalRequest], rest: str, known: bool
) -> None:
    address = asked[0] if known else "/godkann/finns-inte/"
    answer = client.get(address + rest)
    if rest in {"", "visa/sv/"} or not known:
        assert answer["Cache-Control"] == "no-store"
        assert answer["Referrer-Policy"] == "no-referrer"
        assert answer["X-Robots-Tag"] == "noindex, nofollow"
    assert answer.status_code == (200 if known and rest in {"", "visa/sv/"} else 404)


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_other_methods_are_refused(client: Client, asked: tuple[str, ApprovalRequest], method: str) -> None:
    assert getattr(client, method)(asked[0]).status_code == 405


@pytest.mark.parametrize("rest", ["visa/sv/", "fil/0/x.png"])
def test_nothing_is_posted_to_what_is_shown(
    client: Client, asked: tuple[str, ApprovalRequest], rest: str
) -> None:
    assert client.post(asked[0] + rest).status_code == 405


def test_speaks_swedish_and_needs_no_cookie(asked: tuple[str, ApprovalRequest]) -> None:
    address, request = asked
    strict = Client(enforce_csrf_checks=True, headers={"Accept-Language": "en"})
    page = strict.get(address)
    assert "fredag 15 januari 2027" in page.text
    assert "frame-src 'self'" in page["Content-Security-Policy"]
    answer = strict.post(address, {"decision": "approve", "digest": request.digest})
    assert answer.status_code == 302


def test_says_which_time_the_answer_is_bound_to(client: Client, asked: tuple[str, ApprovalRequest]) -> None:
    address, request = asked
    assert "kl. 09.30" not in client.get(address).text
    request.release_at = dt.datetime(2027, 2, 1, 8, 30, tzinfo=dt.UTC)
    request.save()
    assert "måndag 1 februari 2027 kl. 09.30" in client.get(address).text


def test_what_was_meant_when_it_failed_is_kept_on_the_page(
    client: Client, asked: tuple[str, ApprovalRequest]
) -> None:
    address, _request = asked
    posted = {"decision": "decline", "digest": "0" * 64, "reason": "Fel park.", "proposed_wording": "Ord."}
    answer = client.post(address, posted)
    assert answer.status_code == 409
    assert "Fel park." in answer.text
    assert "Ord." in answer.text
    assert signature(_request).status == SignatureStatus.ASKED


def test_anything_but_approve_is_no_approval(client: Client, asked: tuple[str, ApprovalRequest]) -> None:
    address, request = asked
    client.post(address, {"decision": "", "digest": request.digest, "reason": "Nej."})
    assert signature(request).status == SignatureStatus.DECLINED
    assert signature(request).reason == "Nej."


def test_each_language_is_shown_by_its_own_address(
    client: Client, asked: tuple[str, ApprovalRequest]
) -> None:
    address, _request = asked
    page = client.get(address)
    assert f'"{address}visa/sv/"' in page.text
    assert "svenska" in page.text.lower()


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
    assert served["Content-Type"] == "image/png"
    assert served["Content-Disposition"] == 'inline; filename="dela.png"'
    assert served["X-Content-Type-Options"] == "nosniff"
    assert client.get(f"{address}fil/{sha256}/annat.png").status_code == 404
    assert client.get(f"{address}fil/{'0' * 64}/{name}").status_code == 404
    assert client.get(f"{address}visa/en/").status_code == 404


def test_files_that_are_no_pictures_are_downloaded_and_nothing_runs(
    client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    ours, theirs = make_desk(), make_desk()
    Delegate.objects.create(organisation=theirs.organisation, name="Dana", email="dana@example.org")
    page = make_briefing(ours, signatories=[theirs.organisation])
    with django_capture_on_commit_callbacks(execute=True):
        request = asking.ask_for_approval(
            item_type="briefing",
            item_key=page.translation_key,
            languages=["sv"],
            by=ours.editor,
            due_at=DUE,
        )
    [message] = [message for message in mail.outbox if message.to == ["dana@example.org"]]
    match = re.search(r"(/godkann/[\w-]+/)", message.body)
    assert match is not None
    payload = json.loads(request.versions.get().payload)
    csv = next(block["csv"] for block in payload["body"] if block["type"] == "figure")
    rendering = client.get(f"{match[1]}visa/sv/").text
    address = f"{match[1]}fil/{csv['sha256']}/{csv['name']}"
    assert address in rendering
    served = client.get(address)
    assert served["Content-Type"].startswith("text/csv")
    assert served["Content-Disposition"].startswith("attachment;")
    assert "Kvarter" in served.getvalue().decode()  # type: ignore[attr-defined]
