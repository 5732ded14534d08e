"""What is printed of pictures and documents: right sizes, own addresses, same bytes, no second making."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

import pytest
from PIL import Image

from cms.common.digests import sha256_hex
from cms.files.exceptions import FileStoreError
from cms.files.models import StoredFile
from cms.files.services import read_stored
from cms.ledger.addresses import public_id, workshop_file_path
from cms.media import services
from cms.media.exceptions import SourceFileMissing
from cms.media.models import DerivedFile, PressDocument, PressImage
from cms.media.services import (
    printable_document,
    printable_image,
    printable_renditions,
    printable_share_image,
)
from cms.media.share_card import ShareCard
from tests.factories import cms_files as uploads

pytestmark = pytest.mark.django_db


def make_image(width: int = 2000, height: int = 1000, **given: Any) -> PressImage:
    data = given.pop("data", None) or uploads.jpeg(width, height)
    name = given.pop("name", "a.jpg")
    return PressImage.objects.create(title="Sommaren i Järva!", file=ContentFile(data, name), **given)


class TestPictures:
    def test_three_widths_each_with_its_own_address(self) -> None:
        image = make_image()
        asset = public_id(image.asset_key)
        files = printable_renditions(image)
        assert [(file["width"], file["height"]) for file in files] == [(480, 240), (960, 480), (1600, 800)]
        assert [file["asset"] for file in files] == [f"{asset}-480", f"{asset}-960", f"{asset}-1600"]
        assert [file["name"] for file in files] == [
            f"sommaren-i-jarva-{width}.jpg" for width in (480, 960, 1600)
        ]
        for file in files:
            data = read_stored(file["sha256"])
            assert (len(data), file["media_type"]) == (file["size"], "image/jpeg")
            with Image.open(io.BytesIO(data)) as picture:
                assert picture.size == (file["width"], file["height"])
                assert not picture.getexif()
                assert not {"exif", "xmp", "comment", "icc_profile"} & picture.info.keys()

    @pytest.mark.parametrize(
        ("width", "widths"),
        [(300, [300]), (480, [480]), (481, [480, 481]), (1200, [480, 960, 1200]), (1600, [480, 960, 1600])],
    )
    def test_nothing_is_made_larger_than_it_is(self, width: int, widths: list[int]) -> None:
        assert [file["width"] for file in printable_renditions(make_image(width, 100))] == widths

    def test_a_very_wide_picture_keeps_a_height(self) -> None:
        assert printable_renditions(make_image(2000, 1))[0]["height"] == 1

    @pytest.mark.parametrize(
        ("data", "media_type"),
        [
            (uploads.png(500, 300, mode="RGBA"), "image/png"),
            (uploads.encode(Image.new("P", (500, 300)), "PNG", transparency=0), "image/png"),
            (uploads.png(500, 300, mode="P"), "image/jpeg"),
            (uploads.png(500, 300, mode="L"), "image/jpeg"),
        ],
    )
    def test_see_through_pictures_stay_so(self, data: bytes, media_type: str) -> None:
        files = printable_renditions(make_image(data=data, name="a.png"))
        assert {file["media_type"] for file in files} == {media_type}
        assert {file["name"].rpartition(".")[2] for file in files} == {
            media_type.removeprefix("image/").replace("jpeg", "jpg")
        }

    def test_the_payloads_picture_has_description_and_credit(self) -> None:
        image = make_image(300, 200, alt_text="En park", credit="Foto: Amina Ali")
        assert printable_image(image) == {
            "alt": "En park",
            "credit": "Foto: Amina Ali",
            "renditions": printable_renditions(image),
        }
        assert printable_image(image, alt="Här")["alt"] == "Här"
        assert printable_image(image, alt="")["alt"] == ""

    def test_a_second_print_makes_nothing(
        self, monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: Any
    ) -> None:
        image = make_image()
        first = printable_renditions(image)
        monkeypatch.setattr(services, "_resized", None)
        default_storage.delete(image.file.name)
        with django_assert_num_queries(3):
            assert printable_renditions(image) == first

    def test_the_same_picture_gives_the_same_bytes(self) -> None:
        first = printable_renditions(make_image())
        DerivedFile.objects.all().delete()
        again = printable_renditions(make_image())
        assert [file["sha256"] for file in again] == [file["sha256"] for file in first]
        assert [file["asset"] for file in again] != [file["asset"] for file in first]

    def test_bytes_lost_from_the_store_are_made_again(self, folders: Path) -> None:
        image = make_image(300, 200)
        first = printable_renditions(image)
        for path in (folders.parent / "printed").rglob(first[0]["sha256"]):
            path.unlink()
        assert printable_renditions(image) == first
        assert sha256_hex(read_stored(first[0]["sha256"])) == first[0]["sha256"]

    def test_a_replaced_file_gives_other_bytes_at_the_same_address(self) -> None:
        image = make_image(300, 200)
        before = printable_renditions(image)[0]
        image.file = ContentFile(uploads.png(300, 200), "b.png")
        image.save()
        after = printable_renditions(image)[0]
        assert after["asset"] == before["asset"]
        assert after["sha256"] != before["sha256"]

    def test_a_lost_original_is_told_to_the_editor(self) -> None:
        image = make_image()
        default_storage.delete(image.file.name)
        with pytest.raises(SourceFileMissing, match="Sommaren i Järva"):
            printable_renditions(image)

    def test_a_full_disk_stops_the_print(self, settings: Any, tmp_path: Path) -> None:
        settings.PRIVATE_FILES_ROOT = tmp_path / "file"
        (tmp_path / "file").write_text("not a folder")
        with pytest.raises(FileStoreError):
            printable_renditions(make_image())
        assert not DerivedFile.objects.exists()
        assert not StoredFile.objects.exists()

    def test_a_title_without_letters_still_has_a_name(self) -> None:
        image = make_image(300, 200)
        image.title = "عنوان"
        assert printable_renditions(image)[0]["name"] == "bild-300.jpg"


class TestDocuments:
    def test_a_document_is_printed_under_its_title(self) -> None:
        document = PressDocument.objects.create(
            title="Verksamhetsplan 2026", file=ContentFile(uploads.pdf(), "x.pdf")
        )
        file = printable_document(document)
        with document.open_file() as source:
            assert read_stored(file["sha256"]) == source.read()
        assert file == {
            "asset": public_id(document.asset_key),
            "name": "verksamhetsplan-2026.pdf",
            "sha256": file["sha256"],
            "size": document.file_size,
            "media_type": "application/pdf",
        }
        default_storage.delete(document.file.name)
        assert printable_document(document) == file

    def test_a_lost_original_is_told_to_the_editor(self) -> None:
        document = PressDocument.objects.create(title="Plan", file=ContentFile(b"hej", "x.txt"))
        default_storage.delete(document.file.name)
        with pytest.raises(SourceFileMissing, match="Plan"):
            printable_document(document)


class TestShareImages:
    def test_a_card_is_drawn_once(self, monkeypatch: pytest.MonkeyPatch) -> None:
        card = ShareCard("Sommaren i Järva", footer=("Svenska Bostäder",))
        file = printable_share_image(card, item_id="7fk3m9q2xd", language="sv")
        assert (file["asset"], file["name"]) == ("7fk3m9q2xd-sv-dela", "dela.png")
        assert (file["width"], file["height"], file["media_type"]) == (1200, 630, "image/png")
        assert read_stored(file["sha256"]).startswith(b"\x89PNG")
        monkeypatch.setattr(services, "draw_share_card", None)
        assert printable_share_image(card, item_id="7fk3m9q2xd", language="sv") == file

    def test_another_title_is_another_card(self) -> None:
        files = [printable_share_image(ShareCard(title), item_id="a", language="sv") for title in ("A", "B")]
        assert files[0]["sha256"] != files[1]["sha256"]


def test_the_workshop_has_an_address_for_what_is_not_public() -> None:
    file = printable_share_image(ShareCard("A"), item_id="a", language="sv")
    assert workshop_file_path(file) == f"/admin/workshop-files/printed/{file['sha256']}/dela.png"
