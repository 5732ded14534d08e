"""Our own elements, in both formats.

`press:responsible` who answers questions on the item (code and address of the organisation)
`press:contact`     one per press contact of that organisation, and one for its number on duty
`press:edition`     which edition the entry shows: its number, what it did, the ledger's seq, its digest
`press:correction`  one per correction, with its instant
`press:gone`        present when the item has been taken away: what happened and when; its text is the reason
`press:example`     present when the content is invented example data
"""

from __future__ import annotations

from typing import Any

from feedgen.ext.base import BaseEntryExtension, BaseExtension

from cms.common import clock
from pressroom.feeds.content import Entry, Responsible, Tombstone
from pressroom.feeds.extensions.elements import add

#: A name, not an address: it must stay the same under every domain the press room is ever served from.
NAMESPACE = "urn:uuid:5d0f4d0e-0f1b-4b61-9a53-3a5f6b0f7c1e"


class PressExtension(BaseExtension):
    """Declares the namespace on the feed."""

    def extend_ns(self) -> dict[str, str]:
        """Return the prefix and its namespace."""
        return {"press": NAMESPACE}


class PressEntryExtension(BaseEntryExtension):
    """Writes the elements of one entry. Fill it with `describe`, or with `mark_gone`."""

    def __init__(self) -> None:
        self._entry: Entry | None = None
        self._tombstone: Tombstone | None = None

    def describe(self, entry: Entry) -> None:
        """Set what the elements say of a readable item."""
        self._entry = entry

    def mark_gone(self, tombstone: Tombstone) -> None:
        """Set what the elements say in the place of what is gone."""
        self._tombstone = tombstone

    def extend_rss(self, item: Any) -> Any:
        """Add the elements to an RSS item."""
        return self._extend(item)

    def extend_atom(self, entry: Any) -> Any:
        """Add the elements to an Atom entry."""
        return self._extend(entry)

    def _extend(self, element: Any) -> Any:
        if self._entry:
            _add_entry(element, self._entry)
        if self._tombstone:
            stone = self._tombstone
            _add(element, "gone", {"kind": stone.kind, "at": clock.isoformat(stone.gone_at)}, stone.reason)
            add_responsible(element, stone.responsible)
        return element


def add_responsible(element: Any, responsible: Responsible | None) -> None:
    """Add who answers, with the press desk."""
    if responsible is None:
        return
    _add(element, "responsible", {"code": responsible.code, "href": responsible.url}, responsible.name)
    desk = responsible.desk
    for contact in desk.contacts if desk else ():
        facts = {name: getattr(contact, name) for name in ("role", "phone", "email", "hours")}
        _add(element, "contact", facts, contact.name)
    if desk and desk.duty_phone:
        _add(element, "contact", {"phone": desk.duty_phone, "duty": "true"})


def _add_entry(element: Any, entry: Entry) -> None:
    add_responsible(element, entry.responsible)
    if entry.edition:
        facts = {name: str(entry.edition[name]) for name in ("number", "kind", "seq", "digest")}
        _add(element, "edition", {**facts, "href": entry.edition["url"]})
    for correction in entry.corrections:
        _add(element, "correction", {"at": correction.at}, correction.note)
    if entry.example_note:
        _add(element, "example", {})


def _add(parent: Any, name: str, attributes: dict[str, str], text: str = "") -> None:
    add(parent, f"{{{NAMESPACE}}}{name}", attributes, text)
