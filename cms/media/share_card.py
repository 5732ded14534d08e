"""Draw the card that social media show beside a link: kicker, title, who stands behind it.

Drawn with the press room's own letters (cms/media/fonts/README.md), 1200 x 630 pixels, the size that Open Graph readers
agree on. Long Swedish words are made smaller before they are broken, and broken with a hyphen before they are cut.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

#: Raise it when the drawing changes, so that former cards are not taken for new ones.
SHARE_CARD_VERSION = 1
_SIZE = (1200, 630)
_MARGIN = 72
_FONTS = Path(__file__).parent / "fonts"
_SERIF, _SANS, _SANS_BOLD = (
    "PressrumSerif-SemiBold.ttf",
    "PressrumSans-Regular.ttf",
    "PressrumSans-SemiBold.ttf",
)

_PAPER = "#fbfaf7"
_INK = "#16202c"
_QUIET = "#4b5766"
_LINE = "#d5d9dd"
_ACCENT = "#0f4c5c"
_MARKED = "#8a4b08"
_MARKED_PAPER = "#fdf0dc"

_TITLE_SIZES = (84, 76, 68, 62, 56, 50, 46, 42)
_TITLE_HEIGHT = 318
_TITLE_LEADING = 1.14
_SOFT_HYPHEN = "\u00ad"


@dataclass(frozen=True)
class ShareCard:
    """What a card says. `example_label` is drawn as a mark when it is given, e.g. "Exempeldata"."""

    title: str
    kicker: str = ""
    site: str = ""
    footer: tuple[str, ...] = ()
    example_label: str = ""


def draw_share_card(card: ShareCard) -> bytes:
    """Return the card as PNG. Same card, same bytes.

    A text in a script that the letters do not have is left out rather than drawn as boxes.
    """
    image = Image.new("RGB", _SIZE, _PAPER)
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, _SIZE[0], 14), fill=_ACCENT)
    right = _SIZE[0] - _MARGIN
    if card.example_label:
        right = _draw_mark(draw, _shown(card.example_label), right) - 24
    kicker = _fitted(_shown(card.kicker), _font(_SANS_BOLD, 30), right - _MARGIN)
    draw.text((_MARGIN, 82), kicker, font=_font(_SANS_BOLD, 30), fill=_ACCENT, anchor="ls")
    _draw_title(draw, _shown(card.title) or _shown(card.site))
    _draw_footer(draw, card)
    out = io.BytesIO()
    image.save(out, "PNG", optimize=True)
    return out.getvalue()


def _draw_mark(draw: ImageDraw.ImageDraw, text: str, right: int) -> int:
    """Draw the example-data mark at the top right; return where it begins."""
    font = _font(_SANS_BOLD, 26)
    left = right - round(font.getlength(text)) - 36
    draw.rounded_rectangle((left, 48, right, 98), radius=8, fill=_MARKED_PAPER, outline=_MARKED, width=2)
    draw.text((left + 18, 82), text, font=font, fill=_MARKED, anchor="ls")
    return left


def _draw_title(draw: ImageDraw.ImageDraw, title: str) -> None:
    """Draw the title in the middle of the space between kicker and rule, a little high."""
    size, lines = _fit(title, _SIZE[0] - 2 * _MARGIN)
    font = _font(_SERIF, size)
    spare = _TITLE_HEIGHT - round(len(lines) * size * _TITLE_LEADING)
    baseline = 128 + size + max(0, spare) * 2 // 5
    for line in lines:
        draw.text((_MARGIN - size // 24, baseline), line, font=font, fill=_INK, anchor="ls")
        baseline += round(size * _TITLE_LEADING)


def _draw_footer(draw: ImageDraw.ImageDraw, card: ShareCard) -> None:
    """Draw a rule, then the press room's name and below it who stands behind the text."""
    width = _SIZE[0] - 2 * _MARGIN
    draw.line((_MARGIN, 500, _SIZE[0] - _MARGIN, 500), fill=_LINE, width=2)
    bold, plain = _font(_SANS_BOLD, 32), _font(_SANS, 27)
    draw.text((_MARGIN, 548), _fitted(_shown(card.site), bold, width), font=bold, fill=_INK, anchor="ls")
    draw.text((_MARGIN, 590), _names(card.footer, plain, width), font=plain, fill=_QUIET, anchor="ls")


