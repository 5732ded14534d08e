"""The database itself keeps the log of acts append-only, as migration 0003 does for the ledger.

Entries: no UPDATE, no DELETE (nor TRUNCATE on PostgreSQL), and an INSERT must carry the next seq. Who may see an entry
is written with it, before the head moves past it, and never after. See docs/decisions/0016-audit-log.md.
"""

from django.db import migrations

SQLITE = {
    "install": [
        """
        CREATE TRIGGER cms_auditentry_no_update BEFORE UPDATE ON cms_auditentry
        BEGIN SELECT RAISE(ABORT, 'The log is append-only: an entry is never changed.'); END
        """,
        """
        CREATE TRIGGER cms_auditentry_no_delete BEFORE DELETE ON cms_auditentry
        BEGIN SELECT RAISE(ABORT, 'The log is append-only: an entry is never deleted.'); END
        """,
        """
        CREATE TRIGGER cms_auditentry_next_seq BEFORE INSERT ON cms_auditentry
        WHEN NEW.seq <> (SELECT COALESCE(MAX(seq), 0) + 1 FROM cms_auditentry)
        BEGIN SELECT RAISE(ABORT, 'The log is gap-free: an entry must carry the next seq.'); END
        """,
        """
        CREATE TRIGGER cms_auditreader_no_update BEFORE UPDATE ON cms_auditreader
        BEGIN SELECT RAISE(ABORT, 'The log is append-only: who may see an entry is never changed.'); END
        """,
        """
        CREATE TRIGGER cms_auditreader_no_delete BEFORE DELETE ON cms_auditreader
        BEGIN SELECT RAISE(ABORT, 'The log is append-only: who may see an entry is never changed.'); END
        """,
        """
        CREATE TRIGGER cms_auditreader_with_entry BEFORE INSERT ON cms_auditreader
        WHEN NEW.entry_id <= (SELECT COALESCE(MAX(seq), 0) FROM cms_audithead)
        BEGIN SELECT RAISE(ABORT, 'The log is append-only: who may see an entry is written with it.'); END
        """,
    ],
    "remove": [
        "DROP TRIGGER cms_auditentry_no_update",
        "DROP TRIGGER cms_auditentry_no_delete",
        "DROP TRIGGER cms_auditentry_next_seq",
        "DROP TRIGGER cms_auditreader_no_update",
        "DROP TRIGGER cms_auditreader_no_delete",
        "DROP TRIGGER cms_auditreader_with_entry",
    ],
}
POSTGRESQL = {
    "install": [
        """
        CREATE FUNCTION cms_audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE EXCEPTION 'The log is append-only: nothing in it is changed or deleted.'; END $$
        """,
        """
        CREATE FUNCTION cms_auditentry_next_seq() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          IF NEW.seq <> (SELECT COALESCE(MAX(seq), 0) + 1 FROM cms_auditentry) THEN
            RAISE EXCEPTION 'The log is gap-free: an entry must carry the next seq.';
          END IF;
          RETURN NEW;
        END $$
        """,
        """
        CREATE FUNCTION cms_auditreader_with_entry() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          IF NEW.entry_id <= (SELECT COALESCE(MAX(seq), 0) FROM cms_audithead) THEN
            RAISE EXCEPTION 'The log is append-only: who may see an entry is written with it.';
          END IF;
          RETURN NEW;
        END $$
        """,
        """
        CREATE TRIGGER cms_auditentry_no_change BEFORE UPDATE OR DELETE ON cms_auditentry
        FOR EACH ROW EXECUTE FUNCTION cms_audit_refuse()
        """,
        """
        CREATE TRIGGER cms_auditentry_no_truncate BEFORE TRUNCATE ON cms_auditentry
        FOR EACH STATEMENT EXECUTE FUNCTION cms_audit_refuse()
        """,
        """
        CREATE TRIGGER cms_auditentry_next_seq BEFORE INSERT ON cms_auditentry
        FOR EACH ROW EXECUTE FUNCTION cms_auditentry_next_seq()
        """,
        """
        CREATE TRIGGER cms_auditreader_no_change BEFORE UPDATE OR DELETE ON cms_auditreader
        FOR EACH ROW EXECUTE FUNCTION cms_audit_refuse()
        """,
        """
        CREATE TRIGGER cms_auditreader_no_truncate BEFORE TRUNCATE ON cms_auditreader
        FOR EACH STATEMENT EXECUTE FUNCTION cms_audit_refuse()
        """,
        """
        CREATE TRIGGER cms_auditreader_with_entry BEFORE INSERT ON cms_auditreader
        FOR EACH ROW EXECUTE FUNCTION cms_auditreader_with_entry()
        """,
    ],
    "remove": [
        "DROP TRIGGER cms_auditentry_no_change ON cms_auditentry",
        "DROP TRIGGER cms_auditentry_no_truncate ON cms_auditentry",
        "DROP TRIGGER cms_auditentry_next_seq ON cms_auditentry",
        "DROP TRIGGER cms_auditreader_no_change ON cms_auditreader",
        "DROP TRIGGER cms_auditreader_no_truncate ON cms_auditreader",
        "DROP TRIGGER cms_auditreader_with_entry ON cms_auditreader",
        "DROP FUNCTION cms_audit_refuse()",
        "DROP FUNCTION cms_auditentry_next_seq()",
        "DROP FUNCTION cms_auditreader_with_entry()",
    ],
}
STATEMENTS = {"sqlite": SQLITE, "postgresql": POSTGRESQL}


def _run(connection, which):
    if connection.vendor not in STATEMENTS:
        raise NotImplementedError(
            f"The log needs triggers, written for SQLite and PostgreSQL only; this is {connection.vendor}."
        )
    with connection.cursor() as cursor:
        for statement in STATEMENTS[connection.vendor][which]:
            cursor.execute(statement)


def install(apps, schema_editor):
    """Make the head, then create the triggers."""
    apps.get_model("cms", "AuditHead").objects.get_or_create(id=1)
    _run(schema_editor.connection, "install")


def remove(apps, schema_editor):
    """Drop the triggers."""
    _run(schema_editor.connection, "remove")


class Migration(migrations.Migration):
    """Install the triggers."""

    dependencies = [("cms", "0003_append_only")]
    operations = [migrations.RunPython(install, remove)]
