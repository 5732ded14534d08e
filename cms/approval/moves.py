"""Whose move it is: per organisation asked, read, approved, declined or void, when, by whom, and whether it is late."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass

from cms.accounts.models import User
from cms.approval.enums import WAITING, RequestStatus, SignatureStatus
from cms.approval.models import ApprovalRequest, Signature
from cms.approval.queries import find_newest
from cms.common import clock
from cms.common.wording import in_words

#: A request that says nothing more about what is to be done.
_OVER = frozenset({RequestStatus.RELEASED, RequestStatus.TAKEN_BACK})


@dataclass(frozen=True)
class Move:
    """One organisation's part. `when` is the instant of its state in words; `who` signed, or has taken it upon them."""

    organisation: str
    code: str
    label: str
    when: str
    who: str
    is_late: bool


@dataclass(frozen=True)
class WhoseMove:
    """A request with each signatory's part, in the organisations' order. `due` is in words."""

    request: ApprovalRequest
    moves: list[Move]
    due: str
    is_late: bool


def whose_move(request: ApprovalRequest) -> WhoseMove:
    """Return where every signatory stands. Late is who has not answered an open request by its due time."""
    is_late = request.status == RequestStatus.OPEN and request.due_at <= clock.now()
    moves = [_move(signature, is_late) for signature in request.signatures.all()]
    return WhoseMove(
        request=request,
        moves=moves,
        due=in_words(request.due_at),
        is_late=any(move.is_late for move in moves),
    )


def whose_move_on(item_key: uuid.UUID) -> WhoseMove | None:
    """Return the same for an item's newest request; None if there is none, or it is released or taken back."""
    request = find_newest(item_key)
    return whose_move(request) if request is not None and request.status not in _OVER else None


def _move(signature: Signature, is_late: bool) -> Move:
    at = _since(signature)
    return Move(
        organisation=str(signature.organisation),
        code=signature.status,
        label=signature.get_status_display(),
        when=in_words(at),
        who=signature.signer or _name(signature.claimed_by),
        is_late=is_late and signature.status in WAITING,
    )


def _since(signature: Signature) -> dt.datetime:
    """Return when the signature got the state that it has."""
    request = signature.request
    if signature.status == SignatureStatus.VOID:
        return request.closed_at or request.asked_at
    if signature.status == SignatureStatus.READ:
        return signature.read_at or request.asked_at
    return signature.decided_at or request.asked_at


def _name(user: User | None) -> str:
    return (user.get_full_name() or user.get_username()) if user else ""
