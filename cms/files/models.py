"""What is known of stored bytes. The bytes themselves are on disk (`cms/files/store.py`)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class StoredFile(models.Model):
    """One row per distinct sequence of bytes.

    The row is written after the bytes are safe on disk, so a row always has its bytes; bytes without a row are the
    leftover of a transaction that was rolled back and do no harm. A row is never changed: other bytes, another row.
    It has no name and no owner, because the same bytes may be a rendition here and an attachment there.
    """

    sha256 = models.CharField(_("kontrollsumma (SHA-256)"), max_length=64, primary_key=True, editable=False)
    size = models.BigIntegerField(_("storlek i byte"), editable=False)
    media_type = models.CharField(_("medietyp"), max_length=127, editable=False)
    created_at = models.DateTimeField(_("lagrad"), editable=False)

    class Meta:
        verbose_name = _("lagrad fil")
        verbose_name_plural = _("lagrade filer")
        constraints = [
            models.CheckConstraint(condition=models.Q(size__gte=0), name="stored_file_size_is_not_negative"),
        ]

    def __str__(self) -> str:
        """Return the first sixteen digits, as they are in public addresses."""
        return f"{self.sha256[:16]} ({self.media_type})"
