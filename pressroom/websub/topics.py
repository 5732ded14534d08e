"""Which feeds can be subscribed to, by which address, and which of them an edition changes."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from django.http import QueryDict

import orjson

from cms.common import languages
from cms.ledger import addresses, queries, surrogates
from cms.ledger.models import Edition
from pressroom.feeds.kinds import KINDS, FeedKind
from pressroom.feeds.paging import Address, Place, take_place
from pressroom.feeds.reading import read_channel
from pressroom.http import RequestRefused
from pressroom.selection import ParametersRefusedError, read_selection, refuse_unknown_codes, selections_of

_MOST_READINGS = 10


class LedgerMoves(Exception):
    """A feed could not be read whole. The turn is to come again."""


@dataclass(frozen=True)
class Topic:
    """A feed that can be subscribed to: its newest part, in one format."""

    kind: FeedKind
    address: Address

    @property
    def url(self) -> str:
        """The feed's address, as the feed names itself."""
        return self.address.of(Place())

    def names(self) -> set[str]:
        """Return the names of what the feed is made from (`cms.ledger.surrogates`)."""
        selection = self.address.selection
        return surrogates.lists(self.address.language, selection.item_types, selection.facets)

    def desks(self) -> set[str]:
        """Return the codes of the organisations whose press contacts the feed shows now. As many queries as `read`."""
        channel = read_channel(address=self.address, place=Place(), head=queries.get_head())
        shown = [entry.responsible for entry in channel.entries]
        shown += [stone.responsible for stone in channel.tombstones]
        return {one.code for one in shown if one is not None}

    def read(self) -> bytes:
        """Return the feed as it is now. A bounded number of queries.

        Read anew if the ledger moves meanwhile: several reads could have met half of a release.
        """
        for _ in range(_MOST_READINGS):
            head = queries.get_head()
            channel = read_channel(address=self.address, place=Place(), head=head)
            if queries.get_head() == head:
                return self.kind.build(channel)
        raise LedgerMoves(f"The ledger moved {_MOST_READINGS} times while {self.url} was read.")


def read_topic(url: str) -> Topic | None:
    """Return the feed at an address, or None: it must be written as the feed itself writes it. One query or none."""
    base, parts = addresses.absolute("/"), urlsplit(url)
    if not url.startswith(base) or parts.fragment:
        return None
    language, _slash, file_name = parts.path.removeprefix("/").partition("/")
    kind = next((kind for kind in KINDS if kind.file_name == file_name), None)
    if kind is None or language not in languages.LANGUAGES:
        return None
    try:
        query = QueryDict(parts.query, mutable=True)
        place = take_place(query)
        topic = Topic(kind, Address(language, file_name, read_selection(query)))
        if place != Place() or topic.url != url:
            return None
        refuse_unknown_codes(topic.address.selection)
    except (ParametersRefusedError, RequestRefused):
        return None
    return topic


def topics_of(edition: Edition) -> list[Topic]:
    """Return the feeds of everything, of its type and of each of its terms in which an edition is seen.

    For an outside hub, which keeps to itself who has subscribed. Feeds of combinations are not among them.
    """
    found: dict[str, Topic] = {}
    for one in surrogates.with_former(edition):
        payload = orjson.loads(one.payload)
        if not payload["listed"]:
            continue
        for selection in selections_of(payload):
            for kind in KINDS:
                topic = Topic(kind, Address(edition.language, kind.file_name, selection))
                found[topic.url] = topic
    return list(found.values())
