"""Whatever a reader types means something."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.parsing import MAX_TEXT, MAX_WORDS, parse, tidy
from search.types import Words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Trygghet i Rinkeby", Words(("trygghet", "rinkeby"))),
        ('"Rinkeby torg" kamera', Words(("kamera",), (("rinkeby", "torg"),))),
        ("”Rinkeby torg”", Words((), (("rinkeby", "torg"),))),
        ('"Rinkeby', Words(("rinkeby",))),
        ("kamera -husby", Words(("kamera",), (), ("husby",))),
        ("kamera −husby", Words(("kamera",), (), ("husby",))),
        ('kamera -"husby centrum"', Words(("kamera",), (), (), (("husby", "centrum"),))),
        ("kamera - husby", Words(("kamera", "husby"))),
        ("covid-19", Words(("covid", "19"))),
        ("-e-tjänst", Words((), (), (), (("e", "tjänst"),))),
        ('"ensamt"', Words(("ensamt",))),
        ("vad är det", Words(("vad", "är", "det"))),
        ("kamera kamera", Words(("kamera",))),
        ("AND (kamera OR husby)", Words(("and", "kamera", "or", "husby"))),
        ("", Words()),
    ],
)
def test_takes_apart(text: str, words: Words) -> None:
    assert parse(text, language="sv") == words


def test_reads_capitals_as_the_reader_does() -> None:
    assert parse("IŞIK", language="tr").words == ("ışık",)
    assert parse("ISTANBUL", language="en").words == ("istanbul",)


def test_stop_words_are_those_of_the_reader() -> None:
    assert parse("is in the ice", language="en").words == ("ice",)
    assert parse("is på torget", language="sv").words == ("is", "torget")


@given(st.text(max_size=400))
def test_never_fails_and_never_grows(text: str) -> None:
    words = parse(text, language="sv")
    assert len(words.words) <= MAX_WORDS
    assert len(words.phrases) <= MAX_WORDS
    assert len(tidy(text)) <= MAX_TEXT
