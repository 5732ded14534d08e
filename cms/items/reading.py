"""What an editor is told of how a Swedish text reads. Advice: nothing of it stops a release."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from cms.common import languages, readability
from cms.common.text import plain, shorten
from cms.items.models import Item
from cms.ledger.registry import Missing

#: Fields of a block with running text; the others hold names, headings and values.
_TEXTS = frozenset({"text", "answer", "question", "description"})
_BLOCK_END = re.compile(r"</(?:p|li|h[1-6])>|<br ?/?>")
_SHOWN = 60


def reading_advice(page: Item) -> Iterator[Missing]:
    """Yield what makes a Swedish draft hard to read; nothing for other languages."""
    if page.language != languages.DEFAULT:
        return
    found = readability.read(text_of(page))
    if found.lix is not None and found.lix >= readability.HARD_LIX:
        message = _(
            "Texten är svår att läsa: LIX %(lix)s. Under %(most)s är målet. Korta meningar och ord hjälper."
        )
        yield _advice("hard_to_read", message % {"lix": found.lix, "most": readability.HARD_LIX}, page)
    for sentence in found.long_sentences:
        message = _("Meningen ”%(sentence)s” har fler än %(most)s ord. Dela den.")
        values = {"sentence": shorten(sentence, _SHOWN), "most": readability.LONG_SENTENCE}
        yield _advice("long_sentence", message % values, page)
    for name in found.abbreviations:
        message = _(
            "Förkortningen %(name)s förklaras inte. Skriv ut den första gången, med förkortningen i parentes."
        )
        yield _advice("abbreviation_unexplained", message % {"name": name}, page)


def text_of(page: Item) -> str:
    """Return a draft's running text, a paragraph a line."""
    parts = [page.summary]
    for entry in page.body:
        parts += _texts(entry.block.get_prep_value(entry.value))
    return "\n".join(filter(None, parts))


def _texts(value: Any) -> Iterator[str]:
    """Yield the paragraphs of a stored block, whatever its shape."""
    if isinstance(value, list):
        for entry in value:
            yield from _texts(entry)
    elif isinstance(value, dict):
        for name, inner in value.items():
            if isinstance(inner, str):
                yield from map(plain, _BLOCK_END.split(inner)) if name in _TEXTS else ()
            else:
                yield from _texts(inner)


def _advice(code: str, message: str, page: Item) -> Missing:
    return Missing(code, message, "body", page.language, is_blocking=False)
