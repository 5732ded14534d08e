"""Writes the record of what was shown: append-only rows, in the transaction of what they tell of."""

from __future__ import annotations

import uuid
from typing import Any

from cms.common import clock
from cms.releases.models import Release
from cms.sharing.enums import Act
from cms.sharing.models import Share, ShareEvent


def record(
    act: Act, *, by: str, share: Share | None = None, release: Release | None = None, **details: Any
) -> None:
    """Add one row. Call it inside the transaction that does what it says.

    Args:
        by: who did it, by name: a login, or the named reader.
        release: for what concerns all shares of a release.
        details: what else the archive should say; JSON values only, no token and no text of what was shown.
    """
    key: uuid.UUID | None = share.content.release_key if share else None
    ShareEvent.objects.create(
        at=clock.database_now(),
        act=act,
        share=share,
        release_key=release.key if release else key,
        by=by[:160],
        details=details,
    )
