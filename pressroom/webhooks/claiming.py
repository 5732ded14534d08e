"""Take endpoints whose next message is due, each under a lease, and make that message ready to go.

One endpoint is held by one sender at a time, and gets one message at a time. A lease outlives any attempt: whose sender
was killed is taken up by another when it has ended, and sent the same message once more.
"""

from __future__ import annotations

import datetime as dt
import logging
import secrets
from collections.abc import Sequence

from django.db import transaction
from django.db.models import F, OuterRef, Q, QuerySet, Subquery

from cms.common import clock
from cms.common.sealing import SealedWithAnotherKeyError, unseal
from pressroom.webhooks.bodies import CONTENT_TYPE, Bodies
from pressroom.webhooks.enums import DeliveryState, State
from pressroom.webhooks.models import WebhookDelivery, WebhookEndpoint, WebhookSecret
from pressroom.webhooks.posting import WITHIN, Parcel
from pressroom.webhooks.queueing import set_due
from pressroom.webhooks.saving import Changes
from pressroom.webhooks.signing import sign

logger = logging.getLogger(__name__)

#: What secrets are sealed for (cms.common.sealing). Never changes.
PURPOSE = "webhook"
LEASE = dt.timedelta(seconds=WITHIN + 40)
#: How soon an endpoint whose message could not be made ready is looked at again.
_AGAIN_AFTER = dt.timedelta(minutes=5)


def is_anything_due(now: dt.datetime) -> bool:
    """Whether `claim` would find something. One look at an index, without a lock."""
    return _due(now).exists()


def claim(*, quick: int, slow: int) -> list[Parcel]:
    """Take so many endpoints at most and return a message ready to go for each.

    Args:
        quick: of endpoints that answer in time.
        slow: of those that have not lately.
    """
    with transaction.atomic():
        now = clock.database_now()
        taken = [*_take(now, is_slow=False, limit=quick), *_take(now, is_slow=True, limit=slow)]
        return _ready(taken, now)


def _due(now: dt.datetime) -> QuerySet[WebhookEndpoint]:
    return WebhookEndpoint.objects.filter(
        Q(lease_until__isnull=True) | Q(lease_until__lte=now),
        state=State.ACTIVE,
        due_at__lte=now,
        partner__is_active=True,
    )


def _take(now: dt.datetime, *, is_slow: bool, limit: int) -> list[WebhookEndpoint]:
    """Return endpoints in the order in which they fell due; another sender's are passed over."""
    if limit <= 0:
        return []
    first = WebhookDelivery.objects.filter(
        endpoint=OuterRef("pk"), state=DeliveryState.WAITING, next_at__lte=now
    ).order_by(F("seq").asc(nulls_first=True), "pk")
    rows = _due(now).filter(is_slow=is_slow).annotate(first_id=Subquery(first.values("pk")[:1]))
    return list(
        rows.select_for_update(skip_locked=True, no_key=True, of=("self",)).order_by("due_at", "pk")[:limit]
    )


def _ready(endpoints: Sequence[WebhookEndpoint], now: dt.datetime) -> list[Parcel]:
    deliveries = WebhookDelivery.objects.in_bulk([row.first_id for row in endpoints if row.first_id])  # type: ignore[attr-defined]  # annotated
    secret_texts = _secrets(endpoints, now)
    bodies, parcels, lease = Bodies(), [], secrets.token_hex(16)
    idle: list[WebhookEndpoint] = []
    changes = Changes(endpoints, ("due_at", "lease", "lease_until"))
    for endpoint in endpoints:
        delivery = deliveries.get(endpoint.first_id)  # type: ignore[attr-defined]  # annotated
        texts = secret_texts.get(endpoint.pk)
        if delivery is None:
            idle.append(endpoint)
        elif not texts:
            endpoint.due_at = now + _AGAIN_AFTER
        else:
            endpoint.lease, endpoint.lease_until = lease, now + LEASE
            parcels.append(_parcel(endpoint, delivery, bodies.make(endpoint, delivery), texts, now))
    set_due(idle, now)
    changes.save()
    return parcels


def _parcel(
    endpoint: WebhookEndpoint, delivery: WebhookDelivery, body: bytes, texts: Sequence[str], now: dt.datetime
) -> Parcel:
    timestamp = int(now.timestamp())
    return Parcel(
        endpoint_id=endpoint.pk,
        delivery_id=delivery.pk,
        lease=endpoint.lease,
        is_slow=endpoint.is_slow,
        url=endpoint.url,
        headers={
            "Content-Type": CONTENT_TYPE,
            "webhook-id": delivery.message_id,
            "webhook-timestamp": str(timestamp),
            "webhook-signature": sign(texts, message_id=delivery.message_id, timestamp=timestamp, body=body),
        },
        body=body,
    )


def _secrets(endpoints: Sequence[WebhookEndpoint], now: dt.datetime) -> dict[int, list[str]]:
    """Return by endpoint the secrets in use, the newest first; none for one of which any can't be read."""
    rows = WebhookSecret.objects.filter(endpoint__in=endpoints).filter(
        Q(ends_at__isnull=True) | Q(ends_at__gt=now)
    )
    found: dict[int, list[str]] = {}
    broken: set[int] = set()
    for row in rows:
        try:
            found.setdefault(row.endpoint_id, []).append(unseal(row.sealed, purpose=PURPOSE))
        except SealedWithAnotherKeyError as error:
            broken.add(row.endpoint_id)
            logger.error("Webhook %s waits: %s", row.endpoint_id, error)
    return {key: texts for key, texts in found.items() if key not in broken}
