"""The search backend on an engine; what it promises is written in `search.backends`."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from elasticsearch import NotFoundError
from elasticsearch.dsl import Search, aggs
from elasticsearch.dsl import query as q

from search.engine import asking, completing, management, names, saved
from search.engine.client import PATIENCE, Address
from search.engine.documents import DOCUMENT, MARK_ID, POSITION_ID, SAVED, TOMBSTONE
from search.engine.index import Index
from search.engine.trouble import told
from search.engine.writing import Action, entry_action, write_everywhere
from search.exceptions import BackendUnavailable
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

#: Seconds between two looks for what killed rebuilds have left.
_TIDY_EVERY = 15.0


class EngineBackend:
    """One index on one engine. Safe for threads."""

    def __init__(self, address: Address) -> None:
        self.name = address.vendor
        self.index = Index(address)
        self._client, self._aliases = self.index.client, self.index.aliases
        self._standing = names.Standing()
        self._tidied = 0.0

    def search(self, query: SearchQuery, *, within: float) -> SearchResult:
        """Answer a query."""
        return asking.ask(self.index, query, within=within)

    def suggest(self, prefix: str, *, language: str, limit: int = 8, within: float = 0.5) -> list[Suggestion]:
        """Complete what is being typed."""
        return completing.complete(self.index, prefix, language=language, limit=limit, within=within)

    def similar(
        self, text: str, *, language: str, limit: int = 5, within: float = 1.0, but_not: str = ""
    ) -> list[Hit]:
        """Return news that is most like a text."""
        return completing.find_similar(
            self.index, text, language=language, limit=limit, within=within, but_not=but_not
        )

    def write(self, entries: Sequence[Entry], *, position: int | None = None) -> int:
        """Index documents and tombstones, each only over an older one."""
        self.index.abilities()
        self._tidy()
        actions = [entry_action(entry) for entry in entries]
        return write_everywhere(self._client, self._aliases, actions, position=position)

    def position(self) -> int | None:
        """Return up to which `seq` everything is in; None when there is no index, or none with our mapping."""
        if management.live_abilities(self._client, self._aliases) is None:
            return None
        with told("asking for its position"):
            try:
                note = self._client.get(index=self._aliases.live, id=POSITION_ID)
            except NotFoundError:
                return None
        return int(note["_source"]["seq"])

    def refresh(self) -> None:
        """Make what was written findable at once."""
        with told("refreshing"):
            self._client.indices.refresh(index=self._aliases.live)

    def rebuild(self, batches: Iterable[Sequence[Entry]], *, position: int) -> int:
        """Fill an empty index beside the one that answers, then let it take over."""
        return management.rebuild(self._client, self._aliases, batches, position=position)

    def versions(self, *, after: str = "", limit: int = 1000) -> list[Version]:
        """Return what is indexed, by id."""
        if not after:
            self.refresh()
        search: Search[Any] = Search().query(q.Terms(kind=[DOCUMENT, TOMBSTONE])).sort("document_id")
        search = search.source(["document_id", "seq", "kind"])[:limit]
        if after:
            search = search.extra(search_after=[after])
        sources = [hit["_source"] for hit in self._patiently(search, "listing versions")["hits"]["hits"]]
        return [Version(one["document_id"], one["seq"], one["kind"] == TOMBSTONE) for one in sources]

    def forget(self, document_ids: Sequence[str]) -> None:
        """Remove what the ledger has never had."""
        actions = [Action("delete", document_id) for document_id in document_ids]
        write_everywhere(self._client, self._aliases, actions)

    def status(self) -> BackendStatus:
        """Return how it is doing."""
        search: Search[Any] = Search()[:0]
        search.aggs.bucket("kinds", aggs.Terms(field="kind"))
        buckets = self._patiently(search, "counting")["aggregations"]["kinds"]["buckets"]
        count = {bucket["key"]: bucket["doc_count"] for bucket in buckets}
        return BackendStatus(
            name=self.name,
            documents=count.get(DOCUMENT, 0),
            tombstones=count.get(TOMBSTONE, 0),
            position=self.position(),
            details=management.describe(self._client, self._aliases) | {"saved": str(count.get(SAVED, 0))},
        )

    def save_searches(self, searches: Mapping[str, SearchQuery], *, mark: str = "") -> None:
        """Let `matches` find these queries."""
        self.index.abilities()
        actions = [saved.saved_action(search_id, query) for search_id, query in searches.items()]
        write_everywhere(self._client, self._aliases, actions)
        if mark:
            write_everywhere(self._client, self._aliases, [saved.mark_action(mark)])

    def searches_mark(self) -> str:
        """Return what was last saved, as the index says."""
        if management.live_abilities(self._client, self._aliases) is None:
            raise BackendUnavailable("There is no search index: run `manage.py search reindex`.")
        with told("asking for its saved searches"):
            try:
                note = self._client.get(index=self._aliases.live, id=MARK_ID)
            except NotFoundError:
                return ""
        return str(note["_source"]["asked"]["mark"])

    def drop_search(self, search_id: str) -> None:
        """Let `matches` find this query no more."""
        write_everywhere(self._client, self._aliases, [saved.dropped_action(search_id)])

    def matches(self, document: SearchDocument) -> list[str]:
        """Return the ids of saved searches that the document answers."""
        return saved.matches(self._client, self._aliases.live, document, abilities=self.index.abilities())

    def _patiently(self, search: Search[Any], doing: str) -> dict[str, Any]:
        return self.index.execute(search, until=time.monotonic() + PATIENCE, doing=doing)

    def _tidy(self) -> None:
        """Look now and then for what a killed rebuild has left: writers are always there, rebuilds are not."""
        if time.monotonic() - self._tidied > _TIDY_EVERY:
            self._tidied = time.monotonic()
            self._standing = management.tidy(self._client, self._aliases, former=self._standing)
