"""What the index asks of a database's full text. Two speak it: `sqlite.py` and `postgresql.py`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from search.database.plans import Plan

#: Fields of text, and how much a word in each weighs. Both databases know four weights at most.
FIELDS = ("title", "terms", "summary", "body", "attachments")


@dataclass(frozen=True)
class Indexed:
    """The words of one document.

    Attributes:
        fields: stems in order, by field.
        parts: stems inside of compounds.
        heading: words of the title as written, normalised: for completing what is typed.
        flags: facets and the like.
    """

    id: int
    fields: Mapping[str, Sequence[str]]
    parts: Sequence[str]
    heading: Sequence[str]
    flags: Sequence[str]


@dataclass(frozen=True)
class Ranked:
    """One document that answers, best first."""

    id: int
    score: float


class FullText(Protocol):
    """A database's full text over the documents of both slots."""

    def insert(self, documents: Sequence[Indexed]) -> None:
        """Index documents whose rows are there and which are not indexed yet."""
        ...

    def count(self, plan: Plan, *, slot: int) -> int:
        """Return how many documents meet a plan."""
        ...

    def newest(self, plan: Plan, *, slot: int, limit: int, offset: int = 0) -> list[int]:
        """Return ids of documents that meet a plan, newest first."""
        ...

    def ranked(
        self, plan: Plan, *, slot: int, language: str, among: int, limit: int, offset: int
    ) -> list[Ranked]:
        """Return the most relevant of the newest `among` documents that meet a plan, those in `language` first."""
        ...

    def facet_counts(self, plan: Plan, *, slot: int, among: int) -> list[tuple[str, str, int]]:
        """Return (facet, code, documents) over the newest `among` documents that meet a plan."""
        ...

    def starting_with(
        self, words: Sequence[str], *, slot: int, flags: Sequence[str], limit: int
    ) -> list[int]:
        """Return ids, newest first, of documents whose title has a word starting with each of `words`."""
        ...
