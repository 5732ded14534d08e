"""The partner registry: who publishes our words, on which hosts, with which keys."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from pressroom.partners.enums import Scope


class Partner(models.Model):
    """One row per organisation that publishes our words on its own sites. Never public, never deleted: it rests."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(_("namn"), max_length=160, unique=True)
    organisation = models.ForeignKey(
        "cms.Organisation",
        verbose_name=_("organisation"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Om partnern också är en av organisationerna här."),
    )
    contact_name = models.CharField(_("kontaktperson"), max_length=120, blank=True)
    contact_email = models.EmailField(_("e-post"), blank=True)
    is_active = models.BooleanField(
        _("aktiv"), default=True, help_text=_("En vilande partners nycklar och webhooks används inte.")
    )
    created_at = models.DateTimeField(_("registrerad"))

    class Meta:
        verbose_name = _("partner")
        verbose_name_plural = _("partner")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class PartnerHost(models.Model):
    """One row per host name of a partner's sites. A host has one partner, so what is shown there is counted once."""

    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="hosts")
    host = models.CharField(
        max_length=253, unique=True, help_text="Lower case, in ASCII, without port: `www.polisen.example`."
    )

    class Meta:
        ordering = ["host"]

    def __str__(self) -> str:
        return self.host


class PartnerKey(models.Model):
    """One row per key to the API that was given out. The key itself is not here: only its digest."""

    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="keys")
    name = models.CharField(max_length=10, unique=True, help_text="The public part of the key.")
    digest = models.CharField(max_length=64, help_text="SHA-256 of the whole key, which has 256 random bits.")
    label = models.CharField(_("används till"), max_length=80)
    scope = models.CharField(_("ger rätt att"), max_length=12, choices=Scope.choices, default=Scope.READ)
    created_at = models.DateTimeField(_("utgiven"))
    expires_at = models.DateTimeField(_("gäller till"))
    revoked_at = models.DateTimeField(_("återkallad"), null=True, blank=True)
    successor = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="predecessor"
    )

    class Meta:
        verbose_name = _("nyckel")
        verbose_name_plural = _("nycklar")
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.name} ({self.label})"
