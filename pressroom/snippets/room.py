"""About how much room an embed takes, in em, so that a host can reserve it before the content is there.

A little too much is better than too little: an empty line below disturbs nobody, text that moves does.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import Any

from cms.common.text import plain
from pressroom.snippets.choice import Embed

#: A column of text on a desk and on a telephone: its width in em, and characters on a line.
_WIDE = (40, 72)
_NARROW = (20, 36)
#: An entry of a list, and what stands around any embed. The script reckons with the same (v1.js).
_ENTRY = (10, 15)
_AROUND = 8
_LINE = 1.5
_SVG_HEIGHT = re.compile(r'<svg[^>]* height="([0-9.]+)"')
_BLOCK_END = re.compile(r"</(?:p|li|h[1-6])>|<br ?/?>")
_PIXELS_PER_EM = 16


@dataclass(frozen=True)
class Room:
    """Height in em in a wide and in a narrow column."""

    wide: int
    narrow: int

    @property
    def pixels(self) -> int:
        """The wide one in pixels at the usual size of text, for a frame."""
        return self.wide * _PIXELS_PER_EM


def room_for(embed: Embed, document: dict[str, Any] | None = None) -> Room:
    """Return the room for an embed.

    Args:
        document: the finished document of its item; None for a list.
    """
    if document is None:
        return Room(*(entry * embed.number + 4 for entry in _ENTRY))
    return Room(_height(embed, document, *_WIDE), _height(embed, document, *_NARROW))


def _height(embed: Embed, document: dict[str, Any], width: int, characters: int) -> int:
    figures = [block for block in document["body"] if block["type"] == "figure"]
    if embed.kind == "figure":
        return _AROUND + math.ceil(
            sum(_figure(block, characters) for block in figures if block["id"] == embed.figure)
        )
    corrections = [entry["note"] for entry in document["edition"]["corrections"]]
    texts = [
        document["title"] * 2,
        document["summary"],
        *(f"{note} 1 september 2026" for note in corrections),
    ]
    high = _lines(texts, characters) + _picture(document["image"], width)
    if embed.is_full:
        high += _lines([text for block in document["body"] for text in _texts(block)], characters)
        high += sum(_figure(block, characters) for block in figures)
    return _AROUND + math.ceil(high)


def _lines(texts: list[str], characters: int) -> float:
    return sum(math.ceil(len(text) / characters) * _LINE + 0.75 for text in texts)


def _picture(image: dict[str, Any] | None, width: int) -> float:
    if not image or not image["renditions"]:
        return 0
    file = image["renditions"][-1]
    return float(width * file.get("height", 9) / (file.get("width") or 16) + 3)


def _figure(block: dict[str, Any], characters: int) -> float:
    drawn = _SVG_HEIGHT.search(block["svg"])
    texts = [block["title"], block["description"], f"{block['unit']}{block['source']} enhet period källa"]
    chart = float(drawn[1]) / _PIXELS_PER_EM if drawn else 0
    return chart + _lines(texts, characters) + 2.2 * (len(block["rows"]) + 2)


def _texts(block: dict[str, Any]) -> list[str]:
    """Return the paragraphs of a block, headings included."""
    if block["type"] == "text":
        return [block["heading"] or " ", *_paragraphs(block["html"])]
    if block["type"] == "questions":
        entries = block["questions"]
        return [
            " ",
            *(text for entry in entries for text in (entry["question"], *_paragraphs(entry["html"]))),
        ]
    if block["type"] == "quote":
        return [block["text"], block["name"]]
    return []


def _paragraphs(markup: str) -> list[str]:
    return [plain(part) or " " for part in _BLOCK_END.split(markup)]
