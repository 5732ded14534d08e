"""Markup as plain data, so that the element can build it node by node under a host's Trusted Types.

A node is a text, or `[tag, attributes or 0, child, ...]`. What is not known here is refused: a template or a payload
that says something new fails its test instead of reaching a host's page. The script knows the same names.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Any

Node = str | list[Any]

_HTML = frozenset(
    re.findall(
        r"\w+",
        """article div section p span h1 h2 h3 h4 h5 h6 ul ol li a strong em b i br img figure figcaption
        table caption thead tbody tr th td blockquote dl dt dd time""",
    )
)
_SVG = frozenset(["svg", "title", "desc", "defs", "pattern", "rect", "circle", "path", "line", "text", "g"])
_EMPTY = frozenset(["br", "img"])
#: Elements in which space between children means nothing; the first is the fragment itself.
_SPACELESS = frozenset(
    [
        "",
        "article",
        "div",
        "section",
        "ul",
        "ol",
        "figure",
        "table",
        "thead",
        "tbody",
        "tr",
        "dl",
        "svg",
        "defs",
        "g",
    ]
)
_HTML_ATTRIBUTES = re.compile(
    r"class|id|lang|dir|href|hreflang|src|alt|width|height|datetime|scope|role|tabindex|loading|decoding|rel|download"
    r"|aria-[a-z]+"
)
_SVG_ATTRIBUTES = re.compile(
    r"class|id|role|aria-[a-z]+|viewBox|width|height|direction|x|y|x1|x2|y1|y2|cx|cy|r|d|fill|stroke|stroke-[a-z]+"
    r"|font-[a-z]+|text-anchor|patternUnits"
)
#: Names whose capitals HTML forgets.
_CAPITALS = {"viewbox": "viewBox", "patternunits": "patternUnits"}
_SPACE = re.compile(r"[ \t\r\n\f]+")
_LINK = re.compile(r"(?:https?|mailto|tel):|#")
_DRAWN_FROM = re.compile(r"url\((?!#)", re.IGNORECASE)


class UnknownMarkup(ValueError):
    """Markup that no host's page is to be given."""


def to_tree(markup: str) -> list[Node]:
    """Return a well-formed fragment as nodes; space that means nothing is dropped.

    Raises:
        UnknownMarkup: a tag, attribute or address that is not known, or elements that do not close in order.
    """
    reader = _Reader()
    reader.feed(markup)
    reader.close()
    if len(reader.open) != 1:
        raise UnknownMarkup(f"<{reader.open[-1][0]}> is not closed.")
    return reader.open[0][2:]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[list[Any]] = [["", 0]]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = self._node(tag, attrs)
        if tag not in _EMPTY:
            self.open.append(node)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._node(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if tag in _EMPTY:
            return
        if len(self.open) < 2 or self.open[-1][0] != tag:
            raise UnknownMarkup(f"</{tag}> closes nothing that is open.")
        self.open.pop()

    def handle_data(self, data: str) -> None:
        if data.strip() or self.open[-1][0] not in _SPACELESS:
            self.open[-1].append(_SPACE.sub(" ", data))

    def handle_comment(self, data: str) -> None:
        raise UnknownMarkup("A comment.")

    def handle_decl(self, decl: str) -> None:
        raise UnknownMarkup("A declaration.")

    def handle_pi(self, data: str) -> None:
        raise UnknownMarkup("An instruction.")

    def _node(self, tag: str, attrs: list[tuple[str, str | None]]) -> list[Any]:
        is_drawn = tag == "svg" or any(node[0] == "svg" for node in self.open)
        if tag not in (_SVG if is_drawn else _HTML):
            raise UnknownMarkup(f"<{tag}>")
        values = {}
        for raw, value in attrs:
            name = _CAPITALS.get(raw, raw)
            if name == "xmlns":
                continue
            _check(tag, name, value or "", is_drawn=is_drawn)
            values[name] = value or ""
        node = [tag, values or 0]
        self.open[-1].append(node)
        return node


def _check(tag: str, name: str, value: str, *, is_drawn: bool) -> None:
    known = _SVG_ATTRIBUTES if is_drawn else _HTML_ATTRIBUTES
    if not known.fullmatch(name):
        raise UnknownMarkup(f"<{tag} {name}>")
    if name in ("href", "src") and not _LINK.match(value):
        raise UnknownMarkup(f"<{tag} {name}={value[:40]!r}>")
    if is_drawn and _DRAWN_FROM.search(value):
        raise UnknownMarkup(f"<{tag} {name}={value[:40]!r}>")
