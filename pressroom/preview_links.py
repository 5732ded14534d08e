"""Keeps a reader of a release's preview inside it: rewrites the addresses in finished pages and feeds.

Works on our own templates' output, where every attribute is quoted and no text holds a bare `<`. An address that is
overlooked leads to the public site, where what is not out answers 404.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings

from cms.common.languages import LANGUAGES

_TAG = re.compile(r'<[a-zA-Z][^\s/>]*(?:\s+[^\s=>/"]+(?:="[^"]*")?)+\s*/?>')
_ADDRESS = re.compile(r'(\s(?:href|src|action|poster)=")([^"]*)(")')
_SRCSET = re.compile(r'(\ssrcset=")([^"]*)(")')
_BEGINNING = re.compile(r'<body[^>]*>(?:\s*<a class="skip-link"[^>]*>[^<]*</a>)?')
_PARTS = re.compile(r"([^?#]*)(.*)", re.DOTALL)
_PAGE = re.compile(rf"/(?:(?:{'|'.join(LANGUAGES)})(?:/.*)?)?")


@dataclass(frozen=True)
class Links:
    """Where things are inside one preview. `prefix` comes before a public path; `files` has the release's own files."""

    prefix: str
    files: Mapping[str, str]

    def address(self, address: str) -> str:
        """Return where `address` (absolute or a path, as the public has it) is inside the preview."""
        path, tail = _PARTS.match(address.removeprefix(settings.PUBLIC_BASE_URL)).groups()  # type: ignore[union-attr]  # matches any text
        if not path.startswith("/") or path.startswith("//"):
            return address
        if (file := self.files.get(path)) is not None:
            return file
        return f"{self.prefix}{path}{tail}" if _PAGE.fullmatch(path) else address

    def page(self, markup: str) -> str:
        """Return a page whose links stay inside."""
        return _TAG.sub(lambda tag: self._tag(tag[0]), markup)

    def feed(self, document: str) -> str:
        """Return a feed whose absolute addresses stay inside."""
        ours = re.compile(re.escape(settings.PUBLIC_BASE_URL) + r"(/[^\s\"'<>&]*)")
        return ours.sub(lambda found: settings.PUBLIC_BASE_URL + self.address(found[1]), document)

    def _tag(self, tag: str) -> str:
        tag = _ADDRESS.sub(lambda found: found[1] + self._escaped(found[2]) + found[3], tag)
        return _SRCSET.sub(lambda found: found[1] + self._srcset(found[2]) + found[3], tag)

    def _escaped(self, address: str) -> str:
        return html.escape(self.address(html.unescape(address)))

    def _srcset(self, value: str) -> str:
        choices = [choice.strip().partition(" ") for choice in value.split(",")]
        return ", ".join(f"{self._escaped(url)}{space}{width}" for url, space, width in choices)


def with_banner(markup: str, banner: str, head: str) -> str:
    """Return a page with `banner` first of what is read (after the link past it all), and `head` last in its head."""
    markup = markup.replace("</head>", f"{head}</head>", 1)
    return _BEGINNING.sub(lambda found: found[0] + banner, markup, count=1)
