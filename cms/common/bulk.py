"""Insert many rows with one prepared statement: what takes time while a release holds its locks.

`bulk_create` puts each statement together value by value, which took more than half of a large release
(docs/benchmarks.md). Here the database's driver repeats one statement. Signals, defaults and ids are not its business.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection, models

#: Values of these exact types go to the driver as they are, in every field but JSON.
_PLAIN = frozenset({str, int, type(None)})


def insert(model: type[models.Model], names: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Insert `rows` into the table of `model`. In the caller's transaction.

    Args:
        names: the fields' attribute names (`current_id`), in the order of each row's values.
    """
    fields = [_field(model, name) for name in names]
    quote = connection.ops.quote_name
    columns = ", ".join(quote(str(field.column)) for field in fields)
    places = ", ".join(["%s"] * len(fields))
    sql = f"INSERT INTO {quote(model._meta.db_table)} ({columns}) VALUES ({places})"  # noqa: S608  (our own names)
    values = [_prepared(fields, row) for row in rows]
    if values:
        with connection.cursor() as cursor:
            cursor.executemany(sql, values)


def insert_objects(objects: Sequence[models.Model]) -> None:
    """Insert finished objects of one model that bring their own primary key."""
    if objects:
        names = [field.attname for field in objects[0]._meta.concrete_fields]
        insert(type(objects[0]), names, [[getattr(entry, name) for name in names] for entry in objects])


def _field(model: type[models.Model], name: str) -> models.Field[Any, Any]:
    return next(field for field in model._meta.concrete_fields if field.attname == name)


def _prepared(fields: Sequence[models.Field[Any, Any]], row: Sequence[Any]) -> list[Any]:
    return [
        value
        if type(value) in _PLAIN and not isinstance(field, models.JSONField)
        else field.get_db_prep_save(value, connection=connection)
        for field, value in zip(fields, row, strict=True)
    ]
