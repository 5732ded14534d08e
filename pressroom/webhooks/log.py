"""What a partner may know of its own webhooks: what became of each message. Never an address, a secret, or an answer.

Read by the API with an account that may see no other columns (cms/ledger/grants.py).
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Count, Q

from cms.ledger.models import Edition
from pressroom.webhooks.enums import DeliveryState
from pressroom.webhooks.models import WebhookAttempt, WebhookDelivery, WebhookEndpoint


@dataclass(frozen=True)
class OwnEndpoint:
    """One webhook of a partner. `waiting` and `dead` count its messages."""

    key: uuid.UUID
    name: str
    state: str
    reason: str
    state_at: dt.datetime
    created_at: dt.datetime
    succeeded_at: dt.datetime | None
    failing_since: dt.datetime | None
    waiting: int
    dead: int


@dataclass(frozen=True)
class OwnAttempt:
    """One request for a message. `status` is None when there was no answer; then `error` is a stable code."""

    number: int
    at: dt.datetime
    milliseconds: int
    status: int | None
    error: str


@dataclass(frozen=True)
class Subject:
    """What a message is about."""

    item_type: str
    public_id: str
    language: str
    number: int


@dataclass(frozen=True)
class OwnDelivery:
    """One message to one of the partner's webhooks; `attempts` in their order. A test has no `seq` and no subject."""

    pk: int
    endpoint: uuid.UUID
    message_id: str
    event: str
    seq: int | None
    subject: Subject | None
    state: str
    created_at: dt.datetime
    next_at: dt.datetime | None
    done_at: dt.datetime | None
    attempts: list[OwnAttempt]


@dataclass(frozen=True)
class Wanted:
    """Which messages: of one webhook, in one state, made in a span of time. None narrows nothing."""

    endpoint: uuid.UUID | None = None
    state: str | None = None
    created_since: dt.datetime | None = None
    created_before: dt.datetime | None = None


def list_own_endpoints(partner_id: int) -> list[OwnEndpoint]:
    """Return a partner's webhooks in the order of their making. One query."""
    rows = WebhookEndpoint.objects.filter(partner_id=partner_id).order_by("pk")
    counted = rows.annotate(
        waiting=Count("deliveries", filter=Q(deliveries__state=DeliveryState.WAITING)),
        dead=Count("deliveries", filter=Q(deliveries__state=DeliveryState.DEAD)),
    )
    columns = (
        "key", "name", "state", "reason", "state_at", "created_at", "succeeded_at", "failing_since", "waiting", "dead",
    )  # fmt: skip
    return [OwnEndpoint(*values) for values in counted.values_list(*columns)]


def has_endpoint(partner_id: int, key: uuid.UUID) -> bool:
    """Whether a webhook is the partner's. One query."""
    return WebhookEndpoint.objects.filter(partner_id=partner_id, key=key).exists()


def list_own_deliveries(
    partner_id: int, wanted: Wanted, *, before: int | None, limit: int
) -> list[OwnDelivery]:
    """Return messages to a partner's webhooks, the newest first, with their attempts. Three queries.

    Args:
        before: the `pk` of the last message that the reader has.
    """
    rows = WebhookDelivery.objects.filter(endpoint__partner_id=partner_id).order_by("-pk")
    narrowed = {
        "endpoint__key": wanted.endpoint,
        "state": wanted.state,
        "created_at__gte": wanted.created_since,
        "created_at__lt": wanted.created_before,
        "pk__lt": before,
    }
    rows = rows.filter(**{name: value for name, value in narrowed.items() if value is not None})
    columns = (
        "pk", "endpoint__key", "message_id", "event", "seq", "state", "created_at", "next_at", "done_at",
    )  # fmt: skip
    found = list(rows.values_list(*columns)[:limit])
    attempts = _attempts([row[0] for row in found])
    subjects = _subjects({row[4] for row in found if row[4] is not None})
    return [
        OwnDelivery(
            pk=pk,
            endpoint=endpoint,
            message_id=message_id,
            event=event,
            seq=seq,
            subject=subjects.get(seq),
            state=state,
            created_at=created_at,
            next_at=next_at,
            done_at=done_at,
            attempts=attempts[pk],
        )
        for pk, endpoint, message_id, event, seq, state, created_at, next_at, done_at in found
    ]


def _attempts(deliveries: Collection[int]) -> dict[int, list[OwnAttempt]]:
    columns = ("delivery_id", "number", "at", "milliseconds", "status", "error")
    rows = WebhookAttempt.objects.filter(delivery_id__in=deliveries).order_by("delivery_id", "number")
    found: dict[int, list[OwnAttempt]] = defaultdict(list)
    for delivery, *values in rows.values_list(*columns):
        found[delivery].append(OwnAttempt(*values))
    return found


def _subjects(seqs: Collection[int]) -> dict[int | None, Subject]:
    rows = Edition.objects.filter(seq__in=seqs).order_by()
    columns = ("seq", "item_type", "public_id", "language", "number")
    return {seq: Subject(*values) for seq, *values in rows.values_list(*columns)}
