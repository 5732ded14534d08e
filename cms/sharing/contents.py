"""Freezes what is shared, so that a link shows the version it was given for and never a later draft."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from django.utils.translation import gettext as _

from cms.approval.enums import RequestStatus
from cms.approval.models import ApprovalRequest
from cms.approval.queries import find_approved
from cms.common import clock
from cms.common.digests import canonical_json, digest_of
from cms.ledger.models import CurrentEdition
from cms.ledger.payload import Payload
from cms.releases.enums import Action, ReleaseStatus
from cms.releases.exceptions import ReleaseError
from cms.releases.foreseeing import agreed_payloads
from cms.releases.models import Release
from cms.releases.preconditions import review
from cms.sharing.exceptions import NotShareableError
from cms.sharing.models import SharedContent, SharedVersion


def freeze_release(release: Release) -> SharedContent:
    """Return a planned release's items as agreed now, kept; the same content again is the same row.

    Slow (payloads are built): call it outside of a transaction, and look at the release again inside.

    Raises:
        NotShareableError: the release is decided, or could not be printed as it stands.
    """
    if release.status != ReleaseStatus.PLANNED:
        raise NotShareableError(_("släppet är %(status)s.") % {"status": release.get_status_display()})
    try:
        payloads = agreed_payloads(release)
    except ReleaseError as error:
        raise NotShareableError(str(error)) from error
    items = list(release.items.all())
    joint = {item.item_key for item in items if find_approved(item.item_key) is not None}
    versions = [
        SharedVersion(
            position=position,
            item_type=item.item_type,
            item_key=item.item_key,
            language=item.language,
            action=item.action,
            note=item.note,
            title=item.title,
            digest=item.digest,
            payload=canonical_json(payload) if payload else "",
            is_joint=bool(payload) and item.item_key in joint,
        )
        for position, (item, payload) in enumerate(zip(items, payloads, strict=True))
    ]
    return _keep(versions, title=release.title, release=release)


def freeze_request(request: ApprovalRequest) -> SharedContent:
    """Return the version that an approval request froze, kept.

    Raises:
        NotShareableError: the request no longer stands.
    """
    if request.status not in {RequestStatus.OPEN, RequestStatus.APPROVED}:
        raise NotShareableError(_("begäran är %(status)s.") % {"status": request.get_status_display()})
    payloads = [version.read_payload() for version in request.versions.all()]
    return _keep(_drafts(payloads), title=request.title, request_key=request.key)


def freeze_draft(item_type: str, item_key: uuid.UUID, languages: Sequence[str]) -> SharedContent:
    """Return an item's drafts as they are now, kept.

    Raises:
        NotShareableError: something that a page needs is missing in one of the languages.
    """
    payloads = []
    for language in languages:
        try:
            found = review(item_type, item_key, language, printed_with=None)
        except ReleaseError as error:
            raise NotShareableError(str(error)) from error
        if found.payload is None:
            raise NotShareableError(" ".join(entry.message for entry in found.blocking))
        payloads.append(found.payload)
    if not payloads:
        raise NotShareableError(_("välj minst ett språk."))
    return _keep(_drafts(payloads), title=payloads[0]["title"])


def _drafts(payloads: Sequence[Payload]) -> list[SharedVersion]:
    keys = [uuid.UUID(payload["key"]) for payload in payloads]
    public = {
        (row.item_key, row.language)
        for row in CurrentEdition.objects.filter(item_key__in=keys).defer("card", "document")
        if not row.is_gone
    }
    return [
        SharedVersion(
            position=position,
            item_type=payload["type"],
            item_key=key,
            language=payload["language"],
            action=Action.CORRECT if (key, payload["language"]) in public else Action.PUBLISH,
            title=payload["title"][:255],
            digest=digest_of(payload),
            payload=canonical_json(payload),
            is_joint=False,
        )
        for position, (key, payload) in enumerate(zip(keys, payloads, strict=True))
    ]


def _keep(
    versions: Sequence[SharedVersion],
    *,
    title: str,
    release: Release | None = None,
    request_key: uuid.UUID | None = None,
) -> SharedContent:
    """Save `versions`, each with the edition it would replace, unless the release has the same content kept already."""
    seqs = {
        (row.item_key, row.language): row.seq
        for row in CurrentEdition.objects.filter(item_key__in={v.item_key for v in versions}).only(
            "seq", "item_key", "language"
        )
    }
    for version in versions:
        version.public_seq = seqs.get((version.item_key, version.language))
    digest = digest_of(
        [
            [str(v.item_key), v.language, str(v.action), v.note, v.digest, bool(v.is_joint), v.public_seq]
            for v in versions
        ]
    )
    kept = SharedContent.objects.filter(release=release, digest=digest).first() if release else None
    if kept is not None:
        return kept
    content = SharedContent.objects.create(
        release=release,
        release_key=release.key if release else None,
        request_key=request_key,
        title=title,
        digest=digest,
        frozen_at=clock.now(),
    )
    for version in versions:
        version.content = content
    SharedVersion.objects.bulk_create(versions, batch_size=200)
    return content
