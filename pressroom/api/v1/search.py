"""The addresses of searching: what answers a query, and ways to complete one. Made for each question."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse, QueryDict

import orjson
from ninja import Query
from pydantic import BaseModel, ConfigDict, Field
from pydantic.config import JsonDict

from cms.common import languages
from pressroom.api.v1 import bodies, schemas
from pressroom.api.v1.errors import ErrorCode, problem
from pressroom.api.v1.filters import Language, Parameters
from pressroom.api.v1.views import api
from pressroom.searching import PARAMETERS, TYPES, Asked, read_search
from search import queries
from search.exceptions import SearchUnavailable
from search.types import MAX_DEPTH, Hit, Marked, SearchResult, Sort

#: Addresses whose answer follows an index, which moves on after the ledger.
NOT_FROM_LEDGER = frozenset({"search_items", "suggest_searches"})
_MAX_LIMIT = 100
#: Whatever the limit.
_MAX_PAGE = MAX_DEPTH // _MAX_LIMIT
_RETRY_AFTER = "10"

#: What the description says of values; `read_search` refuses the others with a code of their own.
_CODE = r"[\w-]{1,80}"
_CLEAN = r"^[^\u0000-\u001f\u007f-\u009f\ufffd]*$"


def _any_of(pattern: str) -> JsonDict:
    """Return how OpenAPI is told of a parameter with one value, several with commas, or none."""
    return {"pattern": f"^(({pattern})(,({pattern}))*)?$"}


Codes = Annotated[
    str,
    Field(
        default="",
        description="Code, or several with commas: any of them.",
        max_length=800,
        json_schema_extra=_any_of(_CODE),
    ),
]
Typed = Annotated[str, Field(default="", max_length=400)]


class SearchParameters(Parameters):
    """Of a search. Facets narrow it: a hit has at least one of the codes of each."""

    q: Typed = Field(
        default="",
        description='What is looked for. "Quotation marks" keep words in a row, a minus leaves -out.',
        json_schema_extra={"pattern": _CLEAN},
    )
    language: Language
    type: str = Field(
        default="",
        description=f"Any of {', '.join(sorted(TYPES))}; several with commas.",
        json_schema_extra=_any_of("|".join(sorted(TYPES))),
    )
    area: Codes
    goal: Codes
    organisation: Codes
    audience: Codes
    tag: Codes
    place: Codes
    text_language: str = Field(
        default="",
        description=f"Language of the texts, any of {', '.join(languages.LANGUAGES)}.",
        json_schema_extra=_any_of("|".join(languages.LANGUAGES)),
    )
    year: str = Field(
        default="",
        description="Swedish year in which it first became public.",
        json_schema_extra=_any_of("[0-9]{4}"),
    )
    sort: str = Field(
        default=str(Sort.RELEVANCE),
        description="Best first, with those in `language` ahead of the others; or newest first.",
        json_schema_extra={"enum": [*map(str, Sort)]},
    )
    page: int = Field(default=1, ge=1, le=_MAX_PAGE, description="Page, from 1.")
    limit: int = Field(default=20, ge=1, le=_MAX_LIMIT, description="Hits on a page.")

    def read(self) -> Asked:
        """Return the search.

        Raises:
            ParametersRefusedError: a value that its parameter can't have.
        """
        query = QueryDict(mutable=True)
        for name in ("q", *PARAMETERS.values(), "sort"):
            query[name] = getattr(self, name)
        query["page"] = str(self.page)
        return read_search(query, limit=_MAX_LIMIT)


class SuggestParameters(Parameters):
    """Of completing what is being typed."""

    q: Typed = Field(default="", description="What has been typed.", json_schema_extra={"pattern": _CLEAN})
    language: Language
    limit: int = Field(default=8, ge=1, le=20, description="Proposals at most.")


class _Shape(BaseModel):
    model_config = ConfigDict(extra="forbid")


class MarkedText(_Shape):
    """Plain text with the ranges that answer the search."""

    text: str
    marks: list[tuple[int, int]] = Field(description="[start, end) in Unicode code points.")


class SearchHit(_Shape):
    """One item in one language that answers the search."""

    card: schemas.served("Card")  # type: ignore[valid-type]
    title: MarkedText
    snippet: MarkedText


class SearchFacetCount(_Shape):
    """One code and how many hits there are when it alone is chosen in its facet."""

    code: str
    count: int


class SearchAnswer(_Shape):
    """One page of what answers a search."""

    items: list[SearchHit]
    total: int
    facets: dict[str, list[SearchFacetCount]]
    facets_partial: bool = Field(description="There are very many hits; facets are counted on the newest.")
    did_you_mean: str = Field(description="The query with unknown words mended; or empty.")
    relaxed: bool = Field(description="Nothing has all the words; hits have some of them.")
    backend: str = Field(description="Which index answered.")
    degraded: bool = Field(description="The database answers because the search engine can't.")
    next: str | None
    previous: str | None


class Proposal(_Shape):
    """A title or a term's name that completes what is typed."""

    text: str
    type: str
    id: str
    language: str


