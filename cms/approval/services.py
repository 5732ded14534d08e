"""What people do with approvals, one function each. Every one takes the request's row lock before it looks.

Asking starts in `cms.releases.asking`, which builds and checks the payloads.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import cast

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from cms.accounts.models import User
from cms.accounts.permissions import organisation_ids_of
from cms.approval import links, notices, recording
from cms.approval.digest import version_digest
from cms.approval.enums import STANDING, WAITING, RequestStatus, SignatureStatus
from cms.approval.exceptions import (
    AlreadyAskedError,
    AlreadyDecidedError,
    LinkNotUsableError,
    NotASignatoryError,
    NothingToApproveError,
    OwnChangeError,
    ReasonMissingError,
    RequestClosedError,
    SecondPersonNeededError,
    VersionChangedError,
)
from cms.approval.models import ApprovalLink, ApprovalRequest, Dismissal, FrozenVersion, Signature
from cms.approval.permissions import can_sign_for
from cms.common import clock
from cms.common.digests import canonical_json, digest_of
from cms.ledger.payload import Payload
from cms.organisations.models import Organisation


def open_request(
    *,
    payloads: Mapping[str, Payload],
    organisation_ids: Collection[int],
    by: User,
    written_by_id: int | None,
    due_at: dt.datetime,
    release_at: dt.datetime | None = None,
    message: str = "",
    dismissed_ids: Collection[int] = (),
) -> ApprovalRequest:
    """Freeze one version and ask every signatory about it.

    Args:
        payloads: the finished payload of every language that shall be approved.
        organisation_ids: the signatories, the owner among them.
        written_by_id: who wrote the last change; that person can't sign it for the same organisation.
        due_at: when an answer is due, aware.
        release_at: the release instant the signatures are bound to; None binds none.
        dismissed_ids: organisations that the text names and that `by` chose not to ask.

    Raises:
        NothingToApproveError: no language.
        AlreadyAskedError: a request stands already.
    """
    if not payloads:
        raise NothingToApproveError(_("Välj minst ett språk att godkänna."))
    digests = {language: digest_of(payload) for language, payload in payloads.items()}
    first = payloads.get("sv") or next(iter(payloads.values()))
    try:
        with transaction.atomic():
            request = ApprovalRequest.objects.create(
                item_type=first["type"],
                item_key=uuid.UUID(first["key"]),
                title=first["title"],
                digest=version_digest(digests, release_at),
                release_at=release_at,
                due_at=due_at,
                asked_at=clock.database_now(),
                asked_by=by,
                written_by_id=written_by_id,
                message=message.strip(),
            )
            FrozenVersion.objects.bulk_create(
                FrozenVersion(
                    request=request,
                    language=language,
                    digest=digests[language],
                    payload=canonical_json(payload),
                )
                for language, payload in payloads.items()
            )
            Signature.objects.bulk_create(
                Signature(request=request, organisation_id=pk) for pk in sorted(organisation_ids)
            )
            recording.requested(request, by)
            dismiss(item_key=request.item_key, organisation_ids=dismissed_ids, by=by, request=request)
            for signature in request.signatures.all():
                links.send_to_delegates(signature)
            notices.asked(request)
    except IntegrityError as error:
        raise AlreadyAskedError from error
    return request


def dismiss(
    *,
    item_key: uuid.UUID,
    organisation_ids: Collection[int],
    by: User,
    request: ApprovalRequest | None = None,
) -> None:
    """Record that an editor chose not to ask organisations that the item's text names."""
    now = clock.database_now()
    Dismissal.objects.bulk_create(
        Dismissal(item_key=item_key, request=request, organisation_id=pk, decided_at=now, decided_by=by)
        for pk in sorted(organisation_ids)
    )


@dataclass(frozen=True)
class Signer:
    """Who decides: a member with an account, or a delegate through a personal link."""

    name: str
    email: str
    user: User | None = None
    link: ApprovalLink | None = None


