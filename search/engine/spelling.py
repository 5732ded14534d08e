"""Mending words that nothing has: the engine's term suggester, over words as they are written in the index."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from elasticsearch.dsl import Search, aggs
from elasticsearch.dsl import query as q

from cms.common.languages import LANGUAGES
from search.analysis.tokens import with_word
from search.engine.documents import DOCUMENT
from search.engine.index import Index
from search.types import SearchQuery

#: Shorter words are left as they are: anything is close to them. So are longer ones, which are no words.
_SHORTEST, _LONGEST = 4, 40
#: Longest word that only one letter may be wrong in.
_ONE_EDIT = 5
_CANDIDATES = 5


def mend(index: Index, query: SearchQuery, unknown: Sequence[str], *, until: float) -> str:
    """Return the text of a query with its unknown words mended; empty if none can be.

    Args:
        unknown: words of the query that no document answers.
    """
    asked = [word for word in unknown if _SHORTEST <= len(word) <= _LONGEST and query.language in LANGUAGES]
    if not asked:
        return ""
    search: Search[Any] = Search().query(q.MatchNone())[:0]
    for word in asked:
        search = search.suggest(word, word, term=_term(word, query.language))
    answer = index.execute(search, until=until, doing="looking for what was meant")["suggest"]
    options = {word: [option["text"] for one in answer[word] for option in one["options"]] for word in asked}
    used = _used(index, query.language, [text for found in options.values() for text in found], until=until)
    text = query.text
    for word, found in options.items():
        if mended := next((one for one in found if one in used), ""):
            text = with_word(text, word, mended)
    return text if text != query.text else ""


def _term(word: str, language: str) -> dict[str, Any]:
    return {
        "field": f"spelled.{language}", "analyzer": "keyword", "suggest_mode": "missing", "size": _CANDIDATES,
        "max_edits": 1 if len(word) <= _ONE_EDIT else 2, "prefix_length": 0, "min_word_length": _SHORTEST,
    }  # fmt: skip


def _used(index: Index, language: str, words: Sequence[str], *, until: float) -> set[str]:
    """Return those of `words` that some document has: the engine also remembers words of what is gone."""
    if not words:
        return set()
    each: dict[str, q.Query] = {word: q.Term(**{f"spelled.{language}": word}) for word in words}
    search: Search[Any] = Search().query(q.Bool(filter=[q.Term(kind=DOCUMENT)]))[:0]
    search.aggs.bucket("each", aggs.Filters(filters=each))
    buckets = index.execute(search, until=until, doing="looking for what was meant")["aggregations"]["each"][
        "buckets"
    ]
    return {word for word, bucket in buckets.items() if bucket["doc_count"]}
