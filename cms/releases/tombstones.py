"""What is printed when an item is taken away: a payload that keeps its address and says nothing more than it must."""

from __future__ import annotations

import orjson

from cms.ledger.models import Edition
from cms.ledger.payload import Payload, empty_payload
from cms.releases.enums import Action


def tombstone(former: Edition, action: Action) -> Payload:
    """Return the payload that takes `former`'s item away.

    A withdrawal keeps the title and who is responsible, so that the reader can be told what was withdrawn and whom
    to ask. A deletion keeps neither.
    """
    payload: Payload = orjson.loads(former.payload)
    is_deletion = action == Action.DELETE
    empty = empty_payload(
        item_type=payload["type"],
        public_id=payload["id"],
        key=former.item_key,
        language=payload["language"],
        title="" if is_deletion else payload["title"],
    )
    empty["schema"] = payload["schema"]
    empty["listed"] = payload["listed"]
    empty["slug"] = "" if is_deletion else payload["slug"]
    empty["is_example_data"] = payload["is_example_data"]
    empty["owner"], empty["responsible"] = payload["owner"], payload["responsible"]
    return empty
