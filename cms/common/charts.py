"""Draw a table of decimal strings as an accessible, standalone SVG element.

Called when an item is printed; the finished element is kept in the payload. It carries no script and no style of its
own: presentation attributes make it readable alone, and the press room's style sheet colours it through its classes.
Series differ by pattern, dash and marker, never by colour alone. The page always shows the table beside it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from html import escape
from typing import Literal

from cms.common import cldr, languages
from cms.common.text import one_line, shorten

Chart = Literal["bar", "line", "table"]
Row = tuple[str, Sequence[str | None]]

WIDTH = 360  # narrow on purpose: text of 13 units stays readable when the drawing is 320 px wide
_FONT = 13
_CHARACTER = 7.0  # average width of a character at that size, on the safe side
_LINE = 17
_MAX_ROWS = 60
_MAX_DIGITS = 15
_COLOURS = ("#0b5a4b", "#a3501b", "#3d4fa1", "#6b6b6b", "#8a1c4a", "#5c6b00")
_DASHES = ("", "7 4", "2 4", "10 4 2 4", "4 2", "1 3")
_ELEMENT_ID = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")
_WORDS = {
    "sv": {
        "none": "Inga värden att visa.",
        "more": "och {count} rader till i tabellen",
        "missing": "uppgift saknas",
    },
    "en": {"none": "No values to show.", "more": "and {count} more rows in the table", "missing": "no value"},
    "so": {
        "none": "Ma jiraan qiyam la tuso.",
        "more": "iyo {count} saf oo kale oo jadwalka ku jira",
        "missing": "xog ma jirto",
    },
    "ar": {
        "none": "لا توجد قيم للعرض.",
        "more": "وصفوف أخرى في الجدول: {count}",
        "missing": "لا توجد بيانات",
    },
    "fa": {"none": "مقداری برای نمایش نیست.", "more": "و {count} سطر دیگر در جدول", "missing": "داده‌ای نیست"},
    "ti": {"none": "ዝርአ ዋጋታት የለን።", "more": "ኣብቲ ሰደቓ {count} ተወሳኺ መስመራት", "missing": "ዳታ የለን"},
    "tr": {"none": "Gösterilecek değer yok.", "more": "ve tabloda {count} satır daha", "missing": "veri yok"},
    "ckb": {
        "none": "هیچ بەهایەک نییە بۆ پیشاندان.",
        "more": "و {count} ڕیزی تر لە خشتەکەدا",
        "missing": "داتا نییە",
    },
}


def draw(
    *,
    chart: Chart,
    title: str,
    description: str,
    columns: Sequence[str],
    rows: Sequence[Row],
    unit: str,
    language: str,
    element_id: str,
) -> str:
    """Return one `<svg>` element for a table, or an empty string when `chart` is `table`.

    Args:
        chart: horizontal bars, or lines over the rows from first to last.
        title: the accessible name.
        description: what the chart shows, in words; the unit is added.
        columns: one name per series.
        rows: label and one decimal string, or None for no value, per column.
        unit: what the values count, e.g. "procent".
        language: decides how numbers and the few own words are written, and from which side bars grow.
        element_id: prefix of all ids in the drawing; must be unique on every page that shows it.

    Raises:
        ValueError: an id that is not a plain name, a row of the wrong length, or a value that is no decimal number.

    Example:
        draw(chart="bar", title="Trygghet", description="", columns=["2025"], rows=[("Tensta", ["61.5"])],
             unit="procent", language="sv", element_id="figur-1")
    """
    if chart == "table":
        return ""
    if not _ELEMENT_ID.fullmatch(element_id):
        raise ValueError(
            f"element_id {element_id!r} must be letters, digits, '-' and '_', and begin with a letter."
        )
    table = _Table.read(columns, rows)
    canvas = _Canvas(element_id=element_id, language=language)
    if not any(value is not None for _, values in table.rows for value in values):
        canvas.text(0, _LINE, _words(language)["none"])
        canvas.height = _LINE + 8
    elif chart == "line":
        _draw_lines(canvas, table, unit)
    else:
        _draw_bars(canvas, table, unit)
    about = one_line(" ".join(part for part in (description, f"({unit})" if unit else "") if part))
    return canvas.finish(title=one_line(title), description=about)


def format_number(value: str | Decimal, language: str) -> str:
    """Return a decimal string as people of a language write it: `1 234,5` and `−3` in Swedish, `1,234.5` in English.

    Raises:
        ValueError: not a finite decimal number of reasonable size.
    """
    return cldr.number(_decimal(value) if isinstance(value, str) else value, language)


@dataclass(frozen=True)
class _Table:
    columns: list[str]
    rows: list[tuple[str, list[Decimal | None]]]

    @classmethod
    def read(cls, columns: Sequence[str], rows: Sequence[Row]) -> _Table:
        read = []
        for label, values in rows:
            if len(values) != len(columns):
                raise ValueError(f"The row {label!r} has {len(values)} values for {len(columns)} columns.")
            read.append((one_line(label), [None if value is None else _decimal(value) for value in values]))
        return cls([one_line(name) for name in columns], read)

    def span(self) -> tuple[Decimal, Decimal]:
        """Return the least and greatest value."""
        values = [value for _, row in self.rows for value in row if value is not None]
        return min(values), max(values)


@dataclass
class _Canvas:
    """Collects elements; turns every x round for languages that read from right to left."""

    element_id: str
    language: str
    height: float = 0
    parts: list[str] = field(default_factory=list)
    patterns: set[int] = field(default_factory=set)

    @property
    def is_mirrored(self) -> bool:
        return languages.direction(self.language) == "rtl"

    def x(self, value: float) -> float:
        return WIDTH - value if self.is_mirrored else value

    def text(self, x: float, y: float, words: str, *, anchor: str = "start", kind: str = "label") -> None:
        if self.is_mirrored:
            anchor = {"start": "end", "end": "start"}.get(anchor, anchor)
        weight = ' font-weight="600"' if kind == "value" else ""
        self.parts.append(
            f'<text class="chart-{kind}" x="{_n(self.x(x))}" y="{_n(y)}" text-anchor="{anchor}"'
            f' fill="currentColor"{weight}>{escape(words)}</text>'
        )

    def line(self, x1: float, y1: float, x2: float, y2: float, *, kind: str, opacity: str = "0.25") -> None:
        self.parts.append(
            f'<line class="chart-{kind}" x1="{_n(self.x(x1))}" y1="{_n(y1)}" x2="{_n(self.x(x2))}" y2="{_n(y2)}"'
            f' stroke="currentColor" stroke-opacity="{opacity}"/>'
        )

    def box(self, x: float, y: float, width: float, height: float, series: int) -> None:
        """A filled box in the series' colour; from the second series on with a pattern over it."""
        left = WIDTH - x - width if self.is_mirrored else x
        place = f'x="{_n(left)}" y="{_n(y)}" width="{_n(width)}" height="{_n(height)}"'
        name = series % len(_COLOURS)
        self.parts.append(
            f'<rect class="chart-fill chart-series-{name + 1}" {place} fill="{_COLOURS[name]}"/>'
        )
        if name:
            self.patterns.add(name)
            self.parts.append(f'<rect {place} fill="url(#{self.element_id}-p{name})"/>')

    def marker(self, x: float, y: float, series: int) -> None:
        """A point of a series, with a shape of its own."""
        name, x = series % len(_COLOURS), self.x(x)
        look = f'class="chart-fill chart-series-{name + 1}" fill="{_COLOURS[name]}"'
        shapes = (
            f'<circle {look} cx="{_n(x)}" cy="{_n(y)}" r="4"/>',
            f'<rect {look} x="{_n(x - 4)}" y="{_n(y - 4)}" width="8" height="8"/>',
            f'<path {look} d="M{_n(x)} {_n(y - 5)}l5 9h-10z"/>',
            f'<path {look} d="M{_n(x)} {_n(y - 6)}l6 6l-6 6l-6-6z"/>',
            f'<path {look} d="M{_n(x)} {_n(y + 5)}l5-9h-10z"/>',
            f'<path {look} d="M{_n(x - 6)} {_n(y - 2)}h4v-4h4v4h4v4h-4v4h-4v-4h-4z"/>',
        )
        self.parts.append(shapes[name])

    def path(self, points: Sequence[tuple[float, float]], series: int) -> None:
        """A line of a series, with a dash of its own."""
        name = series % len(_COLOURS)
        steps = "L".join(f"{_n(self.x(x))} {_n(y)}" for x, y in points)
        dash = f' stroke-dasharray="{_DASHES[name]}"' if _DASHES[name] else ""
        self.parts.append(
            f'<path class="chart-line chart-series-{name + 1}" d="M{steps}" fill="none" stroke="{_COLOURS[name]}"'
            f' stroke-width="2.5" stroke-linejoin="round" stroke-linecap="round"{dash}/>'
        )

    def finish(self, *, title: str, description: str) -> str:
        """Return the element."""
        name = self.element_id
        described = f' aria-describedby="{name}-d"' if description else ""
        desc = f'<desc id="{name}-d">{escape(description)}</desc>' if description else ""
        # direction: with `rtl` inherited from the page, text-anchor would count from the other side.
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" class="chart" role="img" aria-labelledby="{name}-t"{described}'
            f' viewBox="0 0 {WIDTH} {_n(self.height)}" width="{WIDTH}" height="{_n(self.height)}" direction="ltr"'
            f' font-family="sans-serif" font-size="{_FONT}"><title id="{name}-t">{escape(title)}</title>{desc}'
            f"{self._definitions()}{''.join(self.parts)}</svg>"
        )

    def _definitions(self) -> str:
        drawings = {
            1: '<path d="M0 8L8 0M-2 2L2-2M6 10l4-4" stroke="#fff" stroke-width="2"/>',
            2: '<circle cx="4" cy="4" r="1.8" fill="#fff"/>',
            3: '<path d="M0 4h8" stroke="#fff" stroke-width="2.5"/>',
            4: '<path d="M0 0L8 8M6-2l4 4M-2 6l4 4" stroke="#fff" stroke-width="2"/>',
            5: '<path d="M4 0v8" stroke="#fff" stroke-width="2.5"/>',
        }
        patterns = "".join(
            f'<pattern id="{self.element_id}-p{number}" width="8" height="8" patternUnits="userSpaceOnUse">'
            f"{drawings[number]}</pattern>"
            for number in sorted(self.patterns)
        )
        return f"<defs>{patterns}</defs>" if patterns else ""


