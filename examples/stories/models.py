"""The good example."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel

from cms.items import blocks
from cms.items.fields import BodyField
from cms.items.models import Item


class GoodExample(Item):
    """An example of what collaboration made possible: at least two organisations took part."""

    participants = ParentalManyToManyField(
        "cms.Organisation",
        verbose_name=_("deltagande organisationer"),
        blank=True,
        related_name="+",
        help_text=_("Minst två: exemplet ska visa mervärdet av samverkan."),
    )
    body = BodyField(
        [
            ("done", blocks.section(_("Det här gjorde vi"), _("Vad som gjordes, av vilka."), "cogs")),
            ("result", blocks.section(_("Det här ledde det till"), _("Vad som blev annorlunda."), "success")),
            ("residents", blocks.residents()),
            ("quote", blocks.QuoteBlock()),
            ("questions", blocks.QuestionsBlock()),
        ],
        verbose_name=_("innehåll"),
        blank=True,
    )

    item_type: ClassVar[str] = "example"
    body_panels: ClassVar[list[Any]] = [
        FieldPanel("participants", widget=forms.CheckboxSelectMultiple),
        FieldPanel("body"),
    ]
    begins_with: ClassVar[list[str]] = ["done", "result", "residents"]
    is_creatable = True

    class Meta:
        verbose_name = _("gott exempel")
        verbose_name_plural = _("goda exempel")


GoodExample.edit_handler = GoodExample.make_edit_handler()
