"""The sitemap for news search: what became public in the last two days, in every language.

Invented example data is left out: it is about real organisations, and a news search shows a title without our marking.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from xml.sax.saxutils import escape, quoteattr

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from cms.common import clock
from cms.common.text import one_line
from cms.ledger import addresses, queries
from cms.ledger.models import CurrentEdition
from pressroom.http import ledger_response
from pressroom.views.guard import public_page

#: What the format allows: articles of two days, a thousand at most.
WINDOW = dt.timedelta(days=2)
MAX_ARTICLES = 1000
_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
    ' xmlns:news="http://www.google.com/schemas/sitemap-news/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">\n'
)


@public_page
def news_sitemap(request: HttpRequest) -> HttpResponseBase:
    """Return the sitemap. The window moves by whole hours, so the answer is the same for an hour."""
    hour = clock.now().replace(minute=0, second=0, microsecond=0)
    return ledger_response(request, lambda _head: _build(hour - WINDOW), variant=hour.isoformat())


def _build(since: dt.datetime) -> HttpResponse:
    rows = [row for row in queries.list_fresh(since, limit=MAX_ARTICLES) if not row.is_example_data]
    versions = _versions({row.item_key for row in rows})
    body = "".join(f"{_article(row, versions[row.item_key])}\n" for row in rows)
    return HttpResponse(f"{_HEAD}{body}</urlset>\n", content_type="application/xml; charset=utf-8")


def _versions(keys: set[uuid.UUID]) -> dict[uuid.UUID, dict[str, str]]:
    """Return the addresses of each item by language, also of languages that came out earlier. One query."""
    found: dict[uuid.UUID, dict[str, str]] = {key: {} for key in keys}
    for row in queries.list_addresses().filter(item_key__in=keys).order_by("language"):
        found[row.item_key][row.language] = addresses.absolute(row.path)
    return found


def _article(row: CurrentEdition, versions: Mapping[str, str]) -> str:
    links = "".join(
        f'<xhtml:link rel="alternate" hreflang="{code}" href={quoteattr(url)}/>'
        for code, url in versions.items()
    )
    return (
        f"<url><loc>{escape(addresses.absolute(row.path))}</loc><news:news>"
        f"<news:publication><news:name>{escape(settings.PUBLIC_NAME)}</news:name>"
        f"<news:language>{row.language}</news:language></news:publication>"
        f"<news:publication_date>{clock.isoformat(row.first_released_at)}</news:publication_date>"
        f"<news:title>{escape(one_line(row.title))}</news:title></news:news>"
        f"{links if len(versions) > 1 else ''}</url>"
    )