@dataclass(frozen=True)
class Refusal:
    """Why an organisation declines, and the words it would rather have."""

    reason: str
    proposed_wording: str = ""


def mark_read(*, signature: Signature, by: User) -> None:
    """Note that a delegate has opened the version. Reading again changes nothing."""
    if signature.status != SignatureStatus.ASKED or not can_sign_for(by, signature.organisation_id):
        return
    with transaction.atomic():
        asked = Signature.objects.filter(pk=signature.pk, status=SignatureStatus.ASKED)
        if asked.update(status=SignatureStatus.READ, read_at=clock.now()):
            recording.read(signature, by)


def approve(*, signature: Signature, by: User, digest: str) -> ApprovalRequest:
    """Approve for an organisation exactly the version with `digest`, the one the signer's page showed.

    Raises:
        NotASignatoryError, RequestClosedError, AlreadyDecidedError, VersionChangedError, OwnChangeError.
    """
    with _open(signature, by, digest) as (request, locked):
        if request.written_by_id == by.pk:
            raise OwnChangeError
        _approve(request, locked, _signer(by), digest)
    return _announced(request)


def approve_by_link(*, link: ApprovalLink, digest: str) -> ApprovalRequest:
    """Approve as the delegate a link was sent to.

    Raises:
        LinkNotUsableError: it has expired, was used or revoked, or the person is no delegate any more.
        OwnChangeError: the delegate's mail address is that of whoever wrote the last change.
        RequestClosedError, AlreadyDecidedError, VersionChangedError.
    """
    with _locked(link.signature, digest) as (request, locked):
        _use(link)
        if request.written_by and request.written_by.email.lower() == link.email.lower():
            raise OwnChangeError
        _approve(request, locked, _delegate(link), digest)
    return _announced(request)


def decline_by_link(
    *, link: ApprovalLink, digest: str, reason: str, proposed_wording: str = ""
) -> ApprovalRequest:
    """Decline as the delegate a link was sent to. Refusals as for `approve_by_link` and `decline`."""
    if not reason.strip():
        raise ReasonMissingError
    with _locked(link.signature, digest) as (request, locked):
        _use(link)
        _decline(request, locked, _delegate(link), Refusal(reason, proposed_wording))
    notices.declined(request, locked)
    return request


def claim(*, signature: Signature, by: User) -> Signature:
    """Take an answer upon oneself, so that the other delegates need not. May be claimed over.

    Raises:
        NotASignatoryError, RequestClosedError, AlreadyDecidedError.
    """
    with _open(signature, by, signature.request.digest) as (_request, locked):
        locked.claimed_by = by
        locked.save(update_fields=["claimed_by"])
        recording.claimed(locked, by)
    return locked


def declare_emergency(*, signature: Signature, by: User, digest: str, reason: str) -> Signature:
    """Record that the one who wrote the last change wants to sign it for the same organisation, and why.

    It counts for nothing until a second person of the organisation confirms it (`confirm_emergency`).

    Raises:
        ReasonMissingError, NotASignatoryError, RequestClosedError, AlreadyDecidedError, VersionChangedError.
    """
    if not reason.strip():
        raise ReasonMissingError
    with _open(signature, by, digest) as (_request, locked):
        locked.emergency_reason, locked.emergency_by = reason.strip(), by
        locked.save(update_fields=["emergency_reason", "emergency_by"])
        recording.emergency_declared(locked, by)
    return locked


def confirm_emergency(*, signature: Signature, by: User, digest: str) -> ApprovalRequest:
    """Approve as the second person of a declared emergency: any member of the organisation but the first.

    Raises:
        SecondPersonNeededError: no emergency was declared, or `by` declared it or wrote the change.
        NotASignatoryError, RequestClosedError, AlreadyDecidedError, VersionChangedError.
    """
    if signature.organisation_id not in organisation_ids_of(by):
        raise NotASignatoryError
    with _locked(signature, digest) as (request, locked):
        first = locked.emergency_by_id
        if first is None or by.pk in {first, request.written_by_id}:
            raise SecondPersonNeededError
        _approve(request, locked, _signer(by), digest)
    return _announced(request)