class ProposalList(_Shape):
    """Ways to complete what is typed, best first."""

    items: list[Proposal]


_ANSWERS = {503: schemas.Problem, **schemas.REFUSED}


@api.get("/search", response={200: SearchAnswer, **_ANSWERS}, tags=["search"], summary="Search")
def search_items(request: HttpRequest, parameters: Query[SearchParameters]) -> HttpResponse:
    """News and terms that answer a search, in all languages, with facets. Only what can be read at this moment."""
    asked = parameters.read()
    try:
        result = queries.search(asked.query(language=parameters.language, limit=parameters.limit))
    except SearchUnavailable:
        return _unavailable()
    return bodies.json_response(orjson.dumps(_answer(asked, result, parameters)))


@api.get(
    "/search/suggest",
    response={200: ProposalList, **_ANSWERS},
    tags=["search"],
    summary="Complete a search",
)
def suggest_searches(request: HttpRequest, parameters: Query[SuggestParameters]) -> HttpResponse:
    """Titles and terms in a language that have a word starting with each word typed."""
    try:
        found = queries.suggest(parameters.q, language=parameters.language, limit=parameters.limit)
    except SearchUnavailable:
        return _unavailable()
    items = [
        {"text": one.text, "type": one.item_type, "id": one.public_id, "language": one.language}
        for one in found
    ]
    return bodies.json_response(orjson.dumps({"items": items}))


def _unavailable() -> HttpResponse:
    response = problem(ErrorCode.SEARCH_UNAVAILABLE, "Searching does not work just now. Try again later.")
    response.headers["Retry-After"] = _RETRY_AFTER
    return response


def _answer(asked: Asked, result: SearchResult, parameters: SearchParameters) -> dict[str, Any]:
    page, limit = parameters.page, parameters.limit
    more = page * limit < result.total and page < _MAX_PAGE
    return {
        "items": [_hit(hit) for hit in result.hits],
        "total": result.total,
        "facets": {
            PARAMETERS[name]: [{"code": one.code, "count": one.count} for one in counts]
            for name, counts in result.facets.items()
        },
        "facets_partial": result.facets_partial,
        "did_you_mean": result.did_you_mean,
        "relaxed": result.relaxed,
        "backend": result.backend,
        "degraded": result.degraded,
        "next": _address(asked, parameters, page + 1) if more else None,
        "previous": _address(asked, parameters, page - 1) if page > 1 else None,
    }


def _hit(hit: Hit) -> dict[str, Any]:
    return {"card": hit.card, "title": _marked(hit.title), "snippet": _marked(hit.snippet)}


def _marked(found: Marked) -> dict[str, Any]:
    return {"text": found.text, "marks": [list(mark) for mark in found.marks]}


def _address(asked: Asked, parameters: SearchParameters, page: int) -> str:
    items = [*asked.query_items(page=page), ("language", parameters.language)]
    return bodies.address("search", [*items, ("limit", str(parameters.limit))])
