"""Gathers the applets' models; no logic here."""

from pressroom.partners.models import Partner, PartnerHost
from pressroom.webhooks.models import WebhookAttempt, WebhookDelivery, WebhookEndpoint, WebhookSecret

__all__ = ["Partner", "PartnerHost", "WebhookAttempt", "WebhookDelivery", "WebhookEndpoint", "WebhookSecret"]
