"""The database itself keeps the log append-only and gap-free, whoever connects and whatever SQL they write."""

from __future__ import annotations

import importlib

from django.db import DatabaseError, connection, transaction

import pytest

from cms.audit.models import AuditEntry, AuditHead, AuditReader
from tests.factories.cms_audit import make_entry

pytestmark = pytest.mark.django_db

COPY = (
    "INSERT INTO cms_auditentry (seq, at, act, actor_id, actor_name, actor_organisation, actor_email, subject_type, "
    "subject_key, subject_title, organisation, readers, facts, chain) SELECT {seq}, at, act, actor_id, actor_name, "
    "actor_organisation, actor_email, subject_type, subject_key, subject_title, organisation, readers, facts, chain "
    "FROM cms_auditentry WHERE seq = 1"
)


def run(statement: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def rows() -> list[object]:
    return [
        list(AuditEntry.objects.order_by("seq").values_list()),
        list(AuditReader.objects.order_by("pk").values_list()),
    ]


@pytest.fixture(autouse=True)
def three_entries():
    for _ in range(3):
        make_entry(readers=["polisen"])
    before = rows()
    yield
    assert rows() == before


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE cms_auditentry SET actor_name = 'x' WHERE seq = 2",
        "UPDATE cms_auditentry SET seq = 9 WHERE seq = 3",
        "UPDATE cms_auditentry SET facts = facts",
        "DELETE FROM cms_auditentry WHERE seq = 3",
        "DELETE FROM cms_auditentry",
        "UPDATE cms_auditreader SET organisation = 'x' WHERE entry_id = 2",
        "DELETE FROM cms_auditreader WHERE entry_id = 3",
        "DELETE FROM cms_auditreader",
        "INSERT INTO cms_auditreader (entry_id, organisation) VALUES (2, 'region')",
        "INSERT INTO cms_auditreader (entry_id, organisation) VALUES (3, 'region')",
    ],
)
def test_change_and_removal_are_refused(statement):
    with pytest.raises(DatabaseError, match="append-only"):
        run(statement)


@pytest.mark.parametrize("seq", [0, -1, 2, 5, 1_000_000])
def test_anything_but_the_next_seq_is_refused(seq):
    with pytest.raises(DatabaseError, match=r"gap-free|UNIQUE|unique"):
        run(COPY.format(seq=seq))


def test_the_next_seq_is_taken_so_the_statement_works():
    with transaction.atomic():
        run(COPY.format(seq=4))
        assert AuditEntry.objects.count() == 4
        transaction.set_rollback(True)


def test_or_replace_is_no_way_around():
    if connection.vendor != "sqlite":
        statement = COPY.format(seq=2) + " ON CONFLICT (seq) DO UPDATE SET actor_name = 'x'"
    else:
        statement = COPY.format(seq=2).replace("INSERT", "INSERT OR REPLACE")
    with pytest.raises(DatabaseError, match=r"append-only|gap-free"):
        run(statement)


@pytest.mark.parametrize("act", [lambda found: found.update(actor_name="x"), lambda found: found.delete()])
def test_djangos_own_ways_are_refused_too(act):
    with pytest.raises(DatabaseError), transaction.atomic():
        act(AuditEntry.objects.filter(seq=3))


@pytest.mark.postgresql
@pytest.mark.parametrize("table", ["cms_auditentry", "cms_auditreader"])
def test_truncate_is_refused(table):
    run("SET CONSTRAINTS ALL IMMEDIATE")  # checks of this test's own transaction that still wait
    with pytest.raises(DatabaseError, match="append-only"):
        run(f"TRUNCATE {table} CASCADE")


def test_the_migration_makes_the_head():
    AuditHead.objects.all().delete()
    migration = importlib.import_module("cms.migrations.0004_audit_append_only")
    editor = _editor()
    with transaction.atomic():
        migration.remove(None, editor)
        migration.install(_Apps, editor)
    assert AuditHead.objects.get().seq == 0


def test_another_database_is_refused_before_it_could_lose_anything():
    migration = importlib.import_module("cms.migrations.0004_audit_append_only")
    editor = _editor()
    editor.connection = type("Connection", (), {"vendor": "mysql"})()
    with pytest.raises(NotImplementedError, match="SQLite and PostgreSQL only; this is mysql"):
        migration.install(_Apps, editor)


def test_triggers_go_when_the_migration_is_reversed_and_come_back_with_it():
    migration = importlib.import_module("cms.migrations.0004_audit_append_only")
    with transaction.atomic():
        migration.remove(None, _editor())
        run("UPDATE cms_auditentry SET facts = facts")
        migration.install(_Apps, _editor())
    with pytest.raises(DatabaseError, match="append-only"):
        run("UPDATE cms_auditentry SET facts = facts")


class _Apps:
    """Stands for the migration's view of the models."""

    @staticmethod
    def get_model(app: str, name: str) -> type[AuditHead]:
        assert (app, name) == ("cms", "AuditHead")
        return AuditHead


def _editor():
    class SchemaEditor:
        pass

    editor = SchemaEditor()
    editor.connection = connection
    return editor
