"""Pictures, marks and documents that the project makes itself."""

from __future__ import annotations

import io

import pytest
from PIL import Image, ImageStat
from pypdf import PdfReader

from cms.example_data.content.documents import DOCUMENTS
from cms.example_data.logos import MARKS, draw_logo
from cms.example_data.pdf import write_pdf
from cms.example_data.pictures import SCENES, draw
from cms.files import sanitise


def test_a_picture_is_the_same_every_time_and_not_a_blank() -> None:
    """Same bytes, so that loading twice stores one file; wide enough for the largest size that is shown."""
    first = draw("windows")

    assert first == draw("windows")
    with Image.open(io.BytesIO(first)) as image:
        assert (image.format, image.size) == ("JPEG", (1600, 1067))
        assert min(ImageStat.Stat(image).stddev) > 20


@pytest.mark.parametrize("name", SCENES)
def test_every_picture_is_described_in_both_languages(name: str) -> None:
    """For whoever does not see it."""
    assert {language for language, text in SCENES[name].alt.items() if 20 < len(text) <= 250} == {"sv", "en"}


@pytest.mark.parametrize("mark", MARKS)
def test_a_mark_is_a_see_through_square(mark: str) -> None:
    """It stands on light and dark pages alike."""
    with Image.open(io.BytesIO(draw_logo(mark))) as image:
        assert (image.format, image.mode, image.size) == ("PNG", "RGBA", (480, 480))
        assert image.getpixel((0, 0))[3] == 0


@pytest.mark.parametrize(
    ("name", "language"), [(name, language) for name, words in DOCUMENTS.items() for language in words]
)
def test_a_document_is_readable_text_that_says_it_is_example_data(name: str, language: str) -> None:
    """One page, nothing cut off at its foot, and clean enough for the upload check."""
    document = DOCUMENTS[name][language]
    data = write_pdf(document, language)

    (page,) = PdfReader(io.BytesIO(data), strict=True).pages
    text = " ".join(page.extract_text().split())
    assert document.title in text
    assert {"sv": "Exempeldata.", "en": "Example data."}[language] in text
    assert document.text.strip().split("\n")[-1][-25:] in text
    assert sanitise.sanitise_document(data, f"{name}.pdf").media_type == "application/pdf"
