"""StreamField blocks that several item types use. What a block says in public is decided in payload.py."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from wagtail import blocks
from wagtail.snippets.blocks import SnippetChooserBlock

RICH_TEXT = ["h3", "bold", "italic", "ol", "ul", "link"]


def section(label: str | Promise, help_text: str | Promise, icon: str = "pilcrow") -> blocks.StructBlock:
    """Return a section of rich text with an optional heading of its own."""
    return blocks.StructBlock(
        [
            ("heading", blocks.CharBlock(label=_("Rubrik"), max_length=120, required=False)),
            ("text", blocks.RichTextBlock(label=_("Text"), features=RICH_TEXT)),
        ],
        label=label,
        help_text=help_text,
        icon=icon,
    )


class QuestionBlock(blocks.StructBlock):
    """One question with its answer."""

    question = blocks.CharBlock(label=_("Fråga"), max_length=250)
    answer = blocks.RichTextBlock(label=_("Svar"), features=RICH_TEXT)

    class Meta:
        icon = "help"
        label = _("Fråga och svar")


class QuestionsBlock(blocks.StructBlock):
    """Questions and answers under one heading."""

    heading = blocks.CharBlock(label=_("Rubrik"), max_length=120, required=False)
    questions = blocks.ListBlock(QuestionBlock(), label=_("Frågor"), min_num=1)

    class Meta:
        icon = "help"
        label = _("Frågor och svar")


class QuoteBlock(blocks.StructBlock):
    """A quotation that a journalist may use as it stands."""

    text = blocks.TextBlock(label=_("Citat"), help_text=_("Utan citattecken."))
    name = blocks.CharBlock(label=_("Namn"), max_length=120)
    title = blocks.CharBlock(label=_("Titel"), max_length=160, required=False)
    organisation = SnippetChooserBlock("cms.Organisation", label=_("Organisation"), required=False)

    class Meta:
        icon = "openquote"
        label = _("Citat")


def statement() -> blocks.StructBlock:
    """Return the section that says the message itself."""
    return section(_("Budskap"), _("Det vi vill ha sagt, i de ord som andra får återge."), "bold")


def background() -> blocks.StructBlock:
    """Return the section with what one needs to know before."""
    return section(_("Bakgrund"), _("Det läsaren behöver veta för att förstå."), "history")


def residents() -> blocks.StructBlock:
    """Return the section on concrete benefit for residents (plan, section 'Gemensamma principer')."""
    return section(
        _("Det här betyder det för dig som bor här"),
        _("Konkret nytta, inte trygghetsarbete i allmänhet."),
        "home",
    )
