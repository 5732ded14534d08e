"""What the log of acts says of webhooks: the host of an address, never the rest of it, and never a secret."""

from __future__ import annotations

from typing import Any

from cms.accounts.models import User
from cms.audit.enums import Act
from cms.audit.services import Subject, record
from cms.organisations.models import Organisation
from pressroom.webhooks.models import WebhookEndpoint
from pressroom.webhooks.queries import host_of


def record_act(act: Act, endpoint: WebhookEndpoint, by: User | None, **facts: Any) -> None:
    """Record what was done with an endpoint, in the caller's transaction and as its last statement."""
    organisation = endpoint.partner.organisation
    everybody = Organisation.objects.values_list("code", flat=True)  # as of partners themselves
    record(
        act=act,
        by=by,
        subject=Subject("webhook", endpoint.key, str(endpoint)),
        organisation=organisation.code if organisation else "",
        readers=list(everybody),
        facts={"host": host_of(endpoint), **facts},
    )


def disabled(endpoint: WebhookEndpoint) -> None:
    """Record that the sender gave an endpoint up."""
    record_act(Act.WEBHOOK_DISABLED, endpoint, None, reason=str(endpoint.reason))
