"""Payload of a briefing: sections and figures, each figure with its chart and its CSV."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.text import slugify
from django.utils.translation import gettext as _

from cms.briefings.blocks import parse_table
from cms.briefings.models import Briefing
from cms.common import charts
from cms.common.spreadsheets import csv_of_values
from cms.common.text import one_line
from cms.files.services import store
from cms.items.checks import section_missing
from cms.items.payload import ItemPageType, common_block
from cms.ledger.payload import Block, FigureBlock, FileRef
from cms.ledger.registry import Missing


def body(page: Briefing) -> list[Block]:
    """Return a briefing's blocks."""
    blocks: list[Block] = []
    for entry in page.body:
        if entry.block_type == "figure":
            # A preview shows an unfinished draft as far as it goes; a release has been stopped by `missing` before.
            if not _unreadable(entry.value):
                blocks.append(figure(entry.value, entry.id, page.language))
        elif block := common_block(entry.block_type, entry.value, entry.id, page.language):
            blocks.append(block)
    return blocks


def figure(value: Any, block_id: str, language: str) -> FigureBlock:
    """Return a figure with its chart drawn and its CSV stored."""
    heading, columns, rows = parse_table(value["table"])
    texts = {
        name: one_line(value[name]) for name in ("title", "description", "unit", "period", "source", "method")
    }
    return FigureBlock(
        type="figure",
        id=block_id,
        title=texts["title"],
        description=texts["description"],
        unit=texts["unit"],
        period=texts["period"],
        source=texts["source"],
        method=texts["method"],
        source_url=value["source_url"],
        chart=value["chart"],
        row_header=one_line(heading),
        columns=[one_line(column) for column in columns],
        rows=[{"label": one_line(label), "values": values} for label, values in rows],
        svg=charts.draw(
            chart=value["chart"],
            title=texts["title"],
            description=texts["description"],
            columns=columns,
            rows=rows,
            unit=texts["unit"],
            language=language,
            element_id=f"figure-{block_id}",
        ),
        csv=_csv(block_id, texts, heading, columns, rows),
    )


def missing(page: Briefing) -> list[Missing]:
    """Return what a briefing lacks."""
    found = [
        *section_missing(page, "goals", _("Avsnittet om mål saknas.")),
        *section_missing(page, "picture", _("Avsnittet om läget nu saknas.")),
        *section_missing(page, "effects", _("Avsnittet om effekter saknas.")),
    ]
    figures = [entry.value for entry in page.body if entry.block_type == "figure"]
    if not figures:
        found.append(
            Missing(
                "figure_missing", _("En lägesbild behöver minst en figur att citera."), "body", page.language
            )
        )
    for value in figures:
        if reason := _unreadable(value):
            text = _("Figuren ”%(title)s”: %(reason)s") % {"title": value["title"], "reason": reason}
            found.append(Missing("figure_unreadable", text, "body", page.language))
    return found


def _unreadable(value: Any) -> str:
    """Return what is wrong with a figure's table, or an empty string."""
    try:
        parse_table(value["table"] or "")
    except ValidationError as error:
        return " ".join(error.messages)
    return ""


def _csv(
    block_id: str,
    texts: dict[str, str],
    heading: str,
    columns: list[str],
    rows: list[tuple[str, list[str | None]]],
) -> FileRef:
    """Store the figure's values as CSV (RFC 4180, UTF-8 with byte order mark so that spreadsheets read å, ä, ö)."""
    about = ((_("Enhet"), "unit"), (_("Period"), "period"), (_("Källa"), "source"), (_("Metod"), "method"))
    data = csv_of_values(
        [
            [heading, *columns],
            *([label, *(value or "" for value in values)] for label, values in rows),
            [],
            *([name, texts[field]] for name, field in about),
        ]
    )
    stored = store(data, "text/csv")
    return FileRef(
        asset=f"figure-{block_id}",
        name=f"{slugify(texts['title'])[:60] or 'figur'}.csv",
        sha256=stored.sha256,
        size=stored.size,
        media_type="text/csv",
    )


item_type = ItemPageType(code="briefing", model=Briefing, body=body, missing=missing)
