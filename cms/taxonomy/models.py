"""The agreement's own vocabulary. A term has one row per language (Wagtail's TranslatableMixin) and one `code` for all.

Items point at the source language's row (docs/decisions/0007-taxonomy-relations.md); a payload names the row of its
own language. Nothing here is public until it is printed (`cms.releases`).
"""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from taggit.models import ItemBase, TagBase
from wagtail.fields import RichTextField
from wagtail.models import Locale, Orderable, TranslatableMixin
from wagtail_localize.fields import SynchronizedField

RICH_TEXT = ["bold", "italic", "ol", "ul", "link"]


class Term(TranslatableMixin, ClusterableModel):
    """What every term has. `code` stands in addresses and filters and is the same in all languages."""

    code = models.SlugField(_("kod"), max_length=80, help_text=_("Står i adresser och ändras aldrig."))
    name = models.CharField(_("namn"), max_length=200)
    summary = models.CharField(_("kort beskrivning"), max_length=400, blank=True)
    description = RichTextField(_("beskrivning"), features=RICH_TEXT, blank=True)
    sort_order = models.IntegerField(_("ordning"), default=0)
    is_example_data = models.BooleanField(_("exempeldata"), default=False)

    #: The payload's type code.
    item_type = ""
    #: wagtail-localize would have the code translated: a second address for the same term.
    override_translatable_fields: ClassVar[list[SynchronizedField]] = [
        SynchronizedField("code", overridable=False)
    ]

    class Meta(TranslatableMixin.Meta):
        abstract = True
        ordering = ["sort_order", "name"]

    def __str__(self) -> str:
        return self.name

    def in_locale(self, locale: Locale) -> Term:
        """Return this term's row in `locale`, or this row when there is none."""
        if self.locale_id == locale.pk:
            return self
        return self.get_translation_or_none(locale) or self


class Area(Term):
    """One of the plan's prioritised areas."""

    item_type = "area"

    class Meta(Term.Meta):
        verbose_name = _("prioriterat område")
        verbose_name_plural = _("prioriterade områden")


class GoalKind(models.TextChoices):
    """The overall goal, or one of the effect goals under it."""

    OVERALL = "overall", _("övergripande mål")
    EFFECT = "effect", _("effektmål")


class Goal(Term):
    """The overall goal or an effect goal. The goal's sentence is its name."""

    item_type = "goal"
    kind = models.CharField(_("slag"), max_length=10, choices=GoalKind.choices, default=GoalKind.EFFECT)

    class Meta(Term.Meta):
        verbose_name = _("mål")
        verbose_name_plural = _("mål")


class Indicator(TranslatableMixin, Orderable, ClusterableModel):
    """A measure of a goal: a series of values with source, method and period."""

    goal = ParentalKey(Goal, on_delete=models.CASCADE, related_name="indicators")
    key = models.UUIDField(default=uuid.uuid4, editable=False)
    name = models.CharField(_("namn"), max_length=200)
    unit = models.CharField(_("enhet"), max_length=60)
    source = models.CharField(_("källa"), max_length=200)
    source_url = models.URLField(_("källans adress"), blank=True)
    method = models.TextField(_("metod"), help_text=_("Hur värdena är framtagna och vad de inte säger."))
    series = models.TextField(
        _("serie"),
        help_text=_("En rad per period: period; värde. Till exempel: 2025; 61,5"),
    )

    override_translatable_fields: ClassVar[list[SynchronizedField]] = [
        SynchronizedField("series", overridable=False),
        SynchronizedField("source_url"),
    ]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("indikator")
        verbose_name_plural = _("indikatorer")

    def __str__(self) -> str:
        return self.name


class Audience(Term):
    """Whom an item is for."""

    item_type = "audience"

    class Meta(Term.Meta):
        verbose_name = _("målgrupp")
        verbose_name_plural = _("målgrupper")


class Place(Term):
    """A place in the district."""

    item_type = "place"

    class Meta(Term.Meta):
        verbose_name = _("plats")
        verbose_name_plural = _("platser")


class Tag(TagBase):
    """A free word that items are tagged with. taggit's tags know no language: labels per language are beside it."""

    free_tagging = True
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    is_example_data = models.BooleanField(_("exempeldata"), default=False)

    class Meta:
        verbose_name = _("ämne")
        verbose_name_plural = _("ämnen")

    def label_in(self, language: str) -> str:
        """Return the tag's label in `language`, else its own name."""
        return next((label.name for label in self.labels.all() if label.language == language), self.name)


class TagLabel(models.Model):
    """One row per tag and language other than Swedish."""

    tag = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="labels")
    language = models.CharField(_("språk"), max_length=12)
    name = models.CharField(_("namn"), max_length=100)

    class Meta:
        verbose_name = _("ämnesord på annat språk")
        verbose_name_plural = _("ämnesord på andra språk")
        constraints = [models.UniqueConstraint(fields=["tag", "language"], name="one_tag_label_per_language")]

    def __str__(self) -> str:
        return f"{self.name} ({self.language})"


class TaggedItem(ItemBase):
    """One row per page and tag. Points at Wagtail's page, since the item types stand on a floor above."""

    tag = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="tagged_items")
    content_object = ParentalKey("wagtailcore.Page", on_delete=models.CASCADE, related_name="press_tags")

    class Meta:
        verbose_name = _("märkt sida")
        verbose_name_plural = _("märkta sidor")
