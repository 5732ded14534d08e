"""A database that can be put back to where it was in a moment: a copied file, or PostgreSQL's template databases."""

from __future__ import annotations

import os
import shutil
import sqlite3
from pathlib import Path
from urllib.parse import urlsplit

from django.db import connections


class Copies:
    """The database and the files as they were when `keep` was called; `restore` puts them back."""

    def __init__(self) -> None:
        self.files = Path(os.environ["FAULTS_FILES"])
        self.database = os.environ["FAULTS_DATABASE"]

    def keep(self) -> None:
        connections.close_all()
        shutil.copytree(self.files, f"{self.files}-kept")
        if self.database.startswith("postgres"):
            self._postgresql("DROP DATABASE IF EXISTS {kept}", "CREATE DATABASE {kept} TEMPLATE {name}")
        else:
            # Not a copied file: what a process has just written may still stand in the log beside it.
            source, kept = sqlite3.connect(self.database), sqlite3.connect(f"{self.database}-kept")
            source.backup(kept)
            source.close()
            kept.close()

    def restore(self) -> None:
        connections.close_all()
        shutil.rmtree(self.files)
        shutil.copytree(f"{self.files}-kept", self.files)
        if self.database.startswith("postgres"):
            self._postgresql("DROP DATABASE {name} WITH (FORCE)", "CREATE DATABASE {name} TEMPLATE {kept}")
        else:
            for rest in ("-wal", "-shm", "-journal"):
                Path(self.database + rest).unlink(missing_ok=True)
            shutil.copyfile(f"{self.database}-kept", self.database)

    def drop(self) -> None:
        if self.database.startswith("postgres"):
            connections.close_all()
            self._postgresql("DROP DATABASE IF EXISTS {name} WITH (FORCE)", "DROP DATABASE IF EXISTS {kept}")

    def _postgresql(self, *statements: str) -> None:
        run_on_server(self.database, *statements)


def run_on_server(url: str, *statements: str) -> None:
    """Run statements beside the database that `url` names; `{name}` and `{kept}` are it and its copy."""
    import psycopg

    name = urlsplit(url).path.strip("/")
    beside = urlsplit(url)._replace(path="/postgres").geturl()
    with psycopg.connect(beside, autocommit=True) as server:
        for statement in statements:
            server.execute(statement.format(name=f'"{name}"', kept=f'"{name}-kept"'))
