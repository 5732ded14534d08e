"""Words seen."""

from __future__ import annotations

from django.db import models


class SeenWord(models.Model):
    """One row per Swedish word that some edition has used. Grows only; nobody is ever shown one."""

    word = models.CharField(max_length=50, unique=True)

    class Meta:
        verbose_name = "sett ord"
        verbose_name_plural = "sedda ord"

    def __str__(self) -> str:
        return self.word
