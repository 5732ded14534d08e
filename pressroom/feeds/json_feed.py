"""JSON Feed 1.1. What only we have to say stands in `_press`; what is gone is marked there, and keeps its id."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import orjson

from cms.common import clock
from pressroom.feeds.content import Channel, Entry, Responsible, Tombstone
from pressroom.feeds.text import gone_sentences, markup

MEDIA_TYPE = "application/feed+json"
VERSION = "https://jsonfeed.org/version/1.1"


def build_json_feed(channel: Channel) -> bytes:
    """Return `channel` as a JSON Feed document."""
    feed: dict[str, Any] = {
        "version": VERSION,
        "title": channel.title,
        "home_page_url": channel.url,
        "feed_url": channel.self_url,
        "description": channel.description,
        "next_url": channel.link_to("next") or channel.link_to("prev-archive"),
        "language": channel.language,
        "authors": [{"name": channel.publisher, "url": channel.url}],
        "hubs": [{"type": "WebSub", "url": channel.hub}] if channel.hub else [],
        "items": [*map(_item, channel.entries), *map(_gone, channel.tombstones)],
        "_press": {
            "id": channel.uri,
            "changed_at": clock.isoformat(channel.changed_at),
            "links": {link.rel: link.url for link in channel.links},
            "is_archive": channel.is_archive,
        },
    }
    return orjson.dumps(_given(feed))


def _item(entry: Entry) -> dict[str, Any]:
    picture = entry.picture
    own = {
        "responsible": _responsible(entry.responsible),
        "contact": entry.contact,
        "signatories": list(entry.signatories),
        "edition": {name: entry.edition[name] for name in ("number", "kind", "seq", "digest", "url")}
        if entry.edition
        else None,
        "corrections": [{"at": note.at, "note": note.note} for note in entry.corrections],
        "terms": [
            {"id": term.term, "name": term.label, "list_url": term.scheme} for term in entry.categories
        ],
        "image": {"url": picture.url, "alt": picture.alt, "credit": picture.credit} if picture else None,
        "is_example_data": bool(entry.example_note),
    }
    item: dict[str, Any] = {
        "id": entry.uri,
        "url": entry.url,
        "title": entry.title,
        "summary": entry.summary,
        "content_html": markup(entry),
        "image": picture.url if picture else "",
        "date_published": clock.isoformat(entry.published_at),
        "date_modified": clock.isoformat(entry.changed_at),
        "authors": _authors(entry.responsible),
        "tags": [category.label for category in entry.categories],
        "language": entry.language,
        "attachments": [{"url": picture.url, "mime_type": picture.media_type, "size_in_bytes": picture.size}]
        if picture
        else [],
        "_press": _given(own),
    }
    return _given(item)


def _gone(tombstone: Tombstone) -> dict[str, Any]:
    """Return an item that readers put in the place of the one they have: same id, none of its text."""
    when = clock.isoformat(tombstone.gone_at)
    own = {
        "gone": {"kind": tombstone.kind, "at": when, "title": tombstone.title, "reason": tombstone.reason},
        "responsible": _responsible(tombstone.responsible),
        "contact": tombstone.contact,
    }
    item: dict[str, Any] = {
        "id": tombstone.uri,
        "url": tombstone.url,
        "title": tombstone.heading,
        "content_text": " ".join(gone_sentences(tombstone)),
        "date_published": clock.isoformat(tombstone.published_at),
        "date_modified": when,
        "authors": _authors(tombstone.responsible),
        "language": tombstone.language,
        "_press": _given(own),
    }
    return _given(item)


def _authors(responsible: Responsible | None) -> list[dict[str, str]]:
    return [{"name": responsible.name, "url": responsible.url}] if responsible else []


def _responsible(responsible: Responsible | None) -> dict[str, Any] | None:
    if responsible is None:
        return None
    desk = responsible.desk
    return {
        "id": responsible.code,
        "name": responsible.name,
        "url": responsible.url,
        "contacts": [asdict(contact) for contact in desk.contacts] if desk else [],
        "duty_phone": desk.duty_phone if desk else "",
    }


def _given(members: dict[str, Any]) -> dict[str, Any]:
    """Return the members that have a value: JSON Feed leaves out what is not there."""
    return {
        name: value for name, value in members.items() if value not in ("", None, [], {}) or name == "items"
    }
