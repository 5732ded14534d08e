"""The press room's own letters, for what is drawn as a picture (cms/common/fonts/README.md)."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from PIL import ImageFont

FONTS = Path(__file__).parent / "fonts"
SERIF, SANS, SANS_BOLD = (
    "PressrumSerif-SemiBold.ttf",
    "PressrumSans-Regular.ttf",
    "PressrumSans-SemiBold.ttf",
)


@cache
def font(name: str, size: int) -> ImageFont.FreeTypeFont:
    """Return one of the letters in a size, in pixels."""
    # The basic layout engine is part of Pillow; the other one is there or not, and would draw another picture.
    return ImageFont.truetype(FONTS / name, size, layout_engine=ImageFont.Layout.BASIC)


def lines_of(text: str, letters: ImageFont.FreeTypeFont, width: float) -> list[str]:
    """Return a text in lines that fit, broken at spaces; a word that is longer than a line has its own."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and letters.getlength(longer) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


@cache
def has_letter(sign: str) -> bool:
    """Tell whether all three can draw a character: what is missing is drawn like U+FFFF, which no font has."""
    if sign == " ":
        return True
    return all(
        bytes(font(name, 42).getmask(sign)) != bytes(font(name, 42).getmask("\uffff"))
        for name in (SERIF, SANS, SANS_BOLD)
    )
