"""Webhooks in words, for the pages."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from cms.common.wording import in_words
from pressroom.outgoing.enums import Failure, Refusal
from pressroom.webhooks.enums import TEST
from pressroom.webhooks.models import WebhookAttempt, WebhookDelivery, WebhookEndpoint

_FILTERS = {
    "kind": _("händelser"),
    "type": _("innehållstyper"),
    "language": _("språk"),
    "area": _("områden"),
    "organisation": _("organisationer"),
    "tag": _("ämnen"),
}
_EVENTS = {
    "edition.published": _("publicerad"),
    "edition.refreshed": _("uppdaterat namn"),
    "edition.corrected": _("rättad"),
    "edition.withdrawn": _("tillbakadragen"),
    "edition.deleted": _("borttagen"),
    TEST: _("test"),
}
_ERRORS = {**dict(Failure.choices), **dict(Refusal.choices), "fault": _("Fel hos oss; se serverns logg.")}


@dataclass(frozen=True)
class ToldAttempt:
    """One attempt as the page shows it."""

    attempt: WebhookAttempt
    when: str
    result: str


@dataclass(frozen=True)
class ToldDelivery:
    """One message as the page shows it."""

    delivery: WebhookDelivery
    event: str
    created: str
    next: str
    attempts: list[ToldAttempt]


def told_delivery(delivery: WebhookDelivery) -> ToldDelivery:
    """Return a message in words, with its attempts, the newest first."""
    return ToldDelivery(
        delivery=delivery,
        event=str(_EVENTS.get(delivery.event, delivery.event)),
        created=in_words(delivery.created_at),
        next=in_words(delivery.next_at) if delivery.next_at and delivery.attempts else "",
        attempts=[ToldAttempt(row, in_words(row.at), _result(row)) for row in delivery.log.all()],
    )


def told_filters(endpoint: WebhookEndpoint) -> list[tuple[str, str]]:
    """Return what an endpoint is narrowed to, by name."""
    return [(str(_FILTERS[name]), ", ".join(values)) for name, values in endpoint.filters.items()]


def _result(attempt: WebhookAttempt) -> str:
    if attempt.status is not None:
        return _t("svar %(status)s") % {"status": attempt.status}
    return str(_ERRORS.get(attempt.error, attempt.error))
