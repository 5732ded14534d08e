"""Share what is not out with named people, revoke and extend. Freezing: freezing.py. What readers do: reading.py."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from cms.accounts.models import Membership, User
from cms.approval.models import ApprovalRequest
from cms.common import clock
from cms.common.text import clean, one_line
from cms.organisations.models import Organisation
from cms.releases.enums import ReleaseStatus
from cms.releases.models import Release
from cms.releases.permissions import owner_ids
from cms.sharing import contents, events, links, notices, permissions
from cms.sharing.enums import Act, Kind
from cms.sharing.exceptions import (
    BadExpiryError,
    EmbargoTextMissingError,
    FrozenError,
    MayNotShareError,
    NobodyNamedError,
    NotPressOfficerError,
    NotShareableError,
    ShareRevokedError,
    TooManyNamedError,
)
from cms.sharing.models import Freeze, Share, SharedContent

#: People at a time. More is a mailing list.
MOST_AT_ONCE = 50
#: The longest that a link may live.
LONGEST = dt.timedelta(days=90)


@dataclass(frozen=True)
class Recipient:
    """A named person who is shown something."""

    name: str
    email: str
    organisation: str = ""


def share_release(
    *,
    release: Release,
    kind: Kind,
    recipients: Sequence[Recipient],
    by: User,
    expires_at: dt.datetime,
    message: str = "",
) -> list[Share]:
    """Show a planned release, as agreed now, to each of `recipients` by a link of their own.

    Args:
        kind: a preview for a colleague or another authority, or early access for the press.
        expires_at: aware; the link also ends when the release is out.

    Raises:
        MayNotShareError, NotPressOfficerError: the person may not show all of it.
        EmbargoTextMissingError, FrozenError: early access without terms, or stopped.
        SharingError: nobody named, an expiry that is none, a release that is decided or can't be printed.
    """
    _check_asked(recipients, expires_at)
    _check_release(release, kind, by)
    content = contents.freeze_release(release)
    with transaction.atomic():
        locked = Release.objects.select_for_update().get(pk=release.pk)
        _check_release(locked, kind, by)
        if locked.status != ReleaseStatus.PLANNED:
            raise NotShareableError(locked.get_status_display())
        return _share_with(content, kind, recipients, by=by, expires_at=expires_at, message=message)


def share_request(
    *,
    request: ApprovalRequest,
    recipients: Sequence[Recipient],
    by: User,
    expires_at: dt.datetime,
    message: str = "",
) -> list[Share]:
    """Show the version that an approval request froze. Raises as `share_release`."""
    _check_asked(recipients, expires_at)
    with transaction.atomic():
        content = contents.freeze_request(request)
        return _share_version(content, recipients, by=by, expires_at=expires_at, message=message)


def share_draft(
    *,
    item_type: str,
    item_key: uuid.UUID,
    languages: Sequence[str],
    recipients: Sequence[Recipient],
    by: User,
    expires_at: dt.datetime,
    message: str = "",
) -> list[Share]:
    """Show an item's drafts as they are now. Raises as `share_release`."""
    _check_asked(recipients, expires_at)
    with transaction.atomic():
        content = contents.freeze_draft(item_type, item_key, languages)
        return _share_version(content, recipients, by=by, expires_at=expires_at, message=message)


def revoke(*, share: Share, by: User) -> Share:
    """End a link at once. Again changes nothing.

    Raises:
        MayNotShareError: the person has nothing to do with it.
    """
    with transaction.atomic():
        locked = _locked(share, by)
        if locked.revoked_at is None:
            locked.revoked_at = clock.database_now()
            locked.save(update_fields=["revoked_at"])
            events.record(Act.REVOKED, share=locked, by=by)
    return locked


