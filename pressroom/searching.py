"""A search in an address: the parameters that the page, the API and feeds share, on top of those of lists.

`q` is what was typed. `type`, `area`, `goal`, `organisation`, `tag`, `place` and `audience` narrow it as they narrow a
list; `text_language` and `year` narrow it further. `sort=time` and `page` are for pages and programs.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.http import QueryDict

from cms.common import languages
from cms.ledger.addresses import SEGMENTS
from pressroom.selection import (
    Fault,
    ParameterCode,
    ParametersRefusedError,
    ValueRefusedError,
    check_code,
    check_language,
)
from search.content import NOT_SEARCHED
from search.parsing import make_query, tidy
from search.types import FACETS, MAX_DEPTH, SearchQuery, Sort

#: What a facet is called in an address, where it is not called as it is.
PARAMETERS: dict[str, str] = {name: "text_language" if name == "language" else name for name in FACETS}
#: Types that can be found.
TYPES = frozenset(SEGMENTS) - NOT_SEARCHED
#: Parameters of a search.
NAMES = ("q", *PARAMETERS.values(), "sort", "page")
PAGE_SIZE = 20
#: Segment of the search page.
SEARCH: dict[str, str] = dict.fromkeys(languages.LANGUAGES, "search") | {"sv": "sok"}
#: Segment below it that saves a search.
SAVE: dict[str, str] = dict.fromkeys(languages.LANGUAGES, "save") | {"sv": "spara"}
_MOST_VALUES = 10


@dataclass(frozen=True)
class Asked:
    """A search as an address asks it."""

    text: str = ""
    facets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sort: Sort = Sort.RELEVANCE
    page: int = 1

    def query_items(self, *, page: int = 1) -> list[tuple[str, str]]:
        """Return it as query parameters in one fixed order, of another page of it."""
        items = [("q", self.text)] if self.text else []
        items += [(PARAMETERS[name], ",".join(self.facets[name])) for name in FACETS if self.facets.get(name)]
        items += [("sort", str(self.sort))] if self.sort != Sort.RELEVANCE else []
        return items + ([("page", str(page))] if page > 1 else [])

    def query(self, *, language: str, limit: int = PAGE_SIZE) -> SearchQuery:
        """Return what to ask a backend for a reader of `language`."""
        return make_query(
            self.text, language=language, facets=self.facets, sort=self.sort, page=self.page, limit=limit
        )


def read_search(query: QueryDict, *, limit: int = PAGE_SIZE) -> Asked:
    """Return the search in a query string; what it does not know is passed over, an empty value is not given.

    Raises:
        ParametersRefusedError: with every value that a parameter cannot have.
    """
    faults: list[Fault] = []
    facets: dict[str, tuple[str, ...]] = {}
    for name, parameter in PARAMETERS.items():
        values = [code for value in query.getlist(parameter) for code in value.split(",") if code]
        try:
            codes = tuple(dict.fromkeys(check_facet(name, code) for code in values[:_MOST_VALUES]))
        except ValueRefusedError as error:
            faults.append(Fault(parameter, error.code, error.detail))
        else:
            if codes:
                facets[name] = codes
    sort = query.get("sort") or str(Sort.RELEVANCE)
    if sort not in set(Sort):
        faults.append(Fault("sort", ParameterCode.UNKNOWN_VALUE, f"Known orders: {', '.join(Sort)}."))
    page = query.get("page") or "1"
    if not (page.isascii() and page.isdigit() and len(page) < 6 and 1 <= int(page) <= MAX_DEPTH // limit):
        faults.append(
            Fault("page", ParameterCode.OUT_OF_RANGE, f"Pages are counted from 1 to {MAX_DEPTH // limit}.")
        )
    if faults:
        raise ParametersRefusedError(faults)
    return Asked(tidy(query.get("q", "")), facets, Sort(sort), int(page))


def check_facet(name: str, code: str) -> str:
    """Return a code that a facet could have; raise `ValueRefusedError` for what never can."""
    if name == "type" and code not in TYPES:
        raise ValueRefusedError(ParameterCode.UNKNOWN_TYPE, f"Known types: {', '.join(sorted(TYPES))}.")
    if name == "language":
        return check_language(code)
    if name == "year" and not (code.isascii() and code.isdigit() and len(code) == 4):
        raise ValueRefusedError(ParameterCode.UNKNOWN_VALUE, "Give a year as four digits.")
    return check_code(code)


def own_name(name: str, code: str) -> str:
    """Return what a code is called by itself: a language's own name, a year; empty for what others must name."""
    if name == "language":
        return languages.LANGUAGES[code].own_name if code in languages.LANGUAGES else code
    return code if name == "year" else ""
