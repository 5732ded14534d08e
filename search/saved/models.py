"""What readers have saved, and what each saved search has been told of."""

from __future__ import annotations

from django.db import models

#: Characters of a saved search's public name.
NAME_LENGTH = 16


class What(models.TextChoices):
    """What a saved search is told about an item in a language."""

    NEW = "new", "ny"
    CORRECTED = "corrected", "rättad"
    WITHDRAWN = "withdrawn", "tillbakadragen"


class SavedSearch(models.Model):
    """One row per search that somebody saved. Its name follows from what it asks: saved twice, it is still one.

    The public adds rows; the worker that matches takes them up and numbers them. Rows never change but for that.

    Attributes:
        since: it is told of editions after this `seq`.
        number: in the order in which they were taken up; none yet for a new one.
    """

    public_id = models.CharField(max_length=NAME_LENGTH, unique=True)
    text = models.CharField(max_length=200, blank=True)
    language = models.CharField(max_length=12, help_text="Of the reader.")
    facets = models.JSONField(default=dict)
    since = models.BigIntegerField()
    saved_at = models.DateTimeField()
    number = models.BigIntegerField(null=True, unique=True)

    class Meta:
        verbose_name = "sparad sökning"
        verbose_name_plural = "sparade sökningar"

    def __str__(self) -> str:
        return f"{self.public_id}: {self.text}"


class SavedMatch(models.Model):
    """One row per edition that a saved search was told of: never twice, whatever is read or indexed again."""

    search = models.ForeignKey(SavedSearch, on_delete=models.CASCADE, related_name="matches")
    seq = models.BigIntegerField()
    item_key = models.UUIDField()
    language = models.CharField(max_length=12)
    what = models.CharField(max_length=10, choices=What.choices)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["search", "seq"], name="search_told_once")]
        indexes = [models.Index(fields=["item_key", "language"], name="search_told_of")]

    def __str__(self) -> str:
        return f"{self.search_id}: {self.what} {self.seq}"
