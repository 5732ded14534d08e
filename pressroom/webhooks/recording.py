"""Write down what came of attempts, and what follows: tried again, given up, endpoint left alone or disabled."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db import transaction

from cms.common import clock
from cms.ledger.addresses import NEWS_TYPES
from cms.ledger.models import Edition
from pressroom.reach import sources
from pressroom.reach.counting import count
from pressroom.reach.enums import Channel
from pressroom.webhooks import acts, notices, schedule
from pressroom.webhooks.enums import DeliveryState, Reason, State
from pressroom.webhooks.hands import PATIENCE, Sent
from pressroom.webhooks.models import WebhookAttempt, WebhookDelivery, WebhookEndpoint
from pressroom.webhooks.posting import Outcome
from pressroom.webhooks.queueing import disable, lock_endpoints, set_due
from pressroom.webhooks.saving import Changes

#: Answers that say more of the endpoint than of the message.
_BUSY = frozenset({429, 502, 503, 504})
_GONE = 410
_OF_DELIVERY = ("state", "next_at", "done_at", "attempts", "tries")
_OF_ENDPOINT = (
    "state", "reason", "state_at", "missed_after", "failures", "failing_since", "succeeded_at", "is_slow",
    "rest_until", "due_at", "lease", "lease_until",
)  # fmt: skip


def record(sent: Sequence[Sent]) -> None:
    """Record attempts in one transaction. What has vanished meanwhile is passed over.

    The same message may have been sent by two senders, if the first was thought dead: a success of either stands.
    """
    with transaction.atomic():
        now = clock.database_now()
        endpoints = {row.pk: row for row in lock_endpoints({one.parcel.endpoint_id for one in sent})}
        locked = WebhookDelivery.objects.select_for_update().order_by("pk")
        deliveries = {row.pk: row for row in locked.filter(pk__in={one.parcel.delivery_id for one in sent})}
        active = {row.pk for row in endpoints.values() if row.state != State.DISABLED}
        changes = [Changes(endpoints.values(), _OF_ENDPOINT), Changes(deliveries.values(), _OF_DELIVERY)]
        attempts = []
        delivered = []
        for one in sent:
            delivery = deliveries.get(one.parcel.delivery_id)
            endpoint = endpoints.get(one.parcel.endpoint_id)
            if delivery is None or endpoint is None:
                continue
            delivery.attempts += 1
            attempts.append(_attempt(delivery, one.outcome, now))
            if delivery.state != DeliveryState.DELIVERED:
                _settle(endpoint, delivery, one.outcome, now)
                if delivery.state == DeliveryState.DELIVERED and delivery.seq is not None:
                    delivered.append((delivery.seq, endpoint.partner_id))
            if endpoint.lease == one.parcel.lease:
                endpoint.lease, endpoint.lease_until = "", None
        WebhookAttempt.objects.bulk_create(attempts)
        changes[1].save()  # before the endpoints: when they are due next follows from it
        set_due(list(endpoints.values()), now)
        changes[0].save()
        for endpoint in endpoints.values():
            if endpoint.pk in active and endpoint.state == State.DISABLED:
                notices.disabled(endpoint)
                acts.disabled(endpoint)
    _count(delivered)


def _count(delivered: Sequence[tuple[int, int]]) -> None:
    """Count what has reached partners, as (`seq`, partner). News by its item; terms and the calendar as a whole."""
    if not delivered:
        return
    editions = Edition.objects.filter(seq__in={seq for seq, _partner in delivered}, item_type__in=NEWS_TYPES)
    items = dict(editions.values_list("seq", "public_id"))
    for seq, partner_id in delivered:
        count(Channel.WEBHOOK, [items[seq]] if seq in items else [], sources.of_partner(partner_id))


def _attempt(delivery: WebhookDelivery, outcome: Outcome, now: dt.datetime) -> WebhookAttempt:
    return WebhookAttempt(
        delivery=delivery,
        number=delivery.attempts,
        at=now,
        milliseconds=int(outcome.seconds * 1000),
        status=outcome.status,
        error=outcome.error,
        answer=outcome.answer,
    )


def _settle(endpoint: WebhookEndpoint, delivery: WebhookDelivery, outcome: Outcome, now: dt.datetime) -> None:
    """Let an outcome have its consequences, on both rows; saves neither."""
    endpoint.is_slow = outcome.seconds > PATIENCE
    if outcome.is_success:
        _end(delivery, DeliveryState.DELIVERED, now)
        if endpoint.failures:
            # It answers again: what waits for a retry need not wait any longer.
            waiting = WebhookDelivery.objects.filter(endpoint=endpoint, state=DeliveryState.WAITING)
            waiting.exclude(pk=delivery.pk).filter(next_at__gt=now).update(next_at=now)
        endpoint.failures, endpoint.failing_since, endpoint.rest_until = 0, None, None
        endpoint.succeeded_at = now
        return
    delivery.tries += 1
    again = None if delivery.is_test else schedule.retry_at(now, tries=delivery.tries, wish=outcome.wish)
    if again is None or outcome.status == _GONE:
        _end(delivery, DeliveryState.DEAD, now)
    else:
        delivery.next_at = again
    endpoint.failures += 1
    endpoint.failing_since = endpoint.failing_since or now
    if outcome.status is None or outcome.status in _BUSY:
        endpoint.rest_until = schedule.rest_until(now, failures=endpoint.failures, wish=outcome.wish)
    if outcome.status == _GONE:
        disable(endpoint, Reason.GONE, now)
    elif now - endpoint.failing_since >= schedule.GIVE_UP_AFTER:
        disable(endpoint, Reason.FAILING, now)


def _end(delivery: WebhookDelivery, state: DeliveryState, now: dt.datetime) -> None:
    delivery.state, delivery.next_at, delivery.done_at = state, None, now
