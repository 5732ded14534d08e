"""What is asked of a search and what it answers: the same on every backend."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from cms.ledger.enums import Dimension

#: Dimensions of the lists, by the same names and codes.
TERM_FACETS: tuple[str, ...] = tuple(str(dimension) for dimension in Dimension)
#: Everything a search can be narrowed by, in the order in which it is offered.
FACETS: tuple[str, ...] = ("type", *TERM_FACETS, "language", "year")
#: Hits that can be paged to; no reader pages further, and engines refuse to.
MAX_DEPTH = 5_000


class Sort(StrEnum):
    """The order of hits."""

    RELEVANCE = "relevance"
    TIME = "time"


@dataclass(frozen=True)
class Words:
    """What a reader typed, taken apart (`parsing.parse`). All empty: everything is asked for.

    Words and phrases are in lower case (by the reader's language) and in NFC; backends stem and expand them. Stop words
    of the reader's language ("och", "the") are left out where other words remain; phrases keep theirs.

    Attributes:
        words: each of them is wanted.
        phrases: as words in a row, each phrase at least two words; every phrase is wanted.
        without: words that no hit may have.
        without_phrases: phrases that no hit may have.
    """

    words: tuple[str, ...] = ()
    phrases: tuple[tuple[str, ...], ...] = ()
    without: tuple[str, ...] = ()
    without_phrases: tuple[tuple[str, ...], ...] = ()

    @property
    def asks_nothing(self) -> bool:
        """Whether no text is wanted: hits are then in the order of time."""
        return not self.words and not self.phrases


@dataclass(frozen=True)
class SearchQuery:
    """One search.

    Attributes:
        text: as it was typed, for showing it again.
        words: the same taken apart.
        facets: name in `FACETS` -> codes; a hit has, for every name, at least one of its codes. `year` is four digits,
            of the Swedish date on which the item first became public.
        sort: relevance without wanted words is the order of time: newest first (`first_seq`), as in the lists.
        limit: hits on a page, from 0 (only counts are wanted) on.
        page: counted from 1; `page * limit` is at most `MAX_DEPTH`.
        language: the reader's. By relevance, hits in it come before all others; it narrows nothing.
        news_only: no terms (organisations, areas, tags ...), which are found like news otherwise.
        highlight: whether titles and snippets shall be marked. Without it they may be empty.
        with_facets: whether facets shall be counted.
    """

    text: str = ""
    words: Words = Words()
    facets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sort: Sort = Sort.RELEVANCE
    limit: int = 20
    page: int = 1
    language: str = "sv"
    news_only: bool = False
    highlight: bool = True
    with_facets: bool = True

    @property
    def offset(self) -> int:
        """Return how many hits stand before the page."""
        return (self.page - 1) * self.limit


@dataclass(frozen=True)
class Marked:
    """Plain text with the ranges [start, end) that answer the query, in order and apart; never HTML."""

    text: str
    marks: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True)
class Hit:
    """One item in one language that answers a query.

    Attributes:
        seq: the edition that the backend knows. An older one than the ledger's is not shown with its snippet.
        title: the whole title.
        snippet: the most telling piece of summary, body or attachments, at most about 240 characters.
        score: comparable within one answer only.
        card: the finished card from the ledger; None until `search.queries` has read it.
    """

    item_key: uuid.UUID
    item_type: str
    public_id: str
    language: str
    seq: int
    title: Marked
    snippet: Marked = Marked("")
    score: float = 0.0
    card: Mapping[str, Any] | None = None


@dataclass(frozen=True)
class FacetCount:
    """One code of a facet and how many hits there are when it alone is chosen in its facet, all else kept."""

    code: str
    count: int


@dataclass(frozen=True)
class SearchResult:
    """The answer to a search.

    Attributes:
        total: all hits, not only those on the page.
        facets: name -> its codes, most hits first and then by code, at most 30; no zeros but a chosen code's.
        did_you_mean: the query text with its unknown words mended, or empty.
        facets_partial: there are very many hits, and the facets are counted on the newest of them only.
        relaxed: nothing has all the words, so hits have some of them.
        took: seconds.
        backend: which one answered: `database`, `elasticsearch` or `opensearch`.
        degraded: not the one that is set up to answer.
    """

    hits: tuple[Hit, ...]
    total: int
    facets: Mapping[str, tuple[FacetCount, ...]] = field(default_factory=dict)
    facets_partial: bool = False
    did_you_mean: str = ""
    relaxed: bool = False
    took: float = 0.0
    backend: str = ""
    degraded: bool = False


@dataclass(frozen=True)
class Suggestion:
    """One way to complete what is being typed: a title, or a term's name.

    `item_type` and `public_id` say what it names, so that a page can go there at once.
    """

    text: str
    item_type: str
    public_id: str
    language: str


@dataclass(frozen=True)
class SearchDocument:
    """What is indexed of one item in one language: its newest edition, as printed (`content.py`).

    Attributes:
        seq: of that edition; the document's external version.
        first_seq: of the edition that made the item public; the order of time.
        terms: names of everything the item is tagged with and who stands behind it, in its language.
        attachments: text of its attached documents, each on its own.
        parts: words inside of the compounds of title, summary, body and terms, as written there ("kamera" of
            "trygghetskamera"); made by `compounds.py`, so that every backend finds the same. Swedish only.
        facets: name in `FACETS` -> codes.
    """

    item_key: uuid.UUID
    language: str
    seq: int
    item_type: str
    public_id: str
    is_news: bool
    first_seq: int
    first_released_at: dt.datetime
    title: str
    summary: str
    body: str
    terms: tuple[str, ...]
    attachments: tuple[str, ...]
    facets: Mapping[str, tuple[str, ...]]
    parts: tuple[str, ...] = ()

    @property
    def document_id(self) -> str:
        """Return its id in every index."""
        return document_id(self.item_key, self.language)


@dataclass(frozen=True)
class Tombstone:
    """What stays of a withdrawn or deleted item: only that it is gone since `seq`, so that nothing older returns."""

    item_key: uuid.UUID
    language: str
    seq: int

    @property
    def document_id(self) -> str:
        """Return the id of the document that it stands for."""
        return document_id(self.item_key, self.language)


Entry = SearchDocument | Tombstone


def document_id(item_key: uuid.UUID | str, language: str) -> str:
    """Return the id of an item in a language, the same in every index."""
    return f"{item_key}:{language}"


@dataclass(frozen=True)
class Version:
    """What an index holds of one item and language, for comparing with the ledger."""

    document_id: str
    seq: int
    is_gone: bool


@dataclass(frozen=True)
class BackendStatus:
    """How a backend is doing, for `manage.py search status`.

    Attributes:
        position: all editions up to this `seq` are in; None when there is no index.
        details: more in words, name -> value.
    """

    name: str
    documents: int
    tombstones: int
    position: int | None
    details: Mapping[str, str] = field(default_factory=dict)
