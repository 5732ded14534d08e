"""What is indexed: the newest edition of every item and language, from the ledger's current view and nothing else.

A draft can't get in, for there is no way to read one here. What is gone becomes a tombstone of its own `seq`, so that
an event that comes late can't bring it back. Announcements in the calendar are not searched: they are titles of what
is not out yet.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.db.models import Q

from cms.common import clock
from cms.common.text import one_line, plain
from cms.ledger.models import CurrentEdition, CurrentFacet
from cms.ledger.overlay import refuse_ahead
from cms.ledger.payload import FileRef
from search.analysis import compounds, tokens
from search.attachments.services import read_attachments
from search.lexicon.services import Lexicon
from search.types import Entry, SearchDocument, Tombstone

#: Types that are not searched.
NOT_SEARCHED = frozenset({"calendar"})
#: Characters of body text that are indexed.
MAX_BODY = 60_000
_BATCH = 200
_TERM_LISTS = ("signatories", "participants", "areas", "goals", "audiences", "tags", "places")

_lexicon = Lexicon()


def entries_of(places: Iterable[tuple[uuid.UUID, str]]) -> list[Entry]:
    """Return what to index of each item and language: its newest edition, whichever edition one was told of.

    Args:
        places: (item key, language).
    """
    refuse_ahead("the search index")
    wanted = set(places)
    keys = sorted({key for key, _language in wanted})
    rows: list[CurrentEdition] = []
    for start in range(0, len(keys), _BATCH):
        found = CurrentEdition.objects.filter(item_key__in=keys[start : start + _BATCH]).defer("card")
        rows += [row for row in found.exclude(_not_searched()) if (row.item_key, row.language) in wanted]
    return _entries(rows)


def everything(*, batch: int = _BATCH) -> Iterator[Sequence[Entry]]:
    """Yield the whole current view in batches, by `seq`: for a rebuild. What moves on meanwhile is written as usual."""
    refuse_ahead("the search index")
    seq = 0
    while True:
        rows = CurrentEdition.objects.filter(seq__gt=seq).defer("card").order_by("seq")[:batch]
        found = list(rows)
        if not found:
            return
        seq = found[-1].seq
        yield _entries([row for row in found if row.item_type not in NOT_SEARCHED])


def _not_searched() -> Q:
    return Q(item_type__in=NOT_SEARCHED)


def _entries(rows: Sequence[CurrentEdition]) -> list[Entry]:
    """Return documents and tombstones of rows, oldest first."""
    documents = {row.seq: row.read_document() for row in rows if not row.is_gone}
    files = [file for document in documents.values() for file in _files(document)]
    texts = read_attachments(files) if files else {}
    facets = _facets([row.seq for row in rows if row.is_listed])
    made = [
        _document(row, documents[row.seq], facets.get(row.seq, {}), texts) for row in rows if not row.is_gone
    ]
    swedish = [document for document in made if document.language == "sv"]
    _lexicon.learn(word for document in swedish for word in _own_words(document))
    entries: list[Entry] = [
        _with_parts(document) if document.language == "sv" else document for document in made
    ]
    entries += [Tombstone(row.item_key, row.language, row.seq) for row in rows if row.is_gone]
    return sorted(entries, key=lambda entry: entry.seq)


def _document(
    row: CurrentEdition,
    document: Mapping[str, Any],
    facets: Mapping[str, Sequence[str]],
    texts: Mapping[str, str],
) -> SearchDocument:
    year = clock.as_utc(row.first_released_at).astimezone(clock.STOCKHOLM).year
    found = {name: tuple(codes) for name, codes in facets.items()}
    found |= {"type": (row.item_type,), "language": (row.language,)}
    if row.is_listed:
        found["year"] = (str(year),)
    return SearchDocument(
        item_key=row.item_key,
        language=row.language,
        seq=row.seq,
        item_type=row.item_type,
        public_id=row.public_id,
        is_news=row.is_listed,
        first_seq=row.first_seq,
        first_released_at=row.first_released_at,
        title=str(document["title"]),
        summary=str(document["summary"]),
        body=one_line(" ".join(_body(document)))[:MAX_BODY],
        terms=_terms(document),
        attachments=tuple(_attachment(attachment, texts) for attachment in document["attachments"]),
        facets=found,
    )


def _facets(seqs: Sequence[int]) -> dict[int, dict[str, list[str]]]:
    found: dict[int, dict[str, list[str]]] = {}
    for start in range(0, len(seqs), _BATCH):
        rows = CurrentFacet.objects.filter(current_id__in=seqs[start : start + _BATCH])
        for seq, dimension, value in rows.order_by("value").values_list("current_id", "dimension", "value"):
            found.setdefault(seq, {}).setdefault(dimension, []).append(value)
    return found


def _files(document: Mapping[str, Any]) -> list[FileRef]:
    return [attachment["file"] for attachment in document["attachments"]]


def _attachment(attachment: Mapping[str, Any], texts: Mapping[str, str]) -> str:
    """Return what an attachment says; its title counts too when the file itself can't be read."""
    return one_line(f"{attachment['title']} {texts.get(attachment['file']['sha256'], '')}")


def _terms(document: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the names of all that an item is tagged with and who stands behind it, without repeats."""
    refs = [document["owner"], document["responsible"]]
    refs += [ref for name in _TERM_LISTS for ref in document.get(name, ())]
    names = [name for ref in refs if ref for name in (ref["name"], ref.get("short_name", ""))]
    names += [document.get("short_name", ""), document.get("answers_for", "")]
    return tuple(dict.fromkeys(filter(None, names)))


def _body(document: Mapping[str, Any]) -> Iterator[str]:
    """Yield the texts of the body's blocks and of what only some types have."""
    for block in document["body"]:
        yield from _BLOCKS[block["type"]](block)
    for indicator in document.get("indicators", ()):
        yield f"{indicator['name']} {indicator['source']} {indicator['method']}"


def _text(block: Mapping[str, Any]) -> Iterator[str]:
    yield block["heading"]
    yield plain(block["html"])


def _questions(block: Mapping[str, Any]) -> Iterator[str]:
    yield block["heading"]
    for entry in block["questions"]:
        yield f"{entry['question']} {plain(entry['html'])}"


def _quote(block: Mapping[str, Any]) -> Iterator[str]:
    yield f"{block['text']} {block['name']} {block['title']}"


def _figure(block: Mapping[str, Any]) -> Iterator[str]:
    yield " ".join(block[name] for name in ("title", "description", "unit", "period", "source", "method"))
    yield " ".join([block["row_header"], *block["columns"], *(row["label"] for row in block["rows"])])


_BLOCKS = {"text": _text, "questions": _questions, "quote": _quote, "figure": _figure}


def _own_words(document: SearchDocument) -> set[str]:
    text = " ".join((document.title, document.summary, document.body, *document.terms))
    return {tokens.lower(word, "sv") for word in tokens.words(text)}


def _with_parts(document: SearchDocument) -> SearchDocument:
    """Return a document with the parts of its compounds."""
    parts = [part for word in sorted(_own_words(document)) for part in compounds.split(word, _lexicon)]
    return replace(document, parts=tuple(dict.fromkeys(parts)))


def facets_of(entry: SearchDocument) -> list[tuple[str, str]]:
    """Return the (facet, code) pairs of a document."""
    return [(name, code) for name, codes in sorted(entry.facets.items()) for code in codes]
