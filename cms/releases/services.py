"""What people do with releases, one function each: plan, release, correct, withdraw, cancel, retry.

A view or a command calls one of these and shows what it raises (`exceptions.ReleaseError`).
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from cms.accounts.models import User
from cms.common import clock
from cms.common.text import clean
from cms.releases import permissions, preconditions, recording
from cms.releases.calendar_payload import find_announced
from cms.releases.enums import PRINTABLE, Action, ReleaseStatus
from cms.releases.exceptions import NotAllowedError, NotPrintableError, StillAnnouncedError
from cms.releases.models import Release, ReleaseItem
from cms.releases.printing import print_release


@dataclass(frozen=True)
class Entry:
    """One item in one language that shall go out.

    `digest` is that of the draft the person looked at (`preconditions.review`): if the draft is another by then,
    the release is refused. Empty for a removal.
    """

    item_type: str
    item_key: uuid.UUID
    language: str
    action: Action
    digest: str = ""
    note: str = ""


def plan_release(
    *,
    entries: Sequence[Entry],
    by: User,
    at: dt.datetime | None = None,
    title: str = "",
    embargo_text: str = "",
    is_example_data: bool = False,
) -> Release:
    """Plan a release of `entries` at the instant `at` (aware; None means now). Nothing becomes public yet.

    Raises:
        ReleaseError: any refusal that can be known beforehand (`preconditions.check_all`).
    """
    if not entries:
        raise NotAllowedError(_("Ett släpp behöver innehålla något."))
    for entry in entries:
        permissions.require_release(by, entry.item_type, entry.item_key, entry.language)
    checked = preconditions.check_all(entries, scheduled_at=at)
    titles = [found.title for found in checked]
    now = clock.database_now()
    with transaction.atomic():
        release = Release.objects.create(
            title=title or titles[0],
            scheduled_at=at or now,
            created_at=now,
            created_by=by,
            embargo_text=clean(embargo_text).strip(),
            is_example_data=is_example_data,
        )
        ReleaseItem.objects.bulk_create(
            ReleaseItem(
                release=release,
                position=position,
                item_type=entry.item_type,
                item_key=entry.item_key,
                language=entry.language,
                title=entry_title,
                action=entry.action,
                note=clean(entry.note).strip(),
                digest=entry.digest,
            )
            for position, (entry, entry_title) in enumerate(zip(entries, titles, strict=True))
        )
        recording.planned(release, checked, by)
    return release


def release_now(
    *,
    entries: Sequence[Entry],
    by: User,
    title: str = "",
    embargo_text: str = "",
    is_example_data: bool = False,
) -> Release:
    """Plan a release and print it at once: all of it becomes public in one transaction, or nothing does.

    Raises:
        ReleaseError: the refusal; nothing is public, and if it came while printing the release stands as failed
            with the cause, to be retried (`retry_release`).
    """
    release = plan_release(
        entries=entries, by=by, title=title, embargo_text=embargo_text, is_example_data=is_example_data
    )
    return print_release(release.pk)


def retry_release(*, release: Release, by: User) -> Release:
    """Print a failed release again, after its cause has been mended. Same refusals as `release_now`."""
    for item in release.items.all():
        permissions.require_release(by, item.item_type, item.item_key, item.language)
    recording.retried(release, by)
    return print_release(release.pk)


def cancel_release(*, release: Release, by: User) -> Release:
    """Cancel a planned or failed release that the public calendar does not speak of.

    Raises:
        NotPrintableError: it is decided already.
        StillAnnouncedError: the calendar promises it; `rescheduling.cancel_release` cancels both.
    """
    with transaction.atomic():
        locked = Release.objects.select_for_update().get(pk=release.pk)
        if locked.status not in PRINTABLE:
            raise NotPrintableError(locked.get_status_display())
        for item in locked.items.all():
            permissions.require_release(by, item.item_type, item.item_key, item.language)
        if find_announced(locked) is not None:
            raise StillAnnouncedError
        locked.status = ReleaseStatus.CANCELLED
        locked.save(update_fields=["status"])
        recording.cancelled(locked, by)
    return locked
