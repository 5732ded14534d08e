"""How many requests one caller may make in a window of time, counted across all processes.

The counters stand in the cache `limits`. A process takes requests from them in small lots and counts those itself, so
most requests ask no cache at all. Of a lot that a process does not use up, the caller loses the rest until the window
ends: never more than the limit, perhaps a few less. Windows begin at the same instant for everybody.
"""

from __future__ import annotations

import logging
import threading
from collections import OrderedDict
from dataclasses import dataclass

from django.conf import settings
from django.core.cache import caches

from cms.common import clock

logger = logging.getLogger(__name__)

WINDOW = 300
"""Seconds."""
#: A limit is handed out to processes in this many lots.
_LOTS = 60
#: Callers that are counted in this process at a time; the least recently seen go first.
_MOST = 20_000


@dataclass(frozen=True)
class Standing:
    """What a caller has left after this request.

    Attributes:
        policy: name of the rule, as told to the client.
        resets_in: seconds until the window ends.
        is_over: this request is one too many.
    """

    policy: str
    limit: int
    remaining: int
    resets_in: int
    is_over: bool

    def policy_field(self) -> str:
        """Return the value of `RateLimit-Policy`, the same for every caller of the policy."""
        return f'"{self.policy}";q={self.limit};w={WINDOW}'

    def field(self) -> str:
        """Return the value of `RateLimit`."""
        return f'"{self.policy}";r={self.remaining};t={self.resets_in}'


def take(policy: str, caller: str) -> Standing | None:
    """Count one request of a caller and return how it stands; None where there is no limit.

    Args:
        policy: a name in `settings.API_LIMITS`.
        caller: an opaque name; a key's number or a hashed network.
    """
    limit: int = settings.API_LIMITS[policy]
    if not limit:
        return None
    at = clock.now().timestamp()
    window = int(at) // WINDOW
    resets_in = max(1, round((window + 1) * WINDOW - at))
    used = _counters.take(f"{policy}:{caller}", window, limit)
    return Standing(policy, limit, max(0, limit - used), resets_in, used > limit)


def forget() -> None:
    """Count from nothing again in this process. For tests, which empty the cache."""
    _counters.clear()


@dataclass
class _Counter:
    """What this process knows of one caller: `total` was taken by all processes, `left` of it is ours to use."""

    window: int
    total: int = 0
    left: int = 0


class _Counters:
    """The callers of this process. Bounded; safe for threads. The cache is never asked while the lock is held."""

    def __init__(self) -> None:
        self._entries: OrderedDict[str, _Counter] = OrderedDict()
        self._lock = threading.Lock()

    def take(self, name: str, window: int, limit: int) -> int:
        """Count one request; return which of the window's it is, or more than `limit`."""
        with self._lock:
            counter = self._of(name, window)
            if counter.left:
                counter.left -= 1
                return counter.total - counter.left
            if counter.total >= limit:
                return limit + 1
        lot = max(1, limit // _LOTS)
        total = _add(f"{name}:{window}", lot, known=counter.total)
        with self._lock:
            counter.total = max(counter.total, total)
            if total - lot >= limit:
                return limit + 1
            counter.left += min(lot, limit - (total - lot)) - 1
            return min(limit, total) - counter.left

    def _of(self, name: str, window: int) -> _Counter:
        counter = self._entries.get(name)
        if counter is None or counter.window != window:
            counter = self._entries[name] = _Counter(window)
        self._entries.move_to_end(name)
        if len(self._entries) > _MOST:
            self._entries.popitem(last=False)
        return counter

    def clear(self) -> None:
        with self._lock:
            self._entries.clear()


def _add(name: str, lot: int, *, known: int) -> int:
    """Take a lot from the shared counter; return what has been taken in all. Without the cache, of what is `known`."""
    try:
        cache = caches["limits"]
        try:
            return int(cache.incr(name, lot))
        except ValueError:  # not there yet
            return lot if cache.add(name, lot, 2 * WINDOW) else int(cache.incr(name, lot))
    except Exception:  # whatever the cache's client raises: the API answers on without it
        logger.warning("The cache does not answer; requests are counted in this process alone", exc_info=True)
        return known + lot


_counters = _Counters()
