"""What an embed shows, from the ledger: one template's context each, a bounded number of queries."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from django.conf import settings
from django.http import Http404
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext

from cms.common import charts, languages
from cms.ledger import addresses, queries
from cms.ledger.enums import EditionKind
from cms.ledger.models import CurrentEdition
from pressroom.embeds import wording
from pressroom.selection import is_possible_id, refuse_unknown_codes
from pressroom.snippets.choice import Embed


@dataclass(frozen=True)
class Content:
    """What is shown: finished markup with absolute addresses, its title, and whether it is gone (withdrawn).

    `items` are the public ids of a list's entries.
    """

    embed: Embed
    title: str
    markup: str
    is_gone: bool = False
    items: tuple[str, ...] = ()

    @property
    def direction(self) -> str:
        """The writing direction of the content."""
        return languages.direction(self.embed.language)

    @property
    def ui_language(self) -> str:
        """The language of our own words around it."""
        return languages.interface(self.embed.language)


def read_content(embed: Embed) -> Content:
    """Return what an embed shows now. One query; one more for an empty list.

    Raises:
        Http404: nothing public is there in this language.
        ParametersRefusedError: the list is empty because a code does not exist.
    """
    with translation.override(languages.interface(embed.language)):
        if embed.kind == "list":
            return _list(embed)
        current = find_item(embed)
        if current.is_gone:
            return _gone(embed, current)
        if embed.kind == "figure":
            return _figure(embed, current)
        return _item(embed, current)


def find_item(embed: Embed) -> CurrentEdition:
    """Return the newest edition of the embed's item, withdrawn ones too.

    Raises:
        Http404: there is none in this language.
    """
    current = (
        queries.find_item(public_id=embed.item, language=embed.language)
        if is_possible_id(embed.item)
        else None
    )
    if current is None:
        raise Http404
    return current


def find_figure(document: dict[str, Any], block_id: str) -> dict[str, Any] | None:
    """Return a figure of a document by its block's id."""
    found: dict[str, Any] | None = next(
        (block for block in document["body"] if block["type"] == "figure" and block["id"] == block_id), None
    )
    return found


def _list(embed: Embed) -> Content:
    selection = embed.selection
    rows = queries.list_current(
        language=embed.language,
        item_types=selection.item_types,
        facets=selection.facets,
        limit=embed.number,
    ).rows
    if not rows:
        refuse_unknown_codes(selection)
    title = gettext("Nyheter från %(name)s") % {"name": settings.PUBLIC_NAME}
    content = _content(embed, title, "list", {"entries": [_entry(row.read_card()) for row in rows]})
    return replace(content, items=tuple(row.public_id for row in rows))


def _item(embed: Embed, current: CurrentEdition) -> Content:
    document = current.read_document()
    entry = _entry(document)
    entry["corrections"] = [
        {"at": found["at"], "day": wording.day(found["at"]), "note": found["note"]}
        for found in reversed(document["edition"]["corrections"])
    ]
    context = {
        "entry": entry,
        "blocks": [_block(block) for block in document["body"]] if embed.is_full else [],
    }
    return _content(embed, document["title"], "item", context)


def _figure(embed: Embed, current: CurrentEdition) -> Content:
    document = current.read_document()
    block = find_figure(document, embed.figure)
    if block is None:
        raise Http404
    return _content(embed, block["title"], "figure", {"entry": _entry(document), "block": _block(block)})


def _gone(embed: Embed, current: CurrentEdition) -> Content:
    """Explain a withdrawal; of what was deleted, say nothing but that something was here."""
    is_withdrawn = current.kind == EditionKind.WITHDRAWN
    path = addresses.item_path(
        item_type=current.item_type, language=current.language, public_id=current.public_id
    )
    context = {
        "day": wording.day(current.changed_at) if is_withdrawn else "",
        "reason": current.note if is_withdrawn else "",
        "url": addresses.absolute(path),
    }
    return _content(embed, gettext("Inte längre publicerat"), "gone", context, is_gone=True)


def _content(
    embed: Embed, title: str, template: str, context: dict[str, Any], *, is_gone: bool = False
) -> Content:
    speaks = languages.interface(embed.language)
    frame = {
        "language": embed.language,
        "direction": languages.direction(embed.language),
        # What stands on elements with our own words inside content of another language.
        "speaks": "" if speaks == embed.language else speaks,
        "site_name": settings.PUBLIC_NAME,
        "site_url": addresses.absolute(f"/{speaks}/"),
        # Headings as on the pages themselves: an item begins at 1, entries of a list are below their list's name.
        "top": 2 if embed.kind == "list" else 1,
    }
    markup = render_to_string(f"pressroom/embeds/{template}.html", frame | context)
    return Content(embed, title, markup.strip(), is_gone)


def _entry(card: dict[str, Any]) -> dict[str, Any]:
    """Return what an item's card or document says in an embed, its words finished."""
    edition = card["edition"]
    image = card["image"]
    return {
        "url": card["url"],
        "title": card["title"],
        "summary": card["summary"],
        "kicker": wording.kicker(card),
        "is_example_data": card["is_example_data"],
        "at": edition["first_released_at"],
        "day": wording.day(edition["first_released_at"]),
        "signatories": [ref["name"] for ref in card["signatories"]],
        "responsible": card["responsible"] or card["owner"],
        "is_corrected": bool(edition["corrections"]),
        "image": image and image["renditions"] and {**image, "file": _fitting(image["renditions"])},
    }


def _fitting(renditions: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the rendition for a column of text: the smallest of at least 800 pixels, else the largest."""
    return next((file for file in renditions if file.get("width", 0) >= 800), renditions[-1])


def _block(block: dict[str, Any]) -> dict[str, Any]:
    """Return a block with its words finished."""
    if block["type"] == "text":
        return {**block, "heading": wording.role_heading(block)}
    if block["type"] == "questions":
        return {**block, "heading": block["heading"] or gettext("Frågor och svar")}
    if block["type"] == "figure":
        language = str(translation.get_language())
        rows = [
            {"label": row["label"], "cells": [_number(value, language) for value in row["values"]]}
            for row in block["rows"]
        ]
        return {**block, "table": rows}
    return block


def _number(value: str | None, language: str) -> str:
    return "–" if value is None else charts.format_number(value, language)
