"""What changed between two texts, word by word."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable
from dataclasses import dataclass

_WORD = re.compile(r"\S+|\s+")


@dataclass(frozen=True)
class Piece:
    """A run of text that was kept, removed or added. `kind` is `same`, `removed` or `added`."""

    kind: str
    text: str


def compare_words(before: str, after: str, *, by: Callable[[str], str] = str) -> tuple[Piece, ...]:
    """Return `after` against `before` as pieces, word by word.

    Args:
        by: what two words are compared by, e.g. without case; also given the white space between them.
    """
    old, new = _WORD.findall(before), _WORD.findall(after)
    pieces: list[Piece] = []
    matcher = difflib.SequenceMatcher(a=[*map(by, old)], b=[*map(by, new)], autojunk=False)
    for kind, i1, i2, j1, j2 in matcher.get_opcodes():
        if kind == "equal":
            pieces.append(Piece("same", "".join(new[j1:j2])))
            continue
        if i2 > i1:
            pieces.append(Piece("removed", "".join(old[i1:i2])))
        if j2 > j1:
            pieces.append(Piece("added", "".join(new[j1:j2])))
    return tuple(pieces)
