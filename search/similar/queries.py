"""Compare a text that is being written with what is public. Nothing of it is kept, and no draft is looked at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from cms.ledger import queries
from search.analysis.stemming import stem
from search.analysis.tokens import lower, words
from search.queries import similar
from search.types import Hit

#: Shorter texts say too little to be like anything.
SHORTEST = 20
MOST_HITS, MOST_TAGS = 5, 6
#: A tag's name in the text says more than that some similar items have it.
_NAMED = 10


@dataclass(frozen=True)
class SaidBefore:
    """What to show beside a text.

    Attributes:
        hits: public news in the text's language, most like it first.
        tags: names of public tags, the fittest first.
    """

    hits: Sequence[Hit] = ()
    tags: Sequence[str] = ()


def find_said_before(
    text: str, *, language: str, but_not: str = "", chosen: Collection[str] = ()
) -> SaidBefore:
    """Return what is public and like a text, and tags that could be put on it.

    Args:
        but_not: `document_id` of the text's own item.
        chosen: names of the tags that it has.

    Raises:
        SearchUnavailable: nobody answers in time.
    """
    if len(text.strip()) < SHORTEST:
        return SaidBefore()
    hits = similar(text, language=language, limit=MOST_HITS, but_not=but_not)
    return SaidBefore(hits, _tags(text, hits, language, {lower(name, language) for name in chosen}))


def _tags(text: str, hits: Sequence[Hit], language: str, chosen: Collection[str]) -> list[str]:
    """Return tags whose name the text has, then those of similar items, the commonest first. One query."""
    has = {stem(word, language) for word in words(text)}
    points: Counter[str] = Counter()
    for row in queries.list_term_names(["tag"], language):
        stems = {stem(word, language) for word in words(row.title)}
        if stems and stems <= has:
            points[row.title] += _NAMED
    for hit in hits:
        points.update(ref["name"] for ref in (hit.card or {}).get("tags", ()))
    ranked = sorted(points.items(), key=lambda pair: (-pair[1], pair[0]))
    return [name for name, _points in ranked if lower(name, language) not in chosen][:MOST_TAGS]
