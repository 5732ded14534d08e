"""What a link opens now. Asked by every request, before anything is shown and again before it is sent."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from cms.approval.enums import RequestStatus
from cms.approval.models import ApprovalRequest, FrozenVersion
from cms.common import clock
from cms.common.digests import digest_of
from cms.ledger.models import CurrentEdition
from cms.releases.enums import ReleaseStatus
from cms.releases.exceptions import ReleaseError
from cms.releases.foreseeing import agreed_payloads
from cms.releases.models import Release
from cms.sharing.enums import Standing
from cms.sharing.models import Share, SharedContent


@dataclass(frozen=True)
class Terms:
    """What the press accepts: the embargo's text and the instant until which it holds. `digest` binds both."""

    text: str
    release_at: dt.datetime
    digest: str


def standing_of(share: Share | None, now: dt.datetime) -> Standing:
    """Return what the share's link opens at the instant `now`, which must be the database's."""
    if share is None or share.revoked_at is not None or share.expires_at <= now:
        return Standing.CLOSED
    release = share.content.release
    if share.is_early_access and (release is None or is_frozen(release) or not release.embargo_text):
        return Standing.CLOSED
    if release is not None:
        return _of_release(share.content, release)
    if share.content.release_key is not None:  # the release has been deleted
        return Standing.CLOSED
    return _of_version(share.content)


def database_now() -> dt.datetime:
    """Return the instant by which links end: the database's, whatever this machine's clock says."""
    return clock.database_now()


def is_frozen(release: Release) -> bool:
    """Whether the release's early access is stopped. Reads what was fetched with the release, if it was."""
    return hasattr(release, "freeze")


def terms_of(release: Release) -> Terms:
    """Return the terms as they are now. A moved release has new terms: what was promised was another time."""
    digest = digest_of({"text": release.embargo_text, "release_at": clock.isoformat(release.scheduled_at)})
    return Terms(release.embargo_text, release.scheduled_at, digest)


def needs_acceptance(share: Share) -> bool:
    """Whether the reader must accept the terms of now before anything is shown."""
    release = share.content.release
    return share.is_early_access and release is not None and share.accepted_terms != terms_of(release).digest


def _of_release(content: SharedContent, release: Release) -> Standing:
    if release.status == ReleaseStatus.RELEASED:
        return Standing.RELEASED
    if release.status == ReleaseStatus.CANCELLED:
        return Standing.CLOSED
    if not _is_same(content, release):
        return Standing.CHANGED
    if release.status == ReleaseStatus.FAILED and not _can_be_printed(release):
        return Standing.CHANGED
    return Standing.OPEN


def _is_same(content: SharedContent, release: Release) -> bool:
    """Whether the release still is of exactly this content, and the others still agree to it."""
    versions = list(content.versions.defer("payload"))
    shared = {(v.item_key, v.language, v.action, v.digest) for v in versions}
    planned = {(i.item_key, i.language, i.action, i.digest) for i in release.items.all()}
    if shared != planned:
        return False
    joint = {(v.item_key, v.language, v.digest) for v in versions if v.is_joint}
    if not joint:
        return True
    approved = FrozenVersion.objects.filter(
        request__item_key__in={place[0] for place in joint}, request__status=RequestStatus.APPROVED
    )
    return joint <= set(approved.values_list("request__item_key", "language", "digest"))


def _can_be_printed(release: Release) -> bool:
    """Whether a failed release could be retried as it was agreed. Slow; a failed release is rare."""
    try:
        agreed_payloads(release)
    except ReleaseError:
        return False
    return True


def _of_version(content: SharedContent) -> Standing:
    """Return the standing of an item's version without a release: it ends with the item's next edition."""
    versions = list(content.versions.defer("payload"))
    rows = CurrentEdition.objects.filter(item_key__in={v.item_key for v in versions})
    current = {(row.item_key, row.language): row.seq for row in rows.only("seq", "item_key", "language")}
    if any(current.get((v.item_key, v.language)) != v.public_seq for v in versions):
        return Standing.RELEASED
    if (
        content.request_key is not None
        and not ApprovalRequest.objects.filter(
            key=content.request_key, status__in=[RequestStatus.OPEN, RequestStatus.APPROVED]
        ).exists()
    ):
        return Standing.CHANGED
    return Standing.OPEN
