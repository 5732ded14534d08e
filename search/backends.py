"""What every search backend does. The contract tests (`tests/search/contract/`) hold each of them to it.

Rules that no signature tells:

- Every method raises `BackendUnavailable` when it can't do its work, and nothing else for trouble of the backend's own.
- Text in another language than the reader's is found too; each text is stemmed by its own language.
- Stemming (sv, en at least), parts of Swedish compounds (`SearchDocument.parts`) and synonyms find the same hits
  everywhere; the order of hits may differ. Synonyms are put in when asked (`synonyms.queries.expand(words)`
  gives for each word of the query the phrases that mean the same), so an editor's change of them needs no new index.
- A wanted word may stand anywhere: title, summary, body, terms or attachments. If nothing has all words and phrases,
  and there are several, the answer is `relaxed`: hits that have some of them, those with most first.
- Words to do without are never relaxed, and neither stretch to compounds nor to synonyms, only to their inflections.
- A phrase is words in a row in one field; each word may be inflected.
- Only documents answer, never tombstones.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

from search.types import (
    BackendStatus,
    Entry,
    Hit,
    SearchDocument,
    SearchQuery,
    SearchResult,
    Suggestion,
    Version,
)


class Backend(Protocol):
    """An index of the current view that answers searches."""

    @property
    def name(self) -> str:
        """`database`, `elasticsearch` or `opensearch`."""
        ...

    def search(self, query: SearchQuery, *, within: float) -> SearchResult:
        """Answer a query.

        Args:
            within: seconds after which nobody waits any more; raise `BackendUnavailable` rather than answer later.
        """
        ...

    def suggest(self, prefix: str, *, language: str, limit: int = 8, within: float = 0.5) -> list[Suggestion]:
        """Complete what is being typed: titles and terms that have a word starting with each word of `prefix`.

        Those in `language` only, shortest first among equals; each text once.
        """
        ...

    def similar(
        self, text: str, *, language: str, limit: int = 5, within: float = 1.0, but_not: str = ""
    ) -> list[Hit]:
        """Return news in `language` that is most like a text, best first; none when nothing is much like it.

        Args:
            text: a title, summary or whole body being written.
            but_not: a `document_id` to leave out: the text's own item.
        """
        ...

    def write(self, entries: Sequence[Entry], *, position: int | None = None) -> int:
        """Index documents and tombstones, each only over an older `seq` of the same id; return how many were newer.

        At least once: the same entries may come again, or come late, and change nothing then. All are in, or
        `BackendUnavailable` is raised and some may be.

        Args:
            position: after this write, everything up to this `seq` is in; kept with the index.
        """
        ...

    def position(self) -> int | None:
        """Return up to which `seq` everything is in, as the index itself says; None when there is no index."""
        ...

    def refresh(self) -> None:
        """Make what was written findable at once; engines do that by themselves a second later."""
        ...

    def rebuild(self, batches: Iterable[Sequence[Entry]], *, position: int) -> int:
        """Fill an empty index beside the one that answers, then let it take over at once; return its documents.

        Searches and writes go on meanwhile, and what is written meanwhile is in the new index too. A rebuild that
        fails or is killed leaves the old index answering; the next one clears what it left.

        Args:
            batches: the whole current view.
            position: the ledger's head, read before the first batch was.
        """
        ...

    def versions(self, *, after: str = "", limit: int = 1000) -> list[Version]:
        """Return what is indexed, tombstones too, by `document_id` from the one after `after` on."""
        ...

    def forget(self, document_ids: Sequence[str]) -> None:
        """Remove what the ledger has never had (`manage.py search verify`)."""
        ...

    def status(self) -> BackendStatus:
        """Return how it is doing."""
        ...

    def save_searches(self, searches: Mapping[str, SearchQuery], *, mark: str = "") -> None:
        """Let `matches` find these queries; each replaces one of the same id. Page, sort and limit mean nothing here.

        All are in, or `BackendUnavailable` is raised and some may be. Synonyms are put in now: after a change of them
        the same is saved again.

        Args:
            mark: kept with the index once they are in, and told by `searches_mark`.
        """
        ...

    def searches_mark(self) -> str:
        """Return the mark of the last saved searches, as the index itself says; empty when it has none.

        A rebuild carries saved searches and mark over. An index that was lost has lost the mark, too.
        """
        ...

    def drop_search(self, search_id: str) -> None:
        """Let `matches` find this query no more; nothing happens when it was not there."""
        ...

    def matches(self, document: SearchDocument) -> list[str]:
        """Return the ids of saved searches that the document answers, in order. It need not be indexed.

        Never relaxed: a document matches when it has all that is wanted and nothing of what is not.
        """
        ...
