"""Saved searches: kept in the index beside the documents, and asked which of them a new document answers.

Where the engine has its percolator, it does that. Where not, the document is put where nobody searches, and every saved
search is asked of it, many in a request: the same answers, some milliseconds per hundred searches.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping
from typing import Any

from elasticsearch import Elasticsearch
from elasticsearch.dsl import Search
from elasticsearch.dsl import query as q

from search.engine.documents import DROPPED, MARK, MARK_ID, PROBE, SAVED, Abilities, make_source
from search.engine.queries import matching
from search.engine.trouble import explain, told
from search.engine.writing import Action
from search.exceptions import BackendUnavailable
from search.types import SearchDocument, SearchQuery, Words

_PAGE = 1000
_AT_ONCE = 250
_FIELDS = ("words", "phrases", "without", "without_phrases")


def saved_action(search_id: str, query: SearchQuery) -> Action:
    """Return how a saved search is written; one of the same id is replaced."""
    return Action("index", document_id(search_id), make_saved(search_id, query))


def dropped_action(search_id: str) -> Action:
    """Return how a saved search is taken away: a note stays until the next rebuild, so that none brings it back."""
    return Action("index", document_id(search_id), {"kind": DROPPED, "search_id": search_id})


def mark_action(mark: str) -> Action:
    """Return how an index is told up to where it holds the saved searches."""
    return Action("index", MARK_ID, {"kind": MARK, "asked": {"mark": mark}})


def document_id(search_id: str) -> str:
    """Return the id under which a saved search stands."""
    return f"saved:{search_id}"


def make_saved(search_id: str, query: SearchQuery) -> dict[str, Any]:
    """Return the body of a saved search: what was asked, and that in the engine's words."""
    asked = {field: getattr(query.words, field) for field in _FIELDS}
    return {
        "kind": SAVED,
        "search_id": search_id,
        "asked": {
            **asked,
            "facets": {name: list(codes) for name, codes in query.facets.items()},
            "news_only": query.news_only,
            "language": query.language,
        },
        "query": matching(query).to_dict(),
    }


def recompiled(source: Mapping[str, Any]) -> dict[str, Any]:
    """Return the body of a saved search from an older index, put into the engine's words anew."""
    asked = source["asked"]
    words = Words(
        words=tuple(asked["words"]),
        phrases=tuple(map(tuple, asked["phrases"])),
        without=tuple(asked["without"]),
        without_phrases=tuple(map(tuple, asked["without_phrases"])),
    )
    facets = {name: tuple(codes) for name, codes in asked["facets"].items()}
    query = SearchQuery(words=words, facets=facets, news_only=asked["news_only"], language=asked["language"])
    return make_saved(source["search_id"], query)


def matches(
    client: Elasticsearch, index: str, document: SearchDocument, *, abilities: Abilities
) -> list[str]:
    """Return the ids of the saved searches that a document answers, in order."""
    with told("matching saved searches"):
        client.indices.refresh(index=index)
        if abilities.percolates:
            percolated = q.Percolate(field="query", document=make_source(document))
            pages = pages_of(client, index, percolated, fields=["search_id"])
            return [hit["_source"]["search_id"] for page in pages for hit in page]
        return _asked_one_by_one(client, index, document)


def _asked_one_by_one(client: Elasticsearch, index: str, document: SearchDocument) -> list[str]:
    """Do what a percolator does, with the searches turned to one document."""
    probe = f"probe:{secrets.token_hex(8)}"
    source = make_source(document) | {"kind": PROBE, "document_id": probe}
    client.index(index=index, id=probe, document=source, refresh=True, require_alias=True)
    found: list[str] = []
    try:
        for page in pages_of(client, index, q.MatchAll(), fields=["search_id", "query"]):
            sources = [hit["_source"] for hit in page]
            for start in range(0, len(sources), _AT_ONCE):
                found += _answered(client, index, sources[start : start + _AT_ONCE], probe)
        return found
    finally:
        client.delete(index=index, id=probe)


def _answered(client: Elasticsearch, index: str, saved: list[Mapping[str, Any]], probe: str) -> list[str]:
    searches: list[Mapping[str, Any]] = []
    for one in saved:
        only = {"bool": {"filter": [{"term": {"document_id": probe}}, _of_probes(one["query"])]}}
        searches += [{}, {"query": only, "size": 0, "track_total_hits": True}]
    answers = client.msearch(index=index, searches=searches)["responses"]
    if failed := next((answer["error"] for answer in answers if "error" in answer), None):
        raise BackendUnavailable(f"The engine refused a saved search: {explain(failed, 400)}.")
    return [
        one["search_id"]
        for one, answer in zip(saved, answers, strict=True)
        if answer["hits"]["total"]["value"]
    ]


def _of_probes(query: Mapping[str, Any]) -> dict[str, Any]:
    """Return a saved query that looks at probes instead of documents; that condition is its first."""
    inside = query["bool"]
    return {"bool": {**inside, "filter": [{"term": {"kind": PROBE}}, *inside["filter"][1:]]}}


def pages_of(
    client: Elasticsearch, index: str, query: q.Query, *, fields: list[str] | None = None
) -> Iterator[list[Mapping[str, Any]]]:
    """Yield every saved search that a query finds, by id, a page at a time; of all its fields unless some are named."""
    after: list[Any] | None = None
    only = q.Bool(filter=[q.Term(kind=SAVED), query])
    while True:
        search = Search(using=client, index=index).query(only).sort("search_id")[:_PAGE]
        search = search.source(includes=fields) if fields else search
        if after is not None:
            search = search.extra(search_after=after)
        hits = search.execute().to_dict()["hits"]["hits"]
        if hits:
            yield hits
        if len(hits) < _PAGE:
            return
        after = hits[-1]["sort"]