def _draw_bars(canvas: _Canvas, table: _Table, unit: str) -> None:
    """Draw each row as its label with one bar per series below it, so that long labels need no room at the side."""
    shown = table.rows[:_MAX_ROWS]
    least, greatest = table.span()
    low, high = min(least, Decimal(0)), max(greatest, Decimal(0))
    reach = (high - low) or Decimal(1)
    labels = [format_number(value, canvas.language) for _, row in shown for value in row if value is not None]
    room = max(len(label) for label in labels) * _CHARACTER + 10
    left = room if low < 0 else 0.0
    width = WIDTH - left - room
    zero = left + float(-low / reach) * width
    bar = 18 if len(table.columns) == 1 else 14
    y = _legend(canvas, table.columns, unit, as_lines=False)
    for label, values in shown:
        for line in _wrap(label):
            y += _LINE
            canvas.text(0, y, line)
        y += 5
        top = y
        for series, value in enumerate(values):
            _draw_bar(canvas, value, series, y, zero=zero, scale=width / float(reach), bar=bar)
            y += bar + 3
        canvas.line(zero, top - 2, zero, y - 1, kind="axis", opacity="0.7")
        y += 6
    if len(table.rows) > len(shown):
        y += _LINE
        canvas.text(
            0,
            y,
            _words(canvas.language)["more"].format(
                count=cldr.in_digits(len(table.rows) - len(shown), canvas.language)
            ),
        )
    canvas.height = y + 4


