"""What else a reader may mean by the words of a query."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from search.analysis.stemming import stem
from search.synonyms.models import Synonyms

Phrase = tuple[str, ...]


@dataclass(frozen=True)
class Wanted:
    """One thing that a query asks for: the words typed for it, all of them, or else one of the `others`.

    Attributes:
        words: one word; several when together they are a term that has synonyms.
        others: words or phrases that mean the same.
    """

    words: Phrase
    others: tuple[Phrase, ...] = ()


#: Sets of synonyms by the stems of each of their members.
Meanings = Mapping[Phrase, tuple[Phrase, ...]]


_remembered: ContextVar[Meanings | None] = ContextVar("search_synonyms", default=None)


@contextmanager
def remembered() -> Iterator[None]:
    """Read the synonyms once for everything inside, also for threads that are given this context. One query."""
    token = _remembered.set(read_meanings())
    try:
        yield
    finally:
        _remembered.reset(token)


def expand(words: Sequence[str], meanings: Meanings | None = None) -> list[Wanted]:
    """Return what the words of a query ask for, with their synonyms. Inflected forms count. One query.

    Args:
        meanings: from `known_meanings`, when many queries are looked at; none is made then, nor inside `remembered`.
    """
    if not words:
        return []
    if meanings is None:
        meanings = known_meanings()
    longest = max(map(len, meanings), default=1)
    found: list[Wanted] = []
    at = 0
    while at < len(words):
        for length in range(min(longest, len(words) - at), 0, -1):
            typed = tuple(words[at : at + length])
            others = meanings.get(_stems(typed), ())
            if others or length == 1:
                found.append(
                    Wanted(typed, tuple(other for other in others if _stems(other) != _stems(typed)))
                )
                at += length
                break
    return found


def known_meanings() -> Meanings:
    """Return the synonyms as `remembered` has read them, or as they are now. One query, none inside of `remembered`."""
    known = _remembered.get()
    return read_meanings() if known is None else known


def read_meanings() -> Meanings:
    """Return every set of synonyms by the stems of each of its members. One query."""
    found: dict[Phrase, tuple[Phrase, ...]] = {}
    for row in Synonyms.objects.all():
        phrases = tuple(row.phrases())
        for phrase in phrases:
            stems = _stems(phrase)
            found[stems] = tuple(dict.fromkeys((*found.get(stems, ()), *phrases)))
    return found


def _stems(phrase: Sequence[str]) -> Phrase:
    return tuple(stem(word, "sv") for word in phrase)
