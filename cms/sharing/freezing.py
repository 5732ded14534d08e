"""One action that stops all early access to a release, and one that opens it again. Both are recorded."""

from __future__ import annotations

from django.db import transaction

from cms.accounts.models import User
from cms.common import clock
from cms.common.text import clean
from cms.releases.models import Release
from cms.sharing import events, permissions
from cms.sharing.enums import Act, Kind
from cms.sharing.exceptions import MayNotShareError, NotFrozenError, NotPressOfficerError
from cms.sharing.models import Freeze, Share


def freeze(*, release: Release, by: User, reason: str = "") -> Freeze:
    """Stop all early access to the release: every reader's next request finds the link closed. Again changes nothing.

    Takes the lock of every share, so a download that is being recorded is recorded before, and none after.

    Raises:
        MayNotShareError: the person is no member of an owning organisation.
    """
    if not permissions.may_freeze(by, release.items.all()):
        raise MayNotShareError
    with transaction.atomic():
        Release.objects.select_for_update().get(pk=release.pk)
        list(_shares(release).select_for_update().values_list("pk", flat=True))
        frozen, is_new = Freeze.objects.get_or_create(
            release=release,
            defaults={
                "frozen_at": clock.database_now(),
                "frozen_by_name": by.get_username(),
                "reason": clean(reason).strip(),
            },
        )
        if is_new:
            events.record(
                Act.FROZEN,
                release=release,
                by=by,
                reason=frozen.reason,
                shares=_shares(release).count(),
            )
    return frozen


def unfreeze(*, release: Release, by: User, reason: str = "") -> None:
    """Open early access again, for the links that were not revoked.

    Raises:
        NotPressOfficerError: only who may give early access may open it again.
        NotFrozenError: it is open.
    """
    if not permissions.may_give_early_access(by, release.items.all()):
        raise NotPressOfficerError
    with transaction.atomic():
        Release.objects.select_for_update().get(pk=release.pk)
        deleted, _rows = Freeze.objects.filter(release=release).delete()
        if not deleted:
            raise NotFrozenError
        events.record(Act.UNFROZEN, release=release, by=by, reason=clean(reason).strip())


def _shares(release: Release):  # type: ignore[no-untyped-def]
    return Share.objects.filter(content__release=release, kind=Kind.EARLY_ACCESS).order_by("pk")
