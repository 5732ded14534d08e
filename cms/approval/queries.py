"""Where approvals stand: read by the release, the desk and the signing pages."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from cms.accounts.models import Delegate, User
from cms.accounts.permissions import organisation_ids_of
from cms.approval.enums import STANDING, WAITING, RequestStatus, SignatureStatus
from cms.approval.models import ApprovalLink, ApprovalRequest, Dismissal, Signature
from cms.approval.permissions import signing_organisation_ids


@dataclass(frozen=True)
class Approved:
    """What all signatories have approved of an item: payload digests by language, and the time if one was named."""

    request: ApprovalRequest
    digests: dict[str, str]
    organisation_ids: frozenset[int]


def find_standing(item_key: uuid.UUID) -> ApprovalRequest | None:
    """Return the item's open or approved request, or None."""
    return ApprovalRequest.objects.filter(item_key=item_key, status__in=STANDING).first()


def find_newest(item_key: uuid.UUID) -> ApprovalRequest | None:
    """Return the item's newest request in any state, or None."""
    return ApprovalRequest.objects.filter(item_key=item_key).first()


def find_approved(item_key: uuid.UUID) -> Approved | None:
    """Return what every signatory of the item's standing request has approved, or None.

    Counts the signatures themselves: a request is approved only while each of them is, on the request's own digest.
    """
    request = find_standing(item_key)
    if request is None or request.status != RequestStatus.APPROVED:
        return None
    signatures = list(request.signatures.all())
    if not signatures or not all(
        signature.status == SignatureStatus.APPROVED and signature.digest == request.digest
        for signature in signatures
    ):
        return None
    return Approved(
        request=request,
        digests={version.language: version.digest for version in request.versions.all()},
        organisation_ids=frozenset(signature.organisation_id for signature in signatures),
    )


def held_by_delegates(links: QuerySet[ApprovalLink]) -> QuerySet[ApprovalLink]:
    """Return those of `links` whose signatory still names the person, at that address, as its delegate."""
    named = Delegate.objects.filter(organisation=OuterRef("signature__organisation"), email=OuterRef("email"))
    return links.filter(Exists(named))


def list_dismissals(item_key: uuid.UUID) -> dict[int, Dismissal]:
    """Return by organisation the newest choice not to ask it although the item's text names it."""
    rows = Dismissal.objects.filter(item_key=item_key).select_related("organisation", "decided_by")
    found: dict[int, Dismissal] = {}
    for row in rows:
        found.setdefault(row.organisation_id, row)
    return found


def list_waiting_for(user: User) -> list[Signature]:
    """Return the signatures that wait for an answer `user` may give, the most urgent first."""
    rows = Signature.objects.filter(
        organisation_id__in=signing_organisation_ids(user),
        status__in=WAITING,
        request__status=RequestStatus.OPEN,
    )
    return list(rows.select_related("request", "organisation").order_by("request__due_at", "pk"))


def visible_requests(user: User) -> QuerySet[ApprovalRequest]:
    """Return the requests that concern the user's organisations: they sign, the owner among them."""
    if user.is_superuser:
        return ApprovalRequest.objects.all()
    mine = Signature.objects.filter(organisation__in=organisation_ids_of(user))
    return ApprovalRequest.objects.filter(pk__in=mine.values("request"))


def list_undecided(requests: QuerySet[ApprovalRequest]) -> QuerySet[ApprovalRequest]:
    """Return those of `requests` that somebody has to do something about, the most urgent first.

    Each item's newest only: open, approved and not yet released, declined or void and not asked about again.
    """
    newest = ApprovalRequest.objects.filter(item_key=OuterRef("item_key")).order_by("-asked_at", "-pk")
    undecided = requests.filter(pk=Subquery(newest.values("pk")[:1])).exclude(
        status__in=[RequestStatus.RELEASED, RequestStatus.TAKEN_BACK]
    )
    return undecided.order_by("due_at", "pk").prefetch_related(
        "signatures__organisation__texts", "signatures__claimed_by"
    )
