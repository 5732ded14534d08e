"""Put counts into the table: one statement for many rows, adding to what is there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.db import connection, transaction

from pressroom.reach.models import ReachCount

_COLUMNS = 5
#: Rows in a statement: within SQLite's limit of parameters.
_BATCH = 150


def add_counts(rows: Mapping[tuple[dt.date, str, str, str], int]) -> None:
    """Add counts to their rows, all or none. Rows go in order, so two processes can't wait for each other in a ring."""
    table = ReachCount._meta.db_table
    ordered = sorted(rows.items())
    with transaction.atomic(), connection.cursor() as cursor:
        for start in range(0, len(ordered), _BATCH):
            batch = ordered[start : start + _BATCH]
            places = ", ".join([f"({', '.join(['%s'] * _COLUMNS)})"] * len(batch))
            cursor.execute(
                f"INSERT INTO {table} (day, channel, item, source, count) VALUES {places} "  # noqa: S608  (no value)
                f"ON CONFLICT (day, channel, item, source) DO UPDATE SET count = {table}.count + excluded.count",
                [value for row, count in batch for value in (*row, count)],
            )
