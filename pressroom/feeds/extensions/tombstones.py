"""Removed entries in Atom: `at:deleted-entry` of RFC 6721."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from feedgen.ext.base import BaseExtension

from cms.common import clock
from pressroom.feeds.content import Tombstone
from pressroom.feeds.extensions.elements import add
from pressroom.feeds.extensions.press import add_responsible

NAMESPACE = "http://purl.org/atompub/tombstones/1.0"


class TombstonesExtension(BaseExtension):
    """Writes the feed's tombstones. Fill it with `set_tombstones`."""

    def __init__(self) -> None:
        self._tombstones: Sequence[Tombstone] = ()

    def set_tombstones(self, tombstones: Sequence[Tombstone]) -> None:
        """Set what is gone."""
        self._tombstones = tombstones

    def extend_ns(self) -> dict[str, str]:
        """Return the prefix and its namespace."""
        return {"at": NAMESPACE}

    def extend_atom(self, feed: Any) -> Any:
        """Add the tombstones to an Atom feed, before its entries."""
        for stone in self._tombstones:
            when = clock.isoformat(stone.gone_at)
            element = add(feed, f"{{{NAMESPACE}}}deleted-entry", {"ref": stone.uri, "when": when})
            if stone.responsible:
                by = add(element, f"{{{NAMESPACE}}}by", {})
                add(by, "name", {}, stone.responsible.name)
                add(by, "uri", {}, stone.responsible.url)
            if stone.reason:
                add(element, f"{{{NAMESPACE}}}comment", {}, stone.reason)
            link = {"rel": "alternate", "type": "text/html", "hreflang": stone.language, "title": stone.title}
            add(element, "link", {**link, "href": stone.url})
            add_responsible(element, stone.responsible)
        return feed

    def extend_rss(self, feed: Any) -> Any:
        """Leave RSS alone: it has no such element, and marks an item instead."""
        return feed
