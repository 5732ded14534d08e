"""The joint message."""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _

from wagtail.admin.panels import FieldPanel

from cms.items import blocks
from cms.items.fields import BodyField
from cms.items.models import Item


class JointMessage(Item):
    """A joint message: statement, background, questions and answers, quotes, what it means for residents."""

    body = BodyField(
        [
            ("statement", blocks.statement()),
            ("residents", blocks.residents()),
            ("background", blocks.background()),
            ("questions", blocks.QuestionsBlock()),
            ("quote", blocks.QuoteBlock()),
        ],
        verbose_name=_("innehåll"),
        blank=True,
    )

    item_type: ClassVar[str] = "message"
    body_panels: ClassVar[list[Any]] = [FieldPanel("body")]
    begins_with: ClassVar[list[str]] = ["statement", "residents"]
    is_creatable = True

    class Meta:
        verbose_name = _("gemensamt budskap")
        verbose_name_plural = _("gemensamma budskap")


JointMessage.edit_handler = JointMessage.make_edit_handler()
