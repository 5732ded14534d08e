"""Words as they are compared: without case, punctuation, vowel signs and invisible characters, in any script."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from cms.common.digests import sha256_hex

_EDGE = re.compile(r"^[\W_]+|[\W_]+$")
_DECIMAL_COMMA = re.compile(r"(?<=\d),(?=\d)")
_ALIKE = str.maketrans({"’": "'", "‘": "'", "´": "'", "‐": "-", "‑": "-", "–": "-", "—": "-"})
#: Format characters (soft hyphen, joiners, direction marks) and vowel signs above or below a letter.
_UNSEEN = frozenset({"Cf", "Mn"})


@dataclass(frozen=True)
class Words:
    """A text's words: as they are compared (`norms`) and as they stand there (`raws`), side by side."""

    norms: tuple[str, ...]
    raws: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.norms)

    def text(self, start: int, end: int) -> str:
        """Return a stretch as it stands in the text."""
        return " ".join(self.raws[max(0, start) : end])


def read_words(text: str, *, most: int | None = None) -> Words:
    """Return the words of a text, at most so many. What is only punctuation goes with the word before it."""
    norms: list[str] = []
    raws: list[str] = []
    for token in text.split():
        norm = normal(token)
        if norm:
            if len(norms) == most:
                break
            norms.append(norm)
            raws.append(token)
        elif raws:
            raws[-1] = f"{raws[-1]} {token}"
    return Words(tuple(norms), tuple(raws))


@lru_cache(maxsize=20_000)
def normal(token: str) -> str:
    """Return what a word is compared by; empty for what is no word."""
    text = unicodedata.normalize("NFKC", token).casefold().translate(_ALIKE)
    if not text.isascii():
        text = "".join(one for one in text if unicodedata.category(one) not in _UNSEEN)
    return _DECIMAL_COMMA.sub(".", _EDGE.sub("", text))


def digest(norms: tuple[str, ...]) -> str:
    """Return the digest of a stretch of words."""
    return sha256_hex(" ".join(norms).encode())[:32]
