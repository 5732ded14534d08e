"""Swedish compounds taken apart: "trygghetskamera" is found by "kamera", "skolgård" by "gård" and by "skola".

A word is cut where both sides are known: from a list (`parts_sv.txt`), or because the ledger uses them on their own
(`search.lexicon`). Known is a stem, so "kameror" counts for "kamera". The fewest pieces win, and pieces are cut again.
"""

from __future__ import annotations

from collections.abc import Container
from functools import cache
from pathlib import Path

from search.analysis.stemming import stem
from search.analysis.stopwords import STOP_WORDS

_LIST = Path(__file__).with_name("parts_sv.txt")
#: Shortest word that is cut, and shortest pieces: from the list, or only seen in the ledger.
_LONG = 7
_SHORTEST = 3
_SEEN = 4
#: Longest word that is looked at; what is longer is an address or nonsense.
_LONGEST = 50
#: Vowels that stand for an "a" inside: "gatukontor", "kyrkogård".
_LINKS = ("u", "o")


@cache
def base_stems() -> frozenset[str]:
    """Return the stems of the list."""
    lines = _LIST.read_text(encoding="utf-8").splitlines()
    return frozenset(stem(word, "sv") for line in lines if not line.startswith("#") for word in line.split())


def split(word: str, seen: Container[str] = frozenset()) -> tuple[str, ...]:
    """Return the words inside of a Swedish compound, and inside of those, without repeats; none for other words.

    Args:
        word: in lower case.
        seen: stems of words that the ledger uses on their own.

    >>> split("trygghetskameror")
    ('trygghet', 'kameror')
    """
    if not _LONG <= len(word) <= _LONGEST or not word.isalpha():
        return ()
    pieces = _cut(word, seen, {})
    if len(pieces) < 2:
        return ()
    inner = [part for piece in pieces for part in split(piece, seen)]
    return tuple(dict.fromkeys([*pieces, *inner]))


def _cut(word: str, seen: Container[str], known: dict[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Return the fewest pieces that `word` is made of, at least two; empty if it can't be cut.

    Among equals, the one with the longest last piece: it carries the meaning.
    """
    if word in known:
        return known[word]
    best: tuple[str, ...] = ()
    known[word] = best
    for at in range(_SHORTEST, len(word) - _SHORTEST + 1):
        first = _first_piece(word[:at], seen)
        if not first:
            continue
        rest = word[at:]
        pieces = (first, rest) if _is_known(rest, seen) else (first, *_cut(rest, seen, known))
        if len(pieces) > 1 and (not best or len(pieces) < len(best)):
            best = pieces
    known[word] = best
    return best


def _first_piece(text: str, seen: Container[str]) -> str:
    """Return the word that a compound begins with, without what links it to the next; empty if unknown."""
    shorter = text[:-1]
    if text.endswith("s") and _is_known(shorter, seen):
        return shorter
    if _is_known(text, seen):
        return text
    if text.endswith(_LINKS) and _is_known(f"{shorter}a", seen):
        return f"{shorter}a"
    return ""


def _is_known(text: str, seen: Container[str]) -> bool:
    if len(text) < _SHORTEST or text in STOP_WORDS["sv"]:
        return False
    found = stem(text, "sv")
    return (found in base_stems() and len(found) >= _SHORTEST) or (len(text) >= _SEEN and found in seen)
