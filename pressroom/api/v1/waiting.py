"""Long polling: a question for changes may wait until there are some. See docs/decisions/0024-waiting-for-changes.md.

A request that waits holds a thread of the server, so few may at once; whoever finds no room is answered immediately.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from cms.ledger import queries
from cms.ledger.overlay import refuse_ahead
from pressroom.freshness import CACHE_CONTROL

View = Callable[..., HttpResponseBase]
#: Seconds that a question may wait at most: proxies give up after thirty or sixty.
MAX_WAIT = 25
#: Seconds between two looks at the ledger's head, one query each.
POLL = 0.5
#: What `Retry-After` says to whoever found no room.
RETRY_AFTER = 5


class _Room:
    """Counts who waits in this process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._taken = 0

    def enter(self) -> bool:
        """Take a place if there is one."""
        with self._lock:
            if self._taken >= settings.CHANGES_WAITERS:
                return False
            self._taken += 1
            return True

    def leave(self) -> None:
        """Give the place back."""
        with self._lock:
            self._taken -= 1


_room = _Room()


def waits(view: View, *, sleep: Callable[[float], None] = time.sleep) -> View:
    """Let `view` be asked with `since` and `wait`: hold the request while the ledger ends at `since`.

    It only delays. What `view` answers after that is its own matter, refusals of these parameters too.

    Args:
        view: answers changes.
        sleep: waits so many seconds; for tests.
    """

    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        seconds, since = _number(request, "wait"), _number(request, "since")
        if not 0 < seconds <= MAX_WAIT or queries.get_head().seq != since:
            return view(request, *args, **kwargs)
        refuse_ahead("waiting for changes")
        has_room = _room.enter()
        if has_room:
            try:
                _wait(since, seconds, sleep)
            finally:
                _room.leave()
        response = view(request, *args, **kwargs)
        # A copy would be answered at once to whoever wants to wait.
        response.headers["Cache-Control"] = CACHE_CONTROL
        if not has_room:
            response.headers["Retry-After"] = str(RETRY_AFTER)
        return response

    return answer


def _wait(since: int, seconds: int, sleep: Callable[[float], None]) -> None:
    """Return when the ledger has moved from `since`, or after so many seconds."""
    end = time.monotonic() + seconds
    while (left := end - time.monotonic()) > 0:
        sleep(min(POLL, left))
        if queries.get_head().seq != since:
            return


def _number(request: HttpRequest, name: str) -> int:
    """Return a parameter that is there once and a small whole number; 0 otherwise."""
    values = request.GET.getlist(name)
    text = values[0] if len(values) == 1 else ""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 20 else 0
