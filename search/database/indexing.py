"""A document as rows and stems of the index."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from search.analysis import tokens
from search.analysis.stemming import stem
from search.database.fulltext import Indexed
from search.database.models import IndexedDocument, IndexedFacet, IndexedText
from search.database.plans import ANY, NEWS, TERM, flag
from search.types import Entry, SearchDocument

_LONGEST_WORD = 40
_MAX_CODE = 80


@dataclass(frozen=True)
class Prepared:
    """An entry, and of a document its words (for slot 0) and vocabulary."""

    entry: Entry
    words: Indexed | None = None
    vocabulary: frozenset[str] = frozenset()

    @property
    def document(self) -> SearchDocument | None:
        """Return the entry if it is a document."""
        return self.entry if isinstance(self.entry, SearchDocument) else None


def row_id(first_seq: int, slot: int) -> int:
    """Return a document's id in a slot: the order of ids is the order in which items became public."""
    return 2 * first_seq + slot


def row_of(document: SearchDocument, slot: int) -> IndexedDocument:
    """Return the row of a document."""
    return IndexedDocument(
        id=row_id(document.first_seq, slot),
        slot=slot,
        document_id=document.document_id,
        item_key=document.item_key,
        language=document.language,
        seq=document.seq,
        item_type=document.item_type,
        public_id=document.public_id,
        is_news=document.is_news,
    )


def text_of(document: SearchDocument, slot: int) -> IndexedText:
    """Return the row of a document's texts."""
    return IndexedText(
        document_id=row_id(document.first_seq, slot),
        title=document.title,
        summary=document.summary,
        terms="\n".join(document.terms),
        body=document.body,
        attachments="\n".join(document.attachments),
    )


def facets_of(document: SearchDocument, slot: int) -> list[IndexedFacet]:
    """Return the rows that facets are counted by."""
    return [
        IndexedFacet(document_id=row_id(document.first_seq, slot), name=name, code=code[:_MAX_CODE])
        for name, codes in document.facets.items()
        for code in codes
    ]


def words_of(document: SearchDocument, slot: int) -> Indexed:
    """Return a document's words as they are indexed."""
    language = document.language
    texts: dict[str, Iterable[str]] = {
        "title": (document.title,),
        "terms": document.terms,
        "summary": (document.summary,),
        "body": (document.body,),
        "attachments": document.attachments,
    }
    flags = [ANY, NEWS if document.is_news else TERM]
    flags += [flag(name, code) for name, codes in document.facets.items() for code in codes]
    return Indexed(
        id=row_id(document.first_seq, slot),
        fields={name: _stems(some, language) for name, some in texts.items()},
        parts=sorted({stem(part, language) for part in document.parts}),
        heading=headings(document.title, language),
        flags=flags,
    )


def headings(text: str, language: str) -> list[str]:
    """Return the words of a title in the form that typing is compared with, without repeats."""
    return list(dict.fromkeys(filter(None, (heading(word, language) for word in tokens.words(text)))))


def heading(word: str, language: str) -> str:
    """Return that form of one word."""
    return tokens.normal(word, language).replace("'", "")[:_LONGEST_WORD]


def vocabulary(document: SearchDocument | IndexedText, language: str) -> frozenset[str]:
    """Return the words that mistyped ones may be mended to: of title, summary, terms and body, not of attachments."""
    terms = document.terms if isinstance(document.terms, str) else " ".join(document.terms)
    text = " ".join((document.title, document.summary, terms, document.body))
    found = {tokens.lower(word, language) for word in tokens.words(text)}
    return frozenset(
        word for word in found if 3 < len(word) <= _LONGEST_WORD and not any(map(str.isdecimal, word))
    )


def prepare(entries: Iterable[Entry]) -> list[Prepared]:
    """Return entries with their words, worked out before any lock is taken: that is most of the work."""
    return [
        Prepared(entry, words_of(entry, 0), vocabulary(entry, entry.language))
        if isinstance(entry, SearchDocument)
        else Prepared(entry)
        for entry in entries
    ]


def _stems(texts: Iterable[str], language: str) -> Sequence[str]:
    return [found for text in texts for word in tokens.words(text) if (found := stem(word, language))]
