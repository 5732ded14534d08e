"""Pictures inside documents lose their metadata without being drawn anew."""

import io

import pytest
from PIL import Image

from cms.files.sanitise.segments import without_metadata
from tests.factories import cms_files as uploads
from tests.factories.cms_files import SECRET


@pytest.mark.parametrize(
    "data", [uploads.jpeg(), uploads.jpeg(mode="CMYK"), uploads.png(), uploads.png(mode="P")]
)
def test_the_pixels_stay_and_the_metadata_goes(data: bytes) -> None:
    clean = without_metadata(data)
    assert SECRET.encode() not in clean
    with Image.open(io.BytesIO(data)) as before, Image.open(io.BytesIO(clean)) as after:
        assert after.tobytes() == before.tobytes()
    assert without_metadata(clean) == clean


def test_the_colour_profile_stays() -> None:
    from PIL import ImageCms

    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    for kind in ("JPEG", "PNG"):
        clean = without_metadata(uploads.encode(uploads.picture(), kind, icc_profile=profile))
        with Image.open(io.BytesIO(clean)) as image:
            assert image.info["icc_profile"] == profile


@pytest.mark.parametrize(
    "data", [b"", b"text", uploads.jpeg()[:40], uploads.png()[:40], b"\xff\xd8\xff", b"\xff\xd8\xff\x00\x00"]
)
def test_what_is_not_a_whole_picture_comes_back_as_it_was(data: bytes) -> None:
    assert without_metadata(data) == data


def test_fill_bytes_and_lone_markers_are_stepped_over() -> None:
    plain = uploads.encode(uploads.picture(), "JPEG")
    odd = plain[:2] + b"\xff\xff\xff\x01" + plain[2:]
    assert without_metadata(odd) == without_metadata(plain)


def test_a_cut_off_segment_is_left_alone() -> None:
    data = b"\xff\xd8\xff\xe1\x00\x40short"
    assert without_metadata(data) == data


def test_a_picture_without_an_end_keeps_its_scan() -> None:
    plain = uploads.encode(uploads.picture(), "JPEG")
    assert without_metadata(plain[:-2]).endswith(plain[-10:-2])
