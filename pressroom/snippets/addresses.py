"""Addresses of embeds. They stand in other people's pages for years: version 1 keeps them."""

from __future__ import annotations

from urllib.parse import urlencode

from cms.ledger import addresses
from pressroom.snippets.choice import Embed

#: The address that always serves the newest version of the script.
SCRIPT_PATH = "/embed/v1.js"
OEMBED_PATH = "/embed/oembed"


def frame_path(embed: Embed) -> str:
    """Return the path of the page that an iframe shows."""
    return _with_query(
        _path(embed), [*embed.query_items(), *([("theme", embed.theme)] if embed.theme else [])]
    )


def data_path(embed: Embed) -> str:
    """Return the path of the data that the element asks for."""
    return _with_query(f"{_path(embed)}.json", embed.query_items())


def pinned_script_path(digest: str) -> str:
    """Return the path of one version of the script, for ever the same bytes."""
    return f"/embed/v1/{digest}.js"


def oembed_path(path: str, form: str = "json") -> str:
    """Return the path that answers oEmbed for one of our pages."""
    return _with_query(OEMBED_PATH, [("url", addresses.absolute(path)), ("format", form)])


def _path(embed: Embed) -> str:
    tail = {"list": "list", "item": f"item/{embed.item}", "figure": f"figure/{embed.item}/{embed.figure}"}
    return f"/embed/v1/{tail[embed.kind]}"


def _with_query(path: str, items: list[tuple[str, str]]) -> str:
    return f"{path}?{urlencode(items, safe=',')}" if items else path
