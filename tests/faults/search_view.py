"""A current view in memory, as large as wanted, and a follower of it: for faults of the search engine alone."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Sequence

from search.backends import Backend
from search.exceptions import BackendUnavailable
from search.types import Entry, SearchDocument, Tombstone, Version
from tests.factories.search import make_document

_BATCH = 200
#: Seconds after a turn that failed, as `cms.ledger.following` waits.
AFTER_FAILURE = 5.0
_WORDS = (
    "trygghet", "torg", "kamera", "skola", "park", "gata", "möte", "fritid", "polis", "bibliotek", "gård", "station",
    "kväll", "sommar",
)  # fmt: skip


class View:
    """Editions in the order of `seq`, and of each item the newest. Safe for threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._newest: dict[str, Entry] = {}
        self.log: list[Entry] = []

    @property
    def head(self) -> int:
        """Return the newest `seq`."""
        return len(self.log)

    def publish(self, number: int) -> None:
        """Print an item, or a correction of it."""
        with self._lock:
            seq = len(self.log) + 1
            self._add(_document(number, seq))

    def withdraw(self, number: int) -> str:
        """Take an item away; return its document's id."""
        with self._lock:
            gone = self._newest[_document(number, 1).document_id]
            self._add(Tombstone(gone.item_key, gone.language, len(self.log) + 1))
            return gone.document_id

    def after(self, seq: int, *, limit: int = _BATCH) -> list[Entry]:
        """Return the next editions."""
        with self._lock:
            return self.log[seq : seq + limit]

    def everything(self) -> Iterator[Sequence[Entry]]:
        """Yield the newest of every item in batches by `seq`, read as they are asked for: as `search.content` does."""
        seq = 0
        while True:
            with self._lock:
                rows = [entry for entry in self.log[seq:] if self._newest[entry.document_id] is entry][
                    :_BATCH
                ]
            if not rows:
                return
            seq = rows[-1].seq
            yield rows

    def versions(self) -> list[Version]:
        """Return what an index should hold."""
        with self._lock:
            return [
                Version(key, entry.seq, isinstance(entry, Tombstone))
                for key, entry in sorted(self._newest.items())
            ]

    def _add(self, entry: Entry) -> None:
        self.log.append(entry)
        self._newest[entry.document_id] = entry


def follow(backend: Backend, view: View, *, until: Callable[[], bool]) -> None:
    """Write what the index lacks, from the position that it tells itself, through every failure."""
    while not until():
        try:
            position = backend.position() or 0
            entries = view.after(position)
            if entries:
                backend.write(entries, position=entries[-1].seq)
            else:
                time.sleep(0.05)
        except BackendUnavailable:
            time.sleep(AFTER_FAILURE)


def held(backend: Backend) -> list[Version]:
    """Return all that an index holds."""
    backend.refresh()
    found: list[Version] = []
    while page := backend.versions(after=found[-1].document_id if found else "", limit=5000):
        found += page
    return found


def _document(number: int, seq: int) -> SearchDocument:
    words = [_WORDS[(number * step) % len(_WORDS)] for step in (1, 3, 5, 7)]
    return make_document(
        f"item-{number}", seq=seq, first_seq=seq, title=f"{words[0].title()} {number}", summary=" ".join(words),
        parts=(), facets={"area": (f"area-{number % 5}",)},
    )  # fmt: skip
