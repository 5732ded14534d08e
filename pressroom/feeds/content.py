"""What a feed says, before any format: the channel, its entries and what was taken away."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from cms.organisations.queries import Desk


@dataclass(frozen=True)
class Category:
    """A term that an entry belongs to. `scheme` is the address of the list of such terms."""

    term: str
    label: str
    scheme: str


@dataclass(frozen=True)
class Picture:
    """An entry's picture in its largest rendition."""

    url: str
    media_type: str
    size: int
    width: int
    height: int
    alt: str
    credit: str


@dataclass(frozen=True)
class CorrectionNote:
    """What was corrected, in words, with its date."""

    at: str
    note: str
    sentence: str


@dataclass(frozen=True)
class Responsible:
    """The organisation that answers questions, and its press desk if the registry has one."""

    code: str
    name: str
    url: str
    desk: Desk | None


@dataclass(frozen=True)
class Entry:
    """One item, as a feed tells of it. `uri` is its permanent name, whatever its address."""

    uri: str
    url: str
    title: str
    summary: str
    language: str
    published_at: dt.datetime
    changed_at: dt.datetime
    responsible: Responsible | None
    contact: str
    signatories: tuple[str, ...]
    corrections: tuple[CorrectionNote, ...]
    categories: tuple[Category, ...]
    picture: Picture | None
    edition: dict[str, Any]
    example_note: str
    public_id: str = ""


@dataclass(frozen=True)
class Tombstone:
    """An item that is gone. A deleted one has no title and no reason, and nobody to ask.

    `heading` and `sentence` are what formats without a word for "gone" show in its place.
    """

    uri: str
    url: str
    kind: str
    title: str
    reason: str
    language: str
    published_at: dt.datetime
    gone_at: dt.datetime
    responsible: Responsible | None
    contact: str
    heading: str
    sentence: str


@dataclass(frozen=True)
class Link:
    """Another document of the same feed, by a relation of RFC 5005 (`next`, `prev-archive` ...)."""

    rel: str
    url: str


@dataclass(frozen=True)
class Channel:
    """A feed, or one page of it: what it is about, its entries, newest first, and what was taken away lately.

    `uri` names the feed for ever, whatever its address and page. `hub` is where one subscribes to it (WebSub), if it is
    what one subscribes to.
    """

    uri: str
    title: str
    description: str
    publisher: str
    language: str
    url: str
    self_url: str
    changed_at: dt.datetime
    entries: tuple[Entry, ...]
    tombstones: tuple[Tombstone, ...] = ()
    links: tuple[Link, ...] = ()
    is_archive: bool = False
    hub: str = ""

    def link_to(self, rel: str) -> str:
        """Return the address of a related document, or an empty text."""
        return next((link.url for link in self.links if link.rel == rel), "")
