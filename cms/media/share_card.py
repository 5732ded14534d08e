"""Draw the card that social media show beside a link: kicker, title, who stands behind it.

Drawn with our own letters (cms/common/fonts/README.md), 1200 x 630 pixels, the size that Open Graph readers
agree on. Long Swedish words are made smaller before they are broken, and broken with a hyphen before they are cut.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import cache

from PIL import Image, ImageDraw, ImageFont

from cms.common.letters import SANS, SANS_BOLD, SERIF, has_letter
from cms.common.letters import font as letters

#: Raise it when the drawing changes, so that former cards are not taken for new ones.
SHARE_CARD_VERSION = 1
_SIZE = (1200, 630)
_MARGIN = 72

# The colours of the press room (pressroom/static/pressroom/pressroom.css, "Tokens").
_PAPER = "#ffffff"
_INK = "#15211c"
_BRAND = "#0b5a4b"
_BAND, _BAND_INK, _BAND_SOFT = "#07372f", "#ffffff", "#c9ded7"
_SUN, _SUN_SOFT = "#ffd24a", "#fff6da"
_FIELD = "#f6faf6"
_BAND_TOP = 486

_TITLE_SIZES = (84, 76, 68, 62, 56, 50, 46, 42)
_TITLE_HEIGHT = 322
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
    right = _SIZE[0] - _MARGIN
    if card.example_label:
        right = _draw_mark(draw, _shown(card.example_label), right) - 24
    kicker = _fitted(_shown(card.kicker), letters(SANS_BOLD, 30), right - _MARGIN)
    draw.text((_MARGIN, 82), kicker, font=letters(SANS_BOLD, 30), fill=_BRAND, anchor="ls")
    _draw_title(draw, _shown(card.title) or _shown(card.site))
    _draw_band(image, draw, card)
    out = io.BytesIO()
    image.save(out, "PNG")  # optimize=True takes four times as long for four per cent
    return out.getvalue()


def _draw_mark(draw: ImageDraw.ImageDraw, text: str, right: int) -> int:
    """Draw the example-data mark at the top right; return where it begins."""
    font = letters(SANS_BOLD, 26)
    left = right - round(font.getlength(text)) - 36
    draw.rounded_rectangle((left, 48, right, 98), radius=6, fill=_SUN_SOFT, outline=_SUN, width=3)
    draw.text((left + 18, 82), text, font=font, fill=_INK, anchor="ls")
    return left


def _draw_title(draw: ImageDraw.ImageDraw, title: str) -> None:
    """Draw the title in the middle of the space between kicker and rule, a little high."""
    size, lines = _fit(title, _SIZE[0] - 2 * _MARGIN)
    font = letters(SERIF, size)
    spare = _TITLE_HEIGHT - round(len(lines) * size * _TITLE_LEADING)
    baseline = 122 + size + max(0, spare) * 2 // 5
    for line in lines:
        draw.text((_MARGIN - size // 24, baseline), line, font=font, fill=_INK, anchor="ls")
        baseline += round(size * _TITLE_LEADING)


def _draw_band(image: Image.Image, draw: ImageDraw.ImageDraw, card: ShareCard) -> None:
    """Draw the press room's sign and name on its band, and below the name who stands behind the text."""
    draw.rectangle((0, _BAND_TOP, *_SIZE), fill=_BAND)
    sign = _sign(84)
    image.paste(sign, (_MARGIN, _BAND_TOP + 30), sign)
    left = _MARGIN + 108
    width = _SIZE[0] - _MARGIN - left
    serif, plain = letters(SERIF, 40), letters(SANS, 27)
    names = _names(card.footer, plain, width)
    baseline = _BAND_TOP + (66 if names else 86)
    draw.text(
        (left, baseline), _fitted(_shown(card.site), serif, width), font=serif, fill=_BAND_INK, anchor="ls"
    )
    draw.text((left, _BAND_TOP + 108), names, font=plain, fill=_BAND_SOFT, anchor="ls")


@cache
def _sign(size: int) -> Image.Image:
    """Draw the press room's sign, a sun over a ploughed field (pressroom/static/pressroom/icons/sign.svg).

    It is drawn four times larger and scaled down, which makes its edges smooth.
    """
    scale = 4 * size / 48
    large = Image.new("RGBA", (4 * size, 4 * size))
    draw = ImageDraw.Draw(large)

    def shape(*points: tuple[float, float]) -> list[tuple[float, float]]:
        return [(x * scale, y * scale) for x, y in points]

    draw.rectangle(shape((0, 0), (48, 24)), fill=_BAND)
    draw.pieslice(shape((14, 12.5), (34, 32.5)), 180, 360, fill=_SUN)
    draw.rectangle(shape((0, 24), (48, 48)), fill=_FIELD)
    for top, bottom in ((16.0, -2.0), (19.6, 9.6), (23.1, 21.1), (26.7, 32.7), (30.2, 44.2)):
        draw.polygon(shape((top, 24), (bottom, 48), (bottom + 5.8, 48), (top + 1.7, 24)), fill=_BRAND)
    circle = Image.new("L", large.size)
    ImageDraw.Draw(circle).ellipse((0, 0, *large.size), fill=255)
    large.putalpha(circle)
    return large.resize((size, size), Image.Resampling.LANCZOS)


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
        font = letters(SERIF, size)
        lines = _wrap(title, font, width)
        if len(lines) <= _most_lines(size) and all(font.getlength(word) <= width for word in title.split()):
            return size, _balanced(title, font, width, len(lines))
    size = _TITLE_SIZES[-1]
    lines = _wrap(title, letters(SERIF, size), width)
    kept = lines[: _most_lines(size)]
    if len(lines) > len(kept):
        kept[-1] = _fitted(f"{kept[-1]} {lines[len(kept)]}", letters(SERIF, size), width, always=True)
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
    return plain if all(has_letter(sign) for sign in plain) else ""
