"""Counts in this process's memory, and the thread that puts them into the database every few seconds.

Counting never waits and never fails a request: it is one entry of a dictionary under a lock. What is counted is lost if
the process is killed before the next flush, a few seconds' worth; figures of reach may be a little low, never high.

Memory is bounded: at most `MOST_ROWS` different rows wait, whatever is asked for; hosts, which anybody can make up, are
at most `MOST_HOSTS` a day, the rest counted as one. A forked child begins with nothing and starts a thread of its own.
"""

from __future__ import annotations

import atexit
import datetime as dt
import logging
import os
import threading
from collections.abc import Callable, Iterable, Mapping

from django.conf import settings

from cms.common import clock
from cms.ledger.overlay import refuse_ahead
from pressroom.reach import sources
from pressroom.reach.enums import Channel

logger = logging.getLogger(__name__)

MOST_ROWS = 20_000
MOST_HOSTS = 500

#: As the table's column: one row that does not fit would keep all others out.
_ID_LENGTH = 10

#: A row of the table but its count.
Row = tuple[dt.date, str, str, str]
#: What is counted at a time: as a row, with all items of one answer together.
_Entry = tuple[dt.date, str, tuple[str, ...], str]
Store = Callable[[Mapping[Row, int]], None]


class Counter:
    """Counts of one process. `store` puts rows into the database and may fail; they are kept for the next time."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._begin()

    def _begin(self) -> None:
        self._lock = threading.Lock()
        self._flushing = threading.Lock()
        self._entries: dict[_Entry, int] = {}
        self._hosts: set[str] = set()
        self._day = dt.date.min
        self._thread: threading.Thread | None = None
        self._stopping = threading.Event()
        self._pid = os.getpid()

    def add(self, channel: Channel, items: tuple[str, ...], source: str) -> None:
        """Count an answer once: for all `items` in it, or for itself if there are none. Never raises, never waits."""
        day = clock.today()
        with self._lock:
            if day != self._day:
                self._day, self._hosts = day, set()
            entry = (day, channel.value, items, self._bounded(source))
            if entry in self._entries:
                self._entries[entry] += 1
            elif len(self._entries) < MOST_ROWS:
                self._entries[entry] = 1
        if self._thread is None:
            self._start()

    def flush(self) -> bool:
        """Store what has been counted; False if that failed, and it is kept for the next time."""
        with self._flushing:
            with self._lock:
                entries, self._entries = self._entries, {}
            if not entries:
                return True
            try:
                self._store(_rows(entries))
            except Exception as error:  # noqa: BLE001  a lost database: pages are answered, counts wait
                logger.warning(
                    "Reach could not be stored, %s rows wait: %s", len(entries), type(error).__name__
                )
                self._take_back(entries)
                return False
            return True

    def stop(self) -> None:
        """End the thread, and store what is left."""
        self._stopping.set()
        self.flush()

    def after_fork(self) -> None:
        """Forget what the parent counted (it will store that itself), its locks and its thread."""
        self._begin()

    def clear(self) -> None:
        """Forget everything. For tests."""
        with self._lock:
            self._entries, self._hosts = {}, set()

    def _bounded(self, source: str) -> str:
        if not sources.host_in(source) or source in self._hosts:
            return source
        if len(self._hosts) >= MOST_HOSTS:
            return sources.OTHER_HOSTS
        self._hosts.add(source)
        return source

    def _take_back(self, entries: Mapping[_Entry, int]) -> None:
        with self._lock:
            for entry, count in entries.items():
                if entry in self._entries or len(self._entries) < MOST_ROWS:
                    self._entries[entry] = self._entries.get(entry, 0) + count

    def _start(self) -> None:
        seconds: float = settings.REACH_FLUSH_SECONDS
        with self._lock:
            if self._thread is not None or not seconds:
                return
            self._thread = threading.Thread(target=self._run, args=(seconds,), name="reach", daemon=True)
        self._thread.start()
        atexit.register(self._stop_if_ours, os.getpid())

    def _stop_if_ours(self, pid: int) -> None:
        if pid == os.getpid():  # a child inherits what is to be done at the end, too
            self.stop()

    def _run(self, seconds: float) -> None:
        from django.db import connections  # noqa: PLC0415  (the thread's own)

        stopping = self._stopping
        while not stopping.wait(seconds):
            self.flush()
            connections.close_all()


def _rows(entries: Mapping[_Entry, int]) -> dict[Row, int]:
    rows: dict[Row, int] = {}
    for (day, channel, items, source), count in entries.items():
        for item in items or ("",):
            row = (day, channel, item, source)
            rows[row] = rows.get(row, 0) + count
    return rows


def count(channel: Channel, items: Iterable[str] = (), source: str = sources.NOBODY) -> None:
    """Count one answer or delivery.

    Args:
        items: public ids of the items in it; none for a list, a feed or another answer as a whole.
        source: through whom, as `sources` makes it.

    Raises:
        NotSeenAheadError: inside a look ahead, which reaches one named person before anything is out.
    """
    refuse_ahead("a count of readers")
    if len(source) > sources.LONGEST:
        source = sources.NOBODY
    counter.add(channel, tuple(item for item in items if len(item) <= _ID_LENGTH), source)


def _store(rows: Mapping[Row, int]) -> None:
    from pressroom.reach.storing import add_counts  # noqa: PLC0415  (the table is there once the apps are)

    add_counts(rows)


counter = Counter(_store)
os.register_at_fork(after_in_child=counter.after_fork)
