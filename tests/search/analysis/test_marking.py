"""Marks stand on words, and a snippet is the piece that says most."""

from __future__ import annotations

import pytest

from search.analysis.marking import LENGTH, Wanted, mark, snippet
from search.types import Marked


def marked(found: Marked) -> list[str]:
    return [found.text[start:end] for start, end in found.marks]


def test_marks_inflections_and_compounds() -> None:
    text = "Kameran, en trygghetskamera och kameradelar."
    assert marked(mark(text, Wanted(frozenset({"kamer"})), language="sv")) == [
        "Kameran", "trygghetskamera", "kameradelar",
    ]  # fmt: skip


def test_marks_rows_only_where_they_are_rows() -> None:
    wanted = Wanted(rows=(("rinkeby", "torg"),))
    assert marked(mark("Torg i Rinkeby. Rinkeby torg.", wanted, language="sv")) == ["Rinkeby", "torg"]


def test_snippet_prefers_the_piece_with_most_of_it() -> None:
    filler = "utfyllnad och mera text " * 30
    text = f"En kamera. {filler} Polisen fick en kamera i Husby. {filler}"
    found = snippet([text], Wanted(frozenset({"kamer", "polis", "husby"})), language="sv")
    assert marked(found) == ["Polisen", "kamera", "Husby"]
    assert found.text.startswith("… ")
    assert found.text.endswith(" …")


def test_snippet_without_any_is_the_beginning() -> None:
    found = snippet(["", "Första meningen. " * 40], Wanted(frozenset({"saknas"})), language="sv")
    assert found.text.startswith("Första meningen.")
    assert found.marks == ()


@pytest.mark.parametrize("text", ["", "kort", "x" * 1000, "kamera " * 300, f"{'y' * 500} kamera {'z' * 500}"])
def test_snippet_is_short_and_marks_lie_inside(text: str) -> None:
    found = snippet([text], Wanted(frozenset({"kamer"})), language="sv")
    assert len(found.text) <= LENGTH + 4
    assert all(0 <= start < end <= len(found.text) for start, end in found.marks)
