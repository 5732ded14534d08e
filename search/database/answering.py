"""Answer queries from the index in the database. A bounded number of queries, whatever it holds."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence

from search.analysis.marking import Wanted, mark, snippet
from search.database.fulltext import FullText, Ranked
from search.database.models import IndexedDocument, IndexedText
from search.database.plans import Plan, make_plan, marks_of, relaxations
from search.database.words import mended
from search.types import FACETS, FacetCount, Hit, Marked, SearchQuery, SearchResult, Sort

#: Relevance is worked out for so many of the newest that answer, and facets are counted on as many. Also `MAX_DEPTH`.
RANKED = 5_000
COUNTED = 3_000
_MOST_CODES = 30


def answer(fulltext: FullText, query: SearchQuery, *, slot: int) -> SearchResult:
    """Return the hits of a query, with facets and, if nothing has it all, what could be meant."""
    began = time.monotonic()
    plan = make_plan(query)
    total = fulltext.count(plan, slot=slot)
    relaxed, did_you_mean = False, ""
    if not total and plan.groups:
        did_you_mean = mended(query, slot=slot)
        for looser in relaxations(plan):
            total = fulltext.count(looser, slot=slot)
            if total:
                plan, relaxed = looser, True
                break
    ranked = _page(fulltext, query, plan, slot) if query.limit and total else []
    return SearchResult(
        hits=tuple(read_hits(ranked, marks_of(plan), highlight=query.highlight)),
        total=total,
        facets=_facets(fulltext, query, plan, slot) if query.with_facets else {},
        facets_partial=query.with_facets and total > COUNTED,
        did_you_mean=did_you_mean,
        relaxed=relaxed,
        took=time.monotonic() - began,
        backend="database",
    )


def read_hits(ranked: Sequence[Ranked], wanted: Wanted, *, highlight: bool = True) -> list[Hit]:
    """Return hits in the order of `ranked`, marked. Two queries."""
    ids = [one.id for one in ranked]
    rows = IndexedDocument.objects.defer("vector").in_bulk(ids)
    texts = IndexedText.objects.in_bulk(ids) if highlight else {}
    return [_hit(rows[one.id], texts.get(one.id), one.score, wanted) for one in ranked if one.id in rows]


def _page(fulltext: FullText, query: SearchQuery, plan: Plan, slot: int) -> list[Ranked]:
    if query.sort == Sort.TIME:
        ids = fulltext.newest(plan, slot=slot, limit=query.limit, offset=query.offset)
        return [Ranked(one, 0.0) for one in ids]
    return fulltext.ranked(
        plan, slot=slot, language=query.language, among=RANKED, limit=query.limit, offset=query.offset
    )


def _hit(row: IndexedDocument, text: IndexedText | None, score: float, wanted: Wanted) -> Hit:
    language = row.language
    texts = (text.summary, text.body, *text.attachments.split("\n")) if text else ()
    return Hit(
        item_key=row.item_key,
        item_type=row.item_type,
        public_id=row.public_id,
        language=language,
        seq=row.seq,
        title=mark(text.title, wanted, language=language) if text else Marked(""),
        snippet=snippet(texts, wanted, language=language),
        score=score,
    )


def _facets(
    fulltext: FullText, query: SearchQuery, plan: Plan, slot: int
) -> Mapping[str, tuple[FacetCount, ...]]:
    """Return the counts of every facet, a chosen one as if it were not chosen. One query, and one for each chosen."""
    counts = _by_name(fulltext.facet_counts(plan, slot=slot, among=COUNTED))
    for name in [name for name, codes in query.facets.items() if codes]:
        others = _by_name(fulltext.facet_counts(plan.open_in(name), slot=slot, among=COUNTED)).get(name, {})
        counts[name] = dict.fromkeys(query.facets[name], 0) | others
    return {name: _sorted(counts[name], query.facets.get(name, ())) for name in FACETS if counts.get(name)}


def _by_name(rows: Sequence[tuple[str, str, int]]) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    for name, code, count in rows:
        found.setdefault(name, {})[code] = count
    return found


def _sorted(counts: Mapping[str, int], chosen: Sequence[str]) -> tuple[FacetCount, ...]:
    ordered = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    kept = ordered[:_MOST_CODES] + [pair for pair in ordered[_MOST_CODES:] if pair[0] in chosen]
    return tuple(FacetCount(code, count) for code, count in kept)
