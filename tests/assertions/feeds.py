"""Assertions on feeds: the schemas, and the rules of the specifications and the W3C validator that readers rely on."""

from __future__ import annotations

import datetime as dt
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

import feedparser
import jsonschema
import orjson
from lxml import etree

ATOM = "{http://www.w3.org/2005/Atom}"
ATOM_LINK = f"{ATOM}link"
TOMBSTONE = "{http://purl.org/atompub/tombstones/1.0}deleted-entry"
PRESS = "{urn:uuid:5d0f4d0e-0f1b-4b61-9a53-3a5f6b0f7c1e}"

_SCHEMA = etree.RelaxNG(etree.parse(Path(__file__).parent / "atom.rng"))


def assert_valid_rss(document: bytes) -> Any:
    """Check well-formedness and the RSS 2.0 rules; return what feedparser reads."""
    root = etree.fromstring(document)
    assert (root.tag, root.get("version")) == ("rss", "2.0")
    channels = root.findall("channel")
    assert len(channels) == 1
    channel = channels[0]
    for name in ("title", "link", "description", "language", "lastBuildDate", "ttl"):
        assert len(channel.findall(name)) == 1, name
    assert channel.findtext("link", "").startswith("http")
    relations = [link.get("rel") for link in channel.findall(ATOM_LINK)]
    assert relations.count("self") == 1
    assert len(relations) == len(set(relations))
    assert not any(len(element) == 0 and not element.text for element in channel.iter("title", "description"))
    assert parsedate_to_datetime(channel.findtext("lastBuildDate", "")).tzinfo is not None
    guids = []
    for item in channel.findall("item"):
        for name in ("title", "link", "description", "guid", "pubDate"):
            assert len(item.findall(name)) == 1, name
        assert len(item.findall("enclosure")) <= 1
        for enclosure in item.findall("enclosure"):
            assert int(enclosure.get("length", "")) > 0
            assert enclosure.get("url", "").startswith("http")
            assert "/" in enclosure.get("type", "")
        assert item.find("guid").get("isPermaLink") == "false"  # type: ignore[union-attr]
        assert parsedate_to_datetime(item.findtext("pubDate", "")).tzinfo is not None
        guids.append(item.findtext("guid"))
    assert len(guids) == len(set(guids))
    parsed = feedparser.parse(document)
    assert not parsed.bozo, parsed.get("bozo_exception")
    assert parsed.version == "rss20"
    assert len(parsed.entries) == len(guids)
    return parsed


def assert_atom_schema(document: bytes) -> None:
    """Check an Atom document against the schema alone."""
    _SCHEMA.assertValid(etree.fromstring(document))


def assert_valid_atom(document: bytes) -> Any:
    """Check an Atom document against the schema and the rules that no schema can say; return what feedparser reads."""
    root = etree.fromstring(document)
    _SCHEMA.assertValid(root)
    entries = root.findall(f"{ATOM}entry")
    ids = [element.findtext(f"{ATOM}id") for element in (root, *entries)]
    assert len(ids) == len(set(ids))
    # RFC 4287, 4.1.1: one `self`; not two alternates of one type and language. RFC 6721: what is there is not deleted.
    for element in (root, *entries):
        links = element.findall(ATOM_LINK)
        known = [tuple(link.get(name) for name in ("rel", "type", "hreflang")) for link in links]
        assert len(known) == len(set(known)), known
        assert all(link.get("href", "").startswith("http") for link in links)
        assert "alternate" in {link.get("rel") for link in links}
        assert element.findtext(f"{ATOM}title")
    assert [link.get("rel") for link in root.findall(ATOM_LINK)].count("self") == 1
    removed = [element.get("ref") for element in root.findall(TOMBSTONE)]
    assert len(removed) == len(set(removed))
    assert not set(removed) & set(ids)
    newest = max([*_instants(entries), *(_instant(stone.get("when", "")) for stone in root.findall(TOMBSTONE))],
                 default=None)  # fmt: skip
    assert newest in (None, _instant(root.findtext(f"{ATOM}updated", "")))
    for entry in entries:
        assert _instant(entry.findtext(f"{ATOM}published", "")) <= _instant(
            entry.findtext(f"{ATOM}updated", "")
        )
    parsed = feedparser.parse(document)
    assert not parsed.bozo, parsed.get("bozo_exception")
    assert parsed.version == "atom10"
    assert len(parsed.entries) == len(entries)
    return parsed


