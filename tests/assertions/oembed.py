"""An oEmbed consumer like WordPress, written against https://oembed.com/ and what WordPress does with strangers.

It finds the links in a page's head, asks with its largest sizes, believes no type but `rich`, and lets an iframe
through, nothing else (wp-includes/class-wp-oembed.php: discover, fetch; embed.php: wp_filter_oembed_result).
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from django.test import Client

from lxml import etree

TYPES = {"application/json+oembed": "json", "text/xml+oembed": "xml"}
#: Required of every answer, and of `rich` in addition (2.3.4).
_REQUIRED = {"type", "version", "html", "width", "height"}
_THUMBNAIL = {"thumbnail_url", "thumbnail_width", "thumbnail_height"}
_IFRAME = {"src", "width", "height", "frameborder", "marginwidth", "marginheight", "scrolling", "title"}


@dataclass(frozen=True)
class Pasted:
    """What an editor sees after pasting a link: the filtered iframe's attributes, and the answer behind it."""

    iframe: dict[str, str]
    answer: dict[str, Any]


def paste(
    client: Client, url: str, *, maxwidth: int = 500, maxheight: int = 750, form: str = "json"
) -> Pasted | None:
    """Return what a pasted address becomes; None when it stays a link."""
    parts = urlsplit(url)
    page = client.get(urlunsplit(("", "", parts.path, parts.query, "")), follow=True)
    endpoint = discover(page.content.decode()).get(form)
    if endpoint is None:
        return None
    answer = ask(client, endpoint, url=url, maxwidth=maxwidth, maxheight=maxheight, form=form)
    if answer is None:
        return None
    _check(answer, maxwidth, maxheight)
    iframe = _only_iframe(answer["html"])
    return Pasted(iframe, answer) if iframe else None


def discover(page: str) -> dict[str, str]:
    """Return the addresses that a page's head names, by format. They must be absolute: they are used as they stand."""
    reader = _Links()
    reader.feed(page.split("</head>", maxsplit=1)[0])
    assert all(urlsplit(address).scheme in ("http", "https") for address in reader.found.values()), (
        reader.found
    )
    return reader.found


def ask(client: Client, endpoint: str, *, form: str, **arguments: Any) -> dict[str, Any] | None:
    """Ask an endpoint, with our arguments in place of its own; return the answer's fields, or None for a refusal."""
    parts = urlsplit(endpoint)
    query = {**dict(parse_qsl(parts.query)), **arguments, "format": form}
    response = client.get(f"{parts.path}?{urlencode(query)}")
    if response.status_code in (404, 501, 401):
        return None
    assert response.status_code == 200, response.content
    if form == "json":
        assert response.headers["Content-Type"] == "application/json"
        fields: dict[str, Any] = json.loads(response.content)
        return fields
    assert response.headers["Content-Type"].startswith("text/xml")
    root = etree.fromstring(response.content)
    assert root.tag == "oembed"
    return {child.tag: child.text for child in root}


def _check(answer: dict[str, Any], maxwidth: int, maxheight: int) -> None:
    assert set(answer) >= _REQUIRED
    assert (answer["type"], answer["version"]) == ("rich", "1.0")
    assert int(answer["width"]) <= maxwidth
    assert int(answer["height"]) <= maxheight
    given = _THUMBNAIL & set(answer)
    assert given in (set(), _THUMBNAIL)
    assert int(answer.get("thumbnail_width", 0)) <= maxwidth
    assert int(answer.get("thumbnail_height", 0)) <= maxheight


def _only_iframe(markup: str) -> dict[str, str]:
    reader = _Frames()
    reader.feed(markup)
    assert reader.others == []
    return {name: value for name, value in reader.found.items() if name in _IFRAME}


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, str] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag == "link" and "alternate" in values.get("rel", "").split() and values.get("type") in TYPES:
            self.found.setdefault(TYPES[values["type"]], values["href"])


class _Frames(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, str] = {}
        self.others: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "iframe":
            self.found = {name: value or "" for name, value in attrs}
        else:
            self.others.append(tag)
