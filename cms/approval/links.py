"""Personal links by which a delegate without an account reads and answers.

A link is one delegate's, for one signature, for one version. Its token is in the mail only; here is its digest. It
decides once, expires, can be revoked, and ends when the organisation no longer names the person as its delegate.
Opening it (GET, HEAD, a mail scanner's prefetch) decides nothing.
"""

from __future__ import annotations

import datetime as dt
import secrets

from django.db import transaction

from cms.accounts.models import Delegate, User
from cms.approval import notices, recording
from cms.approval.enums import RequestStatus
from cms.approval.models import ApprovalLink, Signature
from cms.approval.queries import held_by_delegates
from cms.common import clock
from cms.common.digests import sha256_hex

#: A link lives this long past the day an answer is due.
GRACE = dt.timedelta(days=3)


def send_to_delegates(signature: Signature, *, deputies: bool = False) -> list[ApprovalLink]:
    """Make and mail a link to every delegate without account of a signatory.

    Args:
        deputies: send to those who are asked only when the answer is late, instead of to the others.
    """
    delegates = Delegate.objects.filter(organisation=signature.organisation_id, is_deputy=deputies)
    made = [_make(signature, delegate) for delegate in delegates]
    recording.links_sent(signature, made, by=None if deputies else signature.request.asked_by)
    return made


def find_link(token: str) -> ApprovalLink | None:
    """Return the link with this token, usable or not, or None. One indexed look-up by digest: no timing tell-tale."""
    links = ApprovalLink.objects.select_related("signature__request", "signature__organisation")
    return links.filter(token_digest=sha256_hex(token.encode())).first()


def is_usable(link: ApprovalLink) -> bool:
    """Whether a decision can still be given with the link."""
    return (
        link.used_at is None
        and link.revoked_at is None
        and link.expires_at > clock.now()
        and link.signature.request.status == RequestStatus.OPEN
        and is_of_delegate(link)
    )


def is_readable(link: ApprovalLink) -> bool:
    """Whether the text may still be read with the link: not revoked, not expired, its version not replaced."""
    request = link.signature.request
    stands = request.status in {RequestStatus.OPEN, RequestStatus.APPROVED, RequestStatus.DECLINED}
    return link.revoked_at is None and link.expires_at > clock.now() and stands and is_of_delegate(link)


def is_of_delegate(link: ApprovalLink) -> bool:
    """Whether the signatory still names this person, at this address. Who has left it neither reads nor answers."""
    return held_by_delegates(ApprovalLink.objects.filter(pk=link.pk)).exists()


def mark_opened(link: ApprovalLink) -> None:
    """Note that a link was opened. A scanner may have done it, so this is not 'read'."""
    if link.opened_at is not None:
        return
    with transaction.atomic():
        if ApprovalLink.objects.filter(pk=link.pk, opened_at__isnull=True).update(opened_at=clock.now()):
            recording.link_opened(link)


def revoke(*, link: ApprovalLink, by: User | None = None) -> None:
    """Take a link out of use at once. A decision that was given with it stands."""
    with transaction.atomic():
        if ApprovalLink.objects.filter(pk=link.pk, revoked_at__isnull=True).update(revoked_at=clock.now()):
            recording.link_revoked(link, by)


def _make(signature: Signature, delegate: Delegate) -> ApprovalLink:
    request = signature.request
    token = secrets.token_urlsafe(32)
    link = ApprovalLink.objects.create(
        signature=signature,
        name=delegate.name,
        email=delegate.email,
        token_digest=sha256_hex(token.encode()),
        created_at=clock.now(),
        expires_at=request.due_at + GRACE,
    )
    notices.link_made(request, link, token)
    return link
