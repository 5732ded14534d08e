"""A database that several connections share: a copy of the test database as a file, or PostgreSQL as it is."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from django.db import connection, connections

import pytest


@pytest.fixture
def shared_database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[None]:
    """Let every thread have a connection of its own to one database, in which things are really committed."""
    # On PostgreSQL the mark in together.py has made it so that things are committed and taken away afterwards.
    request.getfixturevalue("transactional_db" if connection.vendor == "postgresql" else "db")
    if connection.vendor == "postgresql":
        yield
        return
    with _copied_to(tmp_path / "races.sqlite3"):
        yield


@contextmanager
def _copied_to(path: Path) -> Iterator[None]:
    """Put a file with what the test database holds in its place: in memory, threads would lock one another out."""
    before: Any = connections["default"]
    before.ensure_connection()
    path.write_bytes(before.connection.serialize())
    with closing(sqlite3.connect(path)) as copy:
        copy.execute("PRAGMA journal_mode=WAL")  # as the embedded default has it
    name = before.settings_dict["NAME"]
    connections.settings["default"]["NAME"] = str(path)
    connections["default"] = connections.create_connection("default")
    try:
        yield
    finally:
        connections["default"].close()
        connections.settings["default"]["NAME"] = name
        connections["default"] = before
