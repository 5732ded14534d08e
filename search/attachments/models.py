"""What attached documents say, kept by their bytes."""

from __future__ import annotations

from django.db import models


class AttachmentText(models.Model):
    """One row per file that has been read: its text, or empty with the reason why there is none. Derived.

    Found by the bytes, so that a file that ten editions carry is read once. Never shown by itself: whether a file is
    public is asked of the ledger, each time.
    """

    sha256 = models.CharField(max_length=64, primary_key=True)
    text = models.TextField(blank=True)
    trouble = models.CharField(max_length=200, blank=True)
    read_at = models.DateTimeField()

    class Meta:
        verbose_name = "text i bilaga"
        verbose_name_plural = "texter i bilagor"

    def __str__(self) -> str:
        return f"{self.sha256[:16]}: {len(self.text)}"
