"""Which embed a pasted address of ours means: what oEmbed turns a link into."""

from __future__ import annotations

from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.http import QueryDict

from cms.common import languages
from cms.ledger import addresses
from pressroom.selection import FACETS, ParametersRefusedError, is_possible_id
from pressroom.snippets.choice import Embed, read_embed

_LIST_PARAMETERS = ("type", *FACETS)


def embed_of(url: str) -> Embed | None:
    """Return what the page at an absolute address shows, or None when it is none of ours.

    Known are the front page, the lists with their filters, the pages of terms and of items; an item's address with
    the mark of one of its figures (`#...`) means that figure. Nothing is looked up.
    """
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    ours = urlsplit(settings.PUBLIC_BASE_URL).netloc.lower()
    if parts.netloc.lower() != ours or parts.scheme not in ("http", "https"):
        return None
    language, *rest = [unquote(part) for part in parts.path.split("/") if part] or [""]
    if language not in languages.LANGUAGES or len(rest) > 3:
        return None
    if not rest:
        return Embed("list", language)
    segment, item, *_slug = [*rest, "", ""]
    item_type = addresses.type_of_segment(segment, language)
    if item:
        return _of_page(language, item_type, item, parts.fragment)
    if segment == addresses.news_segment(language):
        return _of_list(language, "", parts.query)
    if item_type in addresses.NEWS_TYPES:
        return _of_list(language, item_type or "", parts.query)
    return None


def _of_page(language: str, item_type: str | None, item: str, fragment: str) -> Embed | None:
    if not is_possible_id(item):
        return None
    if item_type in addresses.NEWS_TYPES:
        if fragment and is_possible_id(fragment):
            return Embed("figure", language, item=item, figure=fragment)
        return Embed("item", language, item=item)
    if item_type in FACETS:
        return _of_list(language, "", f"{item_type}={item}")
    return None


def _of_list(language: str, item_type: str, query: str) -> Embed | None:
    given = QueryDict(query)
    chosen = QueryDict(mutable=True)
    for name in _LIST_PARAMETERS:
        if values := [value for value in given.getlist(name) if value]:
            chosen.setlist(name, values)
    if item_type:
        chosen["type"] = item_type
    chosen["language"] = language
    try:
        return read_embed(chosen, kind="list")
    except ParametersRefusedError:
        return None
