"""From the engine's answer to hits, with the words marked that answer the query."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from elasticsearch.dsl import Search
from elasticsearch.dsl import query as q

from search.analysis import marking
from search.analysis.stemming import stem_rows, stems
from search.engine.index import Index
from search.engine.queries import terms
from search.synonyms.queries import expand
from search.types import Hit, Marked, SearchQuery, document_id

_NAMED = ["document_id", "item_key", "item_type", "public_id", "language", "seq", "shown.title"]
_TEXTS = ("summary", "body")

Found = Mapping[str, Any]


def fields(*, highlight: bool) -> list[str]:
    """Return what has to be fetched of each hit."""
    return [*_NAMED, *(f"shown.{name}" for name in _TEXTS)] if highlight else _NAMED


def read_hit(found: Found) -> Hit:
    """Return one hit without marks and snippet."""
    source = found["_source"]
    return Hit(
        item_key=uuid.UUID(source["item_key"]),
        item_type=source["item_type"],
        public_id=source["public_id"],
        language=source["language"],
        seq=source["seq"],
        title=Marked(source["shown"]["title"]),
        score=found.get("_score") or 0.0,
    )


def mark_hits(index: Index, found: Sequence[Found], query: SearchQuery, *, until: float) -> tuple[Hit, ...]:
    """Return hits with what answers the query marked: with our own stems, which have found them.

    Attached documents are long, so they are fetched only for hits that show no mark without them.
    """
    sought = _sought(query)
    marked = [
        _mark(read_hit(one), [one["_source"]["shown"][name] for name in _TEXTS], sought) for one in found
    ]
    bare = [at for at, hit in enumerate(marked) if not hit.title.marks and not hit.snippet.marks]
    if bare and (sought.stems or sought.rows):
        texts = _attachments(index, [marked[at] for at in bare], sought, until=until)
        for at in bare:
            hit = marked[at]
            attached = texts.get(document_id(hit.item_key, hit.language), [])
            told = marking.snippet(attached, sought, language=hit.language)
            marked[at] = replace(hit, snippet=told) if told.marks else hit
    return tuple(marked)


def _mark(hit: Hit, texts: Sequence[str], sought: marking.Wanted) -> Hit:
    return replace(
        hit,
        title=marking.mark(hit.title.text, sought, language=hit.language),
        snippet=marking.snippet(texts, sought, language=hit.language),
    )


def _sought(query: SearchQuery) -> marking.Wanted:
    """Return what to mark: every stem and every row of stems that finds something."""
    wanted = expand(query.words.words)
    others = [other for one in wanted for other in one.others]
    typed = [one.words for one in wanted] + [other for other in others if len(other) == 1]
    phrases = [*query.words.phrases, *(other for other in others if len(other) > 1)]
    found = {one for term in typed for word in term for one in stems(word) if one}
    return marking.Wanted(frozenset(found), tuple(row for phrase in phrases for row in stem_rows(phrase)))


def _attachments(
    index: Index, hits: Sequence[Hit], sought: marking.Wanted, *, until: float
) -> dict[str, list[str]]:
    """Return the attachments of those hits that have something sought in them, by document id."""
    ids = [document_id(hit.item_key, hit.language) for hit in hits]
    found = {*sought.stems, *(one for row in sought.rows for one in row)}
    having = q.Bool(filter=[q.Ids(values=ids), terms("stems.attachments", sorted(found))])
    search: Search[Any] = Search().query(having).source(includes=["document_id", "shown.attachments"])
    answer = index.execute(search[: len(ids)], until=until, doing="reading attachments")
    sources = [hit["_source"] for hit in answer["hits"]["hits"]]
    return {source["document_id"]: source["shown"]["attachments"] for source in sources}
