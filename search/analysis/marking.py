"""Where a text answers a query, and the piece of it that does so best."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from search.analysis import compounds, tokens
from search.analysis.stemming import stem
from search.types import Marked

#: Characters of a snippet.
LENGTH = 240
_BEFORE = 40
_Range = tuple[int, int]


@dataclass(frozen=True)
class Wanted:
    """Stems to mark wherever they stand, and rows of stems to mark where they stand in a row."""

    stems: frozenset[str] = frozenset()
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True)
class _Found:
    start: int
    end: int
    what: str


def mark(text: str, wanted: Wanted, *, language: str) -> Marked:
    """Return the whole text with what is wanted marked."""
    return Marked(text, tuple((found.start, found.end) for found in _find(text, wanted, language)))


def snippet(texts: Iterable[str], wanted: Wanted, *, language: str, length: int = LENGTH) -> Marked:
    """Return the piece of one of the texts that has most of what is wanted; the earliest among equals.

    Without any, the beginning of the first text that there is.
    """
    best: tuple[int, str, list[_Found], int] | None = None
    first = ""
    for text in texts:
        first = first or text
        found = _find(text, wanted, language)
        for at, begin in enumerate(found):
            within = [one for one in found[at:] if one.end <= begin.start + length - _BEFORE]
            worth = len({one.what for one in within})
            if best is None or worth > best[0]:
                best = (worth, text, found, begin.start)
    if best is None:
        return _cut(first, [], 0, length)
    _worth, text, found, start = best
    return _cut(text, found, start, length)


def _cut(text: str, found: Sequence[_Found], at: int, length: int) -> Marked:
    """Return about `length` characters of `text` around `at`, from word to word, with dots where it was cut."""
    start = max(0, min(at - _BEFORE, len(text) - length))
    if start:
        start = text.find(" ", start) + 1 or start
    end = min(len(text), start + length)
    if end < len(text):
        end = max(text.rfind(" ", start, end), start) if " " in text[start:end] else end
    ahead, after = ("… " if start else ""), (" …" if end < len(text) else "")
    shift = len(ahead) - start
    marks = [(one.start + shift, one.end + shift) for one in found if start <= one.start and one.end <= end]
    return Marked(f"{ahead}{text[start:end]}{after}", tuple(marks))


def _find(text: str, wanted: Wanted, language: str) -> list[_Found]:
    if not wanted.stems and not wanted.rows:
        return []
    words = list(tokens.tokens(text))
    stems = [stem(word.text, language) for word in words]
    marked: dict[int, str] = {}
    for at, found in enumerate(stems):
        if found in wanted.stems:
            marked[at] = found
        elif language == "sv" and (inner := _inside(words[at].text, wanted.stems)):
            marked[at] = inner
    for row in wanted.rows:
        for at in range(len(stems) - len(row) + 1):
            if tuple(stems[at : at + len(row)]) == row:
                marked |= {at + n: " ".join(row) for n in range(len(row))}
    return [_Found(words[at].start, words[at].end, marked[at]) for at in sorted(marked)]


def _inside(word: str, stems: frozenset[str]) -> str:
    """Return the wanted stem that is a part of a Swedish compound, or an empty text."""
    word = tokens.lower(word, "sv")
    likely = [wanted for wanted in stems if wanted[:4] in word]
    if not likely:
        return ""
    parts = {stem(part, "sv") for part in compounds.split(word, stems)}
    return next((wanted for wanted in likely if wanted in parts), "")
