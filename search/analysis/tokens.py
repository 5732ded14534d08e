"""Words of a text, and the form in which they are compared in each language.

Swedish å, ä and ö are letters of their own and stay. In Turkish text marks fall away, dotless i becomes i. Arabic and
Persian lose vowel signs and get one form of alef, ya, kaf and ta marbuta, as Lucene's normalisers do it. Ge'ez stays.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

_MARKS = "\u0300-\u036f\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed"
_WORD = re.compile(rf"[^\W_](?:[^\W_]|[{_MARKS}]|['’](?=[^\W_]))*")
_MARK = re.compile(rf"[{_MARKS}]")
#: What a reader of any language may write for one and the same letter.
_LETTERS = str.maketrans(
    {
        "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ی": "ي", "ئ": "ي", "ؤ": "و", "ک": "ك", "ة": "ه", "ۀ": "ه",
        "ı": "i", "’": "'",
    }
)  # fmt: skip
_KEPT = frozenset("åäö")
_NO_KEPT: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Token:
    """One word of a text, as written, at [start, end)."""

    text: str
    start: int
    end: int


def tokens(text: str) -> Iterator[Token]:
    """Yield the words of a text in order."""
    for found in _WORD.finditer(text):
        yield Token(found.group(), found.start(), found.end())


def words(text: str) -> list[str]:
    """Return the words of a text as written."""
    return _WORD.findall(text)


def with_word(text: str, word: str, other: str) -> str:
    """Return a text with a word, in whatever case it stands there, replaced by another."""
    return re.sub(rf"(?<!\w){re.escape(word)}(?!\w)", other, text, flags=re.IGNORECASE)


def lower(text: str, language: str) -> str:
    """Return a text in lower case. Turkish I is ı, and İ is i; elsewhere I is i."""
    if language == "tr":
        text = text.replace("I", "ı").replace("İ", "i")
    return unicodedata.normalize("NFC", text.lower())


def normal(word: str, language: str) -> str:
    """Return the form of a word that is compared: lower case, one form per letter, no signs that one may leave out.

    >>> normal("KAFÉ", "sv"), normal("Işık", "tr"), normal("أَحْمَد", "ar")
    ('kafe', 'isik', 'احمد')
    """
    word = lower(unicodedata.normalize("NFKC", word), language)
    kept = _NO_KEPT if language == "tr" else _KEPT
    if not word.isascii():
        word = _MARK.sub("", word.translate(_LETTERS))
        word = "".join(_plain(letter, kept) for letter in word)
    return word


def _plain(letter: str, kept: frozenset[str]) -> str:
    """Return a letter without its marks (é, ü, ç, ş), and a digit of any script as 0-9."""
    if letter.isascii() or letter in kept:
        return letter
    if letter.isdecimal():
        return str(unicodedata.decimal(letter))
    base = unicodedata.normalize("NFD", letter)[0]
    return base if base.isascii() else letter