def _names(names: tuple[str, ...], font: ImageFont.FreeTypeFont, width: int) -> str:
    """Return as many names as fit, and how many more there are."""
    shown = [name for name in map(_shown, names) if name]
    for count in range(len(shown), 0, -1):
        rest = f" +{len(shown) - count}" if count < len(shown) else ""
        text = " · ".join(shown[:count]) + rest
        if font.getlength(text) <= width:
            return text
    return _fitted(shown[0], font, width) if shown else ""


def _fit(title: str, width: int) -> tuple[int, list[str]]:
    """Return the largest size at which the title fits without a broken word, and its lines."""
    for size in _TITLE_SIZES:
        font = _font(_SERIF, size)
        lines = _wrap(title, font, width)
        if len(lines) <= _most_lines(size) and all(font.getlength(word) <= width for word in title.split()):
            return size, _balanced(title, font, width, len(lines))
    size = _TITLE_SIZES[-1]
    lines = _wrap(title, _font(_SERIF, size), width)
    kept = lines[: _most_lines(size)]
    if len(lines) > len(kept):
        kept[-1] = _fitted(f"{kept[-1]} {lines[len(kept)]}", _font(_SERIF, size), width, always=True)
    return size, kept


def _most_lines(size: int) -> int:
    return min(5, int(_TITLE_HEIGHT / (size * _TITLE_LEADING)))


def _balanced(title: str, font: ImageFont.FreeTypeFont, width: int, count: int) -> list[str]:
    """Return the same number of lines, about equally long: no single word alone at the end."""
    narrow, wide = max((round(font.getlength(word)) + 1 for word in title.split()), default=width), width
    while wide - narrow > 8:
        middle = (narrow + wide) // 2
        if len(_wrap(title, font, middle)) <= count:
            wide = middle
        else:
            narrow = middle
    return _wrap(title, font, wide)


def _wrap(text: str, font: ImageFont.FreeTypeFont, width: int) -> list[str]:
    """Break a text into lines at spaces; a word wider than a line is broken with a hyphen."""
    lines: list[str] = []
    line = ""
    for word in text.split():
        joined = f"{line} {word}" if line else word
        if font.getlength(joined) <= width:
            line = joined
            continue
        if line:
            lines.append(line)
        *pieces, line = _broken(word, font, width)
        lines.extend(pieces)
    return [*lines, line] if line else lines


def _broken(word: str, font: ImageFont.FreeTypeFont, width: int) -> list[str]:
    """Return a word in pieces that fit, all but the last ending in a hyphen."""
    pieces = []
    while font.getlength(word) > width:
        length = next(
            n for n in range(len(word) - 1, 0, -1) if n == 1 or font.getlength(word[:n] + "-") <= width
        )
        pieces.append(word[:length] + "-")
        word = word[length:]
    return [*pieces, word]


def _fitted(text: str, font: ImageFont.FreeTypeFont, width: int, *, always: bool = False) -> str:
    """Return the text cut at a word with an ellipsis when it is too wide (or when more follows: `always`)."""
    if not always and font.getlength(text) <= width:
        return text
    while text and font.getlength(text + "…") > width:
        text = text.rpartition(" ")[0] if " " in text else text[:-1]
    return text.rstrip(" ,.;:–-·") + "…" if text else ""


def _shown(text: str) -> str:
    """Return the text on one line without soft hyphens; "" when the letters lack a character of it."""
    plain = " ".join(text.replace(_SOFT_HYPHEN, "").split())
    return plain if all(_has_letter(sign) for sign in plain) else ""


@cache
def _has_letter(sign: str) -> bool:
    """Tell whether all three fonts can draw a character: what is missing is drawn like U+FFFF, which no font has."""
    if sign == " ":
        return True
    return all(
        bytes(_font(name, 42).getmask(sign)) != bytes(_font(name, 42).getmask("\uffff"))
        for name in (_SERIF, _SANS, _SANS_BOLD)
    )


@cache
def _font(name: str, size: int) -> ImageFont.FreeTypeFont:
    # The basic layout engine is part of Pillow; the other one is there or not, and would draw another picture.
    return ImageFont.truetype(_FONTS / name, size, layout_engine=ImageFont.Layout.BASIC)
