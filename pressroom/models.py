"""Gathers the applets' models; no logic here."""

from pressroom.copies.models import FoundCopy, PartnerPage, PrintedTitle
from pressroom.partners.models import Partner, PartnerHost, PartnerKey
from pressroom.reach.models import ReachCount
from pressroom.webhooks.models import WebhookAttempt, WebhookDelivery, WebhookEndpoint, WebhookSecret
from pressroom.websub.models import WebSubDesk, WebSubRequest, WebSubSubscription

__all__ = [
    "FoundCopy",
    "Partner",
    "PartnerHost",
    "PartnerKey",
    "PartnerPage",
    "PrintedTitle",
    "ReachCount",
    "WebSubDesk",
    "WebSubRequest",
    "WebSubSubscription",
    "WebhookAttempt",
    "WebhookDelivery",
    "WebhookEndpoint",
    "WebhookSecret",
]
