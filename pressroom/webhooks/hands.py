"""Hands that send: threads that know no database. Those that wait for a slow receiver take nothing from the others."""

from __future__ import annotations

import logging
import queue
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Protocol

from pressroom.webhooks.posting import Outcome, Parcel, Post, post

logger = logging.getLogger(__name__)

#: Seconds after which a receiver is slow.
PATIENCE = 3.0


@dataclass(frozen=True)
class Sent:
    """A parcel and what came of it."""

    parcel: Parcel
    outcome: Outcome


class Hands(Protocol):
    """Where attempts are made."""

    def free(self) -> tuple[int, int]:
        """Return how many more parcels can be sent at once: of those that are not slow, and of slow ones."""

    def is_busy(self) -> bool:
        """Whether any parcel is under way."""

    def start(self, parcel: Parcel) -> None:
        """Send a parcel at once; there is a hand free for it."""

    def finished(self, wait: float) -> Sequence[Sent]:
        """Return what has come back; wait for something for so many seconds at most."""


class Threads:
    """A thread for each parcel: `quick` at once, further ones when those have waited for `PATIENCE`, `most` in all.

    So hands that hang make room for others after a moment, and endpoints known to be slow get `slow` of them at most.
    """

    def __init__(self, post_one: Post = post, *, quick: int = 32, slow: int = 32, most: int = 256) -> None:
        self._post, self._quick, self._slow, self._most = post_one, quick, slow, most
        self._under_way: dict[Parcel, float] = {}  # used by the one thread that calls `start` and `finished`
        self._sent: queue.SimpleQueue[Sent] = queue.SimpleQueue()

    def free(self) -> tuple[int, int]:
        """Return how many more can be sent at once."""
        now = time.monotonic()
        slow = sum(parcel.is_slow for parcel in self._under_way)
        quick = sum(now - began < PATIENCE for parcel, began in self._under_way.items() if not parcel.is_slow)
        left = self._most - len(self._under_way)
        return max(0, min(self._quick - quick, left)), max(0, min(self._slow - slow, left))

    def is_busy(self) -> bool:
        """Whether any parcel is under way."""
        return bool(self._under_way)

    def start(self, parcel: Parcel) -> None:
        """Send a parcel in a thread of its own."""
        # A daemon: one that waits for a receiver must not keep the process from ending; what it held is sent again.
        threading.Thread(target=self._send, args=(parcel,), name="webhook", daemon=True).start()
        self._under_way[parcel] = time.monotonic()

    def finished(self, wait: float) -> list[Sent]:
        """Return what has come back, all of it at once, so that it is recorded in one transaction."""
        found: list[Sent] = []
        with suppress(queue.Empty):
            found.append(self._sent.get(timeout=wait) if wait > 0 else self._sent.get_nowait())
            while True:
                found.append(self._sent.get_nowait())
        for sent in found:
            del self._under_way[sent.parcel]
        return found

    def _send(self, parcel: Parcel) -> None:
        try:
            outcome = self._post(parcel)
        except Exception:  # a fault of ours: the message must be tried again, and its endpoint not be lost
            logger.exception("A webhook could not be sent")
            outcome = Outcome(None, "fault", 0.0)
        self._sent.put(Sent(parcel, outcome))
