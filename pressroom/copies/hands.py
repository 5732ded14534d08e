"""Threads that visit pages, a few at a time."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Protocol

from pressroom.copies.fetching import Outcome, Visit, visit_page


class Hands(Protocol):
    """Where visits are made."""

    def free(self) -> int:
        """Return how many more visits can be begun."""

    def hosts(self) -> set[str]:
        """Return the sites that are being visited."""

    def start(self, visit: Visit) -> None:
        """Begin a visit; there is a hand free for it."""

    def finished(self, wait: float) -> Sequence[Outcome]:
        """Return what has come back; wait for something for so many seconds at most."""


class Threads:
    """A thread for each visit, `most` at once."""

    def __init__(self, visit_one: Callable[[Visit], Outcome] = visit_page, *, most: int = 8) -> None:
        self._visit_one, self._most = visit_one, most
        self._under_way: dict[int, str] = {}  # used by the one thread that calls the methods
        self._back: queue.SimpleQueue[Outcome] = queue.SimpleQueue()

    def free(self) -> int:
        """Return how many more visits can be begun."""
        return self._most - len(self._under_way)

    def hosts(self) -> set[str]:
        """Return the sites that are being visited."""
        return set(self._under_way.values())

    def start(self, visit: Visit) -> None:
        """Begin a visit in a thread of its own."""
        # A daemon: one that waits for a site must not keep the process from ending; its page is due again.
        threading.Thread(target=self._run, args=(visit,), name="copies", daemon=True).start()
        self._under_way[visit.page_id] = visit.host

    def finished(self, wait: float) -> list[Outcome]:
        """Return one visit that has come back, or none: comparing takes a while, and others can begin meanwhile."""
        found: list[Outcome] = []
        with suppress(queue.Empty):
            found.append(self._back.get(timeout=wait) if wait > 0 else self._back.get_nowait())
        for outcome in found:
            self._under_way.pop(outcome.visit.page_id, None)
        return found

    def _run(self, visit: Visit) -> None:
        self._back.put(self._visit_one(visit))
