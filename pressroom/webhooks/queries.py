"""What the desk shows of webhooks."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from django.db.models import Count, Q, QuerySet

from cms.common import clock
from pressroom.partners.models import Partner
from pressroom.webhooks.enums import DeliveryState
from pressroom.webhooks.models import WebhookDelivery, WebhookEndpoint, WebhookSecret


@dataclass(frozen=True)
class Standing:
    """One endpoint in a list."""

    endpoint: WebhookEndpoint
    host: str
    waiting: int
    dead: int


def count_endpoints(partner: Partner) -> int:
    """Return how many endpoints a partner has."""
    return WebhookEndpoint.objects.filter(partner=partner).count()


def list_endpoints(partner: Partner | None = None) -> list[Standing]:
    """Return every endpoint, or a partner's, with how many of its messages wait or were given up. One query."""
    rows = WebhookEndpoint.objects.select_related("partner").annotate(
        waiting=Count("deliveries", filter=Q(deliveries__state=DeliveryState.WAITING)),
        dead=Count("deliveries", filter=Q(deliveries__state=DeliveryState.DEAD)),
    )
    if partner is not None:
        rows = rows.filter(partner=partner)
    return [Standing(row, host_of(row), row.waiting, row.dead) for row in rows]


def list_deliveries(endpoint: WebhookEndpoint, *, state: str = "") -> QuerySet[WebhookDelivery]:
    """Return an endpoint's messages, the newest first, with their attempts."""
    rows = WebhookDelivery.objects.filter(endpoint=endpoint).prefetch_related("log").order_by("-pk")
    return rows.filter(state=state) if state else rows


def list_secrets(endpoint: WebhookEndpoint) -> list[WebhookSecret]:
    """Return the secrets that sign now, the newest first."""
    rows = WebhookSecret.objects.filter(endpoint=endpoint)
    return list(rows.filter(Q(ends_at__isnull=True) | Q(ends_at__gt=clock.now())))


def host_of(endpoint: WebhookEndpoint) -> str:
    """Return the host that an endpoint is at: all of its address that lists and logs show."""
    return urlsplit(endpoint.url).hostname or ""
