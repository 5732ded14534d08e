"""Releases and what they contain. Changed by services.py and printing.py only."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.releases.enums import Action, CalendarStatus, ReleaseStatus


class Release(models.Model):
    """One row per release: a set of items and one instant.

    Always true: when `status` is released, all its editions are in the ledger (`first_seq`..`last_seq`); in any
    other state none is.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    title = models.CharField(_("rubrik"), max_length=255)
    status = models.CharField(
        _("läge"), max_length=12, choices=ReleaseStatus.choices, default=ReleaseStatus.PLANNED
    )
    scheduled_at = models.DateTimeField(
        _("släpps"), help_text=_("UTC. Aldrig tidigare, enligt databasens klocka.")
    )
    created_at = models.DateTimeField(_("skapad"))
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("av"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="releases",
    )
    embargo_text = models.TextField(
        _("embargotext"), blank=True, help_text=_("Villkoren för den som läser före släppet.")
    )
    released_at = models.DateTimeField(_("släppt"), null=True)
    first_seq = models.BigIntegerField(null=True)
    last_seq = models.BigIntegerField(null=True)
    failure = models.TextField(_("vad som gick fel"), blank=True)
    preflight_at = models.DateTimeField(_("kontrollerat"), null=True)
    preflight_problems = models.TextField(_("hinder vid kontrollen"), blank=True)
    is_example_data = models.BooleanField(_("exempeldata"), default=False)

    class Meta:
        verbose_name = _("släpp")
        verbose_name_plural = _("släpp")
        ordering = ["-scheduled_at", "-pk"]
        indexes = [models.Index(fields=["status", "scheduled_at"], name="release_due")]

    def __str__(self) -> str:
        return self.title


class ReleaseItem(models.Model):
    """One row per item and language of a release. `digest` is of the agreed payload; nothing else is printed."""

    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="items")
    position = models.PositiveIntegerField(default=0)
    item_type = models.CharField(max_length=24)
    item_key = models.UUIDField()
    language = models.CharField(max_length=12)
    title = models.CharField(max_length=255)
    action = models.CharField(max_length=12, choices=Action.choices)
    note = models.TextField(blank=True)
    digest = models.CharField(max_length=64, blank=True, help_text="Empty for a removal.")

    class Meta:
        verbose_name = _("innehåll i släpp")
        verbose_name_plural = _("innehåll i släpp")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["release", "item_key", "language"], name="item_once_per_release")
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.item_type} {self.title} ({self.language})"


class CalendarEntry(models.Model):
    """One row per announced release: what the public calendar says of it. Changed by calendar.py only.

    Always true: while it is provisional or confirmed, `starts_at` is the release's own instant.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    release = models.OneToOneField(Release, on_delete=models.CASCADE, related_name="calendar_entry")
    organisation = models.ForeignKey(
        "cms.Organisation",
        verbose_name=_("organisation"),
        on_delete=models.PROTECT,
        related_name="calendar_entries",
    )
    starts_at = models.DateTimeField(_("släpps"))
    status = models.CharField(_("läge"), max_length=12, choices=CalendarStatus.choices)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("av"), null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = _("kalenderpost")
        verbose_name_plural = _("kalenderposter")
        ordering = ["starts_at", "pk"]

    def __str__(self) -> str:
        return f"{self.get_status_display()} {self.starts_at:%Y-%m-%d %H:%M}"


class CalendarText(models.Model):
    """One row per language of a calendar entry: written for the calendar, never taken from the unreleased texts."""

    entry = models.ForeignKey(CalendarEntry, on_delete=models.CASCADE, related_name="texts")
    language = models.CharField(max_length=12)
    title = models.CharField(_("rubrik i kalendern"), max_length=160)
    summary = models.TextField(_("beskrivning i kalendern"), blank=True)

    class Meta:
        verbose_name = _("text i kalendern")
        verbose_name_plural = _("texter i kalendern")
        ordering = ["-language"]
        constraints = [
            models.UniqueConstraint(fields=["entry", "language"], name="one_calendar_text_per_language")
        ]

    def __str__(self) -> str:
        return self.title
