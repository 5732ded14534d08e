"""An indicator's series as an editor writes it."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.taxonomy.series import SeriesError, parse, problem


def test_series_is_read_in_the_order_it_is_written():
    assert parse("2024; 61,5\n\nvåren 2025; −3 000.25 \n2026\t7") == [
        ("2024", "61.5"),
        ("våren 2025", "-3000.25"),
        ("2026", "7"),
    ]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "minst ett värde"),
        (" \n ", "minst ett värde"),
        ("2024", "Rad 1: skriv period; värde"),
        ("2024; 5\n; 6", "Rad 2: skriv period; värde"),
        ("2024; fem", "Rad 1"),
        ("2024; 5; 6", "Rad 1"),
        ("2024; ٣", "Rad 1"),
        ("2024; 5\n2024; 6", "Rad 2: perioden ”2024” finns redan"),
    ],
)
def test_unreadable_series_is_refused_with_its_line(text, reason):
    with pytest.raises(SeriesError, match=reason):
        parse(text)
    assert problem(text)


def test_readable_series_has_no_problem():
    assert problem("2024; 5") == ""


@given(st.text(alphabet=st.sampled_from("a12;\t\n,.- "), max_size=40))
def test_any_text_is_a_series_or_a_sentence_about_what_is_wrong(text):
    with suppress(SeriesError):
        points = parse(text)
        assert points
        assert len({period for period, _value in points}) == len(points)
        assert all(float(value) == float(value) for _period, value in points)
