"""Atom 1.0 (RFC 4287) through feedgen. What is gone is told by `at:deleted-entry` (RFC 6721)."""

from __future__ import annotations

from typing import Any

from pressroom.feeds.content import Channel, Entry
from pressroom.feeds.extensions.tombstones import TombstonesExtension
from pressroom.feeds.generator import add_entry, start_feed, written
from pressroom.feeds.text import markup

MEDIA_TYPE = "application/atom+xml"


def build_atom(channel: Channel) -> bytes:
    """Return `channel` as an Atom document."""
    feed = start_feed(channel, MEDIA_TYPE)
    feed.register_extension("tombstones", TombstonesExtension, atom=True, rss=False)
    feed.id(channel.uri)
    feed.subtitle(channel.description)
    feed.updated(channel.changed_at)
    feed.author({"name": channel.publisher, "uri": channel.url})
    feed.tombstones.set_tombstones(channel.tombstones)
    for entry in channel.entries:
        _add(feed, entry)
    return written(feed.atom_str)


def _add(feed: Any, entry: Entry) -> None:
    item = add_entry(feed, entry)
    item.id(entry.uri)
    item.related.add_link(rel="alternate", href=entry.url, type="text/html", hreflang=entry.language)
    item.summary(entry.summary)
    item.content(markup(entry), type="html")
    if entry.responsible:
        item.author({"name": entry.responsible.name, "uri": entry.responsible.url, "email": _email(entry)})
        others = [name for name in entry.signatories if name != entry.responsible.name]
        item.contributor([{"name": name} for name in others])
    if entry.picture:
        picture = entry.picture
        size = str(picture.size)
        item.related.add_link(rel="enclosure", href=picture.url, type=picture.media_type, length=size)


def _email(entry: Entry) -> str:
    """Return where the responsible organisation takes questions, or an empty text."""
    desk = entry.responsible.desk if entry.responsible else None
    return next((contact.email for contact in desk.contacts if contact.email), "") if desk else ""