def decline(
    *, signature: Signature, by: User, digest: str, reason: str, proposed_wording: str = ""
) -> ApprovalRequest:
    """Decline for an organisation, with the reason and perhaps other words. The request is then over.

    Raises:
        ReasonMissingError: no reason.
        NotASignatoryError, RequestClosedError, AlreadyDecidedError, VersionChangedError.
    """
    if not reason.strip():
        raise ReasonMissingError
    with _open(signature, by, digest) as (request, locked):
        _decline(request, locked, _signer(by), Refusal(reason, proposed_wording))
    notices.declined(request, locked)
    return request


def take_back(*, request: ApprovalRequest, reason: str = "", by: User | None = None) -> ApprovalRequest:
    """Take a standing request back so that the text can be changed. All signatures become void.

    If some of its languages are out already, the signatures stand as they were given for those; the rest is over.

    The caller has checked that the person may write for the owner.

    Raises:
        RequestClosedError: it does not stand any more.
    """
    with transaction.atomic():
        locked = ApprovalRequest.objects.select_for_update().get(pk=request.pk)
        if locked.status not in STANDING:
            raise RequestClosedError(locked.get_status_display())
        _close(locked, RequestStatus.TAKEN_BACK, reason)
        _void_signatures(locked)
        recording.taken_back(locked, by)
    notices.taken_back(locked)
    return locked


def void(*, request: ApprovalRequest, changes: Sequence[str]) -> ApprovalRequest:
    """Void every signature of a standing request because its text has changed; tell each signatory what.

    Does nothing to a request that no longer stands.
    """
    with transaction.atomic():
        locked = ApprovalRequest.objects.select_for_update().get(pk=request.pk)
        if locked.status not in STANDING:
            return locked
        _close(locked, RequestStatus.VOID, "\n".join(changes))
        _void_signatures(locked)
        recording.voided(locked)
    notices.voided(locked)
    return locked


@dataclass(frozen=True)
class Assent:
    """An organisation's approval that counted, and when it was given. Whose hand it was stays here."""

    organisation: Organisation
    decided_at: dt.datetime


def mark_released(
    *, item_keys: Collection[uuid.UUID], digests: Collection[str], at: dt.datetime | None = None
) -> dict[tuple[uuid.UUID, str], list[Assent]]:
    """Use the approvals of what has just been printed, in the release's own transaction.

    A request is over when all its languages are out. Until then it stands for the others, on the same digests.

    Args:
        digests: of the payloads that were printed.
        at: the instant of the release; a request that names another one counts for nothing.

    Returns:
        each item with the digest of each payload that all had approved, and who did; what is missing was taken back,
        or another text was approved, just before.
    """
    requests = ApprovalRequest.objects.filter(item_key__in=item_keys, status=RequestStatus.APPROVED)
    closed = [request for request in requests.select_for_update() if request.release_at in {None, at}]
    approved = _assents(closed)
    now = clock.database_now()
    FrozenVersion.objects.filter(request__in=closed, digest__in=digests).update(released_at=now)
    waiting = FrozenVersion.objects.filter(released_at__isnull=True).values("request")
    requests.exclude(pk__in=waiting).update(status=RequestStatus.RELEASED, closed_at=now)
    return approved


def list_assents(
    *, item_keys: Collection[uuid.UUID], at: dt.datetime | None
) -> dict[tuple[uuid.UUID, str], list[Assent]]:
    """Return what `mark_released` would return now, and use nothing. For showing a release before its time."""
    requests = ApprovalRequest.objects.filter(item_key__in=item_keys, status=RequestStatus.APPROVED)
    return _assents([request for request in requests if request.release_at in {None, at}])


