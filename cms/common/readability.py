"""How hard a Swedish text is to read: LIX, sentences that are too long, abbreviations that nobody explains.

LIX (C. H. Björnsson, *Läsbarhet*, 1968) is the average number of words in a sentence plus the share of words longer
than six letters, in per cent. Up to 40 reads easily, from 50 on a text is hard: the language of authorities.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

#: From here on a text is hard.
HARD_LIX = 50
#: A sentence with more words is hard to keep together.
LONG_SENTENCE = 25
#: Fewer words say nothing about a text.
_FEWEST_WORDS = 40
_LONG_WORD = 6
_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*|\d+(?:[.,:]\d+)*")
_LETTERS = re.compile(r"[^\W\d_]")
#: The end of a sentence: a mark, or a line of its own; not the point of an abbreviation or of a time.
_END = re.compile(r"(?<=[.!?…])[\"”’)]*\s+(?=[\"”’(]?[A-ZÅÄÖÉ0-9–-])|\n+")
_SHORTENED = re.compile(
    r"\b(?:t\.ex|bl\.a|m\.m|o\.s\.v|s\.k|d\.v\.s|f\.d|kl|nr|ca|tel|dr|st|kv|jfr|resp|inkl|exkl|p\.g\.a|fr\.o\.m|t\.o\.m)\.$",
    re.IGNORECASE,
)
_ABBREVIATION = re.compile(r"(?<![\w-])(?=[A-ZÅÄÖ0-9]*[A-ZÅÄÖ][A-ZÅÄÖ0-9]*[A-ZÅÄÖ])[A-ZÅÄÖ0-9]{2,6}(?![\w])")
#: Everybody knows them, or they are no abbreviations any more.
_KNOWN = frozenset(
    ["SMS", "PDF", "TV", "SVT", "SR", "TT", "OK", "CD", "ID", "QR", "SOS", "EU", "FN", "USA", "AB"]
)


@dataclass(frozen=True)
class Reading:
    """What was found: LIX (None for a text too short to tell), sentences too long, abbreviations not explained."""

    lix: int | None
    long_sentences: tuple[str, ...]
    abbreviations: tuple[str, ...]


def read(text: str) -> Reading:
    """Return how a Swedish text reads. A line break ends a sentence, as a heading or an entry of a list does."""
    sentences = list(_sentences(text))
    counted = [len(_WORD.findall(sentence)) for sentence in sentences]
    return Reading(
        lix=_lix(text, [count for count in counted if count]),
        long_sentences=tuple(
            sentence for sentence, count in zip(sentences, counted, strict=True) if count > LONG_SENTENCE
        ),
        abbreviations=tuple(_unexplained(text)),
    )


def _lix(text: str, counted: list[int]) -> int | None:
    words = _WORD.findall(text)
    if len(words) < _FEWEST_WORDS or not counted:
        return None
    long = sum(len(_LETTERS.findall(word)) > _LONG_WORD for word in words)
    return round(len(words) / len(counted) + 100 * long / len(words))


def _sentences(text: str) -> Iterator[str]:
    begun = ""
    for part in _END.split(text):
        begun = f"{begun} {part}".strip() if begun else part.strip()
        if _SHORTENED.search(begun):
            continue  # the point belongs to the word
        if begun:
            yield begun
        begun = ""
    if begun:
        yield begun


def _unexplained(text: str) -> Iterator[str]:
    """Yield each abbreviation once that stands nowhere beside its meaning: "ABC (…)" or "(ABC)"."""
    for name in dict.fromkeys(_ABBREVIATION.findall(text)):
        explained = re.search(rf"\({re.escape(name)}\)|{re.escape(name)}(?:s)? \([^)]+\)", text)
        if name not in _KNOWN and not explained:
            yield name
