"""What the log says of an approval. Each function is called last in the transaction of what it records.

An act on a whole request is seen by the owner and all signatories; an act on one signatory's part by the owner and that
signatory. Reasons, messages and proposed wordings may quote the text, so only their digests are recorded.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import orjson

from cms.accounts.models import User
from cms.approval.models import ApprovalLink, ApprovalRequest, Signature
from cms.audit.enums import Act
from cms.audit.services import Done, Outsider, Subject, record, record_all
from cms.common import clock
from cms.common.digests import sha256_hex


def requested(request: ApprovalRequest, by: User) -> None:
    """Somebody froze a version and asked its signatories."""
    _on_request(
        Act.APPROVAL_REQUESTED,
        request,
        by,
        languages=sorted(request.versions.values_list("language", flat=True)),
        due_at=clock.isoformat(request.due_at),
        release_at=clock.isoformat(request.release_at) if request.release_at else "",
    )


def voided(request: ApprovalRequest) -> None:
    """The text changed under the signatures."""
    _on_request(Act.APPROVAL_VOIDED, request, None)


def taken_back(request: ApprovalRequest, by: User | None) -> None:
    """The owner took the request back."""
    _on_request(Act.APPROVAL_TAKEN_BACK, request, by, reason_digest=_digest(request.closed_because))


def read(signature: Signature, by: User) -> None:
    """A delegate opened the version for the first time."""
    _on_signature(Act.APPROVAL_READ, signature, by)


def claimed(signature: Signature, by: User) -> None:
    """A delegate took the answer upon themselves."""
    _on_signature(Act.APPROVAL_CLAIMED, signature, by)


def emergency_declared(signature: Signature, by: User) -> None:
    """The writer of the last change wants to sign it, too."""
    reason = _digest(signature.emergency_reason)
    _on_signature(Act.APPROVAL_EMERGENCY_DECLARED, signature, by, reason_digest=reason)


def signed(signature: Signature) -> None:
    """A signatory approved."""
    _on_signature(
        Act.APPROVAL_SIGNED, signature, _signer(signature), is_emergency=signature.emergency_by_id is not None
    )


def declined(signature: Signature) -> None:
    """A signatory declined."""
    _on_signature(
        Act.APPROVAL_DECLINED,
        signature,
        _signer(signature),
        reason_digest=_digest(signature.reason),
        wording_digest=_digest(signature.proposed_wording),
    )


def links_sent(signature: Signature, links: Iterable[ApprovalLink], *, by: User | None) -> None:
    """Personal links went out; by the system when the answer is late."""
    rows = [_row(Act.APPROVAL_LINK_SENT, signature, by, **_about(link)) for link in links]
    record_all(rows)


def link_opened(link: ApprovalLink) -> None:
    """A link was opened for the first time, perhaps by a mail scanner."""
    _on_signature(Act.APPROVAL_LINK_OPENED, link.signature, _outsider(link), **_about(link))


def link_revoked(link: ApprovalLink, by: User | None) -> None:
    """A link was taken out of use."""
    _on_signature(Act.APPROVAL_LINK_REVOKED, link.signature, by, **_about(link))


def _on_request(act: Act, request: ApprovalRequest, by: User | None, **facts: Any) -> None:
    signatories = sorted(request.signatures.values_list("organisation__code", flat=True))
    owner = _owner_code(request)
    record(
        act=act,
        by=by,
        subject=_subject(request),
        organisation=owner,
        readers=signatories,
        facts={"request": str(request.key), "digest": request.digest, "signatories": signatories, **facts},
    )


def _on_signature(act: Act, signature: Signature, by: User | Outsider | None, **facts: Any) -> None:
    record_all([_row(act, signature, by, **facts)])


def _row(act: Act, signature: Signature, by: User | Outsider | None, **facts: Any) -> Done:
    request = signature.request
    return Done(
        act=act,
        by=by,
        subject=_subject(request),
        organisation=signature.organisation.code,
        readers=[_owner_code(request)],
        facts={"request": str(request.key), "digest": request.digest, **facts},
    )


def _subject(request: ApprovalRequest) -> Subject:
    return Subject(request.item_type, request.item_key, request.title)


def _owner_code(request: ApprovalRequest) -> str:
    """Return the code of the item's owner as frozen, or nothing for what belongs to the agreement."""
    payload = request.versions.values_list("payload", flat=True).first()
    owner = orjson.loads(payload)["owner"] if payload else None
    return str(owner["id"]) if owner else ""


def _signer(signature: Signature) -> User | Outsider | None:
    return _outsider(signature.decided_link) if signature.decided_link else signature.decided_by


def _outsider(link: ApprovalLink) -> Outsider:
    return Outsider(link.name, str(link.signature.organisation), link.email)


def _about(link: ApprovalLink) -> dict[str, str]:
    return {"link": str(link.key), "name": link.name, "email": link.email}


def _digest(text: str) -> str:
    return sha256_hex(text.encode()) if text else ""
