"""A column of PostgreSQL's full text."""

from __future__ import annotations

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper


class VectorField(models.TextField):  # type: ignore[type-arg]  # generic for mypy only
    """A tsvector on PostgreSQL; on SQLite, whose full text is a table of its own, an empty column."""

    def db_type(self, connection: BaseDatabaseWrapper) -> str:
        return "tsvector" if connection.vendor == "postgresql" else "text"
