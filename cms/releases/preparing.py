"""Make a release ready before its instant: drafts checked, payloads built and typeset, files stored and verified.

What is ready is kept in memory and holds for these drafts as they were. Whoever prints it asks again, under the lock,
for everything that others may have changed (`printing.py`). See docs/decisions/0015-prepared-ahead.md.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace

from cms.ledger.typesetting import typeset
from cms.releases.enums import PRINTABLE
from cms.releases.exceptions import (
    BuildFailedError,
    ContentChangedError,
    DraftMovedError,
    NotPrintableError,
    ReleaseError,
)
from cms.releases.models import Release, ReleaseItem
from cms.releases.preconditions import Checked, check_each, check_files
from cms.releases.signing_key import check_signing_key
from cms.releases.stamps import stamps_of

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Prepared:
    """A release that lacks nothing but its instant."""

    release_id: int
    title: str
    items: Sequence[ReleaseItem]
    checked: Sequence[Checked]


def prepare(release_id: int) -> Prepared:
    """Do everything slow that printing a release takes. Nothing public changes, nor does the release.

    What the texts refer to is left to the lock: another release may print it first.

    Raises:
        NotPrintableError: it is released or cancelled already.
        ReleaseError: why it can't be printed as things stand.
    """
    release = Release.objects.get(pk=release_id)
    if release.status not in PRINTABLE:
        raise NotPrintableError(release.get_status_display())
    try:
        check_signing_key()
        items = list(release.items.all())
        checked = check_each(items, scheduled_at=release.scheduled_at)
        check_files(checked)
        ready = [_typeset(item, found) for item, found in zip(items, checked, strict=True)]
        return Prepared(release_id, release.title, items, ready)
    except ReleaseError:
        raise
    except Exception as error:  # a full disk, a lost connection: whatever it is, the editor must hear of it
        logger.exception("Release %s could not be prepared", release.key)
        raise BuildFailedError(release.title, error) from error


def find_moved(prepared: Sequence[Prepared]) -> set[int]:
    """Return the releases one of whose drafts has been saved since. One query per item type for all of them.

    That is no reason to refuse yet: what was saved may be the same text.
    """
    stamps = stamps_of([item for release in prepared for item in release.items])
    return {
        release.release_id
        for release in prepared
        if any(
            found.stamp and stamps.get(item.item_key) != found.stamp
            for item, found in zip(release.items, release.checked, strict=True)
        )
    }


def check_unmoved(items: Sequence[ReleaseItem], checked: Sequence[Checked]) -> None:
    """Refuse what has been checked if one of its drafts has been saved since.

    Raises:
        DraftMovedError: naming the first; whether it really differs, only new checks can tell.
    """
    stamps = stamps_of(items)
    for item, found in zip(items, checked, strict=True):
        if found.stamp and stamps.get(item.item_key) != found.stamp:
            raise DraftMovedError(item.title, item.language)


def _typeset(item: ReleaseItem, found: Checked) -> Checked:
    """Make a payload ready for the press, and make sure that what was made is what was agreed."""
    if found.payload is None:
        return found
    ready = typeset(found.payload)
    if ready.digest != item.digest:
        raise ContentChangedError(item.title, item.language)
    return replace(found, payload=ready.view.payload, typeset=ready)  # one copy in memory is enough
