"""What changed between two payloads, in words a signatory can read."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from cms.common.comparison import Piece, compare_words
from cms.common.text import plain
from cms.ledger.payload import Payload, is_file, is_ref

_LINK = re.compile(r'<a\b[^>]*\bhref="([^"]*)"[^>]*>(.*?)</a>', re.DOTALL)
#: Fields of a payload that are told in words of their own, or say only which item and language it is.
_TOLD = frozenset(
    [
        "schema",
        "type",
        "id",
        "key",
        "language",
        "title",
        "summary",
        "body",
        "responsible",
        "signatories",
        "participants",
        "areas",
        "goals",
        "audiences",
        "places",
        "tags",
        "image",
        "attachments",
    ]
)


@dataclass(frozen=True)
class Change:
    """One field that differs: where it is, in words, and its text as pieces, in reading order."""

    field: str
    pieces: tuple[Piece, ...]


def compare(before: Payload, after: Payload) -> list[Change]:
    """Return the fields that differ, each with a word-level comparison, in the order of the text.

    A field whose words are the same although it is another (bold instead of plain, another term of the same name) is
    named as well, with its words unmarked.
    """
    old, new = _by_place(before), _by_place(after)
    places = [*new, *(place for place in old if place not in new)]
    pairs = [(place, old.get(place, _NOTHING), new.get(place, _NOTHING)) for place in places]
    return [_change(place, was, now) for place, was, now in pairs if was != now]


@dataclass(frozen=True)
class _Entry:
    """What stands in one place: the words of it, and the value itself, which can be another with the same words."""

    words: str
    value: Any


_NOTHING = _Entry("", "")


def _change(place: str, was: _Entry, now: _Entry) -> Change:
    field = place if was.words != now.words else _("%(field)s (utformning)") % {"field": place}
    return Change(field, compare_words(was.words, now.words))


def _by_place(payload: Payload) -> dict[str, _Entry]:
    """Return every entry by its place. The second of the same place (two attachments of one title) gets a number."""
    seen: Counter[str] = Counter()
    found: dict[str, _Entry] = {}
    for place, entry in _entries(payload):
        seen[place] += 1
        found[place if seen[place] == 1 else f"{place} ({seen[place]})"] = entry
    return found


def _entries(payload: Payload) -> Iterator[tuple[str, _Entry]]:
    """Yield everything a reader could notice, with words for the place."""
    yield _("rubrik"), _Entry(payload["title"], payload["title"])
    yield _("ingress"), _Entry(payload["summary"], payload["summary"])
    for number, block in enumerate(payload["body"], start=1):
        yield from _walk(block, _("avsnitt %(number)d") % {"number": number}, ", ")
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
        named = [ref for ref in refs if ref]
        yield name, _Entry(", ".join(ref["name"] for ref in named), named)
    if payload["image"]:
        files = payload["image"]["renditions"]
        yield _("bildens alternativtext"), _Entry(payload["image"]["alt"], payload["image"]["alt"])
        yield _("bildens upphov"), _Entry(payload["image"]["credit"], payload["image"]["credit"])
        yield _("bildfil"), _Entry(", ".join(_file_line(file) for file in files), files)
    for attachment in payload["attachments"]:
        place = _("bilaga: %(title)s") % {"title": attachment["title"]}
        yield place, _Entry(_file_line(attachment["file"]), attachment["file"])
    for key, value in payload.items():
        if key not in _TOLD:
            yield from _walk(value, _word(key))


def _walk(value: Any, place: str, between: str = " ") -> Iterator[tuple[str, _Entry]]:
    """Yield every text inside a value with its place; drawings are left out, since their values are there."""
    if isinstance(value, dict):
        if is_file(value):
            yield place, _Entry(_file_line(value), value)
        elif is_ref(value):
            yield place, _Entry(value["name"], value)
        else:
            for key, inner in value.items():
                if key not in {"type", "id", "svg"}:
                    yield from _walk(inner, f"{place}{between}{_word(key)}".removesuffix(between))
    elif isinstance(value, list):
        for number, inner in enumerate(value, start=1):
            yield from _walk(inner, f"{place} {number}")
    elif isinstance(value, bool):
        yes_or_no = _("ja") if value else _("nej")
        yield place, _Entry(yes_or_no, yes_or_no)
    elif value is not None:
        yield place, _Entry(_read(str(value)), value)


def _read(markup: str) -> str:
    """Return the text of a fragment, each link followed by where it leads."""
    return plain(_LINK.sub(r"\2 (\1)", markup))


def _word(key: str) -> str:
    """Return what a field is called on the screen; its own name if it has no other."""
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
        "role": _("avsnittets art"),
        "slug": _("adress"),
        "is_example_data": _("exempeldata"),
        "owner": _("ägare"),
        "share_image": _("delningsbild"),
        "short_name": _("kortnamn"),
        "website": _("webbplats"),
        "logo": _("logotyp"),
        "indicators": _("indikator"),
        "series": _("mätning"),
        "value": _("värde"),
        "goal_kind": _("målets art"),
        "answers_for": _("ansvarar för"),
        "order": _("ordning"),
        "listed": _("visas bland nyheter"),
        "calendar": _("kalendern"),
        "starts_at": _("tid"),
        "zone": _("tidszon"),
        "status": _("läge"),
    }
    return words.get(key, key)


def _file_line(file: Any) -> str:
    return f"{file['name']} ({file['sha256'][:12]})"
