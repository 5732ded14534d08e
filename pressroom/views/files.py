"""Serves printed files: only what a readable edition carries, with ranges, and the same 404 for all else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO
from urllib.parse import quote

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase

from cms.files.exceptions import StoredFileMissing
from cms.files.services import open_stored
from cms.ledger import queries
from cms.ledger.addresses import public_id
from cms.ledger.models import PublicFile
from cms.ledger.surrogates import noting
from pressroom.freshness import CACHE_CONTROL, cache_control, surrogate_headers
from pressroom.http import matches, show_items
from pressroom.views.guard import public_page

_PIECE = 64 * 1024
_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")
_SHA_START = re.compile(r"[0-9a-f]{16}")
_INLINE = frozenset({"image/jpeg", "image/png", "image/webp", "image/gif"})


@public_page
def show(request: HttpRequest, asset: str, name: str, sha256_start: str = "") -> HttpResponseBase:
    """Serve the newest public bytes of an asset, or the exact bytes that `sha256_start` names. One query."""
    if (sha256_start and not _SHA_START.fullmatch(sha256_start)) or len(asset) > 80 or len(name) > 200:
        raise Http404
    # The head before the file: what is said of keeping it must not be newer than the decision to serve it.
    freshness = cache_control(queries.get_head()) if settings.SHARED_CACHE_SECONDS else CACHE_CONTROL
    with noting() as names:
        file = queries.find_public_file(asset=asset, name=name, sha256_start=sha256_start)
    if file is None:
        raise Http404
    etag = f'"{file.sha256}"'
    if matches(request, etag):
        response: HttpResponseBase = HttpResponse(status=304)
        del response.headers["Content-Type"]
    else:
        try:
            stored = open_stored(file.sha256)
        except StoredFileMissing as error:
            raise Http404 from error
        response = _serve(request, file, stored, etag)
    _label(response, file, etag)
    for header, value in {"Cache-Control": freshness, **surrogate_headers(names)}.items():
        response[header] = value
    return response


def _serve(request: HttpRequest, file: PublicFile, stored: BinaryIO, etag: str) -> HttpResponseBase:
    wanted = _wanted_range(request, file.size, etag)
    if wanted == (0, -1):
        stored.close()
        response: HttpResponseBase = HttpResponse(status=416)
        response["Content-Range"] = f"bytes */{file.size}"
        return response
    if settings.FILES_ACCEL_PREFIX and wanted is None and request.method == "GET":
        stored.close()
        return _handed_over(file)
    first, last = wanted or (0, file.size - 1)
    status = 206 if wanted else 200
    if request.method == "HEAD":
        stored.close()
        response = HttpResponse(status=status)
    else:
        stored.seek(first)
        response = StreamingHttpResponse(_pieces(stored, last - first + 1), status=status)
    if wanted:
        response["Content-Range"] = f"bytes {first}-{last}/{file.size}"
    response["Content-Length"] = str(last - first + 1)
    response["Content-Type"] = file.media_type
    return response


def _handed_over(file: PublicFile) -> HttpResponse:
    """Return the decision that the file is public, for the proxy, which then sends the bytes (X-Accel-Redirect).

    Parts of a file are sent from here: the proxy would compare `If-Range` with a validator of its own.
    """
    place = f"{file.sha256[:2]}/{file.sha256[2:4]}/{file.sha256}"
    response = HttpResponse(content_type=file.media_type)
    response["X-Accel-Redirect"] = f"{settings.FILES_ACCEL_PREFIX}{place}"
    return response


def _label(response: HttpResponseBase, file: PublicFile, etag: str) -> None:
    """Set what every answer about a file says. No lasting copies: a withdrawn file must be gone at the next look."""
    show_items(response, [public_id(file.item_key)])
    response["ETag"] = etag
    response["Accept-Ranges"] = "bytes"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cross-Origin-Resource-Policy"] = "cross-origin"  # feeds and partners show the pictures
    how = "inline" if file.media_type in _INLINE else "attachment"
    plain = re.sub(r"[^ !#-\[\]-~]", "_", file.name)
    response["Content-Disposition"] = (
        f"{how}; filename=\"{plain}\"; filename*=UTF-8''{quote(file.name, safe='')}"
    )


def _wanted_range(request: HttpRequest, size: int, etag: str) -> tuple[int, int] | None:
    """Return the first and last byte asked for; None for the whole file; (0, -1) for what cannot be met.

    One range only: several in one request are answered with the whole file (RFC 9110, section 14.2 allows it).
    """
    match = _RANGE.fullmatch(request.headers.get("Range", "").replace(" ", ""))
    if match is None or match.groups() == ("", ""):
        return None
    if request.headers.get("If-Range", etag) != etag:
        return None
    first, last = match.groups()
    if not first:
        start, end = max(0, size - int(last)), size - 1
        return (start, end) if int(last) and size else (0, -1)
    start, end = int(first), min(int(last), size - 1) if last else size - 1
    if last and int(last) < start:
        return None  # not a range at all
    return (start, end) if start < size else (0, -1)


def _pieces(stored: BinaryIO, length: int) -> Iterator[bytes]:
    with stored:
        while length > 0:
            piece = stored.read(min(_PIECE, length))
            if not piece:
                return
            length -= len(piece)
            yield piece
