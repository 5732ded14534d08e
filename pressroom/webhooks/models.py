"""Endpoints, their secrets, and what became of each message. Never public.

Changed by the services and by the sender only.
"""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from pressroom.webhooks.enums import TEST, DeliveryState, Reason, Scheme, State


class WebhookEndpoint(models.Model):
    """One row per address that a partner wants to be told at.

    Always true: it gets editions after `since_seq` only, unless somebody replays older ones; whoever sends to it holds
    the lease. `due_at` is when its next message may go, so that finding who is due is one look at an index.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    partner = models.ForeignKey(
        "pressroom.Partner",
        verbose_name=_("partner"),
        on_delete=models.CASCADE,
        related_name="webhook_endpoints",
    )
    name = models.CharField(_("namn"), max_length=120)
    url = models.CharField(_("adress"), max_length=2000)
    is_full = models.BooleanField(_("hela texten"), default=False)
    filters = models.JSONField(default=dict, help_text="As `filters.Filters.as_json`; empty: everything.")
    state = models.CharField(_("läge"), max_length=12, choices=State.choices, default=State.ACTIVE)
    reason = models.CharField(max_length=12, choices=Reason.choices, blank=True)
    state_at = models.DateTimeField()
    since_seq = models.BigIntegerField(help_text="The ledger's head when the endpoint was made.")
    missed_after = models.BigIntegerField(
        null=True, help_text="Of a disabled one: the last edition it was told of."
    )
    created_at = models.DateTimeField(_("skapad"))

    failures = models.PositiveIntegerField(default=0, help_text="In a row, over all its messages.")
    failing_since = models.DateTimeField(null=True)
    succeeded_at = models.DateTimeField(null=True)
    is_slow = models.BooleanField(default=False, help_text="Sent to by few hands, so that it delays nobody.")
    rest_until = models.DateTimeField(null=True, help_text="Nothing is sent before, whatever is due.")
    due_at = models.DateTimeField(null=True)
    lease = models.CharField(max_length=32, blank=True)
    lease_until = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("webhook")
        verbose_name_plural = _("webhooks")
        ordering = ["partner__name", "name", "pk"]
        indexes = [models.Index(fields=["state", "is_slow", "due_at"], name="webhook_due")]

    def __str__(self) -> str:
        return f"{self.partner}: {self.name}"


class WebhookSecret(models.Model):
    """One row per secret that messages are signed with, or were. `sealed` opens with `SECRET_KEY` (sealing.py)."""

    endpoint = models.ForeignKey(WebhookEndpoint, on_delete=models.CASCADE, related_name="secrets")
    scheme = models.CharField(max_length=4, choices=Scheme.choices)
    sealed = models.TextField()
    public_key = models.CharField(max_length=60, blank=True, help_text="`whpk_...`, of a key pair.")
    created_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, help_text="From then on it signs nothing; empty: it is in use.")

    class Meta:
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.scheme} since {self.created_at:%Y-%m-%d}"


class WebhookDelivery(models.Model):
    """One row per message to one endpoint.

    Always true: `message_id` is the same at every attempt and replay, and for every endpoint that is told of the same
    edition; receivers know a repetition by it. `seq` is empty for a test.
    """

    endpoint = models.ForeignKey(WebhookEndpoint, on_delete=models.CASCADE, related_name="deliveries")
    seq = models.BigIntegerField(null=True)
    message_id = models.CharField(max_length=64)
    event = models.CharField(max_length=32)
    state = models.CharField(max_length=12, choices=DeliveryState.choices, default=DeliveryState.WAITING)
    created_at = models.DateTimeField()
    next_at = models.DateTimeField(null=True, help_text="Of a waiting one: not before.")
    done_at = models.DateTimeField(null=True)
    attempts = models.PositiveIntegerField(default=0)
    tries = models.PositiveIntegerField(default=0, help_text="Attempts since it was queued or replayed.")

    class Meta:
        verbose_name = _("leverans")
        verbose_name_plural = _("leveranser")
        constraints = [
            models.UniqueConstraint(fields=["endpoint", "seq"], name="edition_once_per_webhook"),
            models.CheckConstraint(
                condition=models.Q(state=DeliveryState.WAITING, next_at__isnull=False)
                | (~models.Q(state=DeliveryState.WAITING) & models.Q(next_at__isnull=True)),
                name="waiting_delivery_has_a_time",
            ),
        ]
        indexes = [
            models.Index(fields=["endpoint", "state", "seq"], name="delivery_of_webhook"),
            models.Index(fields=["state", "done_at"], name="delivery_by_age"),
        ]

    def __str__(self) -> str:
        return f"{self.message_id} {self.state}"

    @property
    def is_test(self) -> bool:
        """Whether it is the test button's."""
        return self.event == TEST


class WebhookAttempt(models.Model):
    """One row per attempt. Of the answer no more is kept than what helps a partner to find a fault."""

    delivery = models.ForeignKey(WebhookDelivery, on_delete=models.CASCADE, related_name="log")
    number = models.PositiveIntegerField()
    at = models.DateTimeField()
    milliseconds = models.PositiveIntegerField()
    status = models.PositiveIntegerField(null=True, help_text="Empty: there was no answer.")
    error = models.CharField(max_length=24, blank=True, help_text="Code, as in pressroom/outgoing/enums.py.")
    answer = models.CharField(max_length=1000, blank=True, help_text="The beginning of a failure's body.")

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["delivery", "number"], name="attempt_numbered_once")]

    def __str__(self) -> str:
        return f"{self.number}: {self.status or self.error}"
