"""What the log of acts says of webhooks: the host of an address, never the rest of it, and never a secret."""

from __future__ import annotations

from typing import Any

from cms.accounts.models import User
from cms.audit.enums import Act
from cms.audit.services import Subject
from pressroom.partners import recording
from pressroom.webhooks.models import WebhookEndpoint
from pressroom.webhooks.queries import host_of


def record_act(act: Act, endpoint: WebhookEndpoint, by: User | None, **facts: Any) -> None:
    """Record what was done with an endpoint, in the caller's transaction and as its last statement."""
    subject = Subject("webhook", endpoint.key, str(endpoint))
    facts = {"host": host_of(endpoint), **facts}
    recording.record_act(act, endpoint.partner, by=by, facts=facts, subject=subject)


def disabled(endpoint: WebhookEndpoint) -> None:
    """Record that the sender gave an endpoint up."""
    record_act(Act.WEBHOOK_DISABLED, endpoint, None, reason=str(endpoint.reason))
