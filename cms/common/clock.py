"""The one clock. Everything that needs the time asks here, so that tests can set it.

`now()` is the process's clock, good enough to show and to log. `database_now()` is the database's clock and the
only one that decides whether something may be released (docs/decisions/0006-clock.md).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from zoneinfo import ZoneInfo

from django.db import connections

UTC = dt.UTC
STOCKHOLM = ZoneInfo("Europe/Stockholm")

_set_to: ContextVar[dt.datetime | None] = ContextVar("clock_set_to", default=None)


def now() -> dt.datetime:
    """Return the current instant of this process, aware, in UTC."""
    return _set_to.get() or dt.datetime.now(UTC)


def today() -> dt.date:
    """Return the current day in Sweden."""
    return now().astimezone(STOCKHOLM).date()


def database_now(using: str = "default") -> dt.datetime:
    """Return the database server's current instant (not the transaction's start), aware, in UTC."""
    fixed = _set_to.get()
    if fixed is not None:
        return fixed
    connection = connections[using]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT clock_timestamp()")
            return as_utc(cursor.fetchone()[0])
        cursor.execute("SELECT strftime('%Y-%m-%dT%H:%M:%f', 'now')")
        return as_utc(dt.datetime.fromisoformat(cursor.fetchone()[0]))


def as_utc(instant: dt.datetime) -> dt.datetime:
    """Return an instant as a database driver gave it, aware, in UTC. SQLite's are in UTC without saying so."""
    return instant.replace(tzinfo=UTC) if instant.tzinfo is None else instant.astimezone(UTC)


@contextmanager
def set_to(instant: dt.datetime) -> Iterator[None]:
    """Stop both clocks at `instant` (aware) inside the block. For tests and for dated example data only."""
    if instant.tzinfo is None:
        raise ValueError("clock.set_to needs an aware datetime; add tzinfo=clock.UTC.")
    token = _set_to.set(instant.astimezone(UTC))
    try:
        yield
    finally:
        _set_to.reset(token)


def isoformat(instant: dt.datetime) -> str:
    """Return an aware instant as RFC 3339 in UTC with milliseconds, e.g. `2026-03-03T08:00:00.000Z`."""
    return instant.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