def removed_in(document: bytes) -> dict[str, str]:
    """Return the reason of each tombstone in an Atom document, by what it removes."""
    stones = etree.fromstring(document).findall(TOMBSTONE)
    return {
        stone.get("ref", ""): stone.findtext("{http://purl.org/atompub/tombstones/1.0}comment", "")
        for stone in stones
    }


def _instants(entries: list[Any]) -> list[dt.datetime]:
    return [_instant(entry.findtext(f"{ATOM}updated", "")) for entry in entries]


def _instant(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text)


_ADDRESS = {"type": "string", "pattern": "^https?://[^ ]+$"}
_WORDS = {"type": "string", "minLength": 1}
_INSTANT = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$"}
_AUTHORS = {
    "type": "array",
    "minItems": 1,
    "items": {
        "type": "object",
        "minProperties": 1,
        "additionalProperties": False,
        "properties": {"name": _WORDS, "url": {"type": "string"}, "avatar": _ADDRESS},
    },
}
#: An extension's name begins with an underscore and a letter and has no point in it; its value is an object.
_EXTENSION = {"^_[A-Za-z][^.]*$": {"type": "object"}}
#: https://www.jsonfeed.org/version/1.1/, without what version 1 had and this one calls deprecated.
JSON_FEED = {
    "type": "object",
    "required": ["version", "title", "items"],
    "additionalProperties": False,
    "patternProperties": _EXTENSION,
    "properties": {
        "version": {"const": "https://jsonfeed.org/version/1.1"},
        "title": _WORDS,
        "home_page_url": _ADDRESS,
        "feed_url": _ADDRESS,
        "description": _WORDS,
        "user_comment": _WORDS,
        "next_url": _ADDRESS,
        "icon": _ADDRESS,
        "favicon": _ADDRESS,
        "authors": _AUTHORS,
        "language": _WORDS,
        "expired": {"type": "boolean"},
        "hubs": {"type": "array", "items": {"type": "object", "required": ["type", "url"]}},
        "items": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["id"],
                "anyOf": [{"required": ["content_html"]}, {"required": ["content_text"]}],
                "additionalProperties": False,
                "patternProperties": _EXTENSION,
                "properties": {
                    "id": _WORDS,
                    "url": _ADDRESS,
                    "external_url": _ADDRESS,
                    "title": _WORDS,
                    "content_html": _WORDS,
                    "content_text": _WORDS,
                    "summary": _WORDS,
                    "image": _ADDRESS,
                    "banner_image": _ADDRESS,
                    "date_published": _INSTANT,
                    "date_modified": _INSTANT,
                    "authors": _AUTHORS,
                    "tags": {"type": "array", "minItems": 1, "items": _WORDS},
                    "language": _WORDS,
                    "attachments": {
                        "type": "array",
                        "minItems": 1,
                        "items": {
                            "type": "object",
                            "required": ["url", "mime_type"],
                            "additionalProperties": False,
                            "properties": {
                                "url": _ADDRESS,
                                "mime_type": {"type": "string", "pattern": ".+/.+"},
                                "title": _WORDS,
                                "size_in_bytes": {"type": "integer", "minimum": 0},
                                "duration_in_seconds": {"type": "number"},
                            },
                        },
                    },
                },
            },
        },
    },
}


def assert_valid_json_feed(document: bytes) -> dict[str, Any]:
    """Check a JSON Feed 1.1 document against the specification; return it."""
    feed: dict[str, Any] = orjson.loads(document)
    jsonschema.Draft202012Validator(JSON_FEED).validate(feed)
    ids = [item["id"] for item in feed["items"]]
    assert len(ids) == len(set(ids))
    assert feed.get("next_url") != feed["feed_url"]
    return feed
