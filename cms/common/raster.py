"""Turn a chart of `charts.draw` into a PNG, for who can't use SVG. Knows the few elements that charts are made of.

Drawn from the finished SVG element, so that both show the same. The title stands above the drawing and what is known
of its origin below: a picture goes its own way, without the page that says so.
"""

from __future__ import annotations

import io
import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Any

from lxml import etree
from PIL import Image, ImageDraw
from PIL.PngImagePlugin import PngInfo

from cms.common.letters import SANS, SANS_BOLD, font, has_letter, lines_of

#: Pixels per unit of the drawing, the best that its size allows.
SCALES = (3, 2, 1)
#: How much larger it is drawn first, for smooth edges.
_SMOOTH = 2
_MOST_PIXELS = 16_000_000
_INK, _PAPER = (21, 33, 28), (255, 255, 255)
_MARGIN, _LINE, _SMALL = 12.0, 21.0, 16.0
_STEP = re.compile(r"[MLlhvz]|-?\d+(?:\.\d+)?")
_ANCHORS = {"start": "ls", "middle": "ms", "end": "rs"}
_TILE = 8.0

Colour = tuple[int, int, int]
Point = tuple[float, float]
Element = Any  # of lxml, which has no types


class NotDrawableError(ValueError):
    """No picture can be made; the text says why, to a programmer."""


