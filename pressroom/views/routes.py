"""Addresses of the pages that are no item: front, news, the agreement, contacts, the page for partners, feeds.

Items and terms have theirs in `cms.ledger.addresses`.
"""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlencode

from cms.common import languages
from cms.ledger import addresses
from pressroom.searching import SAVE, SEARCH

#: Languages that the pages themselves speak: all in which items exist.
UI_LANGUAGES = tuple(languages.LANGUAGES)

#: Path segment of each of our own pages; a language without its own uses English.
PAGES: dict[str, dict[str, str]] = {
    "news": addresses.NEWS,
    "about": {"sv": "om", "en": "about"},
    "contact": {"sv": "kontakt", "en": "contact"},
    "partners": {"sv": "for-redaktioner", "en": "for-newsrooms"},
    "embed": {"sv": "badda-in", "en": "embed"},
    "search": SEARCH,
}


def ui_language(language: str) -> str:
    """Return the language in which a page about something in `language` speaks."""
    return languages.interface(language)


def front_path(language: str) -> str:
    """Return the path of the front page."""
    return f"/{ui_language(language)}/"


def page_path(page: str, language: str) -> str:
    """Return the path of one of `PAGES`."""
    language = ui_language(language)
    return f"/{language}/{_segment(page, language)}/"


def page_of_segment(segment: str, language: str) -> str | None:
    """Return the name of the page whose segment in `language` is `segment`, or None."""
    return next((page for page in PAGES if _segment(page, language) == segment), None)


def _segment(page: str, language: str) -> str:
    names = PAGES[page]
    return names.get(language, names["en"])


def save_search_path(language: str) -> str:
    """Return the address that a search is sent to in order to be saved."""
    language = ui_language(language)
    return f"{page_path('search', language)}{SAVE[language]}/"


def list_path(item_type: str, language: str) -> str:
    """Return the path of the list of an item type, in a language that pages speak."""
    return addresses.list_path(item_type, ui_language(language))


#: Formats of feeds, as pages name them: media type and file name by name. RSS first, for readers that take the first.
FEED_FORMATS: dict[str, tuple[str, str]] = {
    "RSS": ("application/rss+xml", "feed.rss"),
    "Atom": ("application/atom+xml", "feed.atom"),
    "JSON Feed": ("application/feed+json", "feed.json"),
}


def feed_path(language: str, items: Iterable[tuple[str, str]] = (), *, name: str = "RSS") -> str:
    """Return the path of the feed of a selection in one of `FEED_FORMATS`."""
    return with_query(f"/{language}/{FEED_FORMATS[name][1]}", items)


def calendar_path(language: str) -> str:
    """Return the path of the calendar as iCalendar."""
    return f"/{language}/calendar.ics"


def with_query(path: str, items: Iterable[tuple[str, str]]) -> str:
    """Return `path` with `items` as its query string, if there are any."""
    query = urlencode(list(items))
    return f"{path}?{query}" if query else path
