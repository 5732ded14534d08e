"""Counts beside the hits: for each facet, what a reader would get with one of its codes, all other choices kept."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from elasticsearch.dsl import aggs
from elasticsearch.dsl import query as q

from search.engine.queries import chosen
from search.types import FACETS, FacetCount, SearchQuery

#: Codes of a facet that are told.
MOST = 30


def counting(query: SearchQuery) -> dict[str, aggs.Agg[Any]]:
    """Return one aggregation per facet; the facet's own choice does not narrow it."""
    found: dict[str, aggs.Agg[Any]] = {}
    for name in FACETS:
        field = f"facets.{name}"
        inside: dict[str, aggs.Agg[Any]] = {
            "codes": aggs.Terms(field=field, size=MOST, order=[{"_count": "desc"}, {"_key": "asc"}])
        }
        if query.facets.get(name):
            # A chosen code is told even when it has few hits or none.
            codes = list(query.facets[name])
            inside["chosen"] = aggs.Filters(filters={code: q.Term(**{field: code}) for code in codes})
        found[name] = aggs.Filter(chosen(query, but=name), aggs=inside)
    return found


def counted(answer: Mapping[str, Any]) -> dict[str, tuple[FacetCount, ...]]:
    """Return the counts from the engine's answer."""
    return {name: _counts(answer[name]) for name in FACETS if name in answer}


def _counts(found: Mapping[str, Any]) -> tuple[FacetCount, ...]:
    counts = {bucket["key"]: bucket["doc_count"] for bucket in found["codes"]["buckets"]}
    asked = found.get("chosen", {}).get("buckets", {})
    kept = [code for code in counts if code not in asked][: MOST - len(asked)]
    told = {code: counts[code] for code in kept} | {code: one["doc_count"] for code, one in asked.items()}
    return tuple(
        FacetCount(code, count) for code, count in sorted(told.items(), key=lambda pair: (-pair[1], pair[0]))
    )
