"""Move a planned release to another time, or cancel it: with what the public calendar says of it, or not at all."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from cms.accounts.models import User
from cms.common import clock
from cms.releases import calendar, permissions, recording, services
from cms.releases.calendar_payload import find_announced
from cms.releases.enums import PRINTABLE, ReleaseStatus
from cms.releases.exceptions import (
    ApprovedTimeDiffersError,
    NotPrintableError,
    ReleaseError,
    TimePassedError,
)
from cms.releases.models import Release
from cms.releases.preconditions import check_all


def move_release(*, release: Release, at: dt.datetime, by: User, reason: str = "") -> Release:
    """Give a planned or failed release another instant; an announced one moves in the calendar, too.

    Other hindrances than the time do not stop a move: the preflight before the new instant tells of them.

    Args:
        at: aware.
        reason: public; required when the calendar has promised the former time.

    Raises:
        TimePassedError: `at` is not ahead, by the database's clock.
        ApprovedTimeDiffersError: the signatories approved another time.
        ReasonMissingError: a promised time, and no reason.
        ReleaseError: the release is decided already, or the person may not release all of it.
    """
    if at <= clock.database_now():
        raise TimePassedError
    _refuse_unapproved_time(release, at)
    with transaction.atomic():
        locked = Release.objects.select_for_update().get(pk=release.pk)
        if locked.status not in PRINTABLE:
            raise NotPrintableError(locked.get_status_display())
        for item in locked.items.all():
            permissions.require_release(by, item.item_type, item.item_key, item.language)
        locked.scheduled_at = at
        locked.status = ReleaseStatus.PLANNED
        locked.failure = ""
        locked.preflight_at = None
        locked.preflight_problems = ""
        locked.save(update_fields=["scheduled_at", "status", "failure", "preflight_at", "preflight_problems"])
        entry = find_announced(locked)
        if entry is not None:
            calendar.move(entry=entry, at=at, by=by, reason=reason)
        recording.moved(locked, by)
    return locked


def cancel_release(*, release: Release, by: User, reason: str = "") -> Release:
    """Cancel a planned or failed release, and its announcement with it.

    Raises:
        ReasonMissingError: the calendar has promised it, and there is no public reason.
        ReleaseError: as `services.cancel_release`.
    """
    with transaction.atomic():
        Release.objects.select_for_update().get(pk=release.pk)  # before the ledger's head, as printing does
        entry = find_announced(release)
        if entry is not None:
            calendar.cancel(entry=entry, by=by, reason=reason)
        return services.cancel_release(release=release, by=by)


def _refuse_unapproved_time(release: Release, at: dt.datetime) -> None:
    for item in release.items.all():
        try:
            check_all([item], scheduled_at=at)
        except ApprovedTimeDiffersError:
            raise
        except ReleaseError:
            continue
