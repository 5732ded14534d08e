"""Which edition of a text a page shows, and where it differs. Knows words only: no page, no database.

A sentence of ours stands on the page word by word (`whole`), nearly so (`near`), or not. Sentences that are left out
change nothing: a page may quote. A sentence that is cut is a quotation only where an ellipsis says so.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import cached_property

from cms.common.comparison import Piece, compare_words
from pressroom.copies.editions import LEAST, Printed, Sentence
from pressroom.copies.words import Words, normal

#: Words in a row by which places are found.
_RUN = 3
#: The share of a sentence's words that must be there, in order, for it to be the same sentence altered.
_NEAR = 0.6
#: Places of one run of words that are looked at: a page that repeats itself must not cost more.
_PLACES = 20
_ELLIPSES = ("…", "...", "[...]", "(...)", "[…]", "(…)")
#: Differences that are told of one text, and characters of each.
_MOST_PASSAGES, _MOST_CHARACTERS = 8, 600


@dataclass(frozen=True)
class Found:
    """How a page shows a text: the edition it is nearest to.

    Attributes:
        number: of that edition.
        is_exact: all that is there of it stands there word by word.
        is_part: something of it is not there.
        passages: how the page differs from the newest edition: `removed` is ours and not there, `added` is there.
    """

    number: int
    is_exact: bool
    is_part: bool
    passages: tuple[tuple[Piece, ...], ...]


class PageWords:
    """A page's words, with where each run of three and each single word stands."""

    def __init__(self, words: Words) -> None:
        self.words = words

    @cached_property
    def runs(self) -> dict[tuple[str, ...], list[int]]:
        """Where each run of words begins."""
        norms = self.words.norms
        found: dict[tuple[str, ...], list[int]] = defaultdict(list)
        for start in range(len(norms) - _RUN + 1):
            found[norms[start : start + _RUN]].append(start)
        return found

    @cached_property
    def _single(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = defaultdict(list)
        for place, norm in enumerate(self.words.norms):
            found[norm].append(place)
        return found

    def has(self, norms: tuple[str, ...]) -> bool:
        """Whether these words stand on the page in a row."""
        starts = self.runs.get(norms[:_RUN], []) if len(norms) >= _RUN else self._single.get(norms[0], [])
        return any(self.words.norms[start : start + len(norms)] == norms for start in starts)


@dataclass
class _Match:
    """How one edition's sentences stand on a page. `near` has the place of each on the page."""

    printed: Printed
    whole: list[Sentence] = field(default_factory=list)
    near: list[tuple[Sentence, int, int, int]] = field(default_factory=list)
    absent: list[Sentence] = field(default_factory=list)

    @property
    def is_shown(self) -> bool:
        """Whether more than the title is there: at least a sentence that can't be anybody's."""
        own = [*self.whole, *(sentence for sentence, *_place in self.near)]
        return any(len(sentence.words) >= LEAST and not sentence.is_title for sentence in own)

    @property
    def is_complete(self) -> bool:
        return not self.near and all(sentence.is_title for sentence in self.absent)

    @property
    def score(self) -> float:
        whole = sum(len(sentence.words) for sentence in self.whole)
        return whole + sum(same for _sentence, _start, _end, same in self.near) / 2


def compare(page: PageWords, editions: Sequence[Printed]) -> Found | None:
    """Return how a page shows a text, or None when it does not.

    Args:
        editions: the text's readable editions, the newest first.
    """
    matches = [_match(page, printed) for printed in editions]
    shown = [match for match in matches if match.is_shown]
    if not shown:
        return None
    best = max(shown, key=lambda match: (match.score, match.is_complete, match.printed.number))
    newest = matches[0]
    is_current = best is newest and not best.near
    passages = () if is_current else tuple(_differences(page, best, newest))[:_MOST_PASSAGES]
    return Found(best.printed.number, not best.near, bool(best.absent), passages)


def _match(page: PageWords, printed: Printed) -> _Match:
    match = _Match(printed)
    for sentence in printed.sentences:
        norms = sentence.words.norms
        if not norms:
            continue
        if page.has(norms):
            match.whole.append(sentence)
            continue
        near = _find_near(page, norms) if len(norms) >= LEAST else None
        if near is None:
            match.absent.append(sentence)
        elif near.is_quotation:
            match.whole.append(sentence)
        else:
            match.near.append((sentence, near.start, near.end, near.same))
    return match


@dataclass(frozen=True)
class _Near:
    start: int
    end: int
    same: int
    is_quotation: bool


def _find_near(page: PageWords, norms: tuple[str, ...]) -> _Near | None:
    """Return the stretch of the page that is the sentence with some words changed, or None."""
    votes: Counter[int] = Counter()
    for index in range(len(norms) - _RUN + 1):
        for place in page.runs.get(norms[index : index + _RUN], [])[:_PLACES]:
            votes[place - index] += 1
    if not votes:
        return None
    [(offset, _count)] = votes.most_common(1)
    slack = max(LEAST, len(norms) // 2)
    start = max(0, offset - slack)
    there = page.words.norms[start : offset + len(norms) + slack]
    blocks = [b for b in SequenceMatcher(None, norms, there, autojunk=False).get_matching_blocks() if b.size]
    # A single word at an edge is chance: "och" stands everywhere.
    while len(blocks) > 1 and blocks[0].size == 1 and blocks[0].b + 1 < blocks[1].b:
        del blocks[0]
    while len(blocks) > 1 and blocks[-1].size == 1 and blocks[-2].b + blocks[-2].size < blocks[-1].b:
        del blocks[-1]
    same = sum(block.size for block in blocks)
    first, last = blocks[0], blocks[-1]
    if (
        len(blocks) == 1
        and first.size >= LEAST
        and _is_cut(page, norms, start + first.b, first.a, first.size)
    ):
        return _Near(start + first.b, start + first.b + first.size, same, is_quotation=True)
    if same < _NEAR * len(norms):
        return None
    begin = start + first.b - first.a
    end = start + last.b + last.size + (len(norms) - last.a - last.size)
    return _Near(max(0, begin), end, same, is_quotation=False)


def _is_cut(page: PageWords, norms: tuple[str, ...], place: int, index: int, size: int) -> bool:
    """Whether an ellipsis stands where the page leaves out the sentence's beginning or end."""
    raws = page.words.raws
    before = (
        index == 0 or raws[place].startswith(_ELLIPSES) or (place > 0 and raws[place - 1].endswith(_ELLIPSES))
    )
    return before and (index + size == len(norms) or raws[place + size - 1].endswith(_ELLIPSES))


def _differences(page: PageWords, best: _Match, newest: _Match) -> list[tuple[Piece, ...]]:
    """Return how what the page shows differs from the newest edition, in the order of the text."""
    found = []
    for sentence, start, end, _same in newest.near:
        found.append(compare_words(sentence.text, page.words.text(start, end), by=normal))
    known = {sentence.words.norms for sentence in newest.whole}
    known_near = [set(sentence.words.norms) for sentence, *_place in newest.near]
    for sentence in best.whole if best is not newest else []:
        own = set(sentence.words.norms)
        is_told = any(len(own & other) >= _NEAR * len(own) for other in known_near)
        if sentence.words.norms not in known and not is_told and len(own) >= LEAST:
            found.append((Piece("added", sentence.text),))
    if not found:
        found = [(Piece("removed", sentence.text),) for sentence in newest.absent if not sentence.is_title]
    return [_shortened(pieces) for pieces in found]


def _shortened(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    left, kept = _MOST_CHARACTERS, []
    for piece in pieces:
        if left <= 0:
            break
        kept.append(Piece(piece.kind, piece.text if len(piece.text) <= left else f"{piece.text[:left]}…"))
        left -= len(piece.text)
    return tuple(kept)
