"""A minimal PDF writer: one A4 page of text in the reader's own Helvetica. Enough for an example to download.

Text stays text (it can be searched, copied and read aloud), which a picture of a page would not.
"""

from __future__ import annotations

import zlib

from cms.example_data.content.documents import Document

_FOOTER = {
    "sv": "Exempeldata. Innehållet är påhittat för att visa hur pressrummet fungerar.",
    "en": "Example data. The content is invented to show how the press room works.",
}
_LEFT, _RIGHT, _TOP = 64, 531, 842
# Widths of Helvetica in thousandths, space to tilde, from Adobe's font metrics (Core 14 AFM files).
_WIDTHS = [
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556, 556,
    556, 556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667,
    556, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556, 333, 556,
    556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722,
    500, 500, 500, 334, 260, 334, 584,
]  # fmt: skip


def write_pdf(document: Document, language: str) -> bytes:
    """Return `document` as a PDF of one page."""
    content = zlib.compress(_page(document, language))
    title = document.title.encode("utf-16-be").hex().upper()
    objects = [
        f"<< /Type /Catalog /Pages 2 0 R /Lang ({language}) /ViewerPreferences << /DisplayDocTitle true >> >>".encode(),
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R /F2 6 0 R >> >> >>",
        b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(content), content),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /Encoding /WinAnsiEncoding >>",
        f"<< /Title <FEFF{title}> >>".encode(),
    ]
    out = bytearray(b"%PDF-1.7\n%\xe5\xe4\xf6\xd8\n")
    offsets = []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out += b"trailer\n<< /Size %d /Root 1 0 R /Info 7 0 R >>\n" % (len(objects) + 1)
    return bytes(out + b"startxref\n%d\n%%%%EOF\n" % start)


def _page(document: Document, language: str) -> bytes:
    """Return the page's drawing commands: a coloured band, the title, the text, the footer."""
    commands = [b"0.12 0.27 0.33 rg 0 806 595 36 re f 0.95 0.73 0.31 rg 0 802 595 4 re f"]
    commands.append(_text("Samverkan Järva", _LEFT, 819, "F2", 11, "1 1 1"))
    y = 752.0
    for line in _wrap(document.title, 23, bold=True):
        commands.append(_text(line, _LEFT, y, "F2", 23, "0.08 0.16 0.24"))
        y -= 28
    y -= 8
    for raw in document.text.strip().split("\n"):
        line = raw.strip()
        if not line:
            y -= 7
        elif line.startswith("# "):
            y -= 9
            commands.append(_text(line[2:], _LEFT, y, "F2", 13.5, "0.62 0.31 0.23"))
            y -= 20
        else:
            is_entry = line.startswith("- ")
            left = _LEFT + 16 if is_entry else _LEFT
            if is_entry:
                commands.append(_text("\u2022", _LEFT + 3, y, "F1", 11.5, "0.62 0.31 0.23"))
            for part in _wrap(line.removeprefix("- "), 11.5, width=_RIGHT - left):
                commands.append(_text(part, left, y, "F1", 11.5, "0.13 0.19 0.23"))
                y -= 17
    commands.append(_text(_FOOTER[language], _LEFT, 40, "F1", 9, "0.36 0.4 0.44"))
    return b"\n".join(commands)


def _text(  # noqa: PLR0917  (the order of the PDF operators themselves)
    text: str, x: float, y: float, font: str, size: float, colour: str
) -> bytes:
    escaped = text.encode("cp1252").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
    return f"BT {colour} rg /{font} {size} Tf {x} {y} Td (".encode() + escaped + b") Tj ET"


def _wrap(text: str, size: float, *, width: float = _RIGHT - _LEFT, bold: bool = False) -> list[str]:
    lines, line = [], ""
    for word in text.split():
        longer = f"{line} {word}".strip()
        if line and _width(longer, size, bold) > width:
            lines.append(line)
            line = word
        else:
            line = longer
    return [*lines, line]


def _width(text: str, size: float, bold: bool) -> float:
    thousandths = sum(_WIDTHS[ord(c) - 32] if 32 <= ord(c) < 127 else 560 for c in text)
    return thousandths * size / 1000 * (1.07 if bold else 1)
