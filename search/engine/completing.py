"""Completing what is being typed, and finding what has been said before."""

from __future__ import annotations

import time
from typing import Any

from elasticsearch.dsl import Search
from elasticsearch.dsl import query as q

from search.analysis.stopwords import STOP_WORDS
from search.analysis.tokens import lower, normal, words
from search.engine.analysis import stemmed
from search.engine.documents import DOCUMENT
from search.engine.hits import fields, read_hit
from search.engine.index import Index
from search.types import Hit, Suggestion

#: How many of a text's telling words another must have to be like it: all of three, three of twelve, then a quarter.
_LIKE = "3<3 12<25%"
_TELLING = 25
#: Characters of a text being written that are looked at.
_LONGEST = 20_000
_FIELDS = ["stems.title", "stems.summary", "stems.body", "stems.terms"]


def complete(index: Index, prefix: str, *, language: str, limit: int, within: float) -> list[Suggestion]:
    """Return titles and names that have a word starting with each word of `prefix`, shortest first, each text once."""
    begun = [normal(word, language) for word in words(prefix)]
    if not begun:
        return []
    only = [q.Term(kind=DOCUMENT), q.Term(language=language), *(q.Prefix(name=word) for word in begun)]
    search: Search[Any] = Search().query(q.Bool(filter=only)).sort("name_length", "name_key", "document_id")
    search = search.extra(collapse={"field": "name_key"}).source(["item_type", "public_id", "shown.title"])[
        :limit
    ]
    answer = index.execute(search, until=time.monotonic() + within, doing="completing")
    return [_suggestion(hit["_source"], language) for hit in answer["hits"]["hits"]]


def find_similar(
    index: Index, text: str, *, language: str, limit: int, within: float, but_not: str
) -> list[Hit]:
    """Return news in a language that shares enough of a text's telling words, most like it first."""
    like = _without_stop_words(text[:_LONGEST], language)
    if not like:
        return []
    until = time.monotonic() + within
    alike = q.MoreLikeThis(
        fields=_FIELDS, like=like, min_term_freq=1, max_query_terms=_TELLING, minimum_should_match=_LIKE,
        # What only the text's own document has says nothing of others.
        min_doc_freq=2 if but_not and _is_indexed(index, but_not, until=until) else 1,
    )  # fmt: skip
    only = [q.Term(kind=DOCUMENT), q.Term(is_news=True), q.Term(language=language)]
    finding = q.Bool(must=[alike], filter=only, must_not=[q.Term(document_id=but_not)])
    search: Search[Any] = Search().query(finding).source(includes=fields(highlight=False))[:limit]
    answer = index.execute(search, until=until, doing="looking for what is alike")
    return [read_hit(hit) for hit in answer["hits"]["hits"]]


def _is_indexed(index: Index, document_id: str, *, until: float) -> bool:
    search: Search[Any] = Search().query(q.Bool(filter=[q.Term(kind=DOCUMENT), q.Ids(values=[document_id])]))[
        :0
    ]
    answer = index.execute(search, until=until, doing="looking for what is alike")
    return bool(answer["hits"]["total"]["value"])


def _without_stop_words(text: str, language: str) -> str:
    stop = STOP_WORDS.get(language, frozenset())
    return stemmed(" ".join(word for word in words(text) if lower(word, language) not in stop), language)


def _suggestion(source: dict[str, Any], language: str) -> Suggestion:
    return Suggestion(source["shown"]["title"], source["item_type"], source["public_id"], language)
