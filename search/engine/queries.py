"""A `SearchQuery` in the engine's words: what answers it, in which order, and what is counted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from elasticsearch.dsl import query as q

from cms.common.languages import LANGUAGES
from search.analysis.stemming import stem_rows, stems
from search.engine.documents import DOCUMENT, WEIGHTS
from search.synonyms.queries import Wanted, expand
from search.types import FACETS, SearchQuery, Sort, Words

#: Points that put hits in the reader's language, and then those with more of the words, before all others.
_READERS_LANGUAGE = 10_000.0
_PER_WORD = 100.0
#: Points of another term for the same: about those of the word itself in a body.
_OTHER_TERM = 3.0
#: Fields in which what a reader does without is looked for: compounds of it are something else.
_WRITTEN = [field for field in WEIGHTS if field != "parts"]


def wanted(words: Words) -> list[q.Query]:
    """Return one query for each thing that is asked for: a word, a term with synonyms, a phrase."""
    return [*map(_meant, expand(words.words)), *map(_phrase, words.phrases)]


def answering(query: SearchQuery, asked: Sequence[q.Query]) -> q.Query:
    """Return what finds and ranks the hits, before facets are chosen.

    Args:
        asked: what `wanted` returned; a hit has all of it.
    """
    return q.Bool(
        filter=_always(query), must_not=unwanted(query.words), must=list(asked), should=_ranking(query)
    )


def relaxing(query: SearchQuery, asked: Sequence[q.Query], *, least: int) -> q.Query:
    """Return the same for when nothing has all: at least so many of them, and the more the better."""
    counted = q.Bool(should=[q.ConstantScore(filter=one, boost=_PER_WORD) for one in asked])
    some = [at_least(asked, least), counted]
    return q.Bool(filter=_always(query), must_not=unwanted(query.words), must=some, should=_ranking(query))


def at_least(asked: Sequence[q.Query], least: int) -> q.Query:
    """Return what has so many of the things asked for."""
    return q.Bool(should=list(asked), minimum_should_match=least)


def everything_of(query: SearchQuery) -> q.Query:
    """Return what a query looks at before any word is asked for, narrowed by its facets."""
    return q.Bool(filter=[*_always(query), chosen(query)], must_not=unwanted(query.words))


def matching(query: SearchQuery) -> q.Query:
    """Return what a document must be to answer a saved search: nothing is ranked, nothing relaxed."""
    chosen = [chosen_in(name, query) for name in FACETS if query.facets.get(name)]
    return q.Bool(filter=[*_always(query), *wanted(query.words), *chosen], must_not=unwanted(query.words))


def chosen_in(name: str, query: SearchQuery) -> q.Query:
    """Return the choice in one facet: any of its codes."""
    return terms(f"facets.{name}", query.facets[name])


def chosen(query: SearchQuery, *, but: str = "") -> q.Query:
    """Return the choice in every facet except `but`."""
    names = [name for name in FACETS if name != but and query.facets.get(name)]
    return q.Bool(filter=[chosen_in(name, query) for name in names]) if names else q.MatchAll()


def terms(field: str, values: Iterable[str]) -> q.Query:
    """Return what has any of the values in a field."""
    options: dict[str, Any] = {field: list(values)}
    return q.Terms(**options)


def order(query: SearchQuery) -> list[Any]:
    """Return the order of hits; among equals, the newest first."""
    by_time: list[Any] = [{"first_seq": "desc"}, {"document_id": "asc"}]
    is_by_time = query.sort == Sort.TIME or query.words.asks_nothing
    return by_time if is_by_time else ["_score", *by_time]


def unwanted(words: Words) -> list[q.Query]:
    """Return what no hit may be."""
    return [
        *(_any_of(stems(word), fields=_WRITTEN) for word in words.without),
        *map(_phrase, words.without_phrases),
    ]


def _always(query: SearchQuery) -> list[q.Query]:
    kind: list[q.Query] = [q.Term(kind=DOCUMENT)]
    return [*kind, q.Term(is_news=True)] if query.news_only else kind


def _meant(meant: Wanted) -> q.Query:
    """Return the words as typed, all of them, or else another term for the same."""
    typed = [_word(word) for word in meant.words]
    as_typed = typed[0] if len(typed) == 1 else q.Bool(must=typed)
    if not meant.others:
        return as_typed
    others = [q.ConstantScore(filter=_other(other), boost=_OTHER_TERM) for other in meant.others]
    return q.DisMax(queries=[as_typed, *others], tie_breaker=0.1)


def _word(word: str) -> q.Query:
    """Return where a word may stand, ranked by where it does."""
    weighted = [
        q.Term(**{f"stems.{field}": {"value": one, "boost": weight}})
        for one in stems(word)
        for field, weight in WEIGHTS.items()
    ]
    return q.DisMax(queries=weighted, tie_breaker=0.1)


def _other(term: Sequence[str]) -> q.Query:
    return _phrase(term) if len(term) > 1 else _any_of(stems(term[0]), fields=WEIGHTS)


def _phrase(phrase: Sequence[str]) -> q.Query:
    return q.Bool(should=list(_in_a_row(phrase)), minimum_should_match=1)


def _in_a_row(phrase: Sequence[str]) -> Iterable[q.Query]:
    """Yield the phrase in each language and field."""
    for text in map(" ".join, stem_rows(phrase)):
        for field in _WRITTEN:
            yield q.MatchPhrase(**{f"stems.{field}": {"query": text, "boost": WEIGHTS[field]}})


def _any_of(values: Iterable[str], *, fields: Iterable[str]) -> q.Query:
    found = list(values)
    return q.Bool(should=[terms(f"stems.{field}", found) for field in fields], minimum_should_match=1)


def _ranking(query: SearchQuery) -> list[q.Query]:
    """Return what moves hits up without finding any: the reader's language, and the engine's own analysis."""
    if query.words.asks_nothing:
        return []
    text = " ".join([*query.words.words, *(word for phrase in query.words.phrases for word in phrase)])
    fields = [f"text.{language}" for language in LANGUAGES]
    return [
        q.ConstantScore(filter=q.Term(language=query.language), boost=_READERS_LANGUAGE),
        q.MultiMatch(query=text, fields=fields, type="most_fields"),
    ]
