"""Which saved searches a document answers: searching the other way round.

Each kept query has anchors: the stems of one thing that it wants, or its flags. Only queries that share an anchor with
the document are looked at; those are decided here, in memory, by the same plan that searching uses.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from django.db import transaction

from search.database.fulltext import Indexed
from search.database.indexing import words_of
from search.database.models import Anchor, KeptQuery
from search.database.plans import ANY, Choice, Group, InRow, Plan, Together, make_plan
from search.database.writing import lock_state
from search.parsing import make_query
from search.synonyms.queries import known_meanings
from search.types import SearchDocument, SearchQuery

_BATCH = 400
#: Characters of an anchor that are kept.
_LONGEST = 100


def keep(searches: Mapping[str, SearchQuery], *, mark: str) -> None:
    """Hold new documents against these queries from now on."""
    meanings = known_meanings()
    rows = [
        KeptQuery(
            search_id=search_id,
            text=query.text,
            language=query.language,
            facets={name: list(codes) for name, codes in query.facets.items() if codes},
            news_only=query.news_only,
        )
        for search_id, query in searches.items()
    ]
    anchors = [
        Anchor(query_id=search_id, word=word[:_LONGEST])
        for search_id, query in searches.items()
        for word in sorted(set(anchors_of(make_plan(query, meanings))))
    ]
    with transaction.atomic():
        state = lock_state()
        for start in range(0, len(rows), _BATCH):
            ids = [row.search_id for row in rows[start : start + _BATCH]]
            KeptQuery.objects.filter(search_id__in=ids).delete()
        KeptQuery.objects.bulk_create(rows, batch_size=_BATCH)
        Anchor.objects.bulk_create(anchors, batch_size=_BATCH)
        if mark:
            state.searches_mark = mark
            state.save(update_fields=["searches_mark"])


def drop(search_id: str) -> None:
    """Hold nothing against it any more."""
    KeptQuery.objects.filter(search_id=search_id).delete()


def matching(document: SearchDocument) -> list[str]:
    """Return the ids of kept queries that a document answers, in order."""
    words = words_of(document, 0)
    have = sorted({word[:_LONGEST] for word in (*all_words(words), *words.flags)})
    found: dict[str, KeptQuery] = {}
    for start in range(0, len(have), _BATCH):
        rows = KeptQuery.objects.filter(anchors__word__in=have[start : start + _BATCH]).distinct()
        found |= {row.search_id: row for row in rows}
    meanings = known_meanings()
    plans = {search_id: make_plan(query_of(row), meanings) for search_id, row in found.items()}
    return sorted(search_id for search_id, plan in plans.items() if answers(words, plan))


def query_of(row: KeptQuery) -> SearchQuery:
    """Return a kept query as it was asked."""
    facets = {name: tuple(codes) for name, codes in row.facets.items()}
    return make_query(row.text, language=row.language, facets=facets, news_only=row.news_only)


def anchors_of(plan: Plan) -> list[str]:
    """Return words one of which a document must have: of the wanted thing with the longest ones, likely the rarest."""
    options = [words for group in plan.groups if (words := _group_anchors(group))]
    if options:
        return max(options, key=_shortest)
    fewest: tuple[str, ...] = min(plan.flags, key=len, default=(ANY,))
    return list(fewest)


def answers(words: Indexed, plan: Plan) -> bool:
    """Whether a document meets a plan."""
    wide = all_words(words)
    flags = set(words.flags)
    return (
        all(not flags.isdisjoint(codes) for codes in plan.flags)
        and any(all(_has(words, wide, group) for group in groups) for groups in plan.any_of)
        and not any(_in_row(words, row.stems) for row in plan.without)
    )


def all_words(words: Indexed) -> set[str]:
    """Return every stem of a document, also inside of compounds."""
    return {stem for stems in words.fields.values() for stem in stems} | set(words.parts)


def _has(words: Indexed, wide: set[str], group: Iterable[Choice]) -> bool:
    return any(
        _in_row(words, choice.stems)
        if isinstance(choice, InRow)
        else all(not wide.isdisjoint(stems) for stems in choice.words)
        for choice in group
    )


def _in_row(words: Indexed, row: tuple[str, ...]) -> bool:
    length = len(row)
    return any(
        tuple(stems[at : at + length]) == row
        for stems in words.fields.values()
        for at in range(len(stems) - length + 1)
    )


def _group_anchors(group: Group) -> list[str]:
    """Return, of each choice, the words of which one must be there."""
    found: list[str] = []
    for choice in group:
        if isinstance(choice, Together):
            longest: tuple[str, ...] = max(choice.words, key=_shortest, default=())
            found += longest
        else:
            found.append(max(choice.stems, key=len))
    return found


def _shortest(words: Sequence[str]) -> int:
    return min(map(len, words), default=0)