@lru_cache(maxsize=64)
def draw_png(svg: str, *, title: str, notes: tuple[str, ...] = ()) -> bytes:
    """Return the drawing as PNG. Same text, same bytes.

    Args:
        svg: one element as `charts.draw` returns it.
        title: set above the drawing.
        notes: lines set small below it: source, period.

    Raises:
        NotDrawableError: it is too large, or in a script that our letters do not have: nothing is drawn, not boxes.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    root = etree.fromstring(svg.encode(), parser)
    notes = tuple(note for note in notes if note)
    texts = [element.text or "" for element in root.iter("{*}text")]
    if not all(has_letter(sign) for text in (title, *notes, *texts) for sign in _plain(text)):
        raise NotDrawableError("Our letters for PNG do not have this script. Take its .svg.")
    width, height = float(root.get("width", "0")), float(root.get("height", "0"))
    if not 0 < width < 1_000 or not 0 < height < 10_000:
        raise NotDrawableError("It is too large for a PNG. Take its .svg.")
    heading = lines_of(_plain(title), font(SANS_BOLD, 64), width * 4)  # measured finely
    ending = [line for note in notes for line in lines_of(_plain(note), font(SANS, 44), width * 4)]
    top = _MARGIN + _LINE * len(heading) + 4
    sheet = _sheet(width + 2 * _MARGIN, top + height + 8 + _SMALL * len(ending) + _MARGIN)
    for number, line in enumerate(heading, start=1):
        sheet.text((_MARGIN, _MARGIN + _LINE * number - 5), line, "ls", SANS_BOLD, 16)
    sheet.move(_MARGIN, top)
    _draw(sheet, root, _patterns(root))
    sheet.move(0, 0)
    for number, line in enumerate(ending, start=1):
        sheet.text((_MARGIN, top + height + 6 + _SMALL * number), line, "ls", SANS, 11)
    return sheet.finish(
        {"Title": title, "Description": root.findtext("{*}desc") or "", "Source": "; ".join(notes)}
    )


def _sheet(width: float, height: float) -> _Sheet:
    """Return a surface of a size; a very tall one has fewer pixels, so that none takes more than some 50 MB."""
    scales = [scale for scale in SCALES if width * height * (scale * _SMOOTH) ** 2 <= _MOST_PIXELS]
    scale = scales[0] if scales else 1
    size = (math.ceil(width * scale) * _SMOOTH, math.ceil(height * scale) * _SMOOTH)
    return _Sheet(size, scale * _SMOOTH, _PAPER)


class _Sheet:
    """A surface on which things are placed in the drawing's own units, of which `unit` pixels make one."""

    def __init__(self, size: tuple[int, int], unit: int, paper: Colour, corner: Point = (0, 0)) -> None:
        self.unit = unit
        self.image = Image.new("RGB", size, paper)
        self._draw = ImageDraw.Draw(self.image)
        self._corner = corner
        self._left = self._top = 0.0

    def move(self, left: float, top: float) -> None:
        """Place what follows from here on."""
        self._left, self._top = left, top

    def at(self, point: Point) -> Point:
        """Return where a point is in pixels."""
        x, y = (self._left + point[0]) * self.unit, (self._top + point[1]) * self.unit
        return x - self._corner[0], y - self._corner[1]

    def text(self, point: Point, words: str, anchor: str, name: str, size: float) -> None:
        letters = font(name, round(size * self.unit))
        self._draw.text(self.at(point), words, fill=_INK, font=letters, anchor=anchor)

    def line(self, points: Sequence[Point], colour: Colour, width: float, *, is_round: bool = False) -> None:
        places = [self.at(point) for point in points]
        pixels = max(1, round(width * self.unit))
        self._draw.line(places, fill=colour, width=pixels, joint="curve")
        if is_round:
            for x, y in (places[0], places[-1]):
                half = pixels / 2
                self._draw.ellipse((x - half, y - half, x + half, y + half), fill=colour)

    def area(self, points: Sequence[Point], colour: Colour) -> None:
        self._draw.polygon([self.at(point) for point in points], fill=colour)

    def circle(self, centre: Point, radius: float, colour: Colour) -> None:
        (x, y), reach = self.at(centre), radius * self.unit
        self._draw.ellipse((x - reach, y - reach, x + reach, y + reach), fill=colour)

    def tiles(self, box: tuple[float, float, float, float], pattern: _Pattern) -> None:
        """Fill a box with a pattern of white marks, laid out from the drawing's corner as SVG does."""
        left, top, right, bottom = box
        (x0, y0), (x1, y1) = self.at((left, top)), self.at((right, bottom))
        corner = (round(x0), round(y0))
        size = (max(1, round(x1) - corner[0]), max(1, round(y1) - corner[1]))
        marks = _Sheet(size, self.unit, (0, 0, 0), corner)
        for column in range(int(left // _TILE), int(right // _TILE) + 1):
            for row in range(int(top // _TILE), int(bottom // _TILE) + 1):
                marks.move(self._left + column * _TILE, self._top + row * _TILE)
                pattern(marks)
        self.image.paste(_PAPER, corner, marks.image.convert("L"))

    def finish(self, told: dict[str, str]) -> bytes:
        """Return the picture, with what it shows in words beside it."""
        info = PngInfo()
        for name, value in told.items():
            info.add_itxt(name, value)
        out = io.BytesIO()
        self.image.reduce(_SMOOTH).save(out, "PNG", pnginfo=info)
        return out.getvalue()


_Pattern = Callable[[_Sheet], None]


@dataclass(frozen=True)
class _Look:
    """How an element is drawn: its attributes as far as charts use them."""

    fill: str
    stroke: str
    width: float
    opacity: float
    dashes: tuple[float, ...]
    is_round: bool

    @classmethod
    def of(cls, element: Element) -> _Look:
        return cls(
            fill=element.get("fill", ""),
            stroke=element.get("stroke", ""),
            width=float(element.get("stroke-width", "1")),
            opacity=float(element.get("stroke-opacity", "1")),
            dashes=tuple(float(part) for part in element.get("stroke-dasharray", "").split()),
            is_round=element.get("stroke-linecap") == "round",
        )


def _draw(sheet: _Sheet, root: Element, patterns: dict[str, _Pattern]) -> None:
    for element in root:
        name = etree.QName(element).localname
        look = _Look.of(element)
        if name == "text":
            _text(sheet, element)
        elif name == "rect":
            x, y, width, height = (_number(element, key) for key in ("x", "y", "width", "height"))
            if look.fill.startswith("url("):
                sheet.tiles((x, y, x + width, y + height), patterns[look.fill[5:-1]])
            else:
                corners = [(x, y), (x + width, y), (x + width, y + height), (x, y + height)]
                sheet.area(corners, _colour(look.fill))
        elif name == "line":
            ends = [(_number(element, f"x{n}"), _number(element, f"y{n}")) for n in (1, 2)]
            sheet.line(ends, _colour(look.stroke, look.opacity), look.width)
        elif name == "circle":
            sheet.circle(
                (_number(element, "cx"), _number(element, "cy")), _number(element, "r"), _colour(look.fill)
            )
        elif name == "path":
            _path(sheet, element, look)


def _text(sheet: _Sheet, element: Element) -> None:
    name = SANS_BOLD if element.get("font-weight") else SANS
    anchor = _ANCHORS[element.get("text-anchor", "start")]
    sheet.text((_number(element, "x"), _number(element, "y")), _plain(element.text or ""), anchor, name, 13)


def _path(sheet: _Sheet, element: Element, look: _Look) -> None:
    for points in _runs(element.get("d", "")):
        if not look.stroke:
            sheet.area(points, _colour(look.fill))
            continue
        for part in _dashed(points, look.dashes) if look.dashes else [points]:
            sheet.line(part, _colour(look.stroke, look.opacity), look.width, is_round=look.is_round)


def _patterns(root: Element) -> dict[str, _Pattern]:
    """Return what draws one tile of each pattern, by the pattern's id."""

    def tile(element: Element) -> _Pattern:
        return lambda sheet: _draw(sheet, element, {})

    return {element.get("id", ""): tile(element) for element in root.iter("{*}pattern")}


def _runs(steps: str) -> list[list[Point]]:
    """Return the points of each part of a path. Knows M, L, l, h, v and z, which is all that charts use."""
    tokens = _STEP.findall(steps)
    runs: list[list[Point]] = []
    x = y = 0.0
    command, place = "", 0
    while place < len(tokens):
        if tokens[place].isalpha():
            command, place = tokens[place], place + 1
            if command == "z":
                runs[-1].append(runs[-1][0])
                continue
        first = float(tokens[place])
        if command in "hv":
            x, y, place = (x + first, y, place + 1) if command == "h" else (x, y + first, place + 1)
        else:
            second = float(tokens[place + 1])
            x, y, place = (x + first, y + second, place + 2) if command == "l" else (first, second, place + 2)
        if command == "M":
            runs.append([])
            command = "L"
        runs[-1].append((x, y))
    return runs


def _dashed(points: Sequence[Point], dashes: Sequence[float]) -> list[list[Point]]:
    """Return the drawn parts of a dashed line."""
    parts: list[list[Point]] = [[points[0]]]
    number, left, is_drawn = 0, dashes[0], True
    for begin, end in pairwise(points):
        length = math.dist(begin, end)
        done = 0.0
        while length - done > left:
            done += left
            share = done / length
            point = (begin[0] + (end[0] - begin[0]) * share, begin[1] + (end[1] - begin[1]) * share)
            if is_drawn:
                parts[-1].append(point)
            else:
                parts.append([point])
            number, is_drawn = (number + 1) % len(dashes), not is_drawn
            left = dashes[number]
        left -= length - done
        if is_drawn:
            parts[-1].append(end)
    return [part for part in parts if len(part) > 1]


def _colour(name: str, opacity: float = 1) -> Colour:
    """Return a colour as it looks on paper."""
    digits = name.removeprefix("#")
    if len(digits) == 3:
        digits = "".join(2 * digit for digit in digits)
    parts = _INK if name == "currentColor" else tuple(int(digits[at : at + 2], 16) for at in (0, 2, 4))
    red, green, blue = (round(255 - (255 - part) * opacity) for part in parts)
    return red, green, blue


def _plain(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ")


def _number(element: Element, name: str) -> float:
    return float(element.get(name, "0"))
