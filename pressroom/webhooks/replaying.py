"""Send again, or send a test. A repetition has the id of the first message, so receivers know it."""

from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction
from django.db.models import QuerySet

from cms.accounts.models import User
from cms.audit.enums import Act
from cms.common import clock
from cms.ledger.consumers import editions_after
from cms.ledger.models import Edition
from pressroom.webhooks.acts import record_act
from pressroom.webhooks.enums import TEST, DeliveryState, State
from pressroom.webhooks.exceptions import (
    TooMuchToReplayError,
    WebhookNotActiveError,
)
from pressroom.webhooks.models import WebhookDelivery, WebhookEndpoint
from pressroom.webhooks.permissions import require_manager
from pressroom.webhooks.queueing import lock_endpoints, mark_due, queue_for
from pressroom.webhooks.services import MOST


def send_test(*, endpoint: WebhookEndpoint, by: User) -> WebhookDelivery:
    """Queue a test message: one attempt, signed like every other.

    Raises:
        MayNotManageWebhooksError: the person does not run the partner desk.
        WebhookNotActiveError: nothing is sent to it.
    """
    with transaction.atomic():
        locked = _lock(endpoint, by)
        now = clock.database_now()
        delivery = WebhookDelivery.objects.create(
            endpoint=locked,
            message_id=f"test_{uuid.uuid4().hex}",
            event=TEST,
            created_at=now,
            next_at=now,
        )
        # Somebody waits for it: not even a rest holds it up.
        WebhookEndpoint.objects.filter(pk=locked.pk).update(due_at=now)
        record_act(Act.WEBHOOK_TESTED, locked, by)
    return delivery


def replay_delivery(*, delivery: WebhookDelivery, by: User) -> None:
    """Send one message again, delivered or dead. Raises as `send_test`."""
    with transaction.atomic():
        locked = _lock(delivery.endpoint, by)
        _again(WebhookDelivery.objects.filter(pk=delivery.pk), locked)
        record_act(Act.WEBHOOK_REPLAYED, locked, by, message=delivery.message_id)


def replay_dead(*, endpoint: WebhookEndpoint, by: User) -> int:
    """Send again all that was given up; return how many. Raises as `send_test`."""
    with transaction.atomic():
        locked = _lock(endpoint, by)
        dead = WebhookDelivery.objects.filter(endpoint=locked, state=DeliveryState.DEAD, seq__isnull=False)
        count = _again(dead, locked)
        record_act(Act.WEBHOOK_REPLAYED, locked, by, count=count)
    return count


def replay_since(*, endpoint: WebhookEndpoint, seq: int, by: User) -> int:
    """Send all from `seq` on that the endpoint's filters let through, though it be older than the endpoint.

    Returns:
        How many messages.

    Raises:
        TooMuchToReplayError: more editions than `MOST`.
        MayNotManageWebhooksError, WebhookNotActiveError: as `send_test`.
    """
    with transaction.atomic():
        locked = _lock(endpoint, by)
        editions = editions_after(seq - 1, limit=MOST + 1)
        if len(editions) > MOST:
            raise TooMuchToReplayError(MOST)
        count = queue_for([locked], editions, only_later=False)
        _again(WebhookDelivery.objects.filter(endpoint=locked, seq__gte=seq), locked)
        record_act(Act.WEBHOOK_REPLAYED, locked, by, first_seq=seq, count=count)
    return count


def first_seq_since(at: dt.datetime) -> int | None:
    """Return the first edition released at or after an instant; None when there is none."""
    return Edition.objects.filter(released_at__gte=at).order_by("seq").values_list("seq", flat=True).first()


def _lock(endpoint: WebhookEndpoint, by: User) -> WebhookEndpoint:
    require_manager(by)
    [locked] = lock_endpoints([endpoint.pk])
    if locked.state != State.ACTIVE:
        raise WebhookNotActiveError
    return locked


def _again(deliveries: QuerySet[WebhookDelivery], endpoint: WebhookEndpoint) -> int:
    now = clock.database_now()
    count = deliveries.exclude(state=DeliveryState.WAITING).update(
        state=DeliveryState.WAITING, next_at=now, done_at=None, tries=0
    )
    mark_due([endpoint.pk], now)
    return count
