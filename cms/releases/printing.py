"""The one transaction: a release becomes editions, all of it or nothing.

Two steps. `preconditions.check_all` does everything slow outside any transaction: it builds the payloads (which
stores their files) and holds them against the digests that were agreed. `_commit` takes the release's row and the
ledger's head, asks the database's clock, and inserts. Between the steps a draft may change; what is printed is what
was agreed. A process killed anywhere leaves either no edition or all (docs/decisions/0001-ledger.md).
"""

from __future__ import annotations

import logging
from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from cms.approval.services import mark_released
from cms.common import clock
from cms.ledger.append import NewEdition, append
from cms.ledger.enums import can_go_away
from cms.ledger.models import CurrentEdition, Edition, LedgerHead
from cms.releases import recording
from cms.releases.calendar_payload import mark_released as mark_announced_released
from cms.releases.enums import KINDS, PRINTABLE, REMOVALS, Action, ReleaseStatus
from cms.releases.exceptions import (
    ApprovalOutdatedError,
    BuildFailedError,
    ContentChangedError,
    NotPrintableError,
    NotPublicError,
    ReleaseError,
    TooEarlyError,
)
from cms.releases.models import Release, ReleaseItem
from cms.releases.notices import tell_owner
from cms.releases.preconditions import Checked, check_all, check_references
from cms.releases.refreshing import refreshed
from cms.releases.tombstones import tombstone

logger = logging.getLogger(__name__)


def print_release(release_id: int) -> Release:
    """Print a release whose time has come and return it.

    Raises:
        TooEarlyError, NotPrintableError: nothing has changed.
        ReleaseError: nothing is public; the release stands as failed with the cause, its owner has been told.
    """
    release = Release.objects.get(pk=release_id)
    if release.status not in PRINTABLE:
        raise NotPrintableError(release.get_status_display())
    try:
        return _commit(release_id, check_all(list(release.items.all()), scheduled_at=release.scheduled_at))
    except (TooEarlyError, NotPrintableError):
        raise
    except ReleaseError as error:
        _fail(release_id, error)
        raise
    except Exception as error:  # a full disk, a lost connection: whatever it is, the editor must hear of it
        logger.exception("Release %s failed", release.key)
        failure = BuildFailedError(release.title, error)
        _fail(release_id, failure)
        raise failure from error


def _commit(release_id: int, checked: Sequence[Checked]) -> Release:
    """Insert all editions in one transaction. Nothing slow or external happens inside."""
    LedgerHead.objects.get_or_create(id=1)
    with transaction.atomic():
        release = Release.objects.select_for_update().get(pk=release_id)
        if release.status not in PRINTABLE:
            raise NotPrintableError(release.get_status_display())
        LedgerHead.objects.select_for_update().get(id=1)
        now = clock.database_now()
        if now < release.scheduled_at:
            raise TooEarlyError
        # Only what others may have changed since the checks: what is referred to, and who still approves.
        check_references(checked)
        items = list(release.items.all())
        entries = [_entry(item, found) for item, found in zip(items, checked, strict=True)]
        following = mark_announced_released(release, refreshed(entries))
        editions = append([*entries, *following], release_key=release.key, released_at=now)
        _close_approvals(release, items, checked)
        release.status = ReleaseStatus.RELEASED
        release.released_at = now
        release.first_seq, release.last_seq = editions[0].seq, editions[-1].seq
        release.failure = ""
        release.save()
        recording.released(release, items, editions)
    return release


def _close_approvals(release: Release, items: Sequence[ReleaseItem], checked: Sequence[Checked]) -> None:
    """Mark the approvals as used; refuse if one that the checks had seen has been taken back, or is of another text."""
    approved = mark_released(item_keys={item.item_key for item in items}, at=release.scheduled_at)
    for item, found in zip(items, checked, strict=True):
        if found.is_joint and (item.item_key, item.digest) not in approved:
            raise ApprovalOutdatedError(item.title, item.language)


def _entry(item: ReleaseItem, found: Checked) -> NewEdition:
    """Return what is printed for `item`; refuse if the ledger has moved under the checks."""
    action = Action(item.action)
    current = (
        CurrentEdition.objects.filter(item_key=item.item_key, language=item.language)
        .defer("card", "document")
        .first()
    )
    if action in REMOVALS:
        if current is None or not can_go_away(current.kind, KINDS[action]):
            raise NotPublicError(item.title, item.language)
        payload = tombstone(Edition.objects.get(seq=current.seq), action)
        return NewEdition(payload=payload, kind=KINDS[action], note=item.note)
    if (current.seq if current else None) != (found.current.seq if found.current else None):
        raise ContentChangedError(item.title, item.language)
    if found.payload is None:
        raise ContentChangedError(item.title, item.language)
    return NewEdition(payload=found.payload, kind=KINDS[action], note=item.note)


def _fail(release_id: int, error: ReleaseError) -> None:
    """Record the cause on the release and tell whoever made it. A mail that can't be sent hides nothing.

    Raises:
        NotPrintableError: somebody else has decided the release meanwhile, which is why the checks found it wrong.
    """
    with transaction.atomic():
        release = Release.objects.select_for_update().get(pk=release_id)
        if release.status not in PRINTABLE:
            raise NotPrintableError(release.get_status_display()) from error
        release.status = ReleaseStatus.FAILED
        release.failure = str(error)
        release.save(update_fields=["status", "failure"])
        recording.failed(release, error)
    tell_owner(
        release,
        _("Släppet misslyckades: %(title)s"),
        _("%(cause)s\n\nInget av släppet är publikt. Åtgärda orsaken och försök igen i redaktionen.")
        % {"cause": error},
    )
