"""Which part of a feed an address asks for, and the addresses of the other parts. See RFC 5005.

The *newest* entries are what one subscribes to. *Pages* beside them are reached by a cursor, like those of a list
(section 3). The *archive* (section 4) is cut at every fiftieth `seq`, so that a part of it, once full, never gets
another entry: whoever has read it need not read it again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.http import QueryDict

from cms.ledger import addresses, queries
from cms.ledger.models import CurrentEdition
from cms.ledger.overlay import ahead
from cms.ledger.queries import Head, Listing
from pressroom.feeds.content import Link
from pressroom.http import RequestRefused
from pressroom.selection import (
    Fault,
    ParameterCode,
    ParametersRefusedError,
    Position,
    Selection,
    ValueRefusedError,
    decode_cursor,
    encode_cursor,
)
from search.exceptions import SearchUnavailable
from search.parsing import make_query, tidy
from search.queries import search
from search.saved.queries import find_saved, query_of
from search.types import SearchQuery, Sort

DEFAULT_LIMIT = 50
MAX_LIMIT = 100
#: Length of a part of the archive in `seq`. Not more than the newest entries show, or some would be in neither.
ARCHIVED = DEFAULT_LIMIT
#: Parameters of a feed besides the selection.
NAMES = ("limit", "cursor", "archive", "q", "saved")
_MAX_DIGITS = 15

_START = Position()

Query = list[tuple[str, str]]


@dataclass(frozen=True)
class Place:
    """The newest entries, or a page beside them (`position`), or a part of the archive (`archive`, from 1)."""

    limit: int = DEFAULT_LIMIT
    position: Position = _START
    archive: int | None = None

    @property
    def is_newest(self) -> bool:
        """Whether it is what one subscribes to."""
        return self.position == _START and self.archive is None

    def query_items(self) -> Query:
        """Return it as query parameters in one fixed order."""
        items: Query = []
        if self.limit != DEFAULT_LIMIT:
            items.append(("limit", str(self.limit)))
        if self.position != _START:
            items.append(("cursor", encode_cursor(self.position)))
        if self.archive is not None:
            items.append(("archive", str(self.archive)))
        return items


@dataclass(frozen=True)
class Address:
    """Where a feed is: a format's file name in a language, with a selection."""

    language: str
    file_name: str
    selection: Selection

    def of(self, place: Place) -> str:
        """Return the absolute address of a part of the feed."""
        query = urlencode([*self.selection.query_items(), *place.query_items()], safe=",")
        return addresses.absolute(f"/{self.language}/{self.file_name}" + (f"?{query}" if query else ""))


def take_place(query: QueryDict) -> Place:
    """Return the part that a query string asks for, and take its parameters out of it.

    Raises:
        ParametersRefusedError: a number out of range, a cursor never handed out, or parameters that exclude each other.
    """
    limit = _take_number(query, "limit", most=MAX_LIMIT)
    archive = _take_number(query, "archive", most=10**_MAX_DIGITS)
    position = _take_position(query)
    if archive is not None and (limit is not None or position != _START):
        detail = "A part of the archive is whole: give neither limit nor cursor with it."
        raise ParametersRefusedError([Fault("archive", ParameterCode.OUT_OF_RANGE, detail)])
    return Place(DEFAULT_LIMIT if limit is None else limit, position, archive)


def take_text(query: QueryDict, place: Place) -> str:
    """Return the words of a search, and take them out of the query; empty for a feed that is no search.

    Raises:
        ParametersRefusedError: another part than the newest; a search has no others.
        RequestRefused: 404 in a preview of unreleased work, which no index knows.
    """
    values: list[str] = query.pop("q", [])
    text = tidy(values[-1]) if values else ""
    if text:
        _refuse_for_search("q", place)
    return text


def take_saved(query: QueryDict, place: Place, language: str) -> str:
    """Return the name of a saved search, and take it out of the query; empty for a feed of none.

    Raises:
        ParametersRefusedError: another part than the newest, or something else beside it.
        RequestRefused: 404 in a preview, for a name that nobody has saved, or in a language that it does not follow.
    """
    values: list[str] = query.pop("saved", [])
    name = values[-1] if values else ""
    if not name:
        return ""
    _refuse_for_search("saved", place)
    if any(query.values()):
        detail = "A saved search says all that is asked: give nothing beside it."
        raise ParametersRefusedError([Fault("saved", ParameterCode.OUT_OF_RANGE, detail)])
    saved = find_saved(name)
    if saved is None or language not in saved.facets["language"]:
        raise RequestRefused(404, "There is no such saved search in this language.")
    return name


def _refuse_for_search(parameter: str, place: Place) -> None:
    if ahead():
        raise RequestRefused(404, "A search is not part of a preview.")
    if not place.is_newest:
        detail = "The feed of a search has its newest hits only: give neither cursor nor archive with it."
        raise ParametersRefusedError([Fault(parameter, ParameterCode.OUT_OF_RANGE, detail)])


