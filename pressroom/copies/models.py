"""Which pages are visited, what was found there, and by which titles texts are known again. Never public."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from pressroom.copies.enums import CopyState


class PartnerPage(models.Model):
    """One row per page of a partner that is visited. Nothing of the page itself is kept but a digest of its words.

    `due_at` is when it is visited next; whoever visits it has it until `lease_until`. `trouble` and `failing_since` say
    why it can't be read and since when; while they do, what was found before still stands.
    """

    partner = models.ForeignKey(
        "pressroom.Partner", verbose_name=_("partner"), on_delete=models.CASCADE, related_name="pages"
    )
    url = models.CharField(_("adress"), max_length=2000)
    url_digest = models.CharField(max_length=64, help_text="SHA-256 of the address.")
    host = models.CharField(max_length=253)
    expected = models.JSONField(default=list, help_text="Public ids of what should be shown there.")
    created_at = models.DateTimeField()
    due_at = models.DateTimeField()
    lease_until = models.DateTimeField(null=True)

    visited_at = models.DateTimeField(null=True, help_text="When it was tried last.")
    reached_at = models.DateTimeField(null=True, help_text="When it was read last, or answered 304.")
    whole_at = models.DateTimeField(null=True, help_text="When it was read whole last.")
    failing_since = models.DateTimeField(null=True)
    failures = models.PositiveSmallIntegerField(default=0, help_text="In a row.")
    trouble = models.CharField(max_length=24, blank=True)
    status = models.PositiveSmallIntegerField(null=True)
    etag = models.CharField(max_length=200, blank=True)
    last_modified = models.CharField(max_length=64, blank=True)
    digest = models.CharField(max_length=64, blank=True, help_text="SHA-256 of its words.")
    changed_at = models.DateTimeField(null=True, help_text="When its words were seen to have changed.")
    compared_seq = models.BigIntegerField(default=0, help_text="The ledger's head when it was compared.")

    class Meta:
        verbose_name = _("partnersida")
        verbose_name_plural = _("partnersidor")
        ordering = ["partner__name", "url", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["partner", "url_digest"], name="page_once_per_partner")
        ]
        indexes = [models.Index(fields=["due_at"], name="partner_page_due")]

    def __str__(self) -> str:
        return self.url


class FoundCopy(models.Model):
    """One row per text on a page, as it stood at the last visit. `item` is empty for an embedded list.

    `number` is the edition that is shown, `passages` where it differs from the current one: lists of (kind, words).
    """

    page = models.ForeignKey(PartnerPage, on_delete=models.CASCADE, related_name="found")
    item = models.CharField(max_length=80, blank=True, help_text="Public id.")
    language = models.CharField(max_length=12, blank=True)
    state = models.CharField(max_length=12, choices=CopyState.choices)
    number = models.PositiveIntegerField(null=True)
    is_part = models.BooleanField(default=False, help_text="Not all of the text is there.")
    passages = models.JSONField(default=list)
    since = models.DateTimeField(help_text="When it was found to be in this state.")
    seen_at = models.DateTimeField()

    class Meta:
        ordering = ["item", "language"]
        constraints = [
            models.UniqueConstraint(fields=["page", "item", "language"], name="text_once_per_page")
        ]
        indexes = [
            models.Index(fields=["item"], name="copy_of_item"),
            models.Index(fields=["state"], name="copy_state"),
        ]

    def __str__(self) -> str:
        return f"{self.item} {self.language}: {self.state}"


class PrintedTitle(models.Model):
    """One row per title that an item ever had in a language, as digests of its words: by them copies are found.

    Derived from the ledger. `start` is of the first words, so that a page's words find it with one look at an index.
    """

    item = models.CharField(max_length=80, help_text="Public id.")
    language = models.CharField(max_length=12)
    uri = models.CharField(max_length=60, help_text="The permanent id, `urn:uuid:...`, that feeds give.")
    start = models.CharField(max_length=16)
    whole = models.CharField(max_length=32)
    length = models.PositiveSmallIntegerField(help_text="In words.")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["item", "language", "whole"], name="title_once_per_item")
        ]
        indexes = [
            models.Index(fields=["start"], name="title_start"),
            models.Index(fields=["uri"], name="title_uri"),
        ]

    def __str__(self) -> str:
        return f"{self.item} {self.language} ({self.length})"
