"""Every way in for a picture, through the real pages of the admin: what is stored is clean, what is unfit is told."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from wagtail import VERSION as WAGTAIL_VERSION
from wagtail.images.forms import get_image_form
from wagtail.models import Collection, UploadedFile

import pytest

from cms.accounts.models import User
from cms.files.exceptions import Refusal, UploadRefused
from cms.media.models import PressImage
from tests.factories import cms_files as uploads
from tests.factories.cms_files import SECRET

Upload = Callable[..., SimpleUploadedFile]

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
#: Unfit files with a word of the sentence that the editor must see.
UNFIT = [
    (SVG, "bild.svg", "SVG"),
    (SVG, "bild.png", "SVG"),
    (uploads.jpeg()[:500], "bild.jpg", "skadad"),
    (uploads.png_claiming(30_000, 30_000), "bild.png", "bildpunkter"),
    (uploads.png_claiming(8_000, 8_000), "bild.png", "bildpunkter"),
    (b"<html>", "bild.jpg", "Tillåtna format"),
    (uploads.animation("GIF"), "bild.gif", "Rörliga"),
    (uploads.png(), "bild.exe", "Filnamnet"),
]


def fields(**given: Any) -> dict[str, Any]:
    return {
        "title": "Sommaren i Järva",
        "alt_text": "En park",
        "collection": Collection.get_first_root_node().pk,
    } | given


def assert_clean(image: PressImage) -> None:
    """The stored bytes are clean and upright, and the row describes them, not what was uploaded."""
    image.refresh_from_db()
    with image.open_file() as file:
        data = file.read()
    assert SECRET.encode() not in data
    assert (image.width, image.height) == (30, 40)
    assert image.file_size == len(data)
    size, digest = image.file_size, image.file_hash
    image._set_image_file_metadata()
    assert (image.file_size, image.file_hash) == (size, digest)


def all_files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


class TestWaysIn:
    def test_the_add_page(self, desk: Client, upload: Upload) -> None:
        desk.post(reverse("wagtailimages:add"), fields(file=upload()))
        assert_clean(PressImage.objects.get())

    def test_the_multiple_uploader(self, desk: Client, upload: Upload) -> None:
        answer = desk.post(
            reverse("wagtailimages:add_multiple"),
            {"title": "Sommaren", "files[]": upload()},
            headers={"x-requested-with": "XMLHttpRequest"},
        )
        assert answer.json()["success"]
        assert_clean(PressImage.objects.get())

    def test_the_multiple_uploader_when_a_field_is_wrong_first(
        self, desk: Client, upload: Upload, folders: Path
    ) -> None:
        """Wagtail then keeps the file as it came until the fields are right; nobody can open it meanwhile."""
        answer = desk.post(
            reverse("wagtailimages:add_multiple"),
            {"title": "x" * 300, "files[]": upload()},
            headers={"x-requested-with": "XMLHttpRequest"},
        )
        waiting = UploadedFile.objects.get()
        assert answer.json()["uploaded_file_id"] == waiting.pk
        assert desk.get(reverse("workshop_file", args=[waiting.file.name])).status_code == 404
        prefix = f"uploaded-image-{waiting.pk}"
        desk.post(
            reverse("wagtailimages:create_multiple_from_uploaded_image", args=[waiting.pk]),
            {f"{prefix}-{name}": value for name, value in fields(title="Kort", tags="").items()},
        )
        assert_clean(PressImage.objects.get())
        assert not UploadedFile.objects.exists()
        assert all(SECRET.encode() not in path.read_bytes() for path in all_files(folders))

    def test_the_chooser(self, desk: Client, upload: Upload) -> None:
        given = {
            f"image-chooser-upload-{name}": value for name, value in fields(file=upload(), tags="").items()
        }
        answer = desk.post(reverse("wagtailimages_chooser:create"), given)
        assert answer.json()["step"] == "chosen"
        assert_clean(PressImage.objects.get())

    def test_a_replaced_file(self, desk: Client, upload: Upload, folders: Path) -> None:
        desk.post(reverse("wagtailimages:add"), fields(file=upload(uploads.png(), "a.png")))
        image = PressImage.objects.get()
        key = image.asset_key
        assert image.width == 40
        desk.post(reverse("wagtailimages:edit", args=[image.pk]), fields(file=upload(), tags=""))
        assert_clean(image)
        assert image.asset_key == key
        assert len([path for path in all_files(folders) if "original_images" in str(path)]) == 1

    @pytest.mark.skipif(WAGTAIL_VERSION < (8,), reason="Wagtail 7.4 has no API that uploads")
    def test_the_form_that_the_api_uses(self, editor: User, upload: Upload) -> None:
        form = get_image_form(PressImage, fields=["title", "file"])(
            fields(), {"file": upload()}, user=editor, instance=PressImage()
        )
        assert form.is_valid(), form.errors
        assert_clean(form.save())

    @pytest.mark.django_db
    def test_a_script(self) -> None:
        image = PressImage.objects.create(title="x", file=ContentFile(uploads.jpeg(orientation=6), "a.jpg"))
        assert_clean(image)
        image.file = ContentFile(uploads.jpeg(orientation=8), "b.jpg")
        image.save()
        assert_clean(image)
        image.file.save("c.jpg", ContentFile(uploads.jpeg(orientation=6)))
        with image.open_file() as file:
            assert SECRET.encode() not in file.read()

    @pytest.mark.django_db
    def test_saving_other_fields_leaves_the_file_alone(self) -> None:
        image = PressImage.objects.create(title="x", file=ContentFile(uploads.jpeg(), "a.jpg"))
        name = image.file.name
        image.title = "y"
        image.save(update_fields=["title"])
        image.save()
        image.refresh_from_db()
        assert (image.title, image.file.name) == ("y", name)


class TestUnfitFiles:
    @pytest.mark.parametrize(("data", "name", "word"), UNFIT)
    def test_the_add_page_says_why_beside_the_field(
        self, desk: Client, folders: Path, data: bytes, name: str, word: str
    ) -> None:
        answer = desk.post(reverse("wagtailimages:add"), fields(file=SimpleUploadedFile(name, data)))
        assert answer.status_code == 200
        assert [word in message for message in answer.context["form"].errors["file"]] == [True]
        assert word in answer.content.decode()
        assert not PressImage.objects.exists()
        assert all_files(folders) == []

    @pytest.mark.parametrize(("data", "name", "word"), UNFIT)
    def test_the_multiple_uploader_says_why(
        self, desk: Client, upload: Upload, data: bytes, name: str, word: str
    ) -> None:
        answer = desk.post(
            reverse("wagtailimages:add_multiple"),
            {"title": "x", "files[]": upload(data, name)},
            headers={"x-requested-with": "XMLHttpRequest"},
        )
        assert answer.json()["success"] is False
        assert word in answer.json()["error_message"]
        assert not PressImage.objects.exists()

    def test_the_chooser_says_why(self, desk: Client, upload: Upload) -> None:
        given = fields(file=upload(SVG, "a.svg"), tags="")
        answer = desk.post(
            reverse("wagtailimages_chooser:create"),
            {f"image-chooser-upload-{name}": value for name, value in given.items()},
        )
        assert answer.json()["step"] == "reshow_creation_form"
        assert "SVG" in answer.json()["htmlFragment"]

    def test_a_replacement_that_is_unfit_leaves_the_picture(self, desk: Client, upload: Upload) -> None:
        desk.post(reverse("wagtailimages:add"), fields(file=upload()))
        image = PressImage.objects.get()
        answer = desk.post(
            reverse("wagtailimages:edit", args=[image.pk]), fields(file=upload(SVG, "a.svg"), tags="")
        )
        assert "SVG" in answer.content.decode()
        assert_clean(image)

    def test_more_bytes_than_allowed(self, desk: Client, upload: Upload, settings: Any) -> None:
        settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE = 500
        answer = desk.post(reverse("wagtailimages:add"), fields(file=upload()))
        assert "för stor" in answer.content.decode()

    @pytest.mark.django_db
    def test_a_script_is_refused_by_the_model_itself(self, folders: Path) -> None:
        image = PressImage(title="x", width=1, height=1)
        with pytest.raises(UploadRefused) as caught:
            image.file.save("a.svg", ContentFile(SVG))
        assert caught.value.reason is Refusal.NOT_ALLOWED
        assert all_files(folders) == []


def test_the_name_follows_the_content(desk: Client, upload: Upload) -> None:
    desk.post(reverse("wagtailimages:add"), fields(file=upload(uploads.png(), "../../Bild från Husby.jpg")))
    assert PressImage.objects.get().file.name == "original_images/Bild_fran_Husby.png"


def test_the_pages_of_the_admin_show_pictures(desk: Client, upload: Upload) -> None:
    desk.post(reverse("wagtailimages:add"), fields(file=upload(uploads.jpeg(800, 600))))
    image = PressImage.objects.get()
    for page in (reverse("wagtailimages:index"), reverse("wagtailimages:edit", args=[image.pk])):
        text = desk.get(page).content.decode()
        addresses = {
            part.split('"')[0] for part in text.split('src="') if part.startswith("/admin/workshop-files/")
        }
        assert addresses
        for address in addresses:
            answer = desk.get(address)
            assert b"".join(answer.streaming_content)
            assert answer["Content-Type"].startswith("image/")


def test_the_picture_describes_itself(desk: Client, upload: Upload) -> None:
    desk.post(reverse("wagtailimages:add"), fields(file=upload()))
    image = PressImage.objects.get()
    assert image.default_alt_text == "En park"
    assert image.get_rendition("width-10").alt == "En park"
