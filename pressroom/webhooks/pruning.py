"""Throw away what nobody asks for any more."""

from __future__ import annotations

import datetime as dt

from pressroom.webhooks.enums import DeliveryState
from pressroom.webhooks.models import WebhookDelivery

#: How long a delivery and its attempts are kept once it is done. A dead one may be replayed for longer.
KEPT = {DeliveryState.DELIVERED: dt.timedelta(days=30), DeliveryState.DEAD: dt.timedelta(days=90)}
_AT_ONCE = 2_000


def prune(now: dt.datetime) -> int:
    """Delete deliveries that are older than they are kept; return how many. A bounded number at a time."""
    count = 0
    for state, age in KEPT.items():
        old = WebhookDelivery.objects.filter(state=state, done_at__lt=now - age).values_list("pk", flat=True)
        deleted, _by_model = WebhookDelivery.objects.filter(pk__in=list(old[:_AT_ONCE])).delete()
        count += deleted
    return count
