"""The record of what was shown to whom, for the archive: every event as CSV, and whole with versions as JSON."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Q, QuerySet

import orjson

from cms.common import clock
from cms.common.spreadsheets import csv_line, harmless
from cms.sharing.models import Share, SharedContent, ShareEvent

COLUMNS = (
    "at", "act", "act_in_words", "by", "share", "kind", "name", "organisation", "email", "shared_by", "title",
    "release", "request", "content_digest", "expires_at", "details",
)  # fmt: skip
FORMAT = "pressrum-sharing-1"
_CHUNK = 500


def csv_lines(shares: QuerySet[Share]) -> Iterator[str]:
    """Yield CSV with a header, one row per event of these shares and of their releases, oldest first."""
    yield csv_line(COLUMNS)
    for event in events_of(shares).iterator(chunk_size=_CHUNK):
        row = _row(event)
        yield csv_line([harmless(row.get(name)) for name in COLUMNS])


def json_text(shares: QuerySet[Share]) -> bytes:
    """Return one JSON document: each share with exactly which versions it showed and everything that happened.

    The texts themselves are in the ledger once released; here stand their digests, and the payloads of what was shown.
    """
    contents: dict[int, SharedContent] = {}
    told = []
    for share in shares.order_by("pk").prefetch_related("events", "content__versions"):
        contents[share.content_id] = share.content
        told.append(_share(share))
    released = [_event(event) for event in events_of(shares).filter(share__isnull=True)]
    document = {
        "format": FORMAT,
        "exported_at": clock.isoformat(clock.now()),
        "contents": [_content(content) for content in contents.values()],
        "shares": told,
        "release_events": released,
    }
    return orjson.dumps(document, option=orjson.OPT_INDENT_2)


def events_of(shares: QuerySet[Share]) -> QuerySet[ShareEvent]:
    """Return the events of these shares and of the releases they belong to, oldest first."""
    plain = shares.order_by()
    releases = plain.filter(content__release_key__isnull=False).values("content__release_key")
    of_release = Q(share__isnull=True, release_key__in=releases)
    events = ShareEvent.objects.filter(Q(share__in=plain.values("pk")) | of_release)
    return events.select_related("share__content").order_by("pk")


def _row(event: ShareEvent) -> dict[str, Any]:
    share = event.share
    row: dict[str, Any] = {
        "at": clock.isoformat(event.at),
        "act": event.act,
        "act_in_words": event.get_act_display(),
        "by": event.by,
        "release": event.release_key,
        "details": orjson.dumps(event.details).decode() if event.details else "",
    }
    if share is not None:
        row |= {
            "share": share.key,
            "kind": share.kind,
            "name": share.name,
            "organisation": share.organisation,
            "email": share.email,
            "shared_by": share.shared_by_name,
            "title": share.content.title,
            "request": share.content.request_key,
            "content_digest": share.content.digest,
            "expires_at": clock.isoformat(share.expires_at),
        }
    return row


def _share(share: Share) -> dict[str, Any]:
    return {
        "share": str(share.key),
        "kind": share.kind,
        "to": {"name": share.name, "organisation": share.organisation, "email": share.email},
        "shared_by": share.shared_by_name,
        "shared_at": clock.isoformat(share.created_at),
        "message": share.message,
        "content": str(share.content.key),
        "expires_at": clock.isoformat(share.expires_at),
        "opened_at": _instant(share.opened_at),
        "accepted_at": _instant(share.accepted_at),
        "accepted_name": share.accepted_name,
        "accepted_terms": share.accepted_terms,
        "revoked_at": _instant(share.revoked_at),
        "events": [_event(event) for event in share.events.all()],
    }


def _content(content: SharedContent) -> dict[str, Any]:
    return {
        "content": str(content.key),
        "title": content.title,
        "digest": content.digest,
        "release": str(content.release_key) if content.release_key else None,
        "request": str(content.request_key) if content.request_key else None,
        "frozen_at": clock.isoformat(content.frozen_at),
        "versions": [
            {
                "type": version.item_type,
                "key": str(version.item_key),
                "language": version.language,
                "action": version.action,
                "title": version.title,
                "digest": version.digest,
                "payload": orjson.Fragment(version.payload) if version.payload else None,
            }
            for version in content.versions.all()
        ],
    }


def _event(event: ShareEvent) -> dict[str, Any]:
    return {"at": clock.isoformat(event.at), "act": event.act, "by": event.by, "details": event.details}


def _instant(at: Any) -> str | None:
    return clock.isoformat(at) if at else None
