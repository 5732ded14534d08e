"""Names to numbers, once a request and bounded in time: the system's own look-up can take half a minute."""

from __future__ import annotations

import queue
import socket
import threading
from collections.abc import Sequence
from typing import Protocol

from pressroom.outgoing.enums import Failure
from pressroom.outgoing.exceptions import NotAnsweredError

#: Look-ups under way. One that outlives its request keeps its place until the system gives it up.
_MOST_AT_ONCE = 128
_places = threading.BoundedSemaphore(_MOST_AT_ONCE)


class Resolve(Protocol):
    """What looks a name up."""

    def __call__(self, host: str, port: int, *, within: float) -> Sequence[str]:
        """Return the numbers of a name, the preferred first.

        Raises:
            NotAnsweredError: there is none, or it took longer than `within` seconds.
        """


def look_up(host: str, port: int, *, within: float) -> list[str]:
    """Ask the system's resolver. See `Resolve`."""
    places = _places  # the one that is taken is the one that is given back
    if not places.acquire(timeout=max(0.0, within)):
        raise NotAnsweredError(Failure.TIMEOUT)
    found: queue.SimpleQueue[list[str]] = queue.SimpleQueue()

    def ask() -> None:
        try:
            rows = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            found.put(list(dict.fromkeys(str(row[4][0]) for row in rows)))
        except (OSError, UnicodeError):  # the latter: a label that is empty or too long
            found.put([])
        finally:
            places.release()

    threading.Thread(target=ask, name="look-up", daemon=True).start()
    try:
        numbers = found.get(timeout=max(0.0, within))
    except queue.Empty:
        raise NotAnsweredError(Failure.TIMEOUT) from None
    if not numbers:
        raise NotAnsweredError(Failure.NAME)
    return numbers
