"""On PostgreSQL, every request of the public's tests is made by an account that cannot read the workshop."""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from typing import Any

from django.core.management import call_command
from django.db import connection
from django.test.client import ClientHandler

import psycopg
import pytest

#: Accounts belong to the server, not to a database: each process of the tests has its own.
READER = f"public_reader_{os.getpid()}"
WORKSHOP = ("/admin/", "/godkann/", "/dela/")


@pytest.fixture(autouse=True)
def _public_is_read_by_an_account_of_its_own(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> Iterator[None]:
    marker = request.node.get_closest_marker("django_db")
    if connection.vendor != "postgresql" or marker is None or marker.kwargs.get("transaction"):
        yield
        return
    request.getfixturevalue("db")
    with connection.cursor() as cursor:  # goes with the test's transaction
        cursor.execute(f"CREATE ROLE {READER}")
    call_command("grant_public_reader", READER, stdout=io.StringIO())
    real = ClientHandler.__call__

    def as_reader(self: ClientHandler, environ: dict[str, Any]) -> Any:
        if environ["PATH_INFO"].startswith(WORKSHOP):
            return real(self, environ)
        # Past Django, so that tests which count queries count the page's own.
        connection.connection.execute(f"SET ROLE {READER}")
        try:
            return real(self, environ)
        finally:
            with suppress(psycopg.Error):
                connection.connection.execute("RESET ROLE")

    monkeypatch.setattr(ClientHandler, "__call__", as_reader)
    yield


@pytest.fixture
def as_owner() -> Callable[[], AbstractContextManager[None]]:
    """Return a block in which something is printed in the middle of a public request."""

    @contextmanager
    def block() -> Iterator[None]:
        if connection.vendor != "postgresql":
            yield
            return
        connection.connection.execute("RESET ROLE")
        yield
        connection.connection.execute(f"SET ROLE {READER}")

    return block
