"""A search engine for tests that does what it is told: answers, fails, hangs or breaks."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence

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


class FakeBackend:
    """Answers every question with nothing found, after `trouble` has been asked.

    Args:
        trouble: called first; raises or waits.
    """

    def __init__(self, trouble: Callable[[], object] = lambda: None, *, name: str = "opensearch") -> None:
        self.name = name
        self.trouble = trouble
        self.asked = 0
        self.entries: list[Entry] = []
        self.at: int | None = 0

    def _begin(self) -> None:
        self.asked += 1
        self.trouble()

    def search(self, query: SearchQuery, *, within: float) -> SearchResult:
        self._begin()
        return SearchResult((), 0, backend=self.name)

    def suggest(self, prefix: str, *, language: str, limit: int = 8, within: float = 0.5) -> list[Suggestion]:
        self._begin()
        return [Suggestion("Kamera", "tag", "kamera", language)]

    def similar(
        self, text: str, *, language: str, limit: int = 5, within: float = 1.0, but_not: str = ""
    ) -> list[Hit]:
        self._begin()
        return []

    def write(self, entries: Sequence[Entry], *, position: int | None = None) -> int:
        self._begin()
        self.entries += entries
        self.at = max(self.at or 0, position or 0)
        return len(entries)

    def position(self) -> int | None:
        return self.at

    def refresh(self) -> None: ...

    def versions(self, *, after: str = "", limit: int = 1000) -> list[Version]:
        return []

    def forget(self, document_ids: Sequence[str]) -> None: ...

    def status(self) -> BackendStatus:
        self._begin()
        return BackendStatus(self.name, len(self.entries), 0, self.at)

    def rebuild(self, batches: object, *, position: int) -> int:
        self._begin()
        return 0

    def save_searches(self, searches: Mapping[str, SearchQuery], *, mark: str = "") -> None:
        self.trouble()

    def searches_mark(self) -> str:
        self.trouble()
        return ""

    def drop_search(self, search_id: str) -> None: ...

    def matches(self, document: SearchDocument) -> list[str]:
        return []


def is_down() -> None:
    """Fail as an engine that nobody reaches, or that only lets itself be read."""
    raise BackendUnavailable("connection refused")


def is_broken() -> None:
    """Fail in a way that nobody foresaw: an answer in another form, a broken mapping."""
    raise KeyError("hits")


class Hanging:
    """Waits until it is released; at most ten seconds, so that a failed test ends."""

    def __init__(self) -> None:
        self.released = threading.Event()

    def __call__(self) -> None:
        self.released.wait(10)
