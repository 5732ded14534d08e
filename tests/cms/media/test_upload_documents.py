"""Every way in for a document, through the real pages of the admin."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from wagtail import VERSION as WAGTAIL_VERSION
from wagtail.documents.forms import get_document_form
from wagtail.models import Collection, UploadedFile

import pytest

from cms.accounts.models import User
from cms.files.exceptions import Refusal, UploadRefused
from cms.media.models import PressDocument
from tests.factories import cms_files as uploads

Upload = Callable[..., SimpleUploadedFile]

UNFIT = [
    (b"MZ", "a.exe", "Tillåtna format"),
    (uploads.pdf(), "a.docx", "stämmer inte"),
    (uploads.pdf()[:-300], "a.pdf", "skadat"),
    (uploads.office(**{"word/vbaProject.bin": b"x"}), "a.docx", "makron"),
    ("å".encode("latin-1"), "a.csv", "UTF-8"),
]


def fields(**given: Any) -> dict[str, Any]:
    return {"title": "Verksamhetsplan", "collection": Collection.get_first_root_node().pk, "tags": ""} | given


def plan() -> SimpleUploadedFile:
    return SimpleUploadedFile("Plan.docx", uploads.office())


def assert_clean(document: PressDocument) -> None:
    document.refresh_from_db()
    with document.open_file() as file:
        data = file.read()
    assert data.startswith(b"PK")
    assert b"docProps/thumbnail" not in data
    assert document.file_size == len(data)
    size, digest = document.file_size, document.file_hash
    document._set_document_file_metadata()
    assert (document.file_size, document.file_hash) == (size, digest)


class TestWaysIn:
    def test_the_add_page(self, desk: Client) -> None:
        desk.post(reverse("wagtaildocs:add"), fields(file=plan()))
        assert_clean(PressDocument.objects.get())

    def test_the_multiple_uploader(self, desk: Client) -> None:
        answer = desk.post(
            reverse("wagtaildocs:add_multiple"),
            {"title": "Plan", "files[]": plan()},
            headers={"x-requested-with": "XMLHttpRequest"},
        )
        assert answer.json()["success"]
        assert_clean(PressDocument.objects.get())

    def test_the_multiple_uploader_when_a_field_is_wrong_first(self, desk: Client) -> None:
        desk.post(
            reverse("wagtaildocs:add_multiple"),
            {"title": "x" * 300, "files[]": plan()},
            headers={"x-requested-with": "XMLHttpRequest"},
        )
        waiting = UploadedFile.objects.get()
        assert desk.get(reverse("workshop_file", args=[waiting.file.name])).status_code == 404
        prefix = f"uploaded-document-{waiting.pk}"
        desk.post(
            reverse("wagtaildocs:create_multiple_from_uploaded_document", args=[waiting.pk]),
            {f"{prefix}-{name}": value for name, value in fields().items()},
        )
        assert_clean(PressDocument.objects.get())

    def test_the_chooser(self, desk: Client) -> None:
        given = {f"document-chooser-upload-{name}": value for name, value in fields(file=plan()).items()}
        answer = desk.post(reverse("wagtaildocs_chooser:create"), given)
        assert answer.json()["step"] == "chosen"
        assert_clean(PressDocument.objects.get())

    def test_a_replaced_file(self, desk: Client, folders: Path) -> None:
        desk.post(reverse("wagtaildocs:add"), fields(file=SimpleUploadedFile("a.txt", b"hej")))
        document = PressDocument.objects.get()
        key = document.asset_key
        desk.post(reverse("wagtaildocs:edit", args=[document.pk]), fields(file=plan()))
        assert_clean(document)
        assert document.asset_key == key
        assert len([path for path in folders.rglob("*") if path.is_file()]) == 1

    @pytest.mark.skipif(WAGTAIL_VERSION < (8,), reason="Wagtail 7.4 has no API that uploads")
    def test_the_form_that_the_api_uses(self, editor: User) -> None:
        form = get_document_form(PressDocument, fields=["title", "file"])(
            fields(), {"file": plan()}, user=editor, instance=PressDocument()
        )
        assert form.is_valid(), form.errors
        assert_clean(form.save())

    @pytest.mark.django_db
    def test_a_script(self) -> None:
        document = PressDocument.objects.create(title="x", file=ContentFile(uploads.office(), "a.docx"))
        assert_clean(document)
        document.title = "y"
        document.save(update_fields=["title"])
        assert_clean(document)


class TestUnfitFiles:
    @pytest.mark.parametrize(("data", "name", "word"), UNFIT)
    def test_the_add_page_says_why_beside_the_field(
        self, desk: Client, folders: Path, data: bytes, name: str, word: str
    ) -> None:
        answer = desk.post(reverse("wagtaildocs:add"), fields(file=SimpleUploadedFile(name, data)))
        assert answer.status_code == 200
        assert any(word in message for message in answer.context["form"].errors["file"])
        assert word in answer.content.decode()
        assert not PressDocument.objects.exists()
        assert not [path for path in folders.rglob("*") if path.is_file()]

    @pytest.mark.parametrize(("data", "name", "word"), UNFIT)
    def test_the_multiple_uploader_says_why(self, desk: Client, data: bytes, name: str, word: str) -> None:
        answer = desk.post(
            reverse("wagtaildocs:add_multiple"),
            {"title": "x", "files[]": SimpleUploadedFile(name, data)},
            headers={"x-requested-with": "XMLHttpRequest"},
        )
        assert answer.json()["success"] is False
        assert word in answer.json()["error_message"]

    def test_more_bytes_than_allowed(self, desk: Client, settings: Any) -> None:
        settings.DOCUMENT_MAX_UPLOAD_SIZE = 100
        answer = desk.post(reverse("wagtaildocs:add"), fields(file=plan()))
        assert "för stor" in answer.content.decode()

    @pytest.mark.django_db
    def test_a_script_is_refused_by_the_model_itself(self) -> None:
        with pytest.raises(UploadRefused) as caught:
            PressDocument.objects.create(title="x", file=ContentFile(b"MZ", "a.exe"))
        assert caught.value.reason is Refusal.NOT_ALLOWED
        assert not PressDocument.objects.exists()
