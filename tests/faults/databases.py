"""A database that can be put back to where it was in a moment, while others are connected to it."""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.db import connections


class Copies:
    """The database and the files as they were when `keep` was called; `restore` puts them back."""

    def __init__(self) -> None:
        self.files = Path(os.environ["FAULTS_FILES"])
        self.database = os.environ["FAULTS_DATABASE"]
        self.is_postgresql = self.database.startswith("postgres")
        self._putting_back = ""

    def keep(self) -> None:
        connections.close_all()
        shutil.copytree(self.files, f"{self.files}-kept")
        if self.is_postgresql:
            with self._server() as server:
                self._putting_back = _keep_tables(server)
        else:
            _copy(self.database, f"{self.database}-kept")
            with closing(sqlite3.connect(f"{self.database}-kept")) as kept:
                kept.execute("PRAGMA journal_mode=WAL")

    def restore(self) -> None:
        connections.close_all()
        shutil.rmtree(self.files)
        shutil.copytree(f"{self.files}-kept", self.files)
        if self.is_postgresql:
            with self._server() as server:
                server.execute(self._putting_back)
        else:
            _copy(f"{self.database}-kept", self.database)

    def drop(self) -> None:
        connections.close_all()
        if self.is_postgresql:
            run_on_server(self.database, "DROP DATABASE IF EXISTS {name} WITH (FORCE)")

    def _server(self) -> Any:
        import psycopg

        return psycopg.connect(self.database)


def _copy(source: str, target: str) -> None:
    """Copy a whole database in one transaction: who is connected to the target sees it before or after."""
    with closing(sqlite3.connect(source)) as one, closing(sqlite3.connect(target, timeout=30)) as other:
        one.backup(other)


def _keep_tables(server: Any) -> str:
    """Copy every table of ours aside; return the statements that put all of them back, past triggers and keys."""
    server.execute("CREATE SCHEMA kept")
    rows = server.execute(
        r"SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename LIKE 'cms\_%' ORDER BY 1"
    ).fetchall()
    for (table,) in rows:
        server.execute(f'CREATE TABLE kept."{table}" AS TABLE public."{table}"')
    back = [
        f'DELETE FROM public."{table}"; INSERT INTO public."{table}" SELECT * FROM kept."{table}";'
        for (table,) in rows
    ]
    return f"SET LOCAL session_replication_role = replica; {' '.join(back)}"


def run_on_server(url: str, *statements: str) -> None:
    """Run statements beside the database that `url` names; `{name}` is it."""
    import psycopg

    name = urlsplit(url).path.strip("/")
    beside = urlsplit(url)._replace(path="/postgres").geturl()
    with psycopg.connect(beside, autocommit=True) as server:
        for statement in statements:
            server.execute(statement.format(name=f'"{name}"'))
