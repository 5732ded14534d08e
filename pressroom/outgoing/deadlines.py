"""A deadline for a whole request.

A socket's own timeout is for one read: a byte a second would keep it waiting for ever.
"""

from __future__ import annotations

import os
import socket
import threading
import time
from contextlib import suppress
from types import TracebackType
from typing import Self


class Deadline:
    """So many seconds for everything inside the `with` block; then the connections that it watches are cut."""

    def __init__(self, seconds: float) -> None:
        self._at = time.monotonic() + seconds
        self._lock = threading.Lock()
        self._watched: list[socket.socket] = []
        self._timer = threading.Timer(seconds, self._cut)
        self._timer.daemon = True
        self.has_passed = False

    def __enter__(self) -> Self:
        self._timer.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._timer.cancel()
        with self._lock:
            for ours in self._watched:
                ours.close()
            self._watched.clear()

    def left(self) -> float:
        """Return the seconds that are left, never quite none: 0 would mean no timeout to a socket."""
        return max(0.001, self._at - time.monotonic())

    def watch(self, connection: socket.socket) -> None:
        """Cut `connection` when the time has passed, whatever has been wrapped around it by then."""
        ours = socket.socket(fileno=os.dup(connection.fileno()))
        with self._lock:
            self._watched.append(ours)
            if self.has_passed:
                _shut(ours)

    def _cut(self) -> None:
        with self._lock:
            self.has_passed = True
            for ours in self._watched:
                _shut(ours)


def _shut(connection: socket.socket) -> None:
    with suppress(OSError):  # the other side was first
        connection.shutdown(socket.SHUT_RDWR)
