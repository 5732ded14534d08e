"""Links that feedgen does not write (RSS: all but `self`; Atom: those of entries), and the mark of an archive.

Any relation will do: `first`, `previous`, `next`, `current`, `prev-archive`, `next-archive` (RFC 5005), `hub` (WebSub).
feedgen 1.0 knows the links of an Atom entry but loses all of their attributes except `href`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from feedgen.ext.base import BaseEntryExtension, BaseExtension

from pressroom.feeds.content import Link
from pressroom.feeds.extensions.elements import ATOM, add

HISTORY = "http://purl.org/syndication/history/1.0"


class RelatedExtension(BaseExtension):
    """Writes the links of the feed. Fill it with `set_links`."""

    def __init__(self) -> None:
        self._links: Sequence[Link] = ()
        self._media_type = ""
        self._is_archive = False
        self._hub = ""

    def set_links(self, links: Sequence[Link], *, media_type: str, is_archive: bool) -> None:
        """Set the links, what they lead to, and whether this document is a part of the archive."""
        self._links = links
        self._media_type = media_type
        self._is_archive = is_archive

    def set_hub(self, url: str) -> None:
        """Set where one subscribes to the feed (WebSub); empty for nowhere."""
        self._hub = url

    def extend_ns(self) -> dict[str, str]:
        """Return the prefix and its namespace."""
        return {"fh": HISTORY}

    def extend_atom(self, feed: Any) -> Any:
        """Add the links to an Atom feed, whose own elements feedgen writes without a prefix."""
        return self._extend(feed, "link")

    def extend_rss(self, feed: Any) -> Any:
        """Add the links to an RSS channel."""
        self._extend(feed[0], f"{{{ATOM}}}link")
        return feed

    def _extend(self, element: Any, name: str) -> Any:
        for link in self._links:
            add(element, name, {"rel": link.rel, "href": link.url, "type": self._media_type})
        if self._hub:
            add(element, name, {"rel": "hub", "href": self._hub})
        if self._is_archive:
            add(element, f"{{{HISTORY}}}archive", {})
        return element


class RelatedEntryExtension(BaseEntryExtension):
    """Writes the links of an Atom entry. Fill it with `add_link`."""

    def __init__(self) -> None:
        self._links: list[Mapping[str, str]] = []

    def add_link(self, **attributes: str) -> None:
        """Add a link: `rel`, `href`, `type`, `hreflang`, `length`."""
        self._links.append(attributes)

    def extend_atom(self, entry: Any) -> Any:
        """Add the links to an Atom entry."""
        for attributes in self._links:
            add(entry, "link", attributes)
        return entry

    def extend_rss(self, item: Any) -> Any:
        """Leave RSS alone: feedgen writes its only link."""
        return item
