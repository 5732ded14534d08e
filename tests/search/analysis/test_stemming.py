"""Inflections of one word have one stem, and other words another."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.analysis.stemming import stem, stems
from tests.search.analysis.inflections import DIFFERENT, SAME, groups

CASES = [(language, group) for language, text in SAME.items() for group in groups(text)]


@pytest.mark.parametrize(("language", "words"), CASES, ids=lambda value: str(value[0])[:12])
def test_inflections_share_a_stem(language: str, words: list[str]) -> None:
    assert len({stem(word, language) for word in words}) == 1


@pytest.mark.parametrize(("language", "text"), DIFFERENT.items())
def test_different_words_do_not(language: str, text: str) -> None:
    words = text.split()
    assert len({stem(word, language) for word in words}) == len(words)


def test_a_word_of_a_query_may_be_of_any_language() -> None:
    assert {"kamer", "camera"} & set(stems("kameran")) == {"kamer"}
    assert "camera" in stems("cameras")


@given(st.from_regex(r"[a-zåäö]{1,20}", fullmatch=True))
def test_something_of_a_swedish_word_is_left(word: str) -> None:
    assert stem(word, "sv")
