"""What is printed when an item is taken away: a payload that keeps its address and says nothing more than it must."""

from __future__ import annotations

import orjson

from cms.ledger.models import Edition
from cms.ledger.payload import Payload
from cms.releases.enums import Action


def tombstone(former: Edition, action: Action) -> Payload:
    """Return the payload that takes `former`'s item away.

    A withdrawal keeps the title and who is responsible, so that the reader can be told what was withdrawn and whom
    to ask. A deletion keeps neither.
    """
    payload: Payload = orjson.loads(former.payload)
    is_deletion = action == Action.DELETE
    return Payload(
        schema=payload["schema"],
        type=payload["type"],
        id=payload["id"],
        key=payload["key"],
        language=payload["language"],
        listed=payload["listed"],
        title="" if is_deletion else payload["title"],
        slug="" if is_deletion else payload["slug"],
        summary="",
        is_example_data=payload["is_example_data"],
        owner=payload["owner"],
        responsible=payload["responsible"],
        signatories=[],
        areas=[],
        goals=[],
        audiences=[],
        tags=[],
        places=[],
        image=None,
        share_image=None,
        attachments=[],
        body=[],
    )