def extend(*, share: Share, by: User, expires_at: dt.datetime) -> Share:
    """Let a link end at another time.

    Raises:
        MayNotShareError: the person has nothing to do with it.
        ShareRevokedError: it is revoked.
        BadExpiryError: the time is not ahead, or too far.
    """
    _check_expiry(expires_at)
    with transaction.atomic():
        locked = _locked(share, by)
        if locked.revoked_at is not None:
            raise ShareRevokedError
        before, locked.expires_at = locked.expires_at, expires_at
        locked.save(update_fields=["expires_at"])
        events.record(
            Act.EXTENDED,
            share=locked,
            by=by,
            before=clock.isoformat(before),
            expires_at=clock.isoformat(expires_at),
        )
    return locked


def _locked(share: Share, by: User) -> Share:
    locked = Share.objects.select_for_update().get(pk=share.pk)
    if not permissions.may_change(by, locked):
        raise MayNotShareError
    return locked


def _check_asked(recipients: Sequence[Recipient], expires_at: dt.datetime) -> None:
    if not recipients:
        raise NobodyNamedError
    if len(recipients) > MOST_AT_ONCE:
        raise TooManyNamedError(MOST_AT_ONCE)
    _check_expiry(expires_at)


def _check_expiry(expires_at: dt.datetime) -> None:
    now = clock.database_now()
    if not now < expires_at <= now + LONGEST:
        raise BadExpiryError(LONGEST.days)


def _check_release(release: Release, kind: Kind, by: User) -> None:
    rows = list(release.items.all())
    if kind == Kind.EARLY_ACCESS:
        if not permissions.may_give_early_access(by, rows):
            raise NotPressOfficerError
        if not release.embargo_text:
            raise EmbargoTextMissingError
        if Freeze.objects.filter(release=release).exists():
            raise FrozenError
    elif not permissions.may_preview(by, rows):
        raise MayNotShareError


def _share_version(
    content: SharedContent,
    recipients: Sequence[Recipient],
    *,
    by: User,
    expires_at: dt.datetime,
    message: str,
) -> list[Share]:
    if not permissions.may_preview(by, content.versions.all()):
        raise MayNotShareError
    return _share_with(content, Kind.PREVIEW, recipients, by=by, expires_at=expires_at, message=message)


def _share_with(
    content: SharedContent,
    kind: Kind,
    recipients: Sequence[Recipient],
    *,
    by: User,
    expires_at: dt.datetime,
    message: str,
) -> list[Share]:
    common = {
        "content": content,
        "kind": kind,
        "message": clean(message).strip(),
        "shared_by": by,
        "shared_by_name": one_line(by.get_full_name() or by.get_username()),
        "answers": _who_answers(content, by),
        "expires_at": expires_at,
    }
    return [_share(recipient, by, common) for recipient in recipients]


def _share(recipient: Recipient, by: User, common: Mapping[str, Any]) -> Share:
    token = links.new_token()
    share = Share.objects.create(
        name=one_line(recipient.name)[:160],
        organisation=one_line(recipient.organisation)[:160],
        email=recipient.email,
        created_at=clock.database_now(),
        token_digest=links.digest_of_token(token),
        **common,
    )
    events.record(
        Act.GRANTED if share.is_early_access else Act.CREATED,
        share=share,
        by=by,
        to={"name": share.name, "organisation": share.organisation, "email": share.email},
        content=share.content.digest,
        expires_at=clock.isoformat(share.expires_at),
    )
    notices.link_made(share, token)
    return share


def _who_answers(content: SharedContent, by: User) -> Organisation | None:
    """Return whom the reader may call: the sharer's own organisation among the owners, else any owner."""
    versions = content.versions.defer("payload")
    owners = {pk for v in versions for pk in owner_ids(v.item_type, v.item_key, v.language)}
    mine = Membership.objects.filter(user=by, organisation_id__in=owners).values_list(
        "organisation_id", flat=True
    )
    chosen = min(mine, default=min(owners, default=None))
    return Organisation.objects.filter(pk=chosen).first() if chosen is not None else None
