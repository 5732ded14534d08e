"""Assertions on RSS 2.0 documents: the rules of the specification that readers rely on."""

from __future__ import annotations

from email.utils import parsedate_to_datetime
from typing import Any

import feedparser
from lxml import etree

ATOM_LINK = "{http://www.w3.org/2005/Atom}link"


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
    assert [link.get("rel") for link in channel.findall(ATOM_LINK)] == ["self"]
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
