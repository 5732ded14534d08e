"""Synonyms."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from search.analysis import tokens


class Synonyms(models.Model):
    """One row per set of words or phrases that mean the same."""

    terms = models.CharField(
        _("ord som betyder samma sak"),
        max_length=400,
        help_text=_("Med kommatecken emellan, till exempel: LPO, lokalpolisområde, lokalpolisen."),
    )

    class Meta:
        verbose_name = _("synonymer")
        verbose_name_plural = _("synonymer")
        ordering = ["terms"]

    def __str__(self) -> str:
        return self.terms

    def clean(self) -> None:
        """Ask for at least two that differ."""
        if len(set(self.phrases())) < 2:
            raise ValidationError(
                {"terms": gettext("Skriv minst två olika ord eller uttryck, med kommatecken emellan.")}
            )

    def phrases(self) -> list[tuple[str, ...]]:
        """Return each word or phrase as its words in lower case."""
        found = [tuple(tokens.words(tokens.lower(term, "sv"))) for term in self.terms.split(",")]
        return [phrase for phrase in found if phrase]
