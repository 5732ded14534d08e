"""Text comes out of documents, up to a limit."""

from __future__ import annotations

from search.attachments.extracting import docx_text, pdf_text
from tests.search.attachments.documents import make_docx, make_pdf


def test_reads_the_pages_of_a_pdf() -> None:
    text = pdf_text(make_pdf("Simhallen öppnar", "Sida två"))
    assert "Simhallen öppnar" in text
    assert "Sida två" in text


def test_stops_when_there_is_enough() -> None:
    text = pdf_text(make_pdf(*(f"Sida {n}" for n in range(50))), most=20)
    assert len(text) == 20
    assert "Sida 40" not in text


def test_reads_the_paragraphs_of_a_word_document() -> None:
    assert docx_text(make_docx("Ett stycke", "Ett till")) == "Ett stycke\nEtt till"
