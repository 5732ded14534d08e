"""Words are compared without what only looks different."""

from __future__ import annotations

import pytest

from pressroom.copies.words import normal, read_words


@pytest.mark.parametrize(
    ("there", "ours"),
    [
        ("Järva.", "järva"),
        ("”Järva”", "järva"),
        ("Ja\u0308rva", "järva"),
        ("Kvarn\u00adby\u00adplan,", "kvarnbyplan"),
        ("12,5", "12.5"),
        ("vi’ll", "vi'll"),
        ("08–123", "08-123"),
        ("ﬁnns", "finns"),
        ("می\u200cخواهیم،", "میخواهیم"),
        ("مُحَمَّد", "محمد"),
        ("\u200fالسلامة\u200e:", "السلامة"),
        ("ሰላም።", "ሰላም"),
        ("–", ""),
        ("***", ""),
    ],
)
def test_what_a_word_is_compared_by(there, ours):
    assert normal(there) == ours


def test_other_words_stay_other_words():
    assert len({normal(word) for word in ("inte", "intet", "Öst", "Ost", "1,5", "15")}) == 6


def test_what_is_only_punctuation_goes_with_the_word_before_it():
    words = read_words("– Trygghet är viktig – mycket … sade hon .")
    assert words.norms == ("trygghet", "är", "viktig", "mycket", "sade", "hon")
    assert words.raws == ("Trygghet", "är", "viktig –", "mycket …", "sade", "hon .")
    assert words.text(2, 4) == "viktig – mycket …"


def test_no_more_than_is_wanted():
    assert read_words("en två tre fyra", most=2).norms == ("en", "två")
