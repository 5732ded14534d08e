"""The table of a figure, as it is pasted from a spreadsheet."""

from __future__ import annotations

from contextlib import suppress

from django.core.exceptions import ValidationError

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.briefings.blocks import MAX_COLUMNS, MAX_ROWS, TableBlock, parse_table


def test_table_is_read_with_semicolons_or_tabs():
    expected = ("År", ["Rinkeby", "Tensta"], [("2024", ["12", "7.5"]), ("2025", ["15", None])])
    assert parse_table("År; Rinkeby; Tensta\r\n2024; 12; 7,5\r\n\r\n2025; 15; –\r\n") == expected
    assert parse_table("År\tRinkeby\tTensta\n2024\t12\t7.5\n2025\t15\t..") == expected


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("1 234,5", "1234.5"),
        ("1\u00a0234", "1234"),
        ("1\u202f234", "1234"),
        ("\u221212", "-12"),
        ("-0,5", "-0.5"),
        ("", None),
        ("-", None),
        ("–", None),
        ("..", None),
        ("Saknas", None),
    ],
)
def test_value_is_a_decimal_string_or_nothing(cell, value):
    assert parse_table(f"a;b\nx;{cell}")[2] == [("x", [value])]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "rubrikrad och minst en rad"),
        ("År; Rinkeby", "rubrikrad och minst en rad"),
        ("År\n2024", "1–6 värdekolumner"),
        ("År; Rinkeby;\n2024; 1; 2", "1–6 värdekolumner"),
        ("År;" + ";".join("abcdefg") + "\n2024" + ";1" * 7, "1–6 värdekolumner"),
        ("År; Rinkeby\n; 5", "Rad 2 saknar namn"),
        ("År; Rinkeby\n2024; 5; 6", "Rad 2 har 2 värden men rubrikraden 1"),
        ("År; Rinkeby\n2024", "Rad 2 har 0 värden"),
        ("År; Rinkeby\n2024; 5\n2025; fem", "Rad 3: ”fem” är inte ett tal"),
        ("År; Rinkeby\n2024; 1e5", "inte ett tal"),
        ("År; Rinkeby\n2024; NaN", "inte ett tal"),
        ("År; Rinkeby\n2024; 1234567890123", "inte ett tal"),
        ("År; Rinkeby\n2024; ٣", "inte ett tal"),
        ("År; Rinkeby" + "\n2024; 1" * (MAX_ROWS + 1), f"fler än {MAX_ROWS} rader"),
    ],
)
def test_unreadable_table_is_refused_with_its_line(text, reason):
    with pytest.raises(ValidationError, match=reason):
        parse_table(text)
    with pytest.raises(ValidationError):
        TableBlock().clean(text)


def test_readable_table_passes_the_form_as_it_is():
    text = "År; Rinkeby\n2024; 5"
    assert TableBlock().clean(text) == text


@given(st.text(alphabet=st.sampled_from("a1;\t\n,.- –\u00a0"), max_size=60))
def test_any_text_is_a_rectangular_table_or_a_sentence_about_what_is_wrong(text):
    with suppress(ValidationError):
        _heading, columns, rows = parse_table(text)
        assert 1 <= len(columns) <= MAX_COLUMNS
        assert all(label and len(values) == len(columns) for label, values in rows)
