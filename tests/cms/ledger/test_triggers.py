"""The database itself keeps the ledger append-only and gap-free, whoever connects and whatever SQL they write."""

from __future__ import annotations

import importlib

from django.db import DatabaseError, connection, transaction

import pytest

from cms.ledger.models import Edition
from tests.factories.cms_ledger import make_payload, print_editions

pytestmark = pytest.mark.django_db

COPY = (
    "INSERT INTO cms_edition (seq, item_key, language, item_type, public_id, number, kind, note, previous_id, "
    "release_key, released_at, digest, chain, payload, statement, signature) "
    "SELECT {seq}, item_key, 'en', item_type, public_id, number, "
    "kind, note, previous_id, release_key, released_at, digest, chain, payload, statement, signature "
    "FROM cms_edition WHERE seq = 1"
)


def run(statement: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.fixture(autouse=True)
def three_editions():
    print_editions([make_payload(), make_payload(), make_payload()])
    before = list(Edition.objects.order_by("seq").values_list())
    yield
    assert list(Edition.objects.order_by("seq").values_list()) == before


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE cms_edition SET note = 'x' WHERE seq = 2",
        "UPDATE cms_edition SET seq = 9 WHERE seq = 3",
        "UPDATE cms_edition SET payload = payload",
        "DELETE FROM cms_edition WHERE seq = 3",
        "DELETE FROM cms_edition",
    ],
)
def test_change_and_removal_are_refused(statement):
    with pytest.raises(DatabaseError, match="append-only"):
        run(statement)


@pytest.mark.parametrize("seq", [0, -1, 2, 5, 1_000_000])
def test_anything_but_the_next_seq_is_refused(seq):
    with pytest.raises(DatabaseError, match=r"gap-free|UNIQUE|unique"):
        run(COPY.format(seq=seq))


def test_several_rows_with_a_gap_between_them_are_refused():
    into, select = COPY.split(" SELECT ")
    fourth, sixth = select.format(seq=4), select.format(seq=6).replace("'en'", "'so'")
    with pytest.raises(DatabaseError, match="gap-free"):
        run(f"{into} SELECT {fourth} UNION ALL SELECT {sixth}")


def test_or_replace_is_no_way_around():
    if connection.vendor != "sqlite":
        statement = COPY.format(seq=2) + " ON CONFLICT (seq) DO UPDATE SET note = 'x'"
    else:
        statement = COPY.format(seq=2).replace("INSERT", "INSERT OR REPLACE")
    with pytest.raises(DatabaseError, match=r"append-only|gap-free"):
        run(statement)


def test_or_replace_with_the_next_seq_is_no_way_around():
    """SQLite removes the row that is in the way without asking the trigger on DELETE."""
    insert = "INSERT OR REPLACE" if connection.vendor == "sqlite" else "INSERT"
    same_number = COPY.replace("'en'", "language").replace("INSERT", insert, 1)
    with pytest.raises(DatabaseError, match=r"append-only|duplicate key"):
        run(same_number.format(seq=4))


@pytest.mark.parametrize("act", [lambda rows: rows.update(note="x"), lambda rows: rows.delete()])
def test_djangos_own_ways_are_refused_too(act):
    with pytest.raises(DatabaseError), transaction.atomic():
        act(Edition.objects.filter(seq=3))


@pytest.mark.postgresql
def test_truncate_is_refused():
    run("SET CONSTRAINTS ALL IMMEDIATE")  # checks of this test's own transaction that still wait
    for statement in ("TRUNCATE cms_edition", "TRUNCATE cms_edition CASCADE"):
        with pytest.raises(DatabaseError, match="append-only"):
            run(statement)


def test_another_database_is_refused_before_it_could_lose_anything():
    class Connection:
        vendor = "mysql"

    class SchemaEditor:
        connection = Connection()

    migration = importlib.import_module("cms.migrations.0003_append_only")
    with pytest.raises(NotImplementedError, match="SQLite and PostgreSQL only; this is mysql"):
        migration.install(None, SchemaEditor())


def test_triggers_go_when_the_migration_is_reversed_and_come_back_with_it():
    migration = importlib.import_module("cms.migrations.0003_append_only")

    class SchemaEditor:
        pass

    editor = SchemaEditor()
    editor.connection = connection
    with transaction.atomic():
        migration.remove(None, editor)
        run("UPDATE cms_edition SET note = note")
        migration.install(None, editor)
    with pytest.raises(DatabaseError, match="append-only"):
        run("UPDATE cms_edition SET note = note")
