"""The one transaction: a release becomes editions, all of it or nothing.

Everything slow has been done before it (`preparing.py`), for planned releases ahead of their instant. `_commit` takes
the release's row and the ledger's head, asks the database's clock, asks again for what others may have changed (drafts,
what they refer to, who approves, what is out), and inserts. What it prints is what was agreed, by digest. A process
killed anywhere leaves either no edition or all (docs/decisions/0001-ledger.md).
"""

from __future__ import annotations

import logging
import uuid
from collections.abc import Collection, Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from cms.approval.services import Assent, mark_released
from cms.common import clock
from cms.ledger.append import NewEdition, append
from cms.ledger.enums import can_go_away
from cms.ledger.models import CurrentEdition, Edition, LedgerHead
from cms.releases import recording
from cms.releases.agreement import with_agreement, with_former_agreement
from cms.releases.calendar_payload import mark_released as mark_announced_released
from cms.releases.enums import KINDS, PRINTABLE, REMOVALS, Action, ReleaseStatus
from cms.releases.exceptions import (
    ApprovalOutdatedError,
    BuildFailedError,
    ContentChangedError,
    DraftMovedError,
    NotPrintableError,
    NotPublicError,
    ReleaseError,
    TooEarlyError,
)
from cms.releases.models import Release, ReleaseItem
from cms.releases.notices import tell_owner
from cms.releases.preconditions import Checked, check_references
from cms.releases.preparing import Prepared, check_unmoved, prepare
from cms.releases.queries import current_of
from cms.releases.refreshing import refreshed
from cms.releases.tombstones import tombstone

logger = logging.getLogger(__name__)

#: How often a draft may be saved while it is being printed before that counts as changed.
_LOOKS = 3


def print_release(release_id: int) -> Release:
    """Prepare and print a release whose time has come, and return it.

    Raises:
        TooEarlyError, NotPrintableError: nothing has changed.
        ReleaseError: nothing is public; the release stands as failed with the cause, its owner has been told.
    """
    try:
        for _look in range(_LOOKS - 1):
            try:
                return print_prepared(prepare(release_id))
            except DraftMovedError:
                continue  # somebody saved meanwhile: perhaps without changing a word
        return print_prepared(prepare(release_id))
    except (TooEarlyError, NotPrintableError):
        raise
    except ReleaseError as error:
        record_failure(release_id, error)
        raise


def print_prepared(prepared: Prepared, *, of: Collection[ReleaseStatus] = PRINTABLE) -> Release:
    """Print what has been prepared, if it still holds. Whatever is raised, nothing has changed.

    Args:
        of: the states from which it may be printed. A publisher leaves a failed release to people: its owner has been
            told that nothing of it is public.

    Raises:
        TooEarlyError: the database's clock has not reached the instant, which may have been moved meanwhile.
        NotPrintableError: it is released or cancelled already, or in another state than `of` names.
        DraftMovedError: a draft has been saved since; prepare again.
        ReleaseError: why it can't be printed as it was prepared.
    """
    try:
        return _commit(prepared.release_id, prepared.checked, of)
    except ReleaseError:
        raise
    except Exception as error:  # a lost connection, a deadlock, an address that is taken
        logger.exception("Release %s could not be printed", prepared.release_id)
        raise BuildFailedError(prepared.title, error) from error


def record_failure(
    release_id: int, error: ReleaseError, *, of: Collection[ReleaseStatus] = PRINTABLE
) -> None:
    """Record the cause on the release and tell whoever made it. A mail that can't be sent hides nothing.

    Args:
        of: the states in which this is news. A person who tries a failed release again hears of the new cause; of two
            publishers that see the same one, only the first tells.

    Raises:
        NotPrintableError: somebody else has decided the release meanwhile, which is why the checks found it wrong.
        TooEarlyError: its instant is ahead, perhaps moved there meanwhile. Nothing fails before its time.
    """
    with transaction.atomic():
        release = Release.objects.select_for_update().get(pk=release_id)
        if release.status not in of:
            raise NotPrintableError(release.get_status_display()) from error
        if clock.database_now() < release.scheduled_at:
            raise TooEarlyError from error
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


