"""A circuit breaker: whoever has failed several times in a row is left alone for a while."""

from __future__ import annotations

import threading
import time


class Breaker:
    """Counts failures in a row. Safe for threads.

    Args:
        failures: in a row, until nobody is let through.
        rest: seconds until one is let through again, to try.
    """

    def __init__(self, *, failures: int = 3, rest: float = 10.0) -> None:
        self._most, self._rest = failures, rest
        self._lock = threading.Lock()
        self._failures = 0
        self._closed_until = 0.0

    def lets_through(self) -> bool:
        """Whether to try now. When the rest is over, one is told to; the others wait for how it went."""
        with self._lock:
            if self._failures < self._most:
                return True
            now = time.monotonic()
            if now < self._closed_until:
                return False
            self._closed_until = now + self._rest
            return True

    def went_well(self) -> None:
        """Let everybody through again."""
        with self._lock:
            self._failures = 0

    def failed(self) -> None:
        """Count a failure."""
        with self._lock:
            self._failures += 1
            self._closed_until = time.monotonic() + self._rest
