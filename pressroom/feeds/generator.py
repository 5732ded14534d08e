"""What RSS and Atom share in feedgen: the generator with our extensions, its traps, and the common fields.

Traps of feedgen 1.0 that are handled here: `add_entry` puts the newest last unless told to append; dates default to
now, which would change the ETag every second; control characters raise (text.py has removed them); its date formatting
switches the locale of the whole process, so only one feed is written at a time.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from feedgen.feed import FeedGenerator

from pressroom.feeds.content import Channel, Entry
from pressroom.feeds.extensions.pictures import PicturesEntryExtension, PicturesExtension
from pressroom.feeds.extensions.press import PressEntryExtension, PressExtension
from pressroom.feeds.extensions.related import RelatedEntryExtension, RelatedExtension

_writing = threading.Lock()


def start_feed(channel: Channel, media_type: str) -> Any:
    """Return a generator that knows what the formats share of the channel."""
    feed = FeedGenerator()
    feed.load_extension("dc", atom=True, rss=True)
    feed.register_extension("media", PicturesExtension, PicturesEntryExtension, atom=True, rss=True)
    feed.register_extension("press", PressExtension, PressEntryExtension, atom=True, rss=True)
    feed.register_extension("related", RelatedExtension, RelatedEntryExtension, atom=True, rss=True)
    feed.title(channel.title)
    feed.description(channel.description)
    feed.link({"href": channel.self_url, "rel": "self", "type": media_type})
    feed.link({"href": channel.url, "rel": "alternate", "type": "text/html"})
    feed.language(channel.language)
    feed.generator(channel.publisher)
    feed.dc.dc_publisher(channel.publisher)
    feed.related.set_links(channel.links, media_type=media_type, is_archive=channel.is_archive)
    feed.related.set_hub(channel.hub)
    return feed


def add_entry(feed: Any, entry: Entry) -> Any:
    """Add an item with what the formats share; return feedgen's entry."""
    item = feed.add_entry(order="append")
    item.title(entry.title)
    item.published(entry.published_at)
    item.updated(entry.changed_at)
    item.category([{"term": c.term, "label": c.label, "scheme": c.scheme} for c in entry.categories])
    item.dc.dc_language(entry.language)
    if entry.responsible:
        item.dc.dc_creator(entry.responsible.name)
        item.dc.dc_publisher(entry.responsible.name)
        item.dc.dc_contributor([name for name in entry.signatories if name != entry.responsible.name])
    if entry.picture:
        item.media.show(entry.picture)
    item.press.describe(entry)
    return item


def written(write: Callable[[], bytes]) -> bytes:
    """Return what `write` of a generator returns, one at a time."""
    with _writing:
        return write()
