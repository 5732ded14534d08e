"""What was shown before its time: the exact content, to whom, and what happened. Changed by services only."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.releases.enums import Action
from cms.sharing.enums import Act, Kind


class SharedContent(models.Model):
    """One row per exact content that was shared: a release's items as agreed at that moment, or one item's version.

    Kept although the release goes: the archive must say what was shown. `digest` is over all versions.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    release = models.ForeignKey(
        "cms.Release", null=True, on_delete=models.SET_NULL, related_name="shared_contents"
    )
    release_key = models.UUIDField(null=True, help_text="Of the release; empty for an item without one.")
    request_key = models.UUIDField(null=True, help_text="Of the approval request whose version was shared.")
    title = models.CharField(_("rubrik"), max_length=255)
    digest = models.CharField(max_length=64)
    frozen_at = models.DateTimeField()

    class Meta:
        verbose_name = _("delat innehåll")
        verbose_name_plural = _("delat innehåll")
        constraints = [
            models.UniqueConstraint(fields=["release_key", "digest"], name="one_shared_content_per_release")
        ]

    def __str__(self) -> str:
        return self.title


class SharedVersion(models.Model):
    """One row per item and language of a shared content; `payload` is canonical JSON text, empty for a removal."""

    content = models.ForeignKey(SharedContent, on_delete=models.CASCADE, related_name="versions")
    position = models.PositiveIntegerField(default=0)
    item_type = models.CharField(max_length=24)
    item_key = models.UUIDField()
    language = models.CharField(max_length=12)
    action = models.CharField(max_length=12, choices=Action.choices)
    note = models.TextField(blank=True)
    title = models.CharField(max_length=255)
    digest = models.CharField(max_length=64, blank=True)
    payload = models.TextField(blank=True)
    is_joint = models.BooleanField(help_text="Others than the owner have approved exactly this version.")
    public_seq = models.BigIntegerField(null=True, help_text="The item's newest edition when it was shared.")

    class Meta:
        verbose_name = _("delad version")
        verbose_name_plural = _("delade versioner")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["content", "item_key", "language"], name="item_once_per_shared_content"
            )
        ]

    def __str__(self) -> str:
        return f"{self.item_type} {self.title} ({self.language})"


class Share(models.Model):
    """One row per named person who was shown something. The token is in the mail only; here is its digest."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    content = models.ForeignKey(SharedContent, on_delete=models.PROTECT, related_name="shares")
    kind = models.CharField(_("slag"), max_length=16, choices=Kind.choices)
    name = models.CharField(_("namn"), max_length=160)
    organisation = models.CharField(_("organisation"), max_length=160, blank=True)
    email = models.EmailField(_("e-post"))
    message = models.TextField(_("meddelande"), blank=True)
    created_at = models.DateTimeField(_("delat"))
    shared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("av"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    shared_by_name = models.CharField(max_length=160)
    answers = models.ForeignKey(
        "cms.Organisation",
        verbose_name=_("svarar på frågor"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    token_digest = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField(_("gäller till"))
    opened_at = models.DateTimeField(_("öppnad"), null=True)
    accepted_at = models.DateTimeField(_("embargo godtaget"), null=True)
    accepted_name = models.CharField(_("godtaget av"), max_length=160, blank=True)
    accepted_terms = models.CharField(max_length=64, blank=True, help_text="Digest of text and release time.")
    revoked_at = models.DateTimeField(_("återkallad"), null=True)

    class Meta:
        verbose_name = _("delning")
        verbose_name_plural = _("delningar")
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.name}: {self.content}"

    @property
    def short_key(self) -> str:
        """Return what marks carry, so that a copy can be traced to this share."""
        return self.key.hex[:8]

    @property
    def is_early_access(self) -> bool:
        """Whether it is the press's, under embargo."""
        return self.kind == Kind.EARLY_ACCESS


class Freeze(models.Model):
    """One row per release whose early access is stopped; without the row it goes on."""

    release = models.OneToOneField("cms.Release", on_delete=models.CASCADE, related_name="freeze")
    frozen_at = models.DateTimeField(_("fryst"))
    frozen_by_name = models.CharField(_("av"), max_length=160)
    reason = models.TextField(_("skäl"), blank=True)

    class Meta:
        verbose_name = _("fryst förhandsläsning")
        verbose_name_plural = _("fryst förhandsläsning")

    def __str__(self) -> str:
        return f"{self.release} {self.frozen_at:%Y-%m-%d %H:%M}"


class ShareEvent(models.Model):
    """One row per thing that happened. Never changed or deleted (triggers), so it names people by name, not by key."""

    at = models.DateTimeField()
    act = models.CharField(max_length=32, choices=Act.choices)
    share = models.ForeignKey(Share, null=True, on_delete=models.PROTECT, related_name="events")
    release_key = models.UUIDField(null=True)
    by = models.CharField(max_length=160, help_text="Who did it: a login's name, or the named reader.")
    details = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("händelse i en delning")
        verbose_name_plural = _("händelser i delningar")
        ordering = ["pk"]
        indexes = [models.Index(fields=["release_key"], name="share_event_by_release")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M:%S} {self.act}"
