"""The figure: a table of values with unit, period, source and method."""

from __future__ import annotations

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from wagtail import blocks

from cms.items.blocks import section

MAX_ROWS = 60
MAX_COLUMNS = 6
_NUMBER = re.compile(r"^-?[0-9]{1,12}([.,][0-9]{1,6})?$")
_NO_VALUE = {"", "-", "–", "..", "saknas"}


def parse_table(text: str) -> tuple[str, list[str], list[tuple[str, list[str | None]]]]:
    """Read a figure's table as pasted from a spreadsheet: the first line names the columns.

    Cells are separated by semicolon or tab. A value is a number with decimal comma or point; an empty cell, a dash
    or two dots means that there is no value.

    Returns:
        the heading of the first column, the names of the value columns, and the rows with decimal strings.

    Raises:
        ValidationError: naming the line and what is wrong with it.
    """
    lines = [line.strip("\r") for line in text.split("\n") if line.strip()]
    if len(lines) < 2:
        raise ValidationError(_t("Tabellen behöver en rubrikrad och minst en rad med värden."))
    table = [[cell.strip() for cell in re.split(r"[;\t]", line)] for line in lines]
    heading, *columns = table[0]
    if not columns or len(columns) > MAX_COLUMNS or not all(columns):
        raise ValidationError(
            _t("Rubrikraden behöver namn på 1–%(most)d värdekolumner, åtskilda av semikolon.")
            % {"most": MAX_COLUMNS}
        )
    if len(table) - 1 > MAX_ROWS:
        raise ValidationError(_t("Tabellen har fler än %(most)d rader. Dela upp den.") % {"most": MAX_ROWS})
    rows = []
    for number, (label, *cells) in enumerate(table[1:], start=2):
        if not label:
            raise ValidationError(_t("Rad %(row)d saknar namn i första kolumnen.") % {"row": number})
        if len(cells) != len(columns):
            raise ValidationError(
                _t("Rad %(row)d har %(found)d värden men rubrikraden %(wanted)d kolumner.")
                % {"row": number, "found": len(cells), "wanted": len(columns)}
            )
        rows.append((label, [_value(cell, number) for cell in cells]))
    return heading, columns, rows


def _value(cell: str, row: int) -> str | None:
    compact = re.sub(r"[\s\u00a0\u202f]", "", cell).replace("\u2212", "-")
    if compact.lower() in _NO_VALUE:
        return None
    if not _NUMBER.match(compact):
        raise ValidationError(_t("Rad %(row)d: ”%(cell)s” är inte ett tal.") % {"row": row, "cell": cell})
    return compact.replace(",", ".")


class TableBlock(blocks.TextBlock):
    """The values, one row a line."""

    def clean(self, value: Any) -> Any:
        """Refuse a table that cannot be read, in the form, with the line's number."""
        cleaned = super().clean(value)
        parse_table(cleaned)
        return cleaned


class FigureBlock(blocks.StructBlock):
    """A figure that can be cited: values first, the chart is drawn from them."""

    title = blocks.CharBlock(label=_("Rubrik"), max_length=160)
    description = blocks.TextBlock(
        label=_("Vad figuren visar"),
        max_length=600,
        help_text=_("En eller två meningar; läses upp i stället för diagrammet."),
    )
    chart = blocks.ChoiceBlock(
        label=_("Diagram"),
        choices=[("bar", _("Staplar")), ("line", _("Linje")), ("table", _("Bara tabell"))],
        default="bar",
    )
    table = TableBlock(
        label=_("Värden"),
        rows=8,
        help_text=_(
            "Klistra in från ett kalkylblad, eller skriv: År; Rinkeby; Tensta – sedan en rad per år."
        ),
    )
    unit = blocks.CharBlock(label=_("Enhet"), max_length=60)
    period = blocks.CharBlock(label=_("Period"), max_length=80)
    source = blocks.CharBlock(label=_("Källa"), max_length=200)
    source_url = blocks.URLBlock(label=_("Källans adress"), required=False)
    method = blocks.TextBlock(
        label=_("Metod"), max_length=1000, help_text=_("Hur värdena är framtagna och vad de inte säger.")
    )

    class Meta:
        icon = "table"
        label = _("Figur")


def goals_section() -> blocks.StructBlock:
    """Return the section on what the collaboration wants to reach."""
    return section(_("Mål"), _("Vad vi vill uppnå."), "clipboard-list")


def picture_section() -> blocks.StructBlock:
    """Return the section on how it is now."""
    return section(_("Läget nu"), _("Hur det är, och vad vi inte vet."), "view")


def effects_section() -> blocks.StructBlock:
    """Return the section on what the work has led to."""
    return section(_("Effekter"), _("Vad arbetet har lett till."), "tick-inverse")
