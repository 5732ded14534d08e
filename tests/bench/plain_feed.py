"""The same entries through plain feedgen, as its documentation shows it: the peer of our RSS."""

from __future__ import annotations

from typing import Any

from feedgen.feed import FeedGenerator

from pressroom.feeds.content import Channel


def build_plain(channel: Channel) -> bytes:
    """Return an RSS document with title, address, text, dates, categories and picture of every entry."""
    feed: Any = FeedGenerator()
    feed.title(channel.title)
    feed.description(channel.description)
    feed.link(href=channel.self_url, rel="self")
    feed.link(href=channel.url, rel="alternate")
    feed.language(channel.language)
    feed.lastBuildDate(channel.changed_at)
    for entry in channel.entries:
        item = feed.add_entry(order="append")
        item.guid(entry.uri, permalink=False)
        item.title(entry.title)
        item.link(href=entry.url)
        item.description(entry.summary)
        item.published(entry.published_at)
        item.category([{"term": c.term, "label": c.label, "scheme": c.scheme} for c in entry.categories])
        if entry.picture:
            item.enclosure(entry.picture.url, str(entry.picture.size), entry.picture.media_type)
    document: bytes = feed.rss_str()
    return document
