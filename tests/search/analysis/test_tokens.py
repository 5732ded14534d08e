"""Words of a text, and the form in which they are compared."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.analysis import tokens


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Covid-19 på Järva", ["Covid", "19", "på", "Järva"]),
        ("children’s d'accord", ["children’s", "d'accord"]),
        ("أَحْمَدُ يقرأ", ["أَحْمَدُ", "يقرأ"]),
        ("خانه\u200cها", ["خانه", "ها"]),
        ("ትግርኛ፡ሓበሬታ።", ["ትግርኛ", "ሓበሬታ"]),
        ("a_b/c", ["a", "b", "c"]),
        ("", []),
    ],
)
def test_words_are_cut_where_readers_see_them(text: str, words: list[str]) -> None:
    assert tokens.words(text) == words


@pytest.mark.parametrize(
    ("word", "language", "normal"),
    [
        ("ÅÄÖ", "sv", "åäö"),
        ("Kafé", "sv", "kafe"),
        ("IŞIK", "tr", "isik"),
        ("ışık", "tr", "isik"),
        ("İSTANBUL", "tr", "istanbul"),
        ("ISTANBUL", "en", "istanbul"),
        ("Görüşme", "tr", "gorusme"),
        ("أَحْمَد", "ar", "احمد"),
        ("مُدَرِّسَة", "ar", "مدرسه"),
        ("کتاب", "fa", "كتاب"),
        ("يكى", "ar", "يكي"),
        ("۱۲٣", "fa", "123"),
        ("ትግርኛ", "ti", "ትግርኛ"),
        ("ﬁlm", "en", "film"),
    ],
)
def test_one_form_for_what_is_one_word(word: str, language: str, normal: str) -> None:
    assert tokens.normal(word, language) == normal


@given(st.text(max_size=60), st.sampled_from(["sv", "en", "ar", "fa", "tr", "so", "ti"]))
def test_normalising_twice_changes_nothing(text: str, language: str) -> None:
    for word in tokens.words(text):
        once = tokens.normal(word, language)
        assert tokens.normal(once, language) == once


@given(st.text(max_size=80))
def test_tokens_are_where_they_say(text: str) -> None:
    for token in tokens.tokens(text):
        assert text[token.start : token.end] == token.text
