"""A query as conditions on stems, before it is written in either database's language."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from search.analysis import marking
from search.analysis.stemming import stem_rows, stems
from search.synonyms.queries import Meanings, Wanted, expand
from search.types import SearchQuery

#: Wanted things that a relaxed query tries all choices of; what is typed beyond them is then left out.
_MOST = 8


@dataclass(frozen=True)
class Together:
    """Words that a document has all of, anywhere; each one of its stems, also inside of compounds."""

    words: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class InRow:
    """Stems that a document has in a row."""

    stems: tuple[str, ...]


Choice = Together | InRow
#: What one wanted thing may be: any of these.
Group = tuple[Choice, ...]


@dataclass(frozen=True)
class Plan:
    """Conditions on a document. All must hold.

    Attributes:
        any_of: sets of groups; at least one set must be there, whole. Usually one set; several when relaxed.
        without: what must not be there; words do not count inside of compounds.
        flags: for each, one of its codes.
    """

    any_of: tuple[tuple[Group, ...], ...]
    without: tuple[InRow, ...]
    flags: tuple[tuple[str, ...], ...]

    @property
    def groups(self) -> tuple[Group, ...]:
        """Return every group once, in order."""
        return tuple(dict.fromkeys(group for groups in self.any_of for group in groups))

    def open_in(self, facet: str) -> Plan:
        """Return the plan without what is chosen in a facet, for counting what else could be."""
        kept = (codes for codes in self.flags if not codes[0].startswith(flag(facet, "")))
        return replace(self, flags=tuple(kept))


def make_plan(query: SearchQuery, meanings: Meanings | None = None) -> Plan:
    """Return the conditions of a query. One query, for synonyms, unless `meanings` are given."""
    wanted = [_group(one) for one in expand(query.words.words, meanings)]
    wanted += [_rows(phrase) for phrase in query.words.phrases]
    without = [InRow((found,)) for word in query.words.without for found in stems(word)]
    without += [row for phrase in query.words.without_phrases for row in _rows(phrase)]
    flags = [tuple(flag(name, code) for code in codes) for name, codes in query.facets.items() if codes]
    if query.news_only:
        flags.append((NEWS,))
    return Plan((tuple(wanted),), tuple(without), tuple(sorted(flags)))


def relaxations(plan: Plan) -> Iterable[Plan]:
    """Yield the plan with one wanted thing less, then two less ..., down to any one of them."""
    wanted = plan.groups[:_MOST]
    for count in range(len(wanted) - 1, 0, -1):
        yield Plan(tuple(combinations(wanted, count)), plan.without, plan.flags)


def flag(name: str, code: str) -> str:
    """Return the indexed form of a facet's code."""
    return f"{name}={code}"


#: Flags of every document, and of news, and of terms.
ANY, NEWS, TERM = "any=1", "news=1", "news=0"


def marks_of(plan: Plan) -> marking.Wanted:
    """Return what to mark in the texts of hits."""
    choices = [choice for group in plan.groups for choice in group]
    words = [word for choice in choices if isinstance(choice, Together) for word in choice.words]
    rows = [choice.stems for choice in choices if isinstance(choice, InRow)]
    return marking.Wanted(
        frozenset(found for word in words for found in word) | {row[0] for row in rows if len(row) == 1},
        tuple(row for row in rows if len(row) > 1),
    )


def _group(wanted: Wanted) -> Group:
    typed = Together(tuple(_known(stems(word)) for word in wanted.words))
    others = [
        Together((_known(stems(phrase[0])),)) if len(phrase) == 1 else row
        for phrase in wanted.others
        for row in (_rows(phrase) if len(phrase) > 1 else (InRow(phrase),))
    ]
    return (typed, *others)


def _rows(phrase: Sequence[str]) -> tuple[InRow, ...]:
    """Return a phrase as it may stand in texts of each language."""
    return tuple(map(InRow, stem_rows(phrase)))


def _known(found: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(filter(None, found))
