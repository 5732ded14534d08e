"""oEmbed 1.0 (https://oembed.com/): editors paste a link, their system asks here what to show.

The answer is of type `rich`: an iframe and nothing else, since that is what careful consumers let through.
"""

from __future__ import annotations

import io
from dataclasses import replace
from typing import Any
from xml.sax.xmlreader import AttributesImpl

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.xmlutils import SimplerXMLGenerator

import orjson

from cms.ledger import addresses
from pressroom.embeds import gate
from pressroom.embeds.content import find_figure, find_item, read_content
from pressroom.http import RequestRefused, ledger_response
from pressroom.snippets.choice import Embed
from pressroom.snippets.markup import frame_for
from pressroom.snippets.room import room_for
from pressroom.snippets.targets import embed_of

WIDTH = 600
#: Until a consumer should ask again, in seconds. The frame itself is always current.
CACHE_AGE = 3600
_MOST = 10_000


@gate.data
def answer(request: HttpRequest) -> HttpResponseBase:
    """Answer what to show for the address `url`: 404 for what is not ours or not public, 501 for unknown formats."""
    return ledger_response(request, lambda _head: _build(request))


def _build(request: HttpRequest) -> HttpResponse:
    form = request.GET.get("format", "json")
    if form not in ("json", "xml"):
        raise RequestRefused(501, "Known formats: json, xml.")
    url = request.GET.get("url", "")
    if not url:
        raise RequestRefused(400, "url: Give the address of one of our pages.")
    most = {name: _limit(request, name) for name in ("maxwidth", "maxheight")}
    embed = embed_of(url)
    if embed is None:
        raise Http404
    found = _facts(embed, width=most["maxwidth"], height=most["maxheight"])
    if form == "xml":
        return HttpResponse(_xml(found), content_type="text/xml; charset=utf-8")
    return HttpResponse(orjson.dumps(found), content_type="application/json")


def _limit(request: HttpRequest, name: str) -> int:
    value = request.GET.get(name, "")
    if not value:
        return _MOST
    if not (value.isascii() and value.isdigit() and len(value) < 8 and int(value)):
        raise RequestRefused(400, f"{name}: Give a whole number of pixels.")
    return min(int(value), _MOST)


def _facts(embed: Embed, *, width: int, height: int) -> dict[str, Any]:
    """Return the answer's fields in the specification's words."""
    document: dict[str, Any] = {}
    if embed.kind == "list":
        title = read_content(embed).title
    else:
        current = find_item(embed)
        if current.is_gone:
            raise Http404
        document = current.read_document()
        figure = find_figure(document, embed.figure)
        if figure is None:  # an item, or the mark of something else on its page
            embed = replace(embed, kind="item", figure="")
        title = (figure or document)["title"]
    width, height = min(WIDTH, width), min(room_for(embed, document or None).pixels, height)
    found = {
        "type": "rich",
        "version": "1.0",
        "title": title,
        "provider_name": settings.PUBLIC_NAME,
        "provider_url": addresses.absolute("/"),
        "cache_age": CACHE_AGE,
        "width": width,
        "height": height,
        "html": frame_for(embed, title=title, width=str(width), height=height),
    }
    author = document.get("responsible") or document.get("owner")
    if author:
        found |= {"author_name": author["name"], "author_url": author["url"]}
    return found | _thumbnail(document, width=width, height=height)


def _thumbnail(document: dict[str, Any], *, width: int, height: int) -> dict[str, Any]:
    """Return the largest picture that fits; all three fields or none."""
    image = document.get("image") or {"renditions": []}
    fitting = [
        file
        for file in image["renditions"]
        if 0 < file.get("width", 0) <= width and 0 < file.get("height", 0) <= height
    ]
    if not fitting:
        return {}
    file = fitting[-1]
    return {
        "thumbnail_url": file["url"],
        "thumbnail_width": file["width"],
        "thumbnail_height": file["height"],
    }


def _xml(found: dict[str, Any]) -> bytes:
    out = io.StringIO()
    xml = SimplerXMLGenerator(out, "utf-8")
    xml.startDocument()
    xml.startElement("oembed", AttributesImpl({}))
    for name, value in found.items():
        xml.addQuickElement(name, str(value))
    xml.endElement("oembed")
    xml.endDocument()
    return out.getvalue().encode()
