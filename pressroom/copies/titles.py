"""By which titles and permanent ids texts are known again: written as editions are printed, asked for each page."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

import orjson

from cms.ledger.addresses import NEWS_TYPES, tag_uri
from cms.ledger.models import Edition
from pressroom.copies.models import PrintedTitle
from pressroom.copies.reading import Reading
from pressroom.copies.words import digest, read_words

#: Words by which a title is looked up. A shorter one must be a whole heading of the page: in a text it would be chance.
_START = 4
_AT_ONCE = 400


def remember(editions: Sequence[Edition]) -> None:
    """Remember the titles of news among `editions`, once each. In the transaction that moves the reader's position."""
    rows = []
    for edition in editions:
        if edition.item_type not in NEWS_TYPES or edition.is_gone:
            continue
        norms = read_words(orjson.loads(edition.payload)["title"]).norms
        if norms:
            rows.append(
                PrintedTitle(
                    item=edition.public_id,
                    language=edition.language,
                    uri=tag_uri(str(edition.item_key), edition.language),
                    start=digest(norms[:_START])[:16],
                    whole=digest(norms),
                    length=len(norms),
                )
            )
    PrintedTitle.objects.bulk_create(rows, ignore_conflicts=True)


def find_by_title(reading: Reading) -> set[tuple[str, str]]:
    """Return the items and languages one of whose titles stands on the page. A query for each 400 words."""
    norms = reading.words.norms
    starts: dict[str, list[int]] = defaultdict(list)
    for place in range(len(norms) - _START + 1):
        starts[digest(norms[place : place + _START])[:16]].append(place)
    headings = {digest(heading) for heading in reading.headings}
    found = set()
    for row in _starting_with({*starts, *(one[:16] for one in headings)}):
        places = starts.get(row.start, []) if row.length >= _START else []
        if row.whole in headings or any(
            digest(norms[place : place + row.length]) == row.whole for place in places
        ):
            found.add((row.item, row.language))
    return found


def find_by_uri(urns: Iterable[str]) -> set[tuple[str, str]]:
    """Return the items and languages whose permanent ids these are. One query, none for none."""
    wanted = list(urns)
    rows = PrintedTitle.objects.filter(uri__in=wanted) if wanted else PrintedTitle.objects.none()
    return set(rows.values_list("item", "language"))


def _starting_with(starts: Iterable[str]) -> Iterator[PrintedTitle]:
    wanted = sorted(starts)
    for begin in range(0, len(wanted), _AT_ONCE):
        yield from PrintedTitle.objects.filter(start__in=wanted[begin : begin + _AT_ONCE])
