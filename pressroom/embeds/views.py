"""Frames, the element's data, and its script."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import translation
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

import orjson

from cms.ledger import queries
from pressroom.embeds import gate, wording
from pressroom.embeds.content import read_content
from pressroom.embeds.trees import to_tree
from pressroom.http import ledger_response, matches, show_items
from pressroom.snippets import script
from pressroom.snippets.choice import Embed, Kind, read_embed

#: Version of the data's shape. Fields are added, never changed: pinned scripts read it for years.
SCHEMA = 1
_FOR_EVER = "public, max-age=31536000, immutable"


@gate.frame
def show_frame(request: HttpRequest, kind: Kind, item: str = "", figure: str = "") -> HttpResponseBase:
    """Show a list, item or figure as a page for an iframe."""
    embed = read_embed(request.GET, kind=kind, item=item, figure=figure)
    return ledger_response(request, lambda _head: _frame(embed))


@gate.data
def show_data(request: HttpRequest, kind: Kind, item: str = "", figure: str = "") -> HttpResponseBase:
    """Show the same as data for the element."""
    embed = read_embed(request.GET, kind=kind, item=item, figure=figure)
    return ledger_response(request, lambda _head: _data(embed))


@csrf_exempt
@require_safe
def show_script(request: HttpRequest, digest: str = "") -> HttpResponseBase:
    """Serve the element's script: the newest at its moving address, any version that was ever pinned at its own."""
    found = script.versions().get(digest) if digest else script.current()
    if found is None:
        raise Http404
    is_packed = "gzip" in request.META.get("HTTP_ACCEPT_ENCODING", "")
    etag = f'"{found.digest}{"-gzip" if is_packed else ""}"'
    headers = {
        "ETag": etag,
        # Asked for again within the hour: a mended script reaches every page that does not pin it.
        "Cache-Control": _FOR_EVER if digest else "public, max-age=3600, stale-if-error=604800",
        "Vary": "Accept-Encoding",
        "Access-Control-Allow-Origin": "*",
        "Cross-Origin-Resource-Policy": "cross-origin",
    }
    if matches(request, etag):
        response = HttpResponse(status=304, headers=headers)
        del response.headers["Content-Type"]
        return response
    if is_packed:
        headers["Content-Encoding"] = "gzip"
    body = found.packed if is_packed else found.body
    headers["Content-Length"] = str(len(body))
    content = b"" if request.method == "HEAD" else body
    return HttpResponse(content, headers=headers, content_type="text/javascript; charset=utf-8")


def _frame(embed: Embed) -> HttpResponse:
    content = read_content(embed)
    speaks = content.ui_language
    context = {
        "language": embed.language,
        "direction": content.direction,
        "speaks": "" if speaks == embed.language else speaks,
        "theme": embed.theme or "light",
        "title": content.title,
        "heading": content.title if embed.kind == "list" and not content.is_gone else "",
        "site_name": settings.PUBLIC_NAME,
        "markup": content.markup,
    }
    with translation.override(speaks):
        return show_items(gate.page(context, status=410 if content.is_gone else 200), content.items)


def _data(embed: Embed) -> HttpResponse:
    content = read_content(embed)
    speaks = content.ui_language
    with translation.override(speaks):
        note = wording.copy_note()
    body = {
        "schema": SCHEMA,
        "state": "gone" if content.is_gone else "shown",
        # A script that has seen a higher number shows no copy that was made before it.
        "removed": queries.newest_removal(),
        "language": embed.language,
        "direction": content.direction,
        "ui": speaks,
        "title": content.title,
        "copy": note,
        "tree": to_tree(content.markup),
    }
    response = HttpResponse(
        orjson.dumps(body), status=410 if content.is_gone else 200, content_type="application/json"
    )
    return show_items(response, content.items)
