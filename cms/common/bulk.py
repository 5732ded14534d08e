"""Insert many rows with one prepared statement: what takes time while a release holds its locks.

`bulk_create` puts each statement together value by value, which took more than half of a large release
(docs/benchmarks.md). Here the database's driver repeats one statement. Signals, defaults and ids are not its business.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections, models

#: Values of these exact types go to the driver as they are, in every field but JSON.
_PLAIN = frozenset({str, int, type(None)})


def insert(model: type[models.Model], names: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Insert `rows` into the table of `model`. In the caller's transaction.

    Args:
        names: the fields' attribute names (`current_id`), in the order of each row's values.
    """
    if not rows:
        return
    connection = connections[DEFAULT_DB_ALIAS]
    fields = {field.attname: field for field in model._meta.concrete_fields}
    chosen = [fields[name] for name in names]
    quote = connection.ops.quote_name
    columns = ", ".join(quote(str(field.column)) for field in chosen)
    places = ", ".join(["%s"] * len(chosen))
    sql = f"INSERT INTO {quote(model._meta.db_table)} ({columns}) VALUES ({places})"  # noqa: S608  (our own names)
    values: Any = _prepared([_preparer(field, connection) for field in chosen], rows)
    with connection.cursor() as cursor:
        cursor.executemany(sql, values)


def insert_objects(objects: Sequence[models.Model]) -> None:
    """Insert finished objects of one model that bring their own primary key."""
    if objects:
        names = [field.attname for field in objects[0]._meta.concrete_fields]
        insert(type(objects[0]), names, [[getattr(entry, name) for name in names] for entry in objects])


def _preparer(field: models.Field[Any, Any], connection: Any) -> Callable[[Any], Any]:
    """Return what makes a value of `field` ready for the driver."""

    def prepare(value: Any) -> Any:
        return field.get_db_prep_save(value, connection=connection)

    def pass_or_prepare(value: Any) -> Any:
        return value if type(value) in _PLAIN else field.get_db_prep_save(value, connection=connection)

    return prepare if isinstance(field, models.JSONField) else pass_or_prepare


def _prepared(
    preparers: Sequence[Callable[[Any], Any]], rows: Iterable[Sequence[Any]]
) -> Iterator[list[Any]]:
    """Yield row after row as the driver takes them, so that not all of them are there twice."""
    for row in rows:
        yield [prepare(value) for prepare, value in zip(preparers, row, strict=True)]
