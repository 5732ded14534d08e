"""The database itself keeps the ledger append-only and gap-free, whoever connects.

Editions: no UPDATE, no DELETE (nor TRUNCATE on PostgreSQL), and an INSERT must carry the next seq. The statements are
written out per vendor, since neither has a standard form. See docs/decisions/0001-ledger.md.
"""

from django.db import migrations

SQLITE = {
    "install": [
        """
        CREATE TRIGGER cms_edition_no_update BEFORE UPDATE ON cms_edition
        BEGIN SELECT RAISE(ABORT, 'The ledger is append-only: an edition is never changed.'); END
        """,
        """
        CREATE TRIGGER cms_edition_no_delete BEFORE DELETE ON cms_edition
        BEGIN SELECT RAISE(ABORT, 'The ledger is append-only: an edition is never deleted.'); END
        """,
        """
        CREATE TRIGGER cms_edition_next_seq BEFORE INSERT ON cms_edition
        WHEN NEW.seq <> (SELECT COALESCE(MAX(seq), 0) + 1 FROM cms_edition)
        BEGIN SELECT RAISE(ABORT, 'The ledger is gap-free: an edition must carry the next seq.'); END
        """,
        # INSERT OR REPLACE removes what is in the way without asking the trigger on DELETE.
        """
        CREATE TRIGGER cms_edition_no_replace BEFORE INSERT ON cms_edition
        WHEN EXISTS (
            SELECT 1 FROM cms_edition
            WHERE item_key = NEW.item_key AND language = NEW.language AND number = NEW.number
        ) OR EXISTS (SELECT 1 FROM cms_edition WHERE previous_id = NEW.previous_id)
        BEGIN SELECT RAISE(ABORT, 'The ledger is append-only: an edition is never replaced.'); END
        """,
    ],
    "remove": [
        "DROP TRIGGER cms_edition_no_update",
        "DROP TRIGGER cms_edition_no_delete",
        "DROP TRIGGER cms_edition_next_seq",
        "DROP TRIGGER cms_edition_no_replace",
    ],
}
POSTGRESQL = {
    "install": [
        """
        CREATE FUNCTION cms_edition_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE EXCEPTION 'The ledger is append-only: an edition is never changed or deleted.'; END $$
        """,
        """
        CREATE FUNCTION cms_edition_next_seq() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          IF NEW.seq <> (SELECT COALESCE(MAX(seq), 0) + 1 FROM cms_edition) THEN
            RAISE EXCEPTION 'The ledger is gap-free: an edition must carry the next seq.';
          END IF;
          RETURN NEW;
        END $$
        """,
        """
        CREATE TRIGGER cms_edition_no_change BEFORE UPDATE OR DELETE ON cms_edition
        FOR EACH ROW EXECUTE FUNCTION cms_edition_refuse()
        """,
        """
        CREATE TRIGGER cms_edition_no_truncate BEFORE TRUNCATE ON cms_edition
        FOR EACH STATEMENT EXECUTE FUNCTION cms_edition_refuse()
        """,
        """
        CREATE TRIGGER cms_edition_next_seq BEFORE INSERT ON cms_edition
        FOR EACH ROW EXECUTE FUNCTION cms_edition_next_seq()
        """,
    ],
    "remove": [
        "DROP TRIGGER cms_edition_no_change ON cms_edition",
        "DROP TRIGGER cms_edition_no_truncate ON cms_edition",
        "DROP TRIGGER cms_edition_next_seq ON cms_edition",
        "DROP FUNCTION cms_edition_refuse()",
        "DROP FUNCTION cms_edition_next_seq()",
    ],
}
STATEMENTS = {"sqlite": SQLITE, "postgresql": POSTGRESQL}


def _run(connection, which):
    if connection.vendor not in STATEMENTS:
        raise NotImplementedError(
            f"The ledger needs triggers, written for SQLite and PostgreSQL only; this is {connection.vendor}."
        )
    with connection.cursor() as cursor:
        for statement in STATEMENTS[connection.vendor][which]:
            cursor.execute(statement)


def install(apps, schema_editor):
    """Create the triggers."""
    _run(schema_editor.connection, "install")


def remove(apps, schema_editor):
    """Drop the triggers."""
    _run(schema_editor.connection, "remove")


class Migration(migrations.Migration):
    """Install the triggers."""

    dependencies = [("cms", "0002_workshop_and_ledger")]
    operations = [migrations.RunPython(install, remove)]
