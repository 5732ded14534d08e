"""A mark in a picture: a strip over its lower edge, and a line in its metadata. The size stays, so pages look alike."""

from __future__ import annotations

import io

from PIL import Image, ImageDraw, PngImagePlugin, UnidentifiedImageError

from cms.common.letters import SANS_BOLD, lines_of
from cms.common.letters import font as letters
from cms.sharing.marking.mark import CannotMarkError, Mark

_FORMATS = frozenset({"JPEG", "PNG", "WEBP"})
_SMALLEST, _LARGEST = 9, 40
#: EXIF: ImageDescription.
_DESCRIPTION = 0x010E


def mark_image(data: bytes, mark: Mark) -> bytes:
    """Return the picture in its own format, with the mark.

    Raises:
        CannotMarkError: another format, a moving picture, or one that can't be read.
    """
    try:
        with Image.open(io.BytesIO(data)) as image:
            kind = image.format or ""
            if kind not in _FORMATS or getattr(image, "n_frames", 1) > 1:
                raise CannotMarkError(f"{kind} can't be marked")
            colours = "RGBA" if "A" in image.getbands() or "transparency" in image.info else "RGB"
            drawn = image.convert(colours)
            profile = image.info.get("icc_profile")
    except (UnidentifiedImageError, OSError, ValueError) as error:
        raise CannotMarkError("the picture can't be read") from error
    _draw_strip(drawn, mark.drawn)
    return _saved(drawn, kind, mark.text, profile if image.mode in {"RGB", "RGBA", "P"} else None)


def _draw_strip(image: Image.Image, text: str) -> None:
    width, height = image.size
    size = max(_SMALLEST, min(_LARGEST, width // 45))
    font = letters(SANS_BOLD, size)
    while size > _SMALLEST and font.getlength(text) > width - size:
        size -= 1
        font = letters(SANS_BOLD, size)
    lines = lines_of(text, font, width - size)  # a small picture gets several
    leading = round(size * 1.3)
    top = max(0, height - leading * len(lines) - size // 2)
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, top, width, height), fill="#15211c")
    for number, line in enumerate(lines):
        draw.text((size // 2, top + size // 4 + number * leading), line, font=font, fill="#ffffff")


def _saved(image: Image.Image, kind: str, text: str, profile: bytes | None) -> bytes:
    out = io.BytesIO()
    if kind == "PNG":
        note = PngImagePlugin.PngInfo()
        note.add_itxt("Description", text)
        image.save(out, "PNG", pnginfo=note, icc_profile=profile)
    else:
        exif = Image.Exif()
        exif[_DESCRIPTION] = text.encode()  # ASCII by the standard, UTF-8 by everybody's habit
        image.save(out, kind, quality=88, exif=exif.tobytes(), icc_profile=profile)
    return out.getvalue()