def _draw_bar(
    canvas: _Canvas, value: Decimal | None, series: int, y: float, *, zero: float, scale: float, bar: int
) -> None:
    base = y + bar - 4
    if value is None:
        canvas.text(zero + 6, base, f"– ({_words(canvas.language)['missing']})")
        return
    length = abs(float(value)) * scale
    start = zero - length if value < 0 else zero
    if length:
        canvas.box(start, y, length, bar, series)
    number = format_number(value, canvas.language)
    if value < 0:
        canvas.text(start - 6, base, number, anchor="end", kind="value")
    else:
        canvas.text(zero + length + 6, base, number, kind="value")


def _draw_lines(canvas: _Canvas, table: _Table, unit: str) -> None:
    """Draw the rows from first to last along the bottom, one line per column; a missing value breaks the line."""
    ticks = _ticks(*table.span())
    names = [format_number(tick, canvas.language) for tick in ticks]
    top = _legend(canvas, table.columns, unit, as_lines=True) + 12
    left = max(len(name) for name in names) * _CHARACTER + 8
    right, bottom = WIDTH - 24.0, top + 190
    low, high = ticks[0], ticks[-1]

    def place(index: int, value: Decimal) -> tuple[float, float]:
        share = index / (len(table.rows) - 1) if len(table.rows) > 1 else 0.5
        x = left + 12 + share * (right - left - 12)
        return x, bottom - float((value - low) / (high - low)) * (bottom - top)

    for tick, name in zip(ticks, names, strict=True):
        y = place(0, tick)[1]
        canvas.line(
            left, y, WIDTH, y, kind="axis" if tick == 0 else "grid", opacity="0.7" if tick == 0 else "0.25"
        )
        canvas.text(left - 8, y + 4, name, anchor="end")
    for index, words in _spread_labels([label for label, _ in table.rows], right - left):
        half = len(words) * _CHARACTER / 2
        x = min(max(place(index, low)[0], half), WIDTH - half)
        canvas.text(x, bottom + 20, words, anchor="middle")
    for series in range(len(table.columns)):
        _draw_series(canvas, table, series, place)
    canvas.height = bottom + 28


