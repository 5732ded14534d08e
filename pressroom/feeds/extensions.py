"""Our own elements in a feed, added the way feedgen adds its own: a namespace and two extension classes.

`press:responsible` who answers questions on the item (address and code of the organisation)
`press:edition`     which edition the entry shows: its number, what it did, the ledger's seq, its digest
`press:correction`  one per correction, with its instant
`press:example`     present when the content is invented example data
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from feedgen.ext.base import BaseEntryExtension, BaseExtension
from feedgen.util import xml_elem

#: A name, not an address: it must stay the same under every domain the press room is ever served from.
NAMESPACE = "urn:uuid:5d0f4d0e-0f1b-4b61-9a53-3a5f6b0f7c1e"


class PressExtension(BaseExtension):
    """Declares the namespace on the feed."""

    def extend_ns(self) -> dict[str, str]:
        """Return the prefix and its namespace."""
        return {"press": NAMESPACE}


class PressEntryExtension(BaseEntryExtension):
    """Writes the elements of one entry. Fill it with `describe`."""

    def __init__(self) -> None:
        self._responsible: dict[str, Any] | None = None
        self._edition: dict[str, Any] = {}
        self._corrections: Sequence[tuple[str, str]] = ()
        self._is_example = False

    def describe(
        self,
        *,
        responsible: dict[str, Any] | None,
        edition: dict[str, Any],
        corrections: Sequence[tuple[str, str]],
        is_example: bool,
    ) -> None:
        """Set what the entry says: the responsible organisation, the edition, corrections as (instant, note)."""
        self._responsible = responsible
        self._edition = edition
        self._corrections = corrections
        self._is_example = is_example

    def extend_rss(self, feed: Any) -> Any:
        """Add the elements to an RSS item."""
        return self._extend(feed)

    def extend_atom(self, feed: Any) -> Any:
        """Add the elements to an Atom entry."""
        return self._extend(feed)

    def _extend(self, entry: Any) -> Any:
        if self._responsible:
            facts = {"code": self._responsible["id"], "href": self._responsible["url"]}
            _element(entry, "responsible", self._responsible["name"], facts)
        if self._edition:
            facts = {name: str(self._edition[name]) for name in ("number", "kind", "seq", "digest")}
            _element(entry, "edition", "", {**facts, "href": self._edition["url"]})
        for at, note in self._corrections:
            _element(entry, "correction", note, {"at": at})
        if self._is_example:
            _element(entry, "example", "", {})
        return entry


def _element(parent: Any, name: str, text: str, attributes: dict[str, str]) -> None:
    element = xml_elem(f"{{{NAMESPACE}}}{name}", parent)
    element.text = text or None
    for key, value in attributes.items():
        element.set(key, value)
