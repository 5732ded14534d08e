"""One search: what has all the words; if nothing has, what has some, and what may have been meant."""

from __future__ import annotations

import time
from typing import Any

from elasticsearch.dsl import Search, aggs
from elasticsearch.dsl import query as q

from search.engine.documents import DOCUMENT
from search.engine.facets import counted, counting
from search.engine.hits import fields, mark_hits, read_hit
from search.engine.index import Index
from search.engine.queries import answering, at_least, chosen, everything_of, order, relaxing, wanted
from search.engine.spelling import mend
from search.synonyms.queries import expand
from search.types import SearchQuery, SearchResult


def ask(index: Index, query: SearchQuery, *, within: float) -> SearchResult:
    """Answer a query.

    Raises:
        BackendUnavailable: not in time, or not at all.
    """
    started = time.monotonic()
    until = started + within
    asked = wanted(query.words)
    answer = _run(index, query, answering(query, asked), until=until)
    relaxed, meant = False, ""
    if asked and not answer["hits"]["total"]["value"]:
        levels, unknown = _look_closer(index, query, asked, until=until)
        meant = mend(index, query, unknown, until=until)
        if levels:
            relaxed = True
            answer = _run(index, query, relaxing(query, asked, least=max(levels)), until=until)
    found = answer["hits"]["hits"]
    return SearchResult(
        hits=mark_hits(index, found, query, until=until) if query.highlight else tuple(map(read_hit, found)),
        total=answer["hits"]["total"]["value"],
        facets=counted(answer.get("aggregations", {})),
        did_you_mean=meant,
        relaxed=relaxed,
        took=time.monotonic() - started,
        backend=index.vendor,
    )


def _run(index: Index, query: SearchQuery, finding: q.Query, *, until: float) -> dict[str, Any]:
    search = Search().query(finding).post_filter(chosen(query)).sort(*order(query))
    search = search.extra(from_=query.offset, size=query.limit, track_total_hits=True, track_scores=True)
    search = search.source(includes=fields(highlight=query.highlight))
    for name, aggregation in (counting(query) if query.with_facets else {}).items():
        search.aggs.bucket(name, aggregation)
    return index.execute(search, until=until, doing="searching")


def _look_closer(
    index: Index, query: SearchQuery, asked: list[q.Query], *, until: float
) -> tuple[list[int], list[str]]:
    """Return how many of the things asked for some document has, short of all, and the words that none has."""
    fewer: dict[str, q.Query] = {str(least): at_least(asked, least) for least in range(1, len(asked))}
    each: dict[str, q.Query] = {str(at): q.Bool(filter=[one]) for at, one in enumerate(asked)}
    search: Search[Any] = Search().query(everything_of(query))[:0]
    if fewer:
        search.aggs.bucket("fewer", aggs.Filters(filters=fewer))
    documents = q.Bool(filter=[q.Term(kind=DOCUMENT)])
    search.aggs.bucket("all", aggs.Global()).bucket("documents", aggs.Filter(documents)).bucket(
        "each", aggs.Filters(filters=each)
    )
    found = index.execute(search, until=until, doing="searching")["aggregations"]
    levels = [
        int(least)
        for least, one in found.get("fewer", {"buckets": {}})["buckets"].items()
        if one["doc_count"]
    ]
    counts = found["all"]["documents"]["each"]["buckets"]
    # Words come before phrases in `asked`, and only they can be misspelt.
    terms = [meant.words for meant in expand(query.words.words)]
    unknown = [word for at, words in enumerate(terms) if not counts[str(at)]["doc_count"] for word in words]
    return levels, unknown
