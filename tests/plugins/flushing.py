"""Let tests that commit (`transaction=True`, live servers) empty the database in spite of what is append-only.

Django empties every table after such a test, which the triggers of the ledger and the log refuse, and which also
takes away what migrations put there (Wagtail's root page, locales, groups). Here the triggers are lifted for that one
moment and the migrations' rows are put back, so that a later test finds what a fresh database has.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from contextlib import contextmanager

from django.apps import apps
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection
from django.test import TestCase, TransactionTestCase

import pytest

GUARDS = [
    importlib.import_module(f"cms.migrations.{name}").STATEMENTS
    for name in (
        "0003_append_only",
        "0004_audit_append_only",
        "0005_sharing_append_only",
        "0006_proof_append_only",
    )
]
_pristine: dict[str, str] = {}


@contextmanager
def triggers_lifted() -> Iterator[None]:
    """Drop the append-only triggers inside the block. For tests that damage a row on purpose, and for flushing."""
    for guard in GUARDS:
        _run(guard[connection.vendor]["remove"])
    try:
        yield
    finally:
        for guard in GUARDS:
            _run(guard[connection.vendor]["install"])


def _run(statements: list[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def _remember(cls: type[TransactionTestCase]) -> None:
    """Keep what the migrations left, before the first test that commits."""
    if "default" not in _pristine:
        _pristine["default"] = connection.creation.serialize_db_to_string()


def _flush(self: TransactionTestCase) -> None:
    with triggers_lifted():
        call_command("flush", verbosity=0, interactive=False, inhibit_post_migrate=True)
    connection.creation.deserialize_db_from_string(_pristine["default"])
    # PostgreSQL counts from 1 again, where the rows that were put back already stand.
    _run(connection.ops.sequence_reset_sql(no_style(), apps.get_models(include_auto_created=True)))


@pytest.fixture(autouse=True, scope="session")
def _ledger_can_be_flushed() -> Iterator[None]:
    setup, teardown = TransactionTestCase._fixture_setup, TransactionTestCase._fixture_teardown

    def remember_then_set_up(cls: type[TransactionTestCase]) -> None:
        if not issubclass(cls, TestCase):
            _remember(cls)
        setup.__func__(cls)

    TransactionTestCase._fixture_setup = classmethod(remember_then_set_up)
    TransactionTestCase._fixture_teardown = _flush
    yield
    TransactionTestCase._fixture_setup, TransactionTestCase._fixture_teardown = setup, teardown
