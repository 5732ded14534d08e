"""Filters for the press room's templates. All wording is in `pressroom.views.wording`."""

from __future__ import annotations

from typing import Any

from django import template
from django.conf import settings
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from cms.common import bidi, charts, languages
from pressroom.views import wording
from search.types import Marked

register = template.Library()

for filter_function in (
    wording.type_name,
    wording.type_plural,
    wording.kicker,
    wording.long_date,
    wording.short_date,
    wording.clock_time,
    wording.long_instant,
    wording.short_instant,
    wording.swedish_time,
    wording.calendar_state,
    wording.next_opening,
    wording.opening_hours,
    wording.file_size,
    wording.file_kind,
    wording.in_digits,
):
    register.filter(filter_function.__name__, filter_function)

register.filter("isolated", bidi.isolated)


@register.filter
def local_url(url: str) -> str:
    """Return one of our own absolute addresses as a path, so that a page works under whatever host shows it."""
    return url.removeprefix(settings.PUBLIC_BASE_URL)


@register.filter
def marked(found: Marked) -> SafeString:
    """Return a text of a hit as HTML, with the words that answer the search in `<mark>`."""
    pieces: list[tuple[str, str]] = []
    at = 0
    for start, end in found.marks:
        pieces.append((found.text[at:start], found.text[start:end]))
        at = end
    return format_html("{}{}", format_html_join("", "{}<mark>{}</mark>", pieces), found.text[at:])


@register.filter
def phone_link(number: str) -> str:
    """Return a Swedish telephone number as a `tel:` address."""
    digits = "".join(char for char in number if char.isdigit())
    return f"tel:+46{digits[1:]}" if digits.startswith("0") else f"tel:+{digits}"


@register.filter
def bare_host(url: str) -> str:
    """Return the part of a web address that people say aloud."""
    return url.split("//", 1)[-1].removeprefix("www.").strip("/")


@register.filter
def number(value: str | None, language: str) -> str:
    """Return a decimal string as the language writes it; a dash for no value."""
    return "–" if value is None else charts.format_number(value, language)


@register.filter
def language_name(code: str) -> str:
    """Return a language's own name."""
    return languages.LANGUAGES[code].own_name if code in languages.LANGUAGES else code


@register.filter
def edition_kind(kind: str) -> str:
    """Return what an edition did, in words."""
    return str(wording.EDITION_KINDS[kind])


@register.filter
def role_heading(block: dict[str, Any]) -> str:
    """Return the heading of a text block: its own, else the one its role has."""
    return block["heading"] or str(wording.ROLES.get(block["role"], ""))


@register.filter
def srcset(image: dict[str, Any]) -> str:
    """Return the `srcset` of an image's renditions."""
    return ", ".join(
        f"{local_url(file['url'])} {file['width']}w" for file in image["renditions"] if file.get("width")
    )


@register.filter
def smallest(image: dict[str, Any]) -> Any:
    """Return the smallest rendition."""
    return image["renditions"][0]


@register.filter
def largest(image: dict[str, Any]) -> Any:
    """Return the largest rendition."""
    return image["renditions"][-1]
