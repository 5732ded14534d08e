"""Reads a feed, or one part of it, from the ledger: a bounded number of queries whatever the ledger's size."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext

from cms.common import languages
from cms.ledger import addresses, queries
from cms.ledger.models import CurrentEdition
from cms.ledger.queries import Head
from cms.ledger.surrogates import EVERYTHING, note
from cms.organisations.queries import list_desks
from pressroom.feeds.content import Channel
from pressroom.feeds.entries import entry_of, tombstone_of, who_answers
from pressroom.feeds.hub import hub_address
from pressroom.feeds.naming import feed_uri, labels, page_path
from pressroom.feeds.paging import DEFAULT_LIMIT, Address, Place, links_of, read_rows
from pressroom.feeds.text import xml_text
from pressroom.selection import Selection, refuse_unknown_codes
from search.saved.queries import find_saved, list_told

#: What an empty press room was last changed: never. A feed needs a date, and "now" would be a new feed each second.
_NEVER = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


def read_channel(*, address: Address, place: Place, head: Head) -> Channel:
    """Return a part of the feed at `address`.

    The newest part also tells what was taken away lately, and (unless few entries were asked for) ends with items
    that stand further back and were corrected lately.

    Raises:
        ParametersRefusedError: it is empty because a code does not exist.
        RequestRefused: there is no such part.
    """
    note(EVERYTHING)  # its links to the archive follow the head
    language, selection = address.language, address.selection
    listing = read_rows(language, selection, place, head)
    changed = _changed(language, selection, place)
    rows = [*listing.rows, *(_further_back(changed, listing.rows) if place.limit >= DEFAULT_LIMIT else [])]
    gone = [row for row in changed if row.is_gone]
    if not rows and not gone:
        refuse_unknown_codes(selection)
    cards = [row.read_card() for row in rows]
    told = (*cards, *(row.read_card() for row in gone))
    desks = list_desks({who_answers(card) for card in told}, language=language)
    with translation.override(languages.interface(language)):
        entries = tuple(entry_of(card, desks) for card in cards)
        tombstones = tuple(tombstone_of(row, desks) for row in gone)
        name = settings.PUBLIC_NAME
        narrowed = ", ".join([*_asked(selection), *labels(selection, cards)])
        otherwise = head.moved_at if place.is_newest else None
        return Channel(
            uri=feed_uri(origin=queries.get_origin(), language=language, selection=selection),
            title=f"{name}: {narrowed}" if narrowed else name,
            description=gettext("Det parterna i %(name)s har enats om att berätta.") % {"name": name},
            publisher=name,
            language=language,
            url=addresses.absolute(page_path(language, selection)),
            self_url=address.of(place),
            changed_at=max(
                (*(entry.changed_at for entry in entries), *(stone.gone_at for stone in tombstones)),
                default=otherwise or _NEVER,
            ),
            entries=entries,
            tombstones=tombstones,
            links=tuple(links_of(address, place, listing, head)),
            is_archive=place.archive is not None,
            hub=hub_address() if place == Place() and not selection.is_search else "",
        )


def _changed(language: str, selection: Selection, place: Place) -> list[CurrentEdition]:
    if selection.saved and (saved := find_saved(selection.saved)):
        # Whoever follows it has been told of these; that they answered is on record, their words need not be known.
        return queries.list_replaced(language, list_told(saved, limit=place.limit))
    if not place.is_newest or selection.is_search:  # nobody knows any more what words a removed text had
        return []
    return queries.list_listed_changes(
        language=language, item_types=selection.item_types, facets=selection.facets, limit=place.limit
    )


def _asked(selection: Selection) -> list[str]:
    """Return the words of a search, for the feed's title."""
    saved = find_saved(selection.saved) if selection.saved else None
    text = saved.text if saved else selection.text
    return [xml_text(text)] if text else []


def _further_back(changed: Sequence[CurrentEdition], rows: Sequence[CurrentEdition]) -> list[CurrentEdition]:
    """Return the corrected items that are not among `rows`, in the order of the list."""
    shown = {row.seq for row in rows}
    found = [row for row in changed if row.is_listed and row.seq not in shown]
    return sorted(found, key=lambda row: -row.first_seq)
