"""Small text tools: what they let through must fit in XML, in one line, in a box."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from lxml import etree

from cms.common.text import clean, one_line, plain, shorten


@given(st.text())
@example("\ufffe\uffff\x00\ud800")
def test_clean_text_fits_in_xml_and_stays_as_it_is(value):
    cleaned = clean(value)
    element = etree.Element("a")
    element.text = cleaned  # lxml refuses what XML 1.0 forbids
    assert clean(cleaned) == cleaned
    assert unicodedata.is_normalized("NFC", cleaned)


@pytest.mark.parametrize(
    ("value", "cleaned"),
    [
        ("a\x00b\x0bc\x1fd\x85e", "abcde"),
        ("rad\r\nrad\tkolumn", "rad\nrad\tkolumn"),
        ("A\u030a", "Å"),
        ("noll\ud800", "noll"),
        ("fel\ufffe\uffff", "fel"),
        ("👩\u200d👧 \u200fعربي", "👩\u200d👧 \u200fعربي"),
    ],
)
def test_clean_takes_away_only_what_cannot_be_shown(value, cleaned):
    assert clean(value) == cleaned


@given(st.text())
def test_one_line_has_no_double_or_outer_white_space(value):
    line = one_line(value)
    assert line == " ".join(line.split())


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>Ett.</p><p>Två &amp; tre.</p>", "Ett. Två & tre."),
        ("<ul><li>a</li><li>b</li></ul>", "a b"),
        ("rad<br/>rad<BR>rad", "rad rad rad"),
        ("1 &lt; 2", "1 < 2"),
        ("<b>o</b>rd", "ord"),
        ("", ""),
    ],
)
def test_plain_is_the_text_as_read(markup, text):
    assert plain(markup) == text


@given(st.text(), st.integers(1, 60))
def test_shortened_text_is_never_too_long(value, length):
    short = shorten(value, length)
    assert len(short) <= length
    assert short == value or short.endswith("…")


@pytest.mark.parametrize(
    ("value", "length", "short"),
    [
        ("Sommaren i Järva", 16, "Sommaren i Järva"),
        ("Sommaren i Järva", 15, "Sommaren i…"),
        ("Sommaren, och hösten", 11, "Sommaren…"),
        ("Sommarlovsaktiviteter", 10, "Sommarlov…"),
    ],
)
def test_shorten_cuts_at_a_word(value, length, short):
    assert shorten(value, length) == short
