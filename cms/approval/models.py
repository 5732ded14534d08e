"""Requests for approval, the versions they froze, and each signatory's signature. Changed by services.py only."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

import orjson

from cms.approval.enums import RequestStatus, SignatureStatus
from cms.ledger.payload import Payload


class ApprovalRequest(models.Model):
    """One row per time an item's signatories were asked. `digest` binds languages, their payloads and release time.

    Always true: at most one standing request per item. A payload names its files by SHA-256, so the digest covers
    text, figures, taxonomy and file bytes alike.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    item_type = models.CharField(max_length=24)
    item_key = models.UUIDField()
    title = models.CharField(_("rubrik"), max_length=255)
    digest = models.CharField(max_length=64)
    release_at = models.DateTimeField(_("avsedd tid"), null=True, help_text=_("Tomt: när alla har godkänt."))
    due_at = models.DateTimeField(_("svar senast"))
    status = models.CharField(
        _("läge"), max_length=12, choices=RequestStatus.choices, default=RequestStatus.OPEN
    )
    asked_at = models.DateTimeField(_("tillfrågade"))
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("av"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("senast ändrad av"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Får inte godkänna sin egen ändring för samma organisation."),
    )
    message = models.TextField(_("meddelande till godkännarna"), blank=True)
    closed_at = models.DateTimeField(null=True)
    closed_because = models.TextField(_("varför den avslutades"), blank=True)

    class Meta:
        verbose_name = _("begäran om godkännande")
        verbose_name_plural = _("begäranden om godkännande")
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["item_key"],
                condition=models.Q(status__in=["open", "approved"]),
                name="one_standing_request_per_item",
            )
        ]

    def __str__(self) -> str:
        return self.title


class FrozenVersion(models.Model):
    """One row per language of a request: the payload that was asked about, as canonical JSON text."""

    request = models.ForeignKey(ApprovalRequest, on_delete=models.CASCADE, related_name="versions")
    language = models.CharField(max_length=12)
    digest = models.CharField(max_length=64)
    payload = models.TextField()
    released_at = models.DateTimeField(
        _("släppt"),
        null=True,
        help_text="The signatures have been used for this language; the rest still stand.",
    )

    class Meta:
        verbose_name = _("fryst version")
        verbose_name_plural = _("frysta versioner")
        ordering = ["-language"]
        constraints = [
            models.UniqueConstraint(fields=["request", "language"], name="one_frozen_version_per_language")
        ]

    def __str__(self) -> str:
        return f"{self.request} ({self.language})"

    def read_payload(self) -> Payload:
        """Return the payload that was frozen."""
        payload: Payload = orjson.loads(self.payload)
        return payload


class Signature(models.Model):
    """One row per request and signatory: where its answer stands, and who gave it."""

    request = models.ForeignKey(ApprovalRequest, on_delete=models.CASCADE, related_name="signatures")
    organisation = models.ForeignKey("cms.Organisation", on_delete=models.PROTECT, related_name="signatures")
    status = models.CharField(
        _("läge"), max_length=10, choices=SignatureStatus.choices, default=SignatureStatus.ASKED
    )
    digest = models.CharField(
        max_length=64, blank=True, help_text="The request's digest as the signer's page carried it."
    )
    read_at = models.DateTimeField(_("läst"), null=True)
    decided_at = models.DateTimeField(_("svarat"), null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("av"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    signer = models.CharField(_("namn"), max_length=160, blank=True)
    reason = models.TextField(_("skäl"), blank=True)
    claimed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("tas om hand av"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    reminded_at = models.DateTimeField(_("påmind"), null=True)
    escalated_at = models.DateTimeField(_("ersättare tillfrågad"), null=True)
    decided_link = models.ForeignKey(
        "cms.ApprovalLink", null=True, on_delete=models.PROTECT, related_name="+"
    )
    emergency_reason = models.TextField(
        _("skäl för nödläge"), blank=True, help_text=_("När den som skrev också godkänner.")
    )
    emergency_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("nödläge åberopat av"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    proposed_wording = models.TextField(_("förslag till ändrad text"), blank=True)

    class Meta:
        verbose_name = _("signatur")
        verbose_name_plural = _("signaturer")
        ordering = ["organisation__sort_order", "organisation__code"]
        constraints = [
            models.UniqueConstraint(fields=["request", "organisation"], name="one_signature_per_signatory")
        ]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.get_status_display()}"


class Dismissal(models.Model):
    """One row per time an editor chose not to ask an organisation that a text names. Never changed.

    `request` is the request that went out without the organisation; empty when the owner released the text alone.
    """

    item_key = models.UUIDField(db_index=True)
    request = models.ForeignKey(
        ApprovalRequest, null=True, on_delete=models.CASCADE, related_name="dismissals"
    )
    organisation = models.ForeignKey("cms.Organisation", on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(_("valt"))
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("av"), null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = _("nämnd organisation som inte tillfrågas")
        verbose_name_plural = _("nämnda organisationer som inte tillfrågas")
        ordering = ["-decided_at", "-pk"]

    def __str__(self) -> str:
        return str(self.organisation)


class ApprovalLink(models.Model):
    """One row per personal link: one delegate, one signature, one version. Only the token's digest is kept."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    signature = models.ForeignKey(Signature, on_delete=models.CASCADE, related_name="links")
    name = models.CharField(_("namn"), max_length=160)
    email = models.EmailField(_("e-post"))
    token_digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(_("skickad"))
    expires_at = models.DateTimeField(_("går ut"))
    opened_at = models.DateTimeField(_("öppnad"), null=True)
    used_at = models.DateTimeField(_("använd"), null=True)
    revoked_at = models.DateTimeField(_("återkallad"), null=True)

    class Meta:
        verbose_name = _("länk för godkännande")
        verbose_name_plural = _("länkar för godkännande")

    def __str__(self) -> str:
        return f"{self.name} ({self.signature})"
