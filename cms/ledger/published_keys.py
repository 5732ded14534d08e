"""The public keys, for everybody who verifies. Reads only; who signs is the business of `keys.py`."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from cms.ledger.models import ProofKey


@dataclass(frozen=True)
class PublishedKey:
    """A key that editions are or were signed with. `retired_at` and `last_seq` are None while it signs."""

    key_id: str
    public_key: str
    since: dt.datetime
    retired_at: dt.datetime | None
    last_seq: int | None


def list_keys() -> list[PublishedKey]:
    """Return every key ever taken into use, the one that signs now first. One query."""
    rows = ProofKey.objects.order_by("-since", "key_id").values_list(
        "key_id", "public_key", "since", "retirement__at", "retirement__last_seq"
    )
    return sorted((PublishedKey(*row) for row in rows), key=lambda key: key.retired_at is not None)
