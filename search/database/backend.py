"""The database as a backend of search."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations

from django.db import connection, transaction

from search.analysis import tokens
from search.analysis.stemming import stems
from search.analysis.stopwords import STOP_WORDS
from search.database import answering, percolating, writing
from search.database.fulltext import FullText
from search.database.indexing import heading, vocabulary
from search.database.limits import answered_within, available
from search.database.models import GoneDocument, IndexedDocument, IndexedText, IndexState
from search.database.plans import NEWS, TERM, Plan, Together, flag, marks_of
from search.database.postgresql import Vectors
from search.database.sqlite import Fts5
from search.database.words import rare_words
from search.types import (
    BackendStatus,
    Entry,
    Hit,
    SearchDocument,
    SearchQuery,
    SearchResult,
    Suggestion,
    Version,
    document_id,
)

#: Words of a text that are looked for in others, how many of them another must have, and among how many.
_TELLING = 8
_LIKE = 3
_AMONG = 2_000
_TURNS = 3
#: Terms and news that are looked at to complete what is typed.
_TERMS, _NEWS = 60, 150
_VENDORS: dict[str, type[FullText]] = {"sqlite": Fts5, "postgresql": Vectors}


class DatabaseBackend:
    """See `Backend`."""

    name = "database"

    @property
    def fulltext(self) -> FullText:
        """Return the full text of the database in use."""
        return _VENDORS[connection.vendor]()

    def search(self, query: SearchQuery, *, within: float) -> SearchResult:
        with answered_within(within):
            slot = _state().slot
            for _ in range(_TURNS):
                result = answering.answer(self.fulltext, query, slot=slot)
                now = _state().slot
                if now == slot:
                    break
                slot = now  # a rebuild has just taken over, and empties what was read
            return result

    def suggest(self, prefix: str, *, language: str, limit: int = 8, within: float = 0.5) -> list[Suggestion]:
        words = [heading(word, language) for word in tokens.words(tokens.lower(prefix, language))]
        if not any(words) or not limit:
            return []
        with answered_within(within):
            slot, fulltext = _state().slot, self.fulltext
            ids: list[int] = []
            for kind, most in ((TERM, _TERMS), (NEWS, _NEWS)):
                flags = [kind, flag("language", language)]
                ids += fulltext.starting_with(list(filter(None, words)), slot=slot, flags=flags, limit=most)
            rows = IndexedText.objects.filter(pk__in=ids).select_related("document")
            rows = rows.only("title", "document__item_type", "document__public_id", "document__language")
            start = tokens.lower(prefix.strip(), language)
            ranked = sorted(
                rows,
                key=lambda row: (
                    not tokens.lower(row.title, language).startswith(start),
                    len(row.title),
                    row.title,
                ),
            )
        found: dict[str, Suggestion] = {}
        for row in ranked:
            document = row.document
            found.setdefault(
                row.title,
                Suggestion(row.title, document.item_type, document.public_id, document.language),
            )
        return list(found.values())[:limit]

    def similar(
        self, text: str, *, language: str, limit: int = 5, within: float = 1.0, but_not: str = ""
    ) -> list[Hit]:
        with answered_within(within):
            slot = _state().slot
            written = {tokens.lower(word, language) for word in tokens.words(text)}
            written -= STOP_WORDS.get(language, frozenset())
            own = _own_words(but_not, slot, language) if but_not else frozenset()
            telling = rare_words(written, slot=slot, language=language, most=_TELLING, own=own)
            if not telling:
                return []
            hits = _like(self.fulltext, telling, slot=slot, language=language, limit=limit + 1)
        return [hit for hit in hits if document_id(hit.item_key, hit.language) != but_not][:limit]

    def write(self, entries: Sequence[Entry], *, position: int | None = None) -> int:
        with available():
            return writing.write_entries(self.fulltext, entries, position=position)

    def position(self) -> int | None:
        with available():
            return _state().position

    def refresh(self) -> None:
        """Do nothing: what is committed is found."""

    def rebuild(self, batches: Iterable[Sequence[Entry]], *, position: int) -> int:
        with available():
            return writing.rebuild_index(self.fulltext, batches, position=position)

    def versions(self, *, after: str = "", limit: int = 1000) -> list[Version]:
        with available():
            slot = _state().slot
            held = IndexedDocument.objects.filter(slot=slot, document_id__gt=after).order_by("document_id")
            gone = GoneDocument.objects.filter(slot=slot, document_id__gt=after).order_by("document_id")
            found = [Version(*pair, False) for pair in held.values_list("document_id", "seq")[:limit]]
            found += [Version(*pair, True) for pair in gone.values_list("document_id", "seq")[:limit]]
        return sorted(found, key=lambda version: version.document_id)[:limit]

    def forget(self, document_ids: Sequence[str]) -> None:
        with available(), transaction.atomic():
            state = writing.lock_state()
            for slot in (state.slot, 1 - state.slot):
                writing.drop(document_ids, slot=slot)

    def status(self) -> BackendStatus:
        with available():
            state = _state()
            return BackendStatus(
                name=self.name,
                documents=IndexedDocument.objects.filter(slot=state.slot).count(),
                tombstones=GoneDocument.objects.filter(slot=state.slot).count(),
                position=state.position,
                details={"full text": type(self.fulltext).__name__, "rebuild": state.build or "none"},
            )

    def save_searches(self, searches: Mapping[str, SearchQuery], *, mark: str = "") -> None:
        with available():
            percolating.keep(searches, mark=mark)

    def searches_mark(self) -> str:
        with available():
            return _state().searches_mark

    def drop_search(self, search_id: str) -> None:
        with available():
            percolating.drop(search_id)

    def matches(self, document: SearchDocument) -> list[str]:
        with available():
            return percolating.matching(document)


def _like(fulltext: FullText, words: Sequence[str], *, slot: int, language: str, limit: int) -> list[Hit]:
    """Return news that has at least three of some telling words, or all of fewer."""
    groups = [(Together((stems(word),)),) for word in words]
    sets = tuple(combinations(groups, min(_LIKE, len(groups))))
    plan = Plan(sets, (), ((NEWS,), (flag("language", language),)))
    ranked = fulltext.ranked(plan, slot=slot, language=language, among=_AMONG, limit=limit, offset=0)
    return answering.read_hits(ranked, marks_of(plan))


def _own_words(name: str, slot: int, language: str) -> frozenset[str]:
    """Return the words of an indexed document; none when it isn't there."""
    row = IndexedText.objects.filter(document__slot=slot, document__document_id=name).first()
    return vocabulary(row, language) if row is not None else frozenset()


def _state() -> IndexState:
    return IndexState.objects.filter(id=1).first() or IndexState(id=1)
