"""Whether drafts have been saved since somebody looked: cheap enough to be asked under the lock."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from cms.ledger import registry
from cms.releases.enums import REMOVALS, Action
from cms.releases.types import Wanted


def stamps_of(wanted: Sequence[Wanted]) -> dict[uuid.UUID, str]:
    """Return the stamps of the drafts that would be printed. One query per item type.

    Terms, organisations and calendar entries have none: they are looked at when a release is prepared.
    """
    keys: dict[str, set[uuid.UUID]] = {}
    for entry in wanted:
        if Action(entry.action) not in REMOVALS:
            keys.setdefault(entry.item_type, set()).add(entry.item_key)
    return {key: stamp for code in keys for key, stamp in registry.stamps_of(code, keys[code]).items()}
