"""Text as the formats can carry it, and the sentences that all of them share."""

from __future__ import annotations

import re
from html import escape

from pressroom.feeds.content import Entry, Tombstone

_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


def xml_text(value: str) -> str:
    """Return text on one line that XML 1.0 can carry: no control characters, no noncharacters (U+FFFE, U+FFFF)."""
    return " ".join(_NOT_XML.sub("", value).split())


def sentences(entry: Entry) -> list[str]:
    """Return what the entry says in plain words: what happened, what was corrected, who answers."""
    corrections = [correction.sentence for correction in entry.corrections]
    return [text for text in (entry.summary, *corrections, entry.contact, entry.example_note) if text]


def gone_sentences(tombstone: Tombstone) -> list[str]:
    """Return what is said in the place of what is gone."""
    return [text for text in (tombstone.sentence, tombstone.contact) if text]


def markup(entry: Entry) -> str:
    """Return the same with the picture and a link to who answers; the full text stays where it can be corrected."""
    parts = []
    if entry.picture:
        parts.append(f'<p><img src="{escape(entry.picture.url)}" alt="{escape(entry.picture.alt)}"></p>')
        if entry.picture.credit:
            parts.append(f"<p><small>{escape(entry.picture.credit)}</small></p>")
    parts.append(f"<p>{escape(entry.summary)}</p>")
    parts += [f"<p><strong>{escape(correction.sentence)}</strong></p>" for correction in entry.corrections]
    if entry.responsible:
        parts.append(f'<p><a href="{escape(entry.responsible.url)}">{escape(entry.contact)}</a></p>')
    if entry.example_note:
        parts.append(f"<p><small>{escape(entry.example_note)}</small></p>")
    return "".join(parts)


def gone_markup(tombstone: Tombstone) -> str:
    """Return what is said in the place of what is gone, as HTML."""
    return "".join(f"<p>{escape(sentence)}</p>" for sentence in gone_sentences(tombstone))