def _draw_series(
    canvas: _Canvas, table: _Table, series: int, place: Callable[[int, Decimal], tuple[float, float]]
) -> None:
    points = [
        place(index, value) if (value := row[series]) is not None else None
        for index, (_, row) in enumerate(table.rows)
    ]
    run: list[tuple[float, float]] = []
    for point in [*points, None]:
        if point is not None:
            run.append(point)
        else:
            if len(run) > 1:
                canvas.path(run, series)
            run = []
    known = [(index, point) for index, point in enumerate(points) if point is not None]
    for _, (x, y) in known:
        canvas.marker(x, y, series)
    if len(table.columns) == 1:
        # One series has room for its first and last value; the others are in the table.
        for index, (x, y) in {known[0][0]: known[0][1], known[-1][0]: known[-1][1]}.items():
            value = table.rows[index][1][series]
            words = format_number(value, canvas.language) if value is not None else ""
            edge = WIDTH - len(words) * _CHARACTER / 2
            canvas.text(min(x, edge), y - 10, words, anchor="middle", kind="value")


def _legend(canvas: _Canvas, columns: Sequence[str], unit: str, *, as_lines: bool) -> float:
    """Draw the unit and, for several series, their names with their looks; return the y below it."""
    y = 0.0
    if unit:
        y += _LINE
        canvas.text(0, y, shorten(unit, 55), kind="unit")
    if len(columns) < 2:
        return y
    for series, name in enumerate(columns):
        y += _LINE + 1
        if as_lines:
            canvas.path([(0, y - 4), (28, y - 4)], series)
            canvas.marker(14, y - 4, series)
        else:
            canvas.box(0, y - 11, 28, 12, series)
        canvas.text(36, y, shorten(name, 50), kind="legend")
    return y + 6


def _spread_labels(labels: Sequence[str], width: float) -> list[tuple[int, str]]:
    """Return the labels along the bottom that have room: first and last always, and every n-th between them."""
    if not labels:
        return []
    longest = min(max(len(label) for label in labels), 18)
    fits = max(2, int(width / (longest * _CHARACTER + 10)))
    count = len(labels)
    if count <= fits:
        chosen = list(range(count))
    else:
        step = -(-(count - 1) // (fits - 1))
        chosen = [*range(0, count - 1, step), count - 1]
        if len(chosen) > 2 and chosen[-1] - chosen[-2] < step:
            del chosen[-2]
    return [(index, shorten(labels[index], longest)) for index in chosen]


def _ticks(least: Decimal, greatest: Decimal) -> list[Decimal]:
    """Return four to seven round values that enclose the span; zero is among them unless the span is far from it."""
    if least > 0 and (greatest - least) > least / 4:
        least = Decimal(0)
    if greatest < 0 and (greatest - least) > -greatest / 4:
        greatest = Decimal(0)
    if least == greatest:
        least, greatest = (Decimal(0), greatest) if greatest > 0 else (least, Decimal(0))
        if least == greatest:
            greatest = Decimal(1)
    raw = (greatest - least) / 4
    power = Decimal(1).scaleb(raw.adjusted())
    step = next(power * factor for factor in (1, 2, 5, 10) if power * factor >= raw)
    first = (least / step).to_integral_value("ROUND_FLOOR")
    last = (greatest / step).to_integral_value("ROUND_CEILING")
    ticks = [step * number for number in range(int(first), int(last) + 1)]
    # Plain digits: 2E+1 becomes 20, and all ticks have the same decimals.
    exponent = min(0, step.normalize().as_tuple().exponent)
    return [tick.quantize(Decimal(1).scaleb(int(exponent))) for tick in ticks]


def _wrap(label: str) -> list[str]:
    """Return a row's label on at most two lines."""
    per_line = int(WIDTH / _CHARACTER) + 3
    if len(label) <= per_line:
        return [label] if label else []
    first = shorten(label, per_line + 1).removesuffix("…")
    return [first, shorten(label[len(first) :].strip(), per_line)]


def _decimal(value: str) -> Decimal:
    try:
        number = Decimal(value)
    except InvalidOperation:
        raise ValueError(f"{value!r} is not a decimal number.") from None
    if not number.is_finite() or number.adjusted() > _MAX_DIGITS or number.as_tuple().exponent < -_MAX_DIGITS:  # type: ignore[operator]
        raise ValueError(f"{value!r} is not a finite number of at most {_MAX_DIGITS} digits on each side.")
    return number


def _words(language: str) -> dict[str, str]:
    return _WORDS.get(language, _WORDS["en"])


def _n(value: float) -> str:
    """Return a coordinate with at most one decimal, never as `-0` or `1e5`."""
    text = f"{value:.1f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text
