"""Pictures come out as pixels and nothing else, or do not come out at all."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageChops, ImageCms, ImageStat

from cms.files.exceptions import Refusal, UploadRefused
from cms.files.sanitise import sanitise_image
from tests.factories import cms_files as uploads
from tests.factories.cms_files import SECRET


def opened(data: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(data))
    image.load()
    return image


def refusal(data: bytes, name: str = "bild.jpg", **limits: int) -> UploadRefused:
    with pytest.raises(UploadRefused) as caught:
        sanitise_image(data, name, **limits)
    return caught.value


@pytest.mark.parametrize(
    ("name", "data", "media_type", "extension"),
    [
        ("bild.jpg", uploads.jpeg(), "image/jpeg", "jpg"),
        ("bild.JPEG", uploads.jpeg(mode="L"), "image/jpeg", "jpg"),
        ("bild.jpg", uploads.jpeg(mode="CMYK"), "image/jpeg", "jpg"),
        ("bild.png", uploads.png(), "image/png", "png"),
        ("bild.png", uploads.png(mode="P"), "image/png", "png"),
        ("bild.png", uploads.png(mode="1"), "image/png", "png"),
        ("bild.png", uploads.png(mode="LA"), "image/png", "png"),
        ("bild.png", uploads.png(mode="RGBA"), "image/png", "png"),
        ("bild.png", uploads.png(mode="I;16"), "image/png", "png"),
        ("bild.webp", uploads.webp(), "image/webp", "webp"),
        ("bild.webp", uploads.webp(lossless=True), "image/webp", "webp"),
        ("bild.webp", uploads.webp(mode="RGBA"), "image/webp", "webp"),
        ("bild.gif", uploads.gif(), "image/png", "png"),
        ("fel-namn.jpg", uploads.png(), "image/png", "png"),
    ],
)
def test_every_kind_comes_out_without_its_metadata(
    name: str, data: bytes, media_type: str, extension: str
) -> None:
    assert SECRET.encode() in data
    clean = sanitise_image(data, name)
    assert (clean.media_type, clean.extension) == (media_type, extension)
    assert (clean.width, clean.height) == (40, 30)
    assert SECRET.encode() not in clean.data
    image = opened(clean.data)
    assert image.size == (40, 30)
    assert not image.getexif()
    assert not {"exif", "xmp", "comment", "icc_profile", "photoshop", "XML:com.adobe.xmp"} & image.info.keys()


def test_the_camera_position_turns_the_picture_and_goes() -> None:
    clean = sanitise_image(uploads.jpeg(orientation=6), "bild.jpg")
    assert (clean.width, clean.height) == (30, 40)
    image = opened(clean.data)
    assert image.size == (30, 40)
    # The red half was to the left; turned a quarter clockwise it is at the top.
    assert image.getpixel((15, 5))[0] > 180
    assert image.getpixel((15, 35))[0] < 60


def test_cleaning_again_changes_nothing() -> None:
    for data in (uploads.png(), uploads.png(mode="P"), uploads.png(mode="RGBA")):
        once = sanitise_image(data, "a.png")
        assert sanitise_image(once.data, "a.png").data == once.data


def test_cleaning_a_photograph_again_can_not_be_seen() -> None:
    once = sanitise_image(uploads.jpeg(400, 300), "a.jpg")
    twice = sanitise_image(once.data, "a.jpg")
    difference = ImageChops.difference(opened(once.data), opened(twice.data))
    assert max(ImageStat.Stat(difference).mean) < 0.5


def test_a_photograph_keeps_its_quality_and_transparency_stays() -> None:
    fine = uploads.encode(uploads.picture(), "JPEG", quality=95, subsampling=0)
    assert opened(sanitise_image(fine, "a.jpg").data).quantization == opened(fine).quantization
    see_through = uploads.encode(Image.new("RGBA", (4, 4), (1, 2, 3, 0)), "PNG")
    assert opened(sanitise_image(see_through, "a.png").data).getpixel((0, 0))[3] == 0
    palette = Image.new("P", (4, 4), 0)
    palette.putpalette([9, 9, 9])
    with_hole = uploads.encode(palette, "PNG", transparency=0)
    assert opened(sanitise_image(with_hole, "a.png").data).getpixel((0, 0))[3] == 0


@pytest.mark.parametrize("mode", ["RGB", "RGBA"])
def test_colours_of_another_space_are_turned_into_srgb(mode: str) -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    data = uploads.encode(uploads.picture(mode=mode), "PNG", icc_profile=profile)
    image = opened(sanitise_image(data, "a.png").data)
    assert "icc_profile" not in image.info
    assert image.mode == mode
    assert image.getpixel((0, 0))[:3] == pytest.approx((220, 30, 30), abs=3)


def test_a_useless_colour_profile_is_left_out() -> None:
    data = uploads.encode(uploads.picture(), "PNG", icc_profile=SECRET.encode() * 10)
    clean = sanitise_image(data, "a.png")
    assert "icc_profile" not in opened(clean.data).info


def test_printers_colours_become_colours_of_the_screen() -> None:
    clean = sanitise_image(uploads.jpeg(mode="CMYK"), "a.jpg")
    assert opened(clean.data).mode == "RGB"


def test_a_damaged_exif_block_means_no_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(image: Image.Image) -> Image.Image:
        raise SyntaxError("not a TIFF file")

    monkeypatch.setattr("PIL.ImageOps.exif_transpose", fails)
    clean = sanitise_image(uploads.jpeg(orientation=6), "a.jpg")
    assert (clean.width, clean.height) == (40, 30)
    assert SECRET.encode() not in clean.data


def test_grey_with_sixteen_bits_stays_a_picture() -> None:
    image = Image.new("I;16", (4, 4), 65535)
    clean = opened(sanitise_image(uploads.encode(image, "PNG"), "a.png").data)
    assert clean.mode == "L"
    assert clean.getpixel((0, 0)) == 255


@pytest.mark.parametrize(
    ("data", "name", "reason"),
    [
        (b"", "a.jpg", Refusal.EMPTY),
        (
            b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
            "a.svg",
            Refusal.NOT_ALLOWED,
        ),
        (b'<?xml version="1.0"?><!-- x --><svg onload="x"/>', "a.png", Refusal.NOT_ALLOWED),
        (b"\x00\x00\x00\x18ftypheic" + b"\x00" * 40, "a.heic", Refusal.NOT_ALLOWED),
        (b"%PDF-1.7 hej", "a.jpg", Refusal.NOT_ALLOWED),
        (b"<html><script>alert(1)</script>", "a.png", Refusal.NOT_ALLOWED),
        (b"BM" + b"\x00" * 60, "a.bmp", Refusal.NOT_ALLOWED),
        (uploads.png(), "a.exe", Refusal.WRONG_EXTENSION),
        (uploads.png(), "a.svg", Refusal.WRONG_EXTENSION),
        (uploads.jpeg()[:400], "a.jpg", Refusal.DAMAGED),
        (uploads.jpeg(400, 300)[:-3000], "a.jpg", Refusal.DAMAGED),
        (uploads.png(400, 300)[:1200], "a.png", Refusal.DAMAGED),
        (b"\x89PNG\r\n\x1a\n" + b"\x00" * 50, "a.png", Refusal.DAMAGED),
        (uploads.webp()[:60], "a.webp", Refusal.DAMAGED),
        (b"RIFF\x00\x00\x00\x00WEBP", "a.webp", Refusal.DAMAGED),
        (b"GIF89a", "a.gif", Refusal.DAMAGED),
        (uploads.animation("GIF"), "a.gif", Refusal.ANIMATED),
        (uploads.animation("PNG"), "a.png", Refusal.ANIMATED),
        (uploads.animation("WEBP"), "a.webp", Refusal.ANIMATED),
    ],
)
def test_what_is_no_fit_picture_is_refused_with_a_sentence(data: bytes, name: str, reason: Refusal) -> None:
    error = refusal(data, name)
    assert error.reason is reason
    assert error.code == reason.value
    assert error.messages[0].endswith(".")


def test_two_pictures_in_one_jpeg_become_the_first() -> None:
    both = uploads.encode(
        uploads.picture(), "MPO", save_all=True, append_images=[uploads.picture(mode="L").convert("RGB")]
    )
    clean = sanitise_image(both, "a.jpg")
    assert opened(clean.data).format == "JPEG"


class TestLimits:
    def test_too_many_bytes(self) -> None:
        error = refusal(uploads.jpeg(), max_bytes=100)
        assert error.reason is Refusal.TOO_LARGE
        assert "100" in error.messages[0]

    @pytest.mark.parametrize(
        ("data", "name"),
        [
            (uploads.png_claiming(8000, 8000), "a.png"),
            (uploads.png_claiming(30_000, 30_000), "a.png"),  # above what Pillow itself refuses
            (uploads.png_claiming(12_000, 8_000), "a.png"),  # between our limit and Pillow's warning
            (uploads.webp_claiming(16_383, 16_383), "a.webp"),
        ],
    )
    def test_too_many_pixels_are_refused_from_the_header(self, data: bytes, name: str) -> None:
        assert len(data) < 1000
        assert refusal(data, name).reason is Refusal.TOO_MANY_PIXELS

    @pytest.mark.parametrize(
        ("data", "name"), [(uploads.webp(lossless=True), "a.webp"), (uploads.webp(), "a.webp")]
    )
    def test_the_limit_holds_for_every_kind_of_webp(self, data: bytes, name: str) -> None:
        assert refusal(data, name, max_pixels=1199).reason is Refusal.TOO_MANY_PIXELS
        assert sanitise_image(data, name, max_pixels=1200).width == 40

    @pytest.mark.parametrize("lossless", [True, False])
    def test_a_webp_without_extended_header_tells_its_size(self, lossless: bool) -> None:
        plain = uploads.encode(uploads.picture(), "WEBP", lossless=lossless)
        assert plain[12:15] == b"VP8"
        assert plain[15:16] != b"X"
        assert refusal(plain, "a.webp", max_pixels=1199).reason is Refusal.TOO_MANY_PIXELS

    def test_no_memory_is_told_as_too_many_pixels(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def no_memory(self: Image.Image) -> None:
            raise MemoryError

        monkeypatch.setattr("PIL.JpegImagePlugin.JpegImageFile.load", no_memory)
        assert refusal(uploads.jpeg()).reason is Refusal.TOO_MANY_PIXELS


_KINDS = [
    (uploads.jpeg(), "a.jpg"),
    (uploads.png(), "a.png"),
    (uploads.webp(), "a.webp"),
    (uploads.gif(), "a.gif"),
]


@given(
    sample=st.sampled_from(_KINDS),
    place=st.floats(0, 1),
    junk=st.binary(max_size=30),
    cut=st.floats(0, 1),
)
def test_damaged_bytes_are_cleaned_or_refused_never_an_error(
    sample: tuple[bytes, str], place: float, junk: bytes, cut: float
) -> None:
    data, name = sample
    at = int(place * len(data))
    damaged = (data[:at] + junk + data[at + len(junk) :])[: max(1, int(cut * len(data)))]
    try:
        clean = sanitise_image(damaged, name, max_pixels=1_000_000)
    except UploadRefused:
        return
    assert SECRET.encode() not in clean.data
