"""Take the text out of one document. Run as a process of its own: `python -m search.attachments.extracting TYPE`.

Bytes come on stdin, text goes to stdout. A hostile or huge document can spend only what this process may: the limits
are set before a byte of it is looked at.
"""

from __future__ import annotations

import io
import logging
import resource
import sys
import zipfile

from lxml import etree
from pypdf import PdfReader

from search.attachments.kinds import DOCX, MAX_MEMORY, MAX_SECONDS, MAX_TEXT, PDF

_MAX_XML = 40 * 1024 * 1024
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_PARTS = ("word/document.xml", "word/footnotes.xml", "word/endnotes.xml")


def pdf_text(data: bytes, *, most: int = MAX_TEXT) -> str:
    """Return the text of a PDF, page by page until there is enough."""
    # It tells of every small fault of a file; what matters is whether text comes out.
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    pieces: list[str] = []
    length = 0
    for page in PdfReader(io.BytesIO(data)).pages:
        pieces.append(page.extract_text())
        length += len(pieces[-1])
        if length >= most:
            break
    return "\n".join(pieces)[:most]


def docx_text(data: bytes, *, most: int = MAX_TEXT) -> str:
    """Return the text of a Word document: its body and notes, a line a paragraph."""
    lines: list[str] = []
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in _PARTS:
            if name not in archive.namelist() or archive.getinfo(name).file_size > _MAX_XML:
                continue
            root = etree.fromstring(archive.read(name), parser)
            lines += ["".join(_pieces(paragraph)) for paragraph in root.iter(f"{_WORD}p")]
    return "\n".join(filter(None, lines))[:most]


def _pieces(paragraph: etree._Element) -> list[str]:
    """Return the pieces of text in a paragraph; tabs and line breaks part words."""
    elements = paragraph.iter(f"{_WORD}t", f"{_WORD}tab", f"{_WORD}br")
    return [element.text or "" if element.tag == f"{_WORD}t" else " " for element in elements]


READERS = {PDF: pdf_text, DOCX: docx_text}


def main() -> None:
    """Read stdin, write stdout, within the limits."""
    resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY, MAX_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MAX_SECONDS, MAX_SECONDS))
    text = READERS[sys.argv[1]](sys.stdin.buffer.read())
    sys.stdout.buffer.write(text.encode("utf-8", "replace"))


if __name__ == "__main__":
    main()
