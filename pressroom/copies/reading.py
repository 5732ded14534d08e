"""A web page taken apart: its words, and what on it points to texts of ours. Knows no database and asks nobody."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlsplit

from django.conf import settings

from lxml import etree

from cms.common import languages
from cms.ledger.addresses import NEWS_TYPES, type_of_segment
from pressroom.copies.words import Words, read_words
from pressroom.selection import is_possible_id

#: Words of a page that are looked at, and its headings and addresses of ours.
MOST_WORDS, _MOST_HEADINGS, _MOST_REFERENCES = 60_000, 500, 500

Element = Any  # of lxml, which has no types

#: What a reader does not see as text. `del` and `s`: whoever strikes a word out has corrected it.
_UNREAD = frozenset(
    ("script", "style", "template", "noscript", "svg", "iframe", "select", "textarea", "object", "del", "s", "head")
)  # fmt: skip
#: Inside a line; everything else begins a new word.
_INLINE = frozenset(
    (
        "a", "abbr", "b", "bdi", "bdo", "cite", "code", "data", "dfn", "em", "font", "i", "ins", "kbd", "mark", "q",
        "samp", "small", "span", "strong", "sub", "sup", "time", "u", "var", "wbr",
    )
)  # fmt: skip
_HEADINGS = frozenset(["h1", "h2", "h3", "h4", "h5", "h6", "title"])
_EMBEDS = frozenset(["samverkan-item", "samverkan-figure", "samverkan-list"])
_UNSEEN_CLASSES = frozenset(
    ["sr-only", "visually-hidden", "visuallyhidden", "screen-reader-text", "w-sr-only", "hidden"]
)
_URN = re.compile(r"urn:uuid:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_CHARSET = re.compile(r"charset=[\"']?([A-Za-z0-9_.:-]{1,40})", re.IGNORECASE)


@dataclass(frozen=True)
class Reference:
    """An item that a page names by an address or embeds. `item` is empty for an embedded list."""

    item: str
    language: str
    is_embed: bool


@dataclass(frozen=True)
class Reading:
    """What was read on a page.

    Attributes:
        headings: its headings and title, each as its words.
        references: what it links to and embeds, each once, in order.
        urns: permanent ids (`urn:uuid:...`) that stand in attributes or data of the page.
    """

    words: Words
    headings: tuple[tuple[str, ...], ...]
    references: tuple[Reference, ...]
    urns: tuple[str, ...]


def read_page(body: bytes, content_type: str = "") -> Reading:
    """Take a page apart. Whatever the bytes are: what can't be read is left out.

    Args:
        content_type: the header, for the charset that it may name.
    """
    root = _parse(body, content_type)
    if root is None:
        return Reading(read_words(""), (), (), ())
    references: dict[tuple[str, str, bool], Reference] = {}
    urns: dict[str, None] = {}
    for element in root.iter(etree.Element):
        for reference in _references(element):
            references.setdefault((reference.item, reference.language, reference.is_embed), reference)
        for text in _data_of(element):
            urns.update(dict.fromkeys(_URN.findall(text)))
        if len(references) > _MOST_REFERENCES or len(urns) > _MOST_REFERENCES:
            break
    headings = [read_words(_text(one)).norms for one in root.iter(*_HEADINGS)][:_MOST_HEADINGS]
    return Reading(
        words=read_words(_text(root), most=MOST_WORDS),
        headings=tuple(norms for norms in headings if norms),
        references=tuple(references.values()),
        urns=tuple(urns),
    )


def reference_of(address: str) -> Reference | None:
    """Return the item at an absolute address of ours: its page, an edition, the API, an embed. Looks nothing up."""
    try:
        parts = urlsplit(address.strip())
        ours = urlsplit(settings.PUBLIC_BASE_URL)
    except ValueError:
        return None
    if parts.scheme not in {"http", "https"} or parts.netloc.lower() != ours.netloc.lower():
        return None
    path = [unquote(part) for part in parts.path.split("/") if part]
    asked = re.search(r"(?:^|&)language=([a-z]+)(?:&|$)", parts.query)
    language = asked[1] if asked and asked[1] in languages.LANGUAGES else languages.DEFAULT
    match path:
        case ["embed", "v1", "list"]:
            return Reference("", language, is_embed=True)
        case ["embed", "v1", "item" | "figure", item, *_rest] if is_possible_id(item):
            return Reference(item, language, is_embed=True)
        case ["api", "v1", "items", item, *_rest] if is_possible_id(item):
            return Reference(item, language, is_embed=False)
        case [code, segment, item, *_rest] if code in languages.LANGUAGES and is_possible_id(item):
            return (
                Reference(item, code, is_embed=False)
                if type_of_segment(segment, code) in NEWS_TYPES
                else None
            )
    return None


def _parse(body: bytes, content_type: str) -> Element | None:
    named = _CHARSET.search(content_type)
    tried: list[str | None] = []
    # A byte order mark goes before the header (WHATWG Encoding); lxml sees it by itself.
    if named and not body.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        tried.append(named[1])
    elif not _names_charset(body):
        tried.append("utf-8")
    for encoding in (*tried, None):
        try:
            parser = etree.HTMLParser(
                encoding=encoding, no_network=True, remove_comments=True, remove_pis=True
            )
            return etree.fromstring(body, parser)
        except LookupError:  # no such charset: what the page says of itself
            continue
        except (etree.ParseError, ValueError):
            return None
    return None


def _names_charset(body: bytes) -> bool:
    return body.startswith((b"\xff\xfe", b"\xfe\xff")) or bool(
        re.search(rb"<meta[^>]{0,200}charset", body[:4096], re.IGNORECASE)
    )


def _references(element: Element) -> Iterator[Reference]:
    """Yield the items that an element embeds or whose address stands in one of its attributes."""
    if element.tag in _EMBEDS:
        item, language = element.get("item", ""), element.get("language", languages.DEFAULT)
        is_list = element.tag == "samverkan-list"
        if (is_list or is_possible_id(item)) and language in languages.LANGUAGES:
            yield Reference("" if is_list else item, language, is_embed=True)
        return
    if _is_in_embed(element):
        return
    for value in element.attrib.values():
        reference = reference_of(value) if "://" in value else None
        if reference is not None:
            # Only a frame shows what it names; a link to an embed's address is a link.
            yield Reference(
                reference.item, reference.language, reference.is_embed and element.tag == "iframe"
            )
    if element.tag == "script" and "json" in element.get("type", "") and element.text:
        for address in re.findall(re.escape(settings.PUBLIC_BASE_URL) + r"/[^\s\"'<>\\]*", element.text):
            reference = reference_of(address)
            if reference is not None:
                yield Reference(reference.item, reference.language, is_embed=False)


def _data_of(element: Element) -> Iterator[str]:
    yield from element.attrib.values()
    if element.tag == "script" and "json" in element.get("type", "") and element.text:
        yield element.text


def _is_in_embed(element: Element) -> bool:
    return any(parent.tag in _EMBEDS for parent in element.iterancestors())


def _text(root: Element) -> str:
    """Return what a reader sees, in the order of the page. No recursion: pages may be nested without end."""
    parts: list[str] = []
    waiting: list[Element | str] = [root]
    while waiting:
        one = waiting.pop()
        if isinstance(one, str):
            parts.append(one)
            continue
        edge = "" if one.tag in _INLINE else " "
        if (one is not root and _is_unread(one)) or not isinstance(one.tag, str):
            parts.append(edge)
            continue
        parts.append(edge)
        parts.append(one.text or "")
        waiting.append(edge)
        for child in reversed(one):
            waiting.append(child.tail or "")
            waiting.append(child)
    return "".join(parts)


def _is_unread(element: Element) -> bool:
    if element.tag in _UNREAD or element.tag in _EMBEDS or "hidden" in element.attrib:
        return True
    if element.get("aria-hidden") == "true":
        return True
    return not _UNSEEN_CLASSES.isdisjoint(element.get("class", "").split())
