"""How long the database may take, and what its own trouble is called."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import DatabaseError, connection, transaction

from search.exceptions import BackendUnavailable

#: SQLite asks whether to go on after so many steps of its machine: some tenths of a millisecond.
_STEPS = 5_000
_LIMIT = "SELECT set_config('statement_timeout', %s, true)"


@contextmanager
def available() -> Iterator[None]:
    """Turn the database's trouble into `BackendUnavailable`."""
    try:
        yield
    except DatabaseError as error:
        raise BackendUnavailable(f"The search index in the database does not answer: {error}") from error


@contextmanager
def answered_within(seconds: float) -> Iterator[None]:
    """Let no statement inside run on after `seconds`; one that would is ended and raises `BackendUnavailable`."""
    with available():
        if connection.vendor == "postgresql":
            is_inside = connection.in_atomic_block
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(_LIMIT, [str(max(1, int(seconds * 1000)))])
                yield
                if is_inside:  # the limit would stay until the transaction around this one ends
                    cursor.execute(_LIMIT, ["0"])
            return
        deadline = time.monotonic() + seconds
        connection.ensure_connection()
        driver = connection.connection
        driver.set_progress_handler(lambda: time.monotonic() > deadline, _STEPS)
        try:
            yield
        finally:
            driver.set_progress_handler(None, 0)
