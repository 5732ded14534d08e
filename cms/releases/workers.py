"""Hands for slow work, so that whoever watches the clock is never held up by it."""

from __future__ import annotations

import logging
import queue
import threading
import time
from collections.abc import Callable
from typing import Protocol

from django.db import close_old_connections, connections

logger = logging.getLogger(__name__)

#: What a hand does. It handles its own errors; what escapes is logged.
Act = Callable[[], None]


class Workers(Protocol):
    """Where slow work is done."""

    def has_room(self) -> bool:
        """Tell whether an act that is started now would begin at once."""

    def start(self, act: Act) -> None:
        """Do `act`, now or as soon as there is room."""

    def wait(self, seconds: float) -> None:
        """Return when an act has ended, or after so many seconds."""


class InLine:
    """The caller's own hands: one act per `wait`, so that the caller can look at the clock in between."""

    def __init__(self, sleep: Callable[[float], None] = time.sleep) -> None:
        self._sleep = sleep
        self._is_free = True

    def has_room(self) -> bool:
        """Tell whether nothing has been done since the last `wait`."""
        return self._is_free

    def start(self, act: Act) -> None:
        """Do `act` at once."""
        self._is_free = False
        act()

    def wait(self, seconds: float) -> None:
        """Sleep."""
        self._is_free = True
        if seconds > 0:
            self._sleep(seconds)


class Threads:
    """So many threads, each with a database connection of its own."""

    def __init__(self, count: int) -> None:
        self._acts: queue.SimpleQueue[Act | None] = queue.SimpleQueue()
        self._ended: queue.SimpleQueue[None] = queue.SimpleQueue()
        self._open = 0
        self._count = threading.Lock()
        # Daemons: one that hangs on a dead disk must not keep the process from ending.
        self._threads = [threading.Thread(target=self._work, daemon=True) for _ in range(count)]
        for thread in self._threads:
            thread.start()

    def has_room(self) -> bool:
        """Tell whether a thread is idle."""
        return self._open < len(self._threads)

    def start(self, act: Act) -> None:
        """Hand `act` to the next thread that is free."""
        with self._count:
            self._open += 1
        self._acts.put(act)

    def wait(self, seconds: float) -> None:
        """Return when an act has ended, or after so many seconds."""
        try:
            self._ended.get(timeout=max(0.0, seconds))
        except queue.Empty:
            return

    def stop(self, seconds: float) -> None:
        """Let the threads end what they are at, for so many seconds at most. What waits is not begun."""
        while not self._acts.empty():
            self._acts.get()
        for _thread in self._threads:
            self._acts.put(None)
        deadline = time.monotonic() + seconds
        for thread in self._threads:
            thread.join(max(0.0, deadline - time.monotonic()))

    def _work(self) -> None:
        while (act := self._acts.get()) is not None:
            close_old_connections()
            try:
                act()
            except Exception:
                logger.exception("The publisher's work at the side failed")
            with self._count:
                self._open -= 1
            self._ended.put(None)
        connections.close_all()