def _commit(
    release_id: int, checked: Sequence[Checked], of: Collection[ReleaseStatus] = PRINTABLE
) -> Release:
    """Insert all editions in one transaction. Nothing slow or external happens inside."""
    LedgerHead.objects.get_or_create(id=1)
    with transaction.atomic():
        release = Release.objects.select_for_update().get(pk=release_id)
        if release.status not in of:
            raise NotPrintableError(release.get_status_display())
        LedgerHead.objects.select_for_update().get(id=1)
        now = clock.database_now()
        if now < release.scheduled_at:
            raise TooEarlyError
        items = list(release.items.all())
        check_unmoved(items, checked)
        check_references(checked)
        approved = _close_approvals(release, items, checked)
        entries = [
            with_agreement(entry, approved.get((item.item_key, item.digest), ()), at=now)
            for item, entry in zip(items, _entries(items, checked), strict=True)
        ]
        following = with_former_agreement(mark_announced_released(release, refreshed(entries)))
        editions = append([*entries, *following], release_key=release.key, released_at=now)
        _require_agreed(items, editions)
        release.status = ReleaseStatus.RELEASED
        release.released_at = now
        release.first_seq, release.last_seq = editions[0].seq, editions[-1].seq
        release.failure = ""
        release.save()
        recording.released(release, items, editions)
    return release


def _require_agreed(items: Sequence[ReleaseItem], editions: Sequence[Edition]) -> None:
    """Refuse, at the last moment, to print anything but what was agreed. The first editions are those of the items."""
    for item, edition in zip(items, editions, strict=False):
        if item.digest and edition.digest != item.digest:
            raise ContentChangedError(item.title, item.language)


def _close_approvals(
    release: Release, items: Sequence[ReleaseItem], checked: Sequence[Checked]
) -> dict[tuple[uuid.UUID, str], list[Assent]]:
    """Mark the approvals as used and return them by item and digest.

    Refuses if one that the checks had seen has been taken back, or is of another text.
    """
    approved = mark_released(
        item_keys={item.item_key for item in items},
        digests={item.digest for item in items if item.digest},
        at=release.scheduled_at,
    )
    for item, found in zip(items, checked, strict=True):
        if found.is_joint and (item.item_key, item.digest) not in approved:
            raise ApprovalOutdatedError(item.title, item.language)
    return approved


def _entries(items: Sequence[ReleaseItem], checked: Sequence[Checked]) -> list[NewEdition]:
    """Return what is printed for the items; refuse if the ledger has moved under the checks. Two queries."""
    current = current_of({item.item_key for item in items})
    pairs = [
        (item, found, current.get((item.item_key, item.language)))
        for item, found in zip(items, checked, strict=True)
    ]
    removed = [row.seq for item, _found, row in pairs if row and Action(item.action) in REMOVALS]
    former = Edition.objects.in_bulk(removed) if removed else {}
    return [_entry(item, found, row, former.get(row.seq) if row else None) for item, found, row in pairs]


def _entry(
    item: ReleaseItem, found: Checked, current: CurrentEdition | None, removed: Edition | None
) -> NewEdition:
    action = Action(item.action)
    if action in REMOVALS:
        if current is None or removed is None or not can_go_away(current.kind, KINDS[action]):
            raise NotPublicError(item.title, item.language)
        return NewEdition(payload=tombstone(removed, action), kind=KINDS[action], note=item.note)
    if (current.seq if current else None) != (found.current.seq if found.current else None):
        raise ContentChangedError(item.title, item.language)
    if found.payload is None:
        raise ContentChangedError(item.title, item.language)
    return NewEdition(payload=found.payload, kind=KINDS[action], note=item.note, typeset=found.typeset)
