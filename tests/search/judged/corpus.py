"""The documents that queries are judged on: the example's items and a synthetic set in five more languages.

Grades in `queries.json`: 3 is what was looked for, 2 helps, 1 touches it, 0 (not named) does not. They were given by
reading the texts, before any backend had been asked.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from cms.example_data.content import terms
from cms.example_data.content.items import ITEMS
from cms.example_data.shapes import Block, Figure, Item, Questions, Quote, Text
from search.types import SearchDocument
from tests.factories.search import make_document

HERE = Path(__file__).parent
_NAMES = {
    term.code: term.words
    for group in (terms.AREAS, terms.GOALS, terms.AUDIENCES, terms.PLACES, terms.TAGS)
    for term in group
}


@dataclass(frozen=True)
class Judged:
    """A query with the grade of each document that is worth anything."""

    language: str
    text: str
    grades: Mapping[str, int]


def read_queries() -> list[Judged]:
    """Return every judged query."""
    return [Judged(**row) for row in json.loads((HERE / "queries.json").read_text(encoding="utf-8"))]


def read_pairs() -> list[tuple[str, str]]:
    """Return every (compound, part) that must be found."""
    return [(row[0], row[1]) for row in json.loads((HERE / "compounds.json").read_text(encoding="utf-8"))]


def make_corpus() -> dict[str, SearchDocument]:
    """Return every document by the name that grades use: `item:language`."""
    found = {
        f"{item.name}:{language}": _document(item, language)
        for item in ITEMS
        for language in item.words
        if item.withdrawal is None
    }
    for row in json.loads((HERE / "documents.json").read_text(encoding="utf-8")):
        name = row.pop("name")
        found[f"{name}:{row['language']}"] = make_document(name, **row)
    return found


def ndcg(found: Sequence[str], grades: Mapping[str, int], *, depth: int = 10) -> float:
    """Return the normalised discounted cumulative gain of the first hits: 1 is the best order there is.

    Järvelin and Kekäläinen (2002), with gains of 2^grade - 1.
    """
    best = _gain(sorted(grades.values(), reverse=True)[:depth])
    return _gain([grades.get(name, 0) for name in found[:depth]]) / best if best else 1.0


def _gain(grades: Sequence[int]) -> float:
    return sum((2**grade - 1) / math.log2(place + 2) for place, grade in enumerate(grades))


def _document(item: Item, language: str) -> SearchDocument:
    words = item.words[language]
    codes = (*item.areas, *item.goals, *item.audiences, *item.places, *item.tags)
    names = [_NAMES[code].get(language, ("",))[0] for code in codes if code in _NAMES]
    return make_document(
        item.name,
        language=language,
        item_type=item.type,
        title=words.title,
        summary=words.summary,
        body=" ".join(text for block in words.body for text in _texts(block)),
        terms=tuple(filter(None, names)),
        facets={"area": item.areas, "tag": item.tags, "place": item.places},
    )


def _texts(block: Block) -> Iterator[str]:
    if isinstance(block, Text):
        yield f"{block.heading} {block.text}"
    elif isinstance(block, Quote):
        yield f"{block.text} {block.name} {block.title}"
    elif isinstance(block, Questions):
        yield " ".join(f"{question} {answer}" for question, answer in block.pairs)
    elif isinstance(block, Figure):
        yield f"{block.title} {block.description} {block.unit} {block.source} {block.method}"
