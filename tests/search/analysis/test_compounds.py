"""Swedish compounds and what is no compound."""

from __future__ import annotations

import pytest

from search.analysis.compounds import split


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("trygghetskamera", {"trygghet", "kamera"}),
        ("trygghetskameror", {"trygghet", "kameror"}),
        ("skolgård", {"skol", "gård"}),
        ("gatukontoret", {"gata", "kontoret"}),
        ("kameraövervakning", {"kamera", "övervakning"}),
        ("stadsdelsförvaltning", {"stadsdel", "förvaltning", "stad", "del"}),
        ("lokalpolisområde", {"lokal", "polis", "område"}),
        ("fritidsgårdarna", {"fritid", "gårdarna"}),
        ("nattvandrare", {"natt", "vandrare"}),
    ],
)
def test_compounds_are_taken_apart(word: str, parts: set[str]) -> None:
    assert parts <= set(split(word))


@pytest.mark.parametrize(
    "word",
    [
        "polisen",
        "samverkan",
        "förening",
        "information",
        "deltagare",
        "biblioteket",
        "resultat",
        "personalen",
        "invånare",
    ],
)
def test_other_words_stay_whole(word: str) -> None:
    assert split(word) == ()


def test_words_seen_in_the_ledger_cut_too() -> None:
    assert split("zorpkamera") == ()
    assert split("zorpkamera", {"zorp"}) == ("zorp", "kamera")


@pytest.mark.parametrize("word", ["", "x" * 200, "3d-skrivare", "ab"])
def test_what_is_no_word_is_left_alone(word: str) -> None:
    assert split(word) == ()
