"""Bodies of the API's answers, joined from finished JSON texts: nothing is parsed or serialised per item."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse

import orjson

from cms.common import clock
from cms.ledger import addresses, queries
from cms.ledger.enums import EditionKind
from cms.ledger.models import CurrentEdition, Edition

MEDIA_TYPE = "application/json"
PREFIX = "/api/v1"

#: Collection of each term type in the API's addresses.
COLLECTIONS = {
    "organisation": "organisations",
    "area": "areas",
    "goal": "goals",
    "place": "places",
    "audience": "audiences",
    "tag": "tags",
}


def json_response(body: str | bytes) -> HttpResponse:
    """Return a finished JSON text as a response."""
    return HttpResponse(body, content_type=MEDIA_TYPE)


def address(path: str, query: Iterable[tuple[str, str]]) -> str:
    """Return an absolute address of this API."""
    return addresses.absolute(f"{PREFIX}/{path}?{urlencode(list(query), safe=',')}")


def item_address(item_type: str, public_id: str, language: str) -> str:
    """Return the absolute address of an item or term in this API."""
    collection = "calendar" if item_type == "calendar" else COLLECTIONS.get(item_type, "items")
    return address(f"{collection}/{public_id}", [("language", language)])


def joined(texts: Iterable[str], **more: Any) -> str:
    """Return `{"items": [...], ...}` of finished JSON texts and a few small values."""
    return with_members(f'{{"items":[{",".join(texts)}]}}', **more)


def with_members(text: str, **more: Any) -> str:
    """Return a finished JSON object text with members added at its end."""
    return f"{text[:-1]},{orjson.dumps(more).decode()[1:]}" if more else text


def translations(rows: Sequence[CurrentEdition]) -> list[dict[str, str]]:
    """Return the readable languages of one item, with their addresses."""
    return [
        {
            "language": row.language,
            "title": row.title,
            "url": addresses.absolute(row.path),
            "api_url": item_address(row.item_type, row.public_id, row.language),
        }
        for row in rows
        if not row.is_gone
    ]


def edition_entry(edition: Edition, current: CurrentEdition) -> dict[str, Any]:
    """Return one line of an item's history. A text that is no longer public says nothing but when and what."""
    is_readable = queries.is_readable(edition, current)
    return {
        "seq": edition.seq,
        "number": edition.number,
        "kind": str(edition.kind),
        "note": edition.note if is_readable or edition.kind == EditionKind.WITHDRAWN else "",
        "released_at": clock.isoformat(edition.released_at),
        "digest": edition.digest,
        "is_current": edition.seq == current.seq,
        "is_readable": is_readable,
        "url": addresses.absolute(edition.path()) if is_readable else None,
    }
