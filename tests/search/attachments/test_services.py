"""Each file is read once, in a process of its own; what can't be read has no text and stops nobody."""

from __future__ import annotations

from typing import Any

import pytest

from cms.files import services as files
from search.attachments import services
from search.attachments.kinds import DOCX, PDF
from search.attachments.models import AttachmentText
from search.attachments.services import read_attachments
from tests.factories.cms_ledger import make_file
from tests.search.attachments.documents import make_docx, make_pdf

pytestmark = pytest.mark.django_db


def stored(data: bytes, media_type: str, name: str = "underlag.pdf") -> Any:
    files.store(data, media_type)
    return make_file(name, data, media_type=media_type)


def test_reads_pdf_and_docx() -> None:
    pdf, docx = (
        stored(make_pdf("Simhallen öppnar"), PDF),
        stored(make_docx("Badhuset stänger"), DOCX, "b.docx"),
    )
    texts = read_attachments([pdf, docx])
    assert "Simhallen öppnar" in texts[pdf["sha256"]]
    assert texts[docx["sha256"]] == "Badhuset stänger"


def test_reads_a_file_once(monkeypatch: pytest.MonkeyPatch) -> None:
    file = stored(make_docx("En gång"), DOCX)
    read_attachments([file])
    monkeypatch.setattr(services.subprocess, "run", lambda *_args, **_more: pytest.fail("read again"))
    assert read_attachments([file]) == {file["sha256"]: "En gång"}


def test_other_kinds_are_not_read() -> None:
    assert read_attachments([make_file("tal.csv", b"a;b")]) == {}


@pytest.mark.parametrize("data", [b"%PDF-1.7 exempel", b"", b"\x00" * 1000])
def test_a_damaged_file_has_no_text_and_is_not_tried_again(data: bytes) -> None:
    file = stored(data, DOCX)
    assert read_attachments([file]) == {file["sha256"]: ""}
    assert AttachmentText.objects.get(sha256=file["sha256"]).trouble


def test_a_file_that_is_too_large_is_not_opened() -> None:
    file = make_file("stor.pdf", b"stor", size=services.MAX_BYTES + 1)
    assert read_attachments([file]) == {file["sha256"]: ""}


def test_a_file_that_is_missing_is_tried_again() -> None:
    file = make_file("borta.pdf", b"borta")
    assert read_attachments([file]) == {}
    assert not AttachmentText.objects.exists()


def test_a_file_that_takes_too_long_has_no_text(monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_args: Any, timeout: float, **_more: Any) -> None:
        raise services.subprocess.TimeoutExpired("x", timeout)

    monkeypatch.setattr(services.subprocess, "run", never)
    file = stored(make_docx("Långsam"), DOCX)
    assert read_attachments([file]) == {file["sha256"]: ""}


def test_a_bomb_meets_the_limit_of_memory() -> None:
    file = stored(make_docx("a" * 60_000_000), DOCX)
    assert read_attachments([file]) == {file["sha256"]: ""}
