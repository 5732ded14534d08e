"""The frame around every page: title, addresses in other languages, navigation, and rendering within it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils import translation
from django.utils.translation import gettext

from cms.common import languages
from cms.ledger import addresses
from cms.ledger.overlay import ahead
from cms.ledger.queries import Translation
from pressroom.snippets.addresses import oembed_path
from pressroom.views import routes, wording


@dataclass(frozen=True)
class Frame:
    """What a page says about itself to the frame around it.

    `path` is its canonical path; `alternates` are the paths of the same page in other languages, and itself. `feed`
    is the selection of the feed that goes with it, in the page's own language; None leads to the feed of everything, in
    the language that the page speaks. `oembed` is the path that other systems may show by oEmbed, if any.
    `language` may be one that only the content speaks.
    """

    language: str
    title: str
    path: str = ""
    description: str = ""
    alternates: Mapping[str, str] = field(default_factory=dict)
    feed: Sequence[tuple[str, str]] | None = None
    oembed: str = ""
    nav: str = ""
    is_indexed: bool = True
    share_image: Mapping[str, Any] | None = None
    json_ld: str = ""
    og_type: str = "website"
    is_preview: bool = False


def render_page(
    template: str, frame: Frame, context: Mapping[str, Any], *, status: int = 200
) -> HttpResponse:
    """Render a page in its frame, in the language of the address. Without the request: nothing of it may show."""
    with translation.override(routes.ui_language(frame.language)):
        html = render_to_string(template, {**frame_context(frame), **context})
    return HttpResponse(html, status=status, content_type="text/html; charset=utf-8")


def frame_context(frame: Frame) -> dict[str, Any]:
    """Return what templates/base.html needs. The active language must be the frame's."""
    speaks = routes.ui_language(frame.language)
    return {
        "frame": frame,
        "language": frame.language,
        "ui_language": speaks,
        "direction": languages.direction(frame.language),
        "site_name": settings.PUBLIC_NAME,
        "front_path": routes.front_path(frame.language),
        "share_picture": frame.share_image or _default_share_picture(),
        "canonical": addresses.absolute(frame.path) if frame.path else "",
        "alternates": [
            {
                "code": code,
                "name": languages.LANGUAGES[code].own_name,
                "path": path,
                "url": addresses.absolute(path),
            }
            for code, path in frame.alternates.items()
        ],
        "oembed": _oembed(frame.oembed),
        "feeds": _feeds(frame),
        "feed_path": _feeds(frame)[0]["path"],
        "search_path": "" if ahead() or frame.nav == "search" else routes.page_path("search", speaks),
        "navigation": _navigation(speaks, frame.nav),
        "pages": {page: routes.page_path(page, speaks) for page in routes.PAGES},
        "lists": {item_type: routes.list_path(item_type, speaks) for item_type in addresses.SEGMENTS},
    }


def _oembed(path: str) -> dict[str, str]:
    """Return where oEmbed is answered for a path; absolute, since clients take the address as it stands.

    Nowhere while one reader looks ahead: nobody could ask there yet.
    """
    if not path or ahead():
        return {}
    return {form: addresses.absolute(oembed_path(path, form)) for form in ("json", "xml")}


def _feeds(frame: Frame) -> list[dict[str, str]]:
    """Return the page's feed in every format, for programs that look for one."""
    language = routes.ui_language(frame.language) if frame.feed is None else frame.language
    return [
        {"name": name, "type": media_type, "path": routes.feed_path(language, frame.feed or (), name=name)}
        for name, (media_type, _file_name) in routes.FEED_FORMATS.items()
    ]


def _default_share_picture() -> dict[str, Any]:
    """Return the picture that shares of a page without one of its own show."""
    return {"url": addresses.absolute(static("pressroom/icons/share.png")), "width": 1200, "height": 630}


def alternates_of(translations: Sequence[Translation]) -> dict[str, str]:
    """Return the paths of an item's readable languages, by code, in the order of our languages."""
    paths = {entry.language: entry.path for entry in translations}
    return {code: paths[code] for code in languages.LANGUAGES if code in paths}


def page_alternates(page: str) -> dict[str, str]:
    """Return the paths of one of our own pages in every language that pages speak."""
    return {code: routes.page_path(page, code) for code in routes.UI_LANGUAGES}


def list_alternates(item_type: str) -> dict[str, str]:
    """Return the paths of a list in every language that pages speak."""
    return {code: routes.list_path(item_type, code) for code in routes.UI_LANGUAGES}


def _navigation(language: str, current: str) -> list[dict[str, Any]]:
    entries = [
        ("news", gettext("Nyheter"), routes.page_path("news", language)),
        *(
            (item_type, wording.type_plural(item_type), routes.list_path(item_type, language))
            for item_type in ("message", "briefing", "example")
        ),
        ("calendar", wording.type_plural("calendar"), routes.list_path("calendar", language)),
        ("about", gettext("Om överenskommelsen"), routes.page_path("about", language)),
        ("contact", gettext("Presskontakter"), routes.page_path("contact", language)),
    ]
    if not ahead():  # no index knows what is not out yet
        entries.append(("search", gettext("Sök"), routes.page_path("search", language)))
    return [{"name": name, "path": path, "is_current": code == current} for code, name, path in entries]
