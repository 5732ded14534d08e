"""From a reading to what it says of each text: which items are on the page, and in which state."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import orjson

from cms.common.comparison import Piece
from cms.ledger.addresses import NEWS_TYPES
from cms.ledger.models import CurrentEdition, Edition
from pressroom.copies.comparing import Found, PageWords, compare
from pressroom.copies.editions import Printed, read_printed
from pressroom.copies.enums import CopyState
from pressroom.copies.reading import Reading
from pressroom.copies.titles import find_by_title, find_by_uri

#: Texts that are looked for on one page, and the newest editions of each that are compared.
MOST_TEXTS, MOST_EDITIONS = 60, 12
_Text = tuple[str, str]


@dataclass(frozen=True)
class Judgement:
    """How one text stands on a page. `item` is empty for an embedded list, `language` for what is missing."""

    item: str
    language: str
    state: CopyState
    number: int | None = None
    is_part: bool = False
    passages: tuple[tuple[Piece, ...], ...] = ()


def judge(reading: Reading, *, expected: Sequence[str], known: Iterable[_Text]) -> list[Judgement]:
    """Return how each text of ours stands on a page, by item and language.

    Args:
        expected: public ids that should be there, in any language.
        known: items and languages that were there at the last visit: they are looked for again, by their words.
    """
    pointed: dict[_Text, bool] = {}
    for one in sorted(reading.references, key=lambda one: one.is_embed):
        pointed[one.item, one.language] = one.is_embed
    lists = [Judgement("", language, CopyState.EMBED) for item, language in sorted(pointed) if not item]
    texts = {text for text in pointed if text[0]} | {text for text in known if text[0]}
    texts |= find_by_title(reading) | find_by_uri(reading.urns)
    rows = _current(texts, expected)
    page = PageWords(reading.words)
    found = (_judge_text(page, row, pointed) for row in rows)
    judged = [judgement for judgement in found if judgement is not None]
    there = {one.item for one in judged}
    # An embedded list shows whatever is in it: a text may be among it.
    wanted = expected if not lists else ()
    missing = [Judgement(item, "", CopyState.MISSING) for item in wanted if item not in there]
    return lists + judged + missing


def _current(texts: set[_Text], expected: Sequence[str]) -> list[CurrentEdition]:
    """Return the newest editions of texts that are looked for. One query."""
    items = {item for item, _language in texts} | set(expected)
    rows = CurrentEdition.objects.filter(public_id__in=items, item_type__in=NEWS_TYPES)
    found = rows.defer("card", "document").order_by("public_id", "language")
    wanted = (row for row in found if (row.public_id, row.language) in texts or row.public_id in expected)
    return list(wanted)[:MOST_TEXTS]


def _judge_text(page: PageWords, row: CurrentEdition, pointed: dict[_Text, bool]) -> Judgement | None:
    item, language = row.public_id, row.language
    found = compare(page, _editions(row))
    if found is None:
        is_embed = pointed.get((item, language))
        state = CopyState.EMBED if is_embed else CopyState.LINK
        return None if is_embed is None else Judgement(item, language, state)
    if row.is_gone:
        # Nothing of the text: it is to be forgotten here, too.
        return Judgement(item, language, CopyState.GONE, found.number)
    return Judgement(item, language, _state(found, row), found.number, found.is_part, found.passages)


def _state(found: Found, row: CurrentEdition) -> CopyState:
    if not found.is_exact:
        return CopyState.ALTERED
    return CopyState.CURRENT if found.number == row.number else CopyState.EARLIER


def _editions(row: CurrentEdition) -> list[Printed]:
    """Return a text's editions, the newest first; those that say the same in words count as the newest of them."""
    editions = Edition.objects.filter(item_key=row.item_key, language=row.language).order_by("-number")
    found: list[Printed] = []
    for edition in [one for one in editions[: MOST_EDITIONS + 2] if not one.is_gone][:MOST_EDITIONS]:
        printed = read_printed(edition.number, orjson.loads(edition.payload))
        if not found or printed.sentences != found[-1].sentences:
            found.append(printed)
    return found
