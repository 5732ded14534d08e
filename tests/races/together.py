"""Do several things at the same moment, each in a thread with a connection of its own."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from django.db import connection, connections

import pytest

#: What every race needs: a database for all threads (conftest.py), and on PostgreSQL real commits in the test database.
RACE = [
    pytest.mark.django_db(transaction=connection.vendor == "postgresql"),
    pytest.mark.usefixtures("shared_database"),
]


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """Start `acts` together; return, in their order, what each returned or the exception it raised."""
    barrier = threading.Barrier(len(acts))
    results: list[Any] = [None] * len(acts)

    def run(place: int, act: Callable[[], Any]) -> None:
        try:
            connections["default"].ensure_connection()
            barrier.wait(30)
            results[place] = act()
        except Exception as error:  # noqa: BLE001  (it is the result)
            results[place] = error
        finally:
            connections["default"].close()

    threads = [threading.Thread(target=run, args=(place, act)) for place, act in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(90)
    assert not any(thread.is_alive() for thread in threads), "they wait for each other"
    return results


def losers(results: list[Any]) -> list[Exception]:
    """Return what was refused."""
    return [result for result in results if isinstance(result, Exception)]
