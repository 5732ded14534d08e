"""The registry of feed kinds. A new kind is a builder, a file name and a line here; views and addresses follow."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from pressroom.feeds import atom, json_feed, rss
from pressroom.feeds.content import Channel


@dataclass(frozen=True)
class FeedKind:
    """One format of feed: `/<language>/<file_name>`."""

    code: str
    file_name: str
    media_type: str
    build: Callable[[Channel], bytes]


KINDS: tuple[FeedKind, ...] = (
    FeedKind("rss", "feed.rss", rss.MEDIA_TYPE, rss.build_rss),
    FeedKind("atom", "feed.atom", atom.MEDIA_TYPE, atom.build_atom),
    FeedKind("json", "feed.json", json_feed.MEDIA_TYPE, json_feed.build_json_feed),
)
