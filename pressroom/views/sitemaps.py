"""robots.txt and the sitemap, from the ledger."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from cms.common import clock
from cms.ledger import addresses, queries
from pressroom.http import ledger_response
from pressroom.views import routes
from pressroom.views.guard import public_page

#: sitemaps.org allows 50,000 addresses in a file; a group of translations is never split, so stay a little below.
MAX_ADDRESSES = 49_900
_MAX_LANGUAGES = 20
_XML = '<?xml version="1.0" encoding="UTF-8"?>\n'
_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
_FIELDS = ("item_key", "language", "item_type", "public_id", "slug", "changed_at")


@public_page
def robots(request: HttpRequest) -> HttpResponseBase:
    """Say what robots may read: everything public; the workshop is none of their business."""
    maps = "".join(f"Sitemap: {addresses.absolute(path)}\n" for path in ("/sitemap.xml", "/sitemap-news.xml"))
    text = f"User-agent: *\nDisallow: /admin/\n{maps}"
    response = HttpResponse(text, content_type="text/plain; charset=utf-8")
    response["Cache-Control"] = "public, max-age=3600"
    return response


@public_page
def sitemap(request: HttpRequest, number: str = "") -> HttpResponseBase:
    """Return the sitemap, or an index of its parts when one file would be too long; part `number` from 1."""
    return ledger_response(request, lambda _head: _build(number))


def _build(number: str) -> HttpResponse:
    count = queries.list_addresses().count()
    parts = -(-count // MAX_ADDRESSES)
    if number:
        if not 1 <= int(number) <= parts:
            raise Http404
        body = _urlset(int(number) - 1)
    elif parts > 1:
        entries = "\n".join(
            f"<sitemap><loc>{addresses.absolute(f'/sitemap-{part}.xml')}</loc></sitemap>"
            for part in range(1, parts + 1)
        )
        body = f'<sitemapindex xmlns="{_NAMESPACE}">\n{entries}\n</sitemapindex>\n'
    else:
        body = _urlset(0)
    return HttpResponse(_XML + body, content_type="application/xml; charset=utf-8")


def _urlset(part: int) -> str:
    start, stop = part * MAX_ADDRESSES, (part + 1) * MAX_ADDRESSES
    before = min(start, _MAX_LANGUAGES)
    rows = queries.list_addresses().order_by("item_key", "language").values(*_FIELDS)
    lines = [*_own_pages()] if part == 0 else []
    for index, group in _groups(rows[start - before : stop + _MAX_LANGUAGES], start - before):
        if start <= index < stop:  # a group belongs to the part in which it begins
            lines += _entries(
                {row["language"]: _path(row) for row in group},
                {r["language"]: r["changed_at"] for r in group},
            )
    return (
        f'<urlset xmlns="{_NAMESPACE}" xmlns:xhtml="http://www.w3.org/1999/xhtml">\n'
        + "\n".join(lines)
        + "\n</urlset>\n"
    )


def _groups(rows: Any, index: int) -> Iterator[tuple[int, list[dict[str, Any]]]]:
    """Return each item's rows with the index of the first. The first group may lack its beginning; it is not ours."""
    for _, group in groupby(rows, key=lambda row: row["item_key"]):
        members = list(group)
        yield index, members
        index += len(members)


def _own_pages() -> Iterator[str]:
    yield from _entries({code: routes.front_path(code) for code in routes.UI_LANGUAGES}, {})
    for page in routes.PAGES:
        yield from _entries({code: routes.page_path(page, code) for code in routes.UI_LANGUAGES}, {})


def _entries(paths: dict[str, str], changed: dict[str, Any]) -> Iterator[str]:
    links = "".join(
        f'<xhtml:link rel="alternate" hreflang="{code}" href={quoteattr(addresses.absolute(path))}/>'
        for code, path in paths.items()
    )
    for code, path in paths.items():
        moment = f"<lastmod>{clock.isoformat(changed[code])}</lastmod>" if code in changed else ""
        yield f"<url><loc>{escape(addresses.absolute(path))}</loc>{moment}{links if len(paths) > 1 else ''}</url>"


def _path(row: dict[str, Any]) -> str:
    return addresses.item_path(
        item_type=row["item_type"], language=row["language"], public_id=row["public_id"], slug=row["slug"]
    )