def read_rows(language: str, selection: Selection, place: Place, head: Head) -> Listing:
    """Return the rows of a part of a feed. One query; two with several facets.

    Raises:
        RequestRefused: 404 for a part of the archive that is not full yet.
    """
    if selection.is_search:
        return Listing(_hits(language, selection, place.limit), None, None)
    before, after, limit = place.position.before, place.position.after, place.limit
    if place.archive is not None:
        if place.archive * ARCHIVED > head.seq:
            raise RequestRefused(404, "The archive has not come this far.")
        before, after, limit = place.archive * ARCHIVED + 1, (place.archive - 1) * ARCHIVED, ARCHIVED
    return queries.list_current(
        language=language,
        item_types=selection.item_types,
        facets=selection.facets,
        before=before,
        after=after,
        limit=limit,
    )


def links_of(address: Address, place: Place, listing: Listing, head: Head) -> list[Link]:
    """Return the addresses of the other parts of the feed. No query, but two for a part of the archive."""
    if address.selection.is_search:
        return []
    if place.archive is not None:
        return _archive_links(address, place.archive, head)
    found = []
    if not place.is_newest:
        found.append(Link("first", address.of(Place(place.limit))))
    if listing.newer is not None:
        found.append(Link("previous", address.of(Place(place.limit, Position(after=listing.newer)))))
    if listing.older is not None:
        found.append(Link("next", address.of(Place(place.limit, Position(before=listing.older)))))
    if place.is_newest and place.limit >= ARCHIVED:
        found += _archive_link(address, "prev-archive", _newest_archived(listing.rows, head))
    return found


def _hits(language: str, selection: Selection, limit: int) -> list[CurrentEdition]:
    """Return the newest news in a language that answers a search. What only comes near is left out.

    Raises:
        RequestRefused: 503 while nobody can search.
    """
    asked = _saved(selection.saved) if selection.saved else _asked(language, selection)
    facets = {**asked.facets, "language": (language,)}
    newest = replace(asked, facets=facets, sort=Sort.TIME, limit=limit, with_facets=False)
    try:
        found = search(newest)
    except SearchUnavailable as error:
        raise RequestRefused(503, "Searching does not work just now. Try again in a minute.") from error
    if found.relaxed:
        return []
    places = [(hit.item_key, hit.language) for hit in found.hits]
    rows = queries.list_readable(places)
    return [rows[place] for place in places if place in rows]


def _asked(language: str, selection: Selection) -> SearchQuery:
    facets: dict[str, tuple[str, ...]] = {name: (code,) for name, code in selection.facets.items()}
    facets["type"] = selection.item_types
    return make_query(selection.text, language=language, facets=facets, news_only=True)


def _saved(name: str) -> SearchQuery:
    saved = find_saved(name)
    if saved is None:  # dropped since its address was read
        raise RequestRefused(404, "There is no such saved search.")
    return query_of(saved)


def _archive_links(address: Address, archive: int, head: Head) -> list[Link]:
    def beside(*, before: int | None = None, after: int | None = None) -> Sequence[CurrentEdition]:
        return queries.list_current(
            language=address.language,
            item_types=address.selection.item_types,
            facets=address.selection.facets,
            before=before,
            after=after,
            limit=1,
        ).rows

    older = beside(before=(archive - 1) * ARCHIVED + 1)
    newer = _newest_archived(beside(after=archive * ARCHIVED), head)
    return [
        Link("current", address.of(Place())),
        *_archive_link(address, "prev-archive", older),
        *_archive_link(address, "next-archive", newer),
    ]


def _newest_archived(rows: Sequence[CurrentEdition], head: Head) -> list[CurrentEdition]:
    """Return the newest of `rows` (newest first) that stands in a full part of the archive, if any does."""
    full = head.seq // ARCHIVED * ARCHIVED
    return [row for row in rows if row.first_seq <= full][:1]


def _archive_link(address: Address, rel: str, rows: Sequence[CurrentEdition]) -> list[Link]:
    return [Link(rel, address.of(Place(archive=-(-row.first_seq // ARCHIVED)))) for row in rows]


def _take_number(query: QueryDict, name: str, *, most: int) -> int | None:
    """Return a whole number from 1 to `most`, or None when it is not given, and take it out of the query."""
    if name not in query:
        return None
    values: list[str] = query.pop(name)
    if values == [""]:  # a form's way to say "any"
        return None
    digits = values[0] if len(values) == 1 and len(values[0]) <= _MAX_DIGITS and values[0].isascii() else ""
    if digits.isdigit() and 1 <= int(digits) <= most:
        return int(digits)
    detail = f"Give one whole number from 1 to {most}."
    raise ParametersRefusedError([Fault(name, ParameterCode.OUT_OF_RANGE, detail)])


def _take_position(query: QueryDict) -> Position:
    if "cursor" not in query:
        return _START
    values: list[str] = query.pop("cursor")
    if values == [""]:
        return _START
    if len(values) > 1:
        raise ParametersRefusedError([Fault("cursor", ParameterCode.REPEATED_PARAMETER, "Give it once.")])
    try:
        return decode_cursor(values[0])
    except ValueRefusedError as error:
        raise ParametersRefusedError([Fault("cursor", error.code, error.detail)]) from error
