"""Charts are safe, accessible elements whatever the table holds."""

import re
from xml.etree import ElementTree as ET

import pytest

from cms.common import charts

SVG = "{http://www.w3.org/2000/svg}"
NBSP = "\N{NO-BREAK SPACE}"


def drawn(chart="bar", rows=(("Tensta", ["61.5"]),), columns=("2025",), language="sv", **changes):
    words = {
        "title": "Trygghet",
        "description": "Per plats",
        "unit": "procent",
        "element_id": "figur-1",
    } | changes
    return charts.draw(chart=chart, columns=columns, rows=rows, language=language, **words)


def texts(svg):
    return [element.text for element in ET.fromstring(svg).iter(f"{SVG}text")]


@pytest.mark.parametrize("chart", ["bar", "line"])
def test_has_a_role_a_name_and_a_description(chart):
    svg = ET.fromstring(drawn(chart))
    ids = {element.get("id"): element.text for element in svg.iter() if element.get("id")}
    assert svg.get("role") == "img"
    assert ids[svg.get("aria-labelledby")] == "Trygghet"
    assert ids[svg.get("aria-describedby")] == "Per plats (procent)"


def test_all_ids_begin_with_the_callers_id():
    svg = drawn(columns=("a", "b", "c"), rows=[("x", ["1", "2", "3"])], element_id="mal-7")
    ids = re.findall(r'\bid="([^"]+)"', svg)
    assert len(ids) == len(set(ids)) > 3
    assert all(name.startswith("mal-7-") for name in ids)


@pytest.mark.parametrize("chart", ["bar", "line"])
def test_everything_is_escaped(chart):
    evil = '"><script>alert(1)</script>&'
    svg = drawn(
        chart, rows=[(evil, ["1", "2"])], columns=(evil, "b"), title=evil, description=evil, unit=evil
    )
    assert "<script" not in svg
    assert not re.search(r"\s(style|on\w+)=", svg)
    ET.fromstring(svg)


@pytest.mark.parametrize(
    ("value", "language", "expected"),
    [
        ("1234.50", "sv", f"1{NBSP}234,50"),
        ("1234.50", "en", "1,234.50"),
        ("-3", "sv", "−3"),
        ("0", "en", "0"),
        ("1E+3", "sv", f"1{NBSP}000"),
    ],
)
def test_numbers_are_written_as_the_language_does(value, language, expected):
    assert charts.format_number(value, language) == expected
    assert expected in texts(drawn(rows=[("x", [value])], language=language))


def test_a_missing_value_is_said_and_not_drawn_as_nought():
    assert "– (uppgift saknas)" in texts(drawn(rows=[("Tensta", ["5"]), ("Kista", [None])]))
    assert "– (no value)" in texts(drawn(rows=[("Tensta", ["5"]), ("Kista", [None])], language="en"))


def test_a_missing_value_breaks_the_line():
    rows = [(year, [value]) for year, value in zip("12345", ["1", "2", None, "4", "5"], strict=True)]
    assert drawn("line", rows=rows).count('class="chart-line') == 2


@pytest.mark.parametrize("chart", ["bar", "line"])
@pytest.mark.parametrize(
    "rows",
    [
        [("ett", ["7"])],
        [("ett", ["0"])],
        [("ett", ["-7"])],
        [("ett", ["5"]), ("två", ["5"])],
        [("ett", ["-5.5"]), ("två", ["3"])],
        [("ett", ["100"]), ("två", ["100.1"])],
        [("ett", ["0.000001"]), ("två", ["999999999999999"])],
        [(f"rad {number}", [str(number)]) for number in range(500)],
        [("ett mycket långt namn " * 20, ["7"]), ("", ["1"])],
    ],
)
def test_stays_inside_its_frame(chart, rows):
    svg = ET.fromstring(drawn(chart, rows=rows))
    _, _, width, height = (float(part) for part in svg.get("viewBox").split())
    for element in svg.iter():
        for name, limit in (
            ("x", width),
            ("y", height),
            ("x1", width),
            ("y2", height),
            ("cx", width),
            ("cy", height),
        ):
            assert 0 <= float(element.get(name, 0)) <= limit


@pytest.mark.parametrize("chart", ["bar", "line"])
@pytest.mark.parametrize("rows", [[], [("ett", [None])]])
def test_no_values_is_said_in_words(chart, rows):
    assert texts(drawn(chart, rows=rows)) == ["Inga värden att visa."]


def test_many_rows_are_cut_and_the_rest_counted():
    assert "och 40 rader till i tabellen" in texts(drawn(rows=[(str(n), ["1"]) for n in range(100)]))


def test_series_differ_without_colour():
    columns = tuple("abcdef")
    bars = drawn(columns=columns, rows=[("x", list("123456"))])
    lines = drawn("line", columns=columns, rows=[("x", list("123456")), ("y", list("654321"))])
    assert len(set(re.findall(r"url\(#figur-1-p\d\)", bars))) == 5
    assert len(set(re.findall(r"stroke-dasharray", lines))) == 1
    assert len(set(re.findall(r'stroke-dasharray="([^"]+)"', lines))) == 5
    assert set(texts(bars)) >= set(columns)


def test_bars_grow_from_the_right_in_a_language_read_from_the_right():
    svg = ET.fromstring(drawn(language="ar"))
    label = next(element for element in svg.iter(f"{SVG}text") if element.text == "Tensta")
    assert (label.get("x"), label.get("text-anchor")) == ("360", "end")
    assert svg.get("direction") == "ltr"


@pytest.mark.parametrize("value", ["", "tolv", "NaN", "Infinity", "1E+99999", "1e-9999"])
def test_what_is_no_number_is_refused(value):
    with pytest.raises(ValueError, match="number"):
        drawn(rows=[("x", [value])])


def test_a_row_of_the_wrong_length_is_refused():
    with pytest.raises(ValueError, match="2 values for 1 columns"):
        drawn(rows=[("x", ["1", "2"])])


@pytest.mark.parametrize("element_id", ["", "1a", 'a"b', "a b"])
def test_an_unsafe_id_is_refused(element_id):
    with pytest.raises(ValueError, match="element_id"):
        drawn(element_id=element_id)


def test_a_table_has_no_drawing():
    assert drawn("table") == ""
