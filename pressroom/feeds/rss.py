"""RSS 2.0 through feedgen.

Traps of feedgen 1.0 that are handled here: `add_entry` puts the newest last unless told to append; dates default to
now, which would change the ETag every second; control characters raise (content.py has removed them); its date
formatting switches the locale of the whole process, so only one feed is built at a time.
"""

from __future__ import annotations

import threading
from html import escape
from typing import Any

from feedgen.feed import FeedGenerator

from pressroom.feeds.content import Channel, Entry
from pressroom.feeds.extensions import PressEntryExtension, PressExtension

MEDIA_TYPE = "application/rss+xml"
#: Minutes a reader may wait before it asks again. With our ETags asking is cheap.
TTL = 15

_building = threading.Lock()


def build_rss(channel: Channel) -> bytes:
    """Return `channel` as an RSS 2.0 document."""
    feed = FeedGenerator()
    feed.load_extension("dc", atom=True, rss=True)
    feed.load_extension("media", atom=True, rss=True)
    feed.register_extension("press", PressExtension, PressEntryExtension, atom=True, rss=True)
    feed.title(channel.title)
    feed.description(channel.description)
    feed.link({"href": channel.self_url, "rel": "self", "type": MEDIA_TYPE})
    feed.link(href=channel.url, rel="alternate")  # the last one becomes the channel's own link
    feed.language(channel.language)
    feed.lastBuildDate(channel.changed_at)
    feed.generator(channel.publisher)
    feed.ttl(TTL)
    feed.dc.dc_publisher(channel.publisher)
    for entry in channel.entries:
        _add(feed, entry)
    with _building:
        document: bytes = feed.rss_str()
    return document


def _add(feed: Any, entry: Entry) -> None:
    item = feed.add_entry(order="append")
    item.guid(entry.uri, permalink=False)
    item.title(entry.title)
    item.link(href=entry.url)
    item.description(" ".join(_sentences(entry)))
    item.content(_markup(entry), type="CDATA")
    item.published(entry.published_at)
    item.updated(entry.changed_at)
    item.category([{"term": c.term, "label": c.label, "scheme": c.scheme} for c in entry.categories])
    if entry.responsible:
        item.dc.dc_creator(entry.responsible["name"])
        item.dc.dc_publisher(entry.responsible["name"])
        item.dc.dc_contributor([name for name in entry.signatories if name != entry.responsible["name"]])
    if entry.picture:
        picture = entry.picture
        item.enclosure(picture.url, str(picture.size), picture.media_type)
        size = {"width": str(picture.width), "height": str(picture.height)} if picture.width else {}
        item.media.content(url=picture.url, type=picture.media_type, medium="image", group=None, **size)
    item.press.describe(
        responsible=entry.responsible,
        edition=entry.edition,
        corrections=[(correction.at, correction.note) for correction in entry.corrections],
        is_example=bool(entry.example_note),
    )


def _sentences(entry: Entry) -> list[str]:
    """Return what the entry says in plain words: what happened, what was corrected, who answers."""
    corrections = [correction.sentence for correction in entry.corrections]
    return [text for text in (entry.summary, *corrections, entry.contact, entry.example_note) if text]


def _markup(entry: Entry) -> str:
    """Return the same with the picture and a link to who answers; the full text stays where it can be corrected."""
    parts = []
    if entry.picture:
        parts.append(f'<p><img src="{escape(entry.picture.url)}" alt="{escape(entry.picture.alt)}"></p>')
        if entry.picture.credit:
            parts.append(f"<p><small>{escape(entry.picture.credit)}</small></p>")
    parts.append(f"<p>{escape(entry.summary)}</p>")
    parts += [f"<p><strong>{escape(correction.sentence)}</strong></p>" for correction in entry.corrections]
    if entry.responsible:
        parts.append(f'<p><a href="{escape(entry.responsible["url"])}">{escape(entry.contact)}</a></p>')
    if entry.example_note:
        parts.append(f"<p><small>{escape(entry.example_note)}</small></p>")
    return "".join(parts)
