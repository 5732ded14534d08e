"""RSS 2.0 through feedgen. What is gone stands at the end as an item of the same guid that says so."""

from __future__ import annotations

from html import escape
from typing import Any

from pressroom.feeds.content import Channel, Entry, Tombstone
from pressroom.feeds.generator import add_entry, start_feed, written
from pressroom.feeds.text import gone_markup, gone_sentences, markup, sentences

MEDIA_TYPE = "application/rss+xml"
#: Minutes a reader may wait before it asks again. With our ETags asking is cheap.
TTL = 15


def build_rss(channel: Channel) -> bytes:
    """Return `channel` as an RSS 2.0 document."""
    feed = start_feed(channel, MEDIA_TYPE)
    feed.lastBuildDate(channel.changed_at)
    feed.ttl(TTL)
    for entry in channel.entries:
        _add(feed, entry)
    for tombstone in channel.tombstones:
        _add_gone(feed, tombstone)
    return written(feed.rss_str)


def _add(feed: Any, entry: Entry) -> None:
    item = add_entry(feed, entry)
    item.guid(entry.uri, permalink=False)
    item.link(href=entry.url)
    # RSS says that a description is HTML: plain words must be escaped once more, or `<` in them starts an element.
    item.description(escape(" ".join(sentences(entry)), quote=False))
    item.content(markup(entry), type="CDATA")
    if entry.picture:
        item.enclosure(entry.picture.url, str(entry.picture.size), entry.picture.media_type)


def _add_gone(feed: Any, tombstone: Tombstone) -> None:
    """Add an item that readers put in the place of the one they have: same guid, none of its text."""
    item = feed.add_entry(order="append")
    item.guid(tombstone.uri, permalink=False)
    item.title(tombstone.heading)
    item.link(href=tombstone.url)
    item.description(escape(" ".join(gone_sentences(tombstone)), quote=False))
    item.content(gone_markup(tombstone), type="CDATA")
    item.published(tombstone.published_at)
    item.dc.dc_language(tombstone.language)
    if tombstone.responsible:
        item.dc.dc_creator(tombstone.responsible.name)
    item.press.mark_gone(tombstone)
