"""Turn the content's blocks into what a StreamField stores."""

from __future__ import annotations

import dataclasses
import uuid
from collections.abc import Callable, Sequence
from typing import Any

from cms.example_data.markup import to_html
from cms.example_data.shapes import Block, Figure, Questions, Quote, Text, Words

#: Every key and block id of the example comes from this and a name, so that loading again finds the same items.
NAMESPACE = uuid.UUID("5c0f6f4e-6d0b-4f5e-9a57-1d8a4c3b2e10")


def key_of(*names: str) -> uuid.UUID:
    """Return the example's permanent key of what is called `names`."""
    return uuid.uuid5(NAMESPACE, "/".join(names))


def with_years(words: Words, year: int) -> Words:
    """Return `words` with `{year}` and `{last_year}` filled in."""
    return _each_text(
        words, lambda text: text.replace("{year}", str(year)).replace("{last_year}", str(year - 1))
    )


def with_replacements(words: Words, pairs: Sequence[tuple[str, str]]) -> Words:
    """Return `words` with every `wrong` replaced by `right`."""

    def mend(text: str) -> str:
        for wrong, right in pairs:
            text = text.replace(wrong, right)
        return text

    return _each_text(words, mend)


def to_stream(
    blocks: Sequence[Block], *, name: str, organisation_ids: dict[str, int]
) -> list[dict[str, Any]]:
    """Return StreamField data. `name` tells the item and its language apart from all others."""
    stream = []
    for position, block in enumerate(blocks):
        kind, value = _entry(block, organisation_ids)
        stream.append({"type": kind, "id": str(key_of(name, str(position), kind)), "value": value})
    return stream


def table_of(figure: Figure) -> str:
    """Return the figure's values as an editor would paste them, one row a line."""
    lines = [(figure.row_header, *figure.columns)]
    lines += [(label, *(value or "" for value in values)) for label, values in figure.rows]
    return "\n".join("; ".join(cells) for cells in lines)


def _entry(block: Block, organisation_ids: dict[str, int]) -> tuple[str, dict[str, Any]]:
    if isinstance(block, Text):
        return block.role, {"heading": block.heading, "text": to_html(block.text)}
    if isinstance(block, Quote):
        organisation = organisation_ids[block.organisation] if block.organisation else None
        return "quote", {
            "text": block.text, "name": block.name, "title": block.title, "organisation": organisation,
        }  # fmt: skip
    if isinstance(block, Questions):
        pairs = [{"question": question, "answer": to_html(answer)} for question, answer in block.pairs]
        return "questions", {"heading": block.heading, "questions": pairs}
    texts = ("title", "description", "chart", "unit", "period", "source", "method")
    value = {name: getattr(block, name) for name in texts}
    return "figure", value | {"table": table_of(block), "source_url": ""}


def _each_text(value: Any, change: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return change(value)
    if isinstance(value, tuple):
        return tuple(_each_text(entry, change) for entry in value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = {
            field.name: _each_text(getattr(value, field.name), change) for field in dataclasses.fields(value)
        }
        return dataclasses.replace(value, **fields)
    return value