def _assents(requests: Sequence[ApprovalRequest]) -> dict[tuple[uuid.UUID, str], list[Assent]]:
    """Return by item and digest of its payload who approved it in these requests, which all have approved."""
    assents: dict[int, list[Assent]] = {request.pk: [] for request in requests}
    for signature in Signature.objects.filter(request__in=requests).select_related("organisation"):
        decided_at = cast("dt.datetime", signature.decided_at)  # approved by all, so each has decided
        assents[signature.request_id].append(Assent(signature.organisation, decided_at))
    versions = FrozenVersion.objects.filter(request__in=requests)
    return {
        (item_key, digest): assents[request_id]
        for request_id, item_key, digest in versions.values_list("request", "request__item_key", "digest")
    }


@contextmanager
def _open(signature: Signature, by: User, digest: str) -> Iterator[tuple[ApprovalRequest, Signature]]:
    """Give the locked rows of an open request that `by` may still answer about this digest, or refuse."""
    if not can_sign_for(by, signature.organisation_id):
        raise NotASignatoryError
    with _locked(signature, digest) as rows:
        yield rows


@contextmanager
def _locked(signature: Signature, digest: str) -> Iterator[tuple[ApprovalRequest, Signature]]:
    """Give the locked rows of an open request that still waits for this signature, or refuse."""
    with transaction.atomic():
        request = ApprovalRequest.objects.select_for_update().get(pk=signature.request_id)
        locked = Signature.objects.select_for_update().get(pk=signature.pk)
        if request.status != RequestStatus.OPEN:
            raise RequestClosedError(request.get_status_display())
        if locked.status not in WAITING:
            raise AlreadyDecidedError(locked.get_status_display())
        if digest != request.digest:
            raise VersionChangedError
        yield request, locked


def _signer(user: User) -> Signer:
    return Signer(user.get_full_name() or user.get_username(), user.email, user=user)


def _delegate(link: ApprovalLink) -> Signer:
    return Signer(link.name, link.email, link=link)


def _use(link: ApprovalLink) -> None:
    """Mark a link as used, once, inside the decision's transaction."""
    now = clock.database_now()
    usable = ApprovalLink.objects.filter(
        pk=link.pk, used_at__isnull=True, revoked_at__isnull=True, expires_at__gt=now
    )
    if not links.is_of_delegate(link) or not usable.update(used_at=now):
        raise LinkNotUsableError


def _decline(request: ApprovalRequest, signature: Signature, signer: Signer, answer: Refusal) -> None:
    signature.reason, signature.proposed_wording = answer.reason.strip(), answer.proposed_wording.strip()
    _decide(signature, signer, SignatureStatus.DECLINED, request.digest)
    _close(request, RequestStatus.DECLINED, signature.reason)
    recording.declined(signature)


def _approve(request: ApprovalRequest, signature: Signature, signer: Signer, digest: str) -> None:
    _decide(signature, signer, SignatureStatus.APPROVED, digest)
    if all(other.status == SignatureStatus.APPROVED for other in request.signatures.all()):
        _close(request, RequestStatus.APPROVED)
    recording.signed(signature)


def _announced(request: ApprovalRequest) -> ApprovalRequest:
    if request.status == RequestStatus.APPROVED:
        notices.approved_by_all(request)
    return request


def _decide(signature: Signature, signer: Signer, status: SignatureStatus, digest: str) -> None:
    signature.status = status
    signature.digest = digest
    signature.decided_at = clock.database_now()
    signature.decided_by = signer.user
    signature.decided_link = signer.link
    signature.signer = signer.name
    signature.save()


def _close(request: ApprovalRequest, status: RequestStatus, because: str = "") -> None:
    request.status = status
    request.closed_at = clock.database_now()
    request.closed_because = because
    request.save(update_fields=["status", "closed_at", "closed_because"])


def _void_signatures(request: ApprovalRequest) -> None:
    if not request.versions.filter(released_at__isnull=False).exists():
        request.signatures.update(status=SignatureStatus.VOID)
