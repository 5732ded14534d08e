"""The situation-picture briefing."""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _

from wagtail.admin.panels import FieldPanel

from cms.briefings import blocks as own
from cms.items import blocks
from cms.items.fields import BodyField
from cms.items.models import Item


class Briefing(Item):
    """A briefing for journalists (plan, section 3): goals, the picture now, effects, each with figures."""

    body = BodyField(
        [
            ("goals", own.goals_section()),
            ("picture", own.picture_section()),
            ("effects", own.effects_section()),
            ("figure", own.FigureBlock()),
            ("residents", blocks.residents()),
            ("questions", blocks.QuestionsBlock()),
            ("quote", blocks.QuoteBlock()),
        ],
        verbose_name=_("innehåll"),
        blank=True,
    )

    item_type: ClassVar[str] = "briefing"
    body_panels: ClassVar[list[Any]] = [FieldPanel("body")]
    begins_with: ClassVar[list[str]] = ["goals", "picture", "effects", "figure"]
    is_creatable = True

    class Meta:
        verbose_name = _("lägesbild")
        verbose_name_plural = _("lägesbilder")


Briefing.edit_handler = Briefing.make_edit_handler()
