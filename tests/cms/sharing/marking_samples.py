"""Small files of each kind, for marking."""

from __future__ import annotations

import io

import pikepdf
from PIL import Image

from cms.sharing.marking.mark import Mark

MARK = Mark(
    "Åsa Öberg", "Tidningen", "asa@tidningen.example", "3f9a2c41", "tisdag 3 mars 2026 kl. 09.00, svensk tid"
)


def picture(
    kind: str = "PNG", size: tuple[int, int] = (600, 400), mode: str = "RGB", **more: object
) -> bytes:
    """Return a grey picture."""
    out = io.BytesIO()
    Image.new(mode, size, "grey" if mode != "1" else 1).save(out, kind, **more)
    return out.getvalue()


def pdf(*turns: int, **more: object) -> bytes:
    """Return a PDF with a page per entry of `turns`, turned so many degrees, with an unbalanced drawing on it."""
    document = pikepdf.new()
    for turn in turns:
        page = document.add_blank_page(page_size=(300, 500))
        page.obj["/Rotate"] = turn
        page.contents_add(b"q 0.1 0 0 0.1 0 0 cm")
    out = io.BytesIO()
    document.save(out, **more)
    return out.getvalue()
