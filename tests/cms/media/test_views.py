"""Workshop files are for the workshop: everybody else gets the 404 of what never existed."""

from __future__ import annotations

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.http import HttpResponse
from django.test import Client
from django.urls import NoReverseMatch, reverse

import pytest

from cms.files.services import store
from cms.media.models import PressDocument, PressImage
from tests.factories import cms_files as uploads


@pytest.fixture
def image(db: None) -> PressImage:
    return PressImage.objects.create(title="Park", file=ContentFile(uploads.jpeg(), "park.jpg"))


@pytest.fixture
def document(db: None) -> PressDocument:
    return PressDocument.objects.create(title="Plan", file=ContentFile("Plats;å".encode(), "plan å.csv"))


@pytest.fixture
def addresses(image: PressImage, document: PressDocument) -> list[str]:
    stored = store(b"bytes", "image/png")
    return [
        image.file.url,
        image.get_rendition("width-10").url,
        document.url,
        document.file.url,
        reverse("printed_file", args=[stored.sha256, "bild.png"]),
    ]


def fetch(person: Client, address: str, method: str = "get") -> HttpResponse:
    """Return the answer with its file read and closed."""
    answer = getattr(person, method)(address)
    answer.body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return answer


def test_the_workshop_sees_its_files(desk: Client, addresses: list[str]) -> None:
    for address in addresses:
        answer = fetch(desk, address)
        assert answer.status_code == 200
        assert answer.body
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert answer["Cache-Control"] == "private, no-cache"
        assert fetch(desk, address, "head").status_code == 200
        assert desk.post(address).status_code == 405


def test_strangers_can_not_tell_it_from_what_never_existed(
    client: Client, outsider: Client, addresses: list[str]
) -> None:
    for person in (client, outsider):
        never = person.get("/admin/workshop-files/original_images/aldrig.jpg")
        assert never.status_code == 404
        for address in addresses:
            answer = person.get(address)
            assert answer.status_code == 404
            assert answer.content == never.content
            assert answer.headers.keys() == never.headers.keys()


def test_somebody_who_has_left_sees_nothing(desk: Client, addresses: list[str], editor) -> None:
    editor.is_active = False
    editor.save()
    assert desk.get(addresses[0]).status_code == 404


def test_pictures_are_shown_and_documents_are_saved(
    desk: Client, image: PressImage, document: PressDocument
) -> None:
    shown = fetch(desk, image.file.url)
    assert (shown["Content-Type"], shown["Content-Disposition"]) == (
        "image/jpeg",
        'inline; filename="park.jpg"',
    )
    saved = fetch(desk, document.url)
    assert saved["Content-Type"] == "text/csv"
    assert saved["Content-Disposition"].startswith("attachment;")


@pytest.mark.parametrize(
    "address",
    [
        "original_images/finns-inte.jpg",
        "original_images/",
        "original_images",
        "wagtail_uploads/x.jpg",
        "original_images/../../printed/x",
        "documents/../original_images/park.jpg",
        "original_images/%00.jpg",
        "document/999999/plan.csv",
        "document/1",
        "printed/abc/x",
        f"printed/{'0' * 64}/x",
        "",
    ],
)
def test_what_does_not_exist_is_404(desk: Client, image: PressImage, address: str) -> None:
    assert desk.get(f"/admin/workshop-files/{address}").status_code == 404


def test_a_document_answers_to_its_own_name_only(desk: Client, document: PressDocument) -> None:
    assert desk.get(reverse("wagtaildocs_serve", args=[document.pk, "annat.csv"])).status_code == 404


def test_a_file_lost_on_disk_is_404(desk: Client, image: PressImage, folders) -> None:
    default_storage.delete(image.file.name)
    assert desk.get(image.file.url).status_code == 404
    stored = store(b"bytes", "image/png")
    for path in (folders.parent / "printed").rglob(stored.sha256):
        path.unlink()
    assert desk.get(reverse("printed_file", args=[stored.sha256, "x.png"])).status_code == 404


def test_wagtails_own_public_views_are_mounted_nowhere() -> None:
    with pytest.raises(NoReverseMatch):
        reverse("wagtailimages_serve", args=["x", 1, "width-100"])
    assert reverse("wagtaildocs_serve", args=[1, "x"]).startswith("/admin/")


def test_files_on_disk_are_for_the_product_alone(image: PressImage, folders) -> None:
    assert (folders / image.file.name).stat().st_mode & 0o777 == 0o600
    assert (folders / "original_images").stat().st_mode & 0o777 == 0o700
