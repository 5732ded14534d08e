"""Simple geometric marks for the parties. Drawn here; they imitate nobody's real logotype."""

from __future__ import annotations

import io
import math
from collections.abc import Callable

from PIL import Image, ImageDraw

from cms.example_data.pictures.canvas import BRICK, CREAM, MOSS, PETROL, PLUM, RUST, SUN, TEAL, rgb

_SIZE = 480
_BIG = _SIZE * 3

Pen = ImageDraw.ImageDraw


def _leaf(pen: Pen, u: float) -> None:
    for angle in (-0.55, 0.55):
        x = 8 * u + math.sin(angle) * 3.1 * u
        pen.ellipse((x - 2.1 * u, 3.4 * u, x + 2.1 * u, 10.4 * u), fill=rgb(CREAM))
    pen.rectangle((7.65 * u, 8 * u, 8.35 * u, 13 * u), fill=rgb(SUN))


def _shield(pen: Pen, u: float) -> None:
    pen.polygon(
        [
            (x * u, y * u)
            for x, y in ((8, 2.8), (12.6, 5.4), (12.6, 10.6), (8, 13.2), (3.4, 10.6), (3.4, 5.4))
        ],
        fill=rgb(CREAM),
    )
    pen.ellipse((5.9 * u, 5.9 * u, 10.1 * u, 10.1 * u), fill=rgb(PETROL))
    pen.ellipse((7.2 * u, 7.2 * u, 8.8 * u, 8.8 * u), fill=rgb(SUN))


def _book(pen: Pen, u: float) -> None:
    pen.polygon([(x * u, y * u) for x, y in ((8, 5.2), (3, 4), (3, 11), (8, 12.2))], fill=rgb(CREAM))
    pen.polygon([(x * u, y * u) for x, y in ((8, 5.2), (13, 4), (13, 11), (8, 12.2))], fill=rgb(SUN))


def _path(pen: Pen, u: float) -> None:
    pen.line(
        [(x * u, y * u) for x, y in ((4, 13), (4, 9.5), (8, 8), (12, 6.5), (12, 3))],
        fill=rgb(CREAM),
        width=round(1.6 * u),
        joint="curve",
    )
    for x, y in ((4, 12.6), (12, 3.4)):
        pen.ellipse(((x - 1.5) * u, (y - 1.5) * u, (x + 1.5) * u, (y + 1.5) * u), fill=rgb(SUN))


def _ball(pen: Pen, u: float) -> None:
    pen.ellipse((3.4 * u, 3.4 * u, 12.6 * u, 12.6 * u), fill=rgb(CREAM))
    for side in (-1, 1):
        x = 8 + side * 4.7
        pen.ellipse(
            ((x - 2.3) * u, 5.3 * u, (x + 2.3) * u, 10.7 * u), outline=rgb(RUST), width=round(0.55 * u)
        )
    pen.line([(8 * u, 3.4 * u), (8 * u, 12.6 * u)], fill=rgb(RUST), width=round(0.55 * u))


def _stage(pen: Pen, u: float) -> None:
    for i, top in enumerate((6.4, 4, 3, 5, 7.2)):
        x = 3.6 + i * 2
        pen.rounded_rectangle(
            (x * u, top * u, (x + 1.1) * u, (16 - top) * u), 0.55 * u, fill=rgb(SUN if i == 2 else CREAM)
        )


def _house(pen: Pen, u: float) -> None:
    pen.polygon([(x * u, y * u) for x, y in ((8, 2.8), (13.4, 7.4), (2.6, 7.4))], fill=rgb(SUN))
    pen.rectangle((4 * u, 7.4 * u, 12 * u, 13 * u), fill=rgb(CREAM))
    pen.rectangle((7 * u, 9.4 * u, 9 * u, 13 * u), fill=rgb(BRICK))


MARKS: dict[str, tuple[str, Callable[[Pen, float], None]]] = {
    "leaf": (MOSS, _leaf),
    "shield": (PETROL, _shield),
    "book": (BRICK, _book),
    "path": (TEAL, _path),
    "ball": (RUST, _ball),
    "stage": (PLUM, _stage),
    "house": ("#3f5f8a", _house),
}


def draw_logo(mark: str) -> bytes:
    """Return the mark as PNG bytes, 480 pixels square, on a disc of its own colour."""
    colour, paint = MARKS[mark]
    image = Image.new("RGBA", (_BIG, _BIG), (*rgb(colour), 0))
    pen = ImageDraw.Draw(image)
    pen.ellipse((0, 0, _BIG - 1, _BIG - 1), fill=rgb(colour))
    paint(pen, _BIG / 16)
    out = io.BytesIO()
    image.resize((_SIZE, _SIZE), Image.Resampling.LANCZOS).save(out, "PNG", optimize=True)
    return out.getvalue()
