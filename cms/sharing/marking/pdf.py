"""A mark in a PDF: a line at the foot of every page, as it is turned, and the document's metadata."""

from __future__ import annotations

import io

import pikepdf
from pikepdf import Dictionary, Name

from cms.sharing.marking.mark import CannotMarkError, Mark

_SIZE = 8.0
#: The average width of a letter of Helvetica, in its size. Only for choosing a size that fits.
_WIDE = 0.5
_INSET = 10.0


def mark_pdf(data: bytes, mark: Mark) -> bytes:
    """Return the document with the mark on every page.

    Raises:
        CannotMarkError: it can't be opened (damaged, or locked with a password).
    """
    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            font = pdf.make_indirect(
                Dictionary(
                    Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding
                )
            )
            for page in pdf.pages:
                _stamp(page, font, mark.drawn)
            with pdf.open_metadata(set_pikepdf_as_editor=False) as metadata:
                metadata["dc:rights"] = mark.text
            pdf.docinfo["/PressRoomMark"] = mark.text
            out = io.BytesIO()
            pdf.save(out, encryption=False)
    except (pikepdf.PdfError, pikepdf.PasswordError, ValueError, TypeError) as error:
        raise CannotMarkError("the PDF can't be marked") from error
    return out.getvalue()


def _stamp(page: pikepdf.Page, font: pikepdf.Object, text: str) -> None:
    left, bottom, right, top = (float(edge) for edge in page.cropbox)
    turned = int(page.obj.get("/Rotate", 0)) % 360
    width = (right - left if turned in (0, 180) else top - bottom) - 2 * _INSET
    size = max(4.0, min(_SIZE, width / (_WIDE * max(1, len(text)))))
    # Where the foot of the page is as it is shown, and which way its text runs.
    at = {
        0: f"1 0 0 1 {left + _INSET} {bottom + _INSET}",
        90: f"0 1 -1 0 {right - _INSET} {bottom + _INSET}",
        180: f"-1 0 0 -1 {right - _INSET} {top - _INSET}",
        270: f"0 -1 1 0 {left + _INSET} {top - _INSET}",
    }.get(turned, f"1 0 0 1 {left + _INSET} {bottom + _INSET}")
    name = page.add_resource(font, Name.Font)
    shown = text.encode("cp1252").hex()
    box = f"1 g -3 -3 {width + 6:.2f} {size + 5:.2f} re f 0 g"
    drawing = f"Q q {at} cm {box} BT {name} {size:.2f} Tf 0 0 Td <{shown}> Tj ET Q"
    # What the page draws is kept apart, whatever state it leaves behind.
    page.contents_add(b"q\n", prepend=True)
    page.contents_add(f"\n{drawing}\n".encode("ascii"))
