"""What changed between two payloads, in words a signatory can read."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from cms.common.text import plain
from cms.ledger.payload import Payload, is_file, is_ref

_WORD = re.compile(r"\S+|\s+")


@dataclass(frozen=True)
class Piece:
    """A run of text that was kept, removed or added. `kind` is `same`, `removed` or `added`."""

    kind: str
    text: str


@dataclass(frozen=True)
class Change:
    """One field that differs: where it is, in words, and its text as pieces, in reading order."""

    field: str
    pieces: tuple[Piece, ...]


def compare(before: Payload, after: Payload) -> list[Change]:
    """Return the fields that differ, each with a word-level comparison, in the order of the text."""
    old, new = dict(_lines(before)), dict(_lines(after))
    fields = [*new, *(field for field in old if field not in new)]
    return [
        Change(field, compare_words(old.get(field, ""), new.get(field, "")))
        for field in fields
        if old.get(field, "") != new.get(field, "")
    ]


def compare_words(before: str, after: str) -> tuple[Piece, ...]:
    """Return `after` against `before` as pieces, word by word."""
    old, new = _WORD.findall(before), _WORD.findall(after)
    pieces: list[Piece] = []
    for kind, i1, i2, j1, j2 in difflib.SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes():
        if kind == "equal":
            pieces.append(Piece("same", "".join(new[j1:j2])))
            continue
        if i2 > i1:
            pieces.append(Piece("removed", "".join(old[i1:i2])))
        if j2 > j1:
            pieces.append(Piece("added", "".join(new[j1:j2])))
    return tuple(pieces)


def _lines(payload: Payload) -> Iterator[tuple[str, str]]:
    """Yield (where, text) for everything a reader could notice, with words for the place."""
    yield _("rubrik"), payload["title"]
    yield _("ingress"), payload["summary"]
    yield from _block_lines(payload)
    lists: dict[str, Any] = {
        _("ansvarig aktör"): [payload["responsible"]],
        _("undertecknare"): payload["signatories"],
        _("deltagare"): payload.get("participants", []),
        _("områden"): payload["areas"],
        _("mål"): payload["goals"],
        _("målgrupper"): payload["audiences"],
        _("platser"): payload["places"],
        _("ämnen"): payload["tags"],
    }
    for name, refs in lists.items():
        yield name, ", ".join(ref["name"] for ref in refs if ref)
    if payload["image"]:
        yield _("bildens alternativtext"), payload["image"]["alt"]
        yield _("bildens upphov"), payload["image"]["credit"]
        yield _("bildfil"), ", ".join(_file_line(file) for file in payload["image"]["renditions"])
    for attachment in payload["attachments"]:
        yield _("bilaga: %(title)s") % {"title": attachment["title"]}, _file_line(attachment["file"])
    yield _("adress"), payload["slug"]
    yield _("exempeldata"), _("ja") if payload["is_example_data"] else _("nej")


def _block_lines(payload: Payload) -> Iterator[tuple[str, str]]:
    for number, block in enumerate(payload["body"], start=1):
        place = _("avsnitt %(number)d") % {"number": number}
        for path, text in _texts(block):
            yield f"{place}, {path}" if path else place, text


def _texts(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Yield every text inside a block with its path; drawings are left out, since their values are there."""
    if isinstance(value, dict):
        if is_file(value):
            yield path, _file_line(value)
        elif is_ref(value):
            yield path, value["name"]
        else:
            for key, entry in value.items():
                if key not in {"type", "id", "svg", "role"}:
                    yield from _texts(entry, f"{path} {_word(key)}".strip())
    elif isinstance(value, list):
        for number, entry in enumerate(value, start=1):
            yield from _texts(entry, f"{path} {number}".strip())
    elif value is not None:
        yield path, plain(str(value))


def _word(key: str) -> str:
    """Return what a field of a block is called on the screen; its own name if it has no other."""
    words = {
        "html": _("text"),
        "heading": _("rubrik"),
        "title": _("rubrik"),
        "questions": _("fråga"),
        "question": "",
        "text": _("citat"),
        "name": _("namn"),
        "organisation": _("organisation"),
        "description": _("beskrivning"),
        "unit": _("enhet"),
        "period": _("period"),
        "source": _("källa"),
        "source_url": _("källans adress"),
        "method": _("metod"),
        "chart": _("diagramtyp"),
        "row_header": _("första kolumnens rubrik"),
        "columns": _("kolumn"),
        "rows": _("rad"),
        "label": _("namn"),
        "values": _("värde"),
        "csv": _("datafil"),
    }
    return words.get(key, key)


def _file_line(file: Any) -> str:
    return f"{file['name']} ({file['sha256'][:12]})"
