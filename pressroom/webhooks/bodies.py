"""What a message says, made when it is sent: nothing that has been withdrawn meanwhile goes out as current."""

from __future__ import annotations

from typing import Any

import orjson

from cms.common import clock
from cms.ledger import addresses, queries
from pressroom.change_entries import change_entry
from pressroom.webhooks.models import WebhookDelivery, WebhookEndpoint

CONTENT_TYPE = "application/json"


class Bodies:
    """Bodies of messages. Those of one edition are made once, so keep an instance for one round of sending only."""

    def __init__(self) -> None:
        self._made: dict[tuple[int, bool], bytes] = {}

    def make(self, endpoint: WebhookEndpoint, delivery: WebhookDelivery) -> bytes:
        """Return the JSON of a message: `type`, `timestamp` and `data`, as Standard Webhooks advises.

        `data` is the entry of `/changes` about the edition. A full message carries `document` where the edition is
        still the item's newest and readable, and null elsewhere; a thin one has no such member, but the item's address.
        """
        if delivery.seq is None:
            return _json(delivery.event, clock.isoformat(delivery.created_at), {"webhook": str(endpoint.key)})
        key = (delivery.seq, endpoint.is_full)
        if key not in self._made:
            self._made[key] = _about(delivery.seq, delivery.event, is_full=endpoint.is_full)
        return self._made[key]


def _about(seq: int, event: str, *, is_full: bool) -> bytes:
    [change] = queries.list_changes(since=seq - 1, limit=1)
    data = change_entry(change)
    document = data.pop("document")
    data["is_current"] = document is not None
    data["url"] = document["url"] if document is not None else None
    data["changes_url"] = addresses.absolute(f"/api/v1/changes?since={seq - 1}&limit=1")
    if is_full:
        data["document"] = document
    return _json(event, data["released_at"], data)


def _json(event: str, timestamp: str, data: dict[str, Any]) -> bytes:
    return orjson.dumps({"type": event, "timestamp": timestamp, "data": data})
