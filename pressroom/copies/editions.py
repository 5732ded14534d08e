"""An edition's text as sentences, to be looked for on pages. Tables of values are left out: sites set them anew."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from cms.common.text import plain
from cms.ledger.payload import Block, Payload
from pressroom.copies.words import Words, read_words

#: A sentence of fewer words says too little to be known again: it goes with the next one.
LEAST = 5
_PARAGRAPH_END = re.compile(r"</(?:p|li|h[1-6]|blockquote|div|tr|td|th)>|<br ?/?>", re.IGNORECASE)
_SENTENCE = re.compile(r".+?(?:[.!?؟።…]+[\"”’»)\]]*(?=\s|$)|$)", re.DOTALL)


@dataclass(frozen=True)
class Sentence:
    """One sentence, or a few short ones that stand together. `is_title`: it is the item's title."""

    text: str
    words: Words
    is_title: bool = False


@dataclass(frozen=True)
class Printed:
    """One edition's text. `number` counts per item and language."""

    number: int
    sentences: tuple[Sentence, ...]


def read_printed(number: int, payload: Payload) -> Printed:
    """Return an edition's text as sentences, the title first."""
    title = Sentence(payload["title"], read_words(payload["title"]), is_title=True)
    texts = [payload["summary"], *(text for block in payload["body"] for text in _texts(block))]
    sentences = [sentence for text in texts for sentence in _sentences(text)]
    return Printed(number, (title, *sentences))


def _texts(block: Block) -> Iterator[str]:
    if block["type"] == "text":
        yield block["heading"]
        yield from _paragraphs(block["html"])
    elif block["type"] == "questions":
        yield block["heading"]
        for question in block["questions"]:
            yield question["question"]
            yield from _paragraphs(question["html"])
    elif block["type"] == "quote":
        yield block["text"]
    elif block["type"] == "figure":
        yield block["title"]
        yield block["description"]


def _paragraphs(markup: str) -> Iterator[str]:
    return (plain(part) for part in _PARAGRAPH_END.split(markup))


def _sentences(paragraph: str) -> Iterator[Sentence]:
    """Yield a paragraph's sentences; short ones go with the next, at the end with the one before."""
    joined: list[str] = []
    for part in (part.strip() for part in _SENTENCE.findall(paragraph)):
        if joined and len(read_words(joined[-1])) < LEAST:
            joined[-1] = f"{joined[-1]} {part}"
        elif part:
            joined.append(part)
    if len(joined) > 1 and len(read_words(joined[-1])) < LEAST:
        joined[-2:] = [" ".join(joined[-2:])]
    for text in joined:
        words = read_words(text)
        if len(words):
            yield Sentence(text, words)
