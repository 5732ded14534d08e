"""The database itself keeps the published keys: a key or its retirement is never changed or deleted.

As the editions in migration 0003. Without its key, an old proof could not be verified any more.
"""

from django.db import migrations

TABLES = ("cms_proofkey", "cms_proofkeyretirement")
_WORDS = "The published keys are append-only: a key is never changed or deleted."

SQLITE = {
    "install": [
        *(
            f"""
            CREATE TRIGGER {table}_no_{act} BEFORE {act} ON {table}
            BEGIN SELECT RAISE(ABORT, '{_WORDS}'); END
            """
            for table in TABLES
            for act in ("update", "delete")
        ),
        # INSERT OR REPLACE deletes without asking the trigger above.
        *(
            f"""
            CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table}
            WHEN EXISTS (SELECT 1 FROM {table} WHERE key_id = NEW.key_id)
            BEGIN SELECT RAISE(ABORT, '{_WORDS}'); END
            """  # noqa: S608  (the table's name is ours)
            for table in TABLES
        ),
    ],
    "remove": [
        f"DROP TRIGGER {table}_no_{act}" for table in TABLES for act in ("update", "delete", "replace")
    ],
}
POSTGRESQL = {
    "install": [
        f"""
        CREATE FUNCTION cms_proofkey_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE EXCEPTION '{_WORDS}'; END $$
        """,
        *(
            f"""
            CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table}
            FOR EACH ROW EXECUTE FUNCTION cms_proofkey_refuse()
            """
            for table in TABLES
        ),
        *(
            f"""
            CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table}
            FOR EACH STATEMENT EXECUTE FUNCTION cms_proofkey_refuse()
            """
            for table in TABLES
        ),
    ],
    "remove": [
        *(f"DROP TRIGGER {table}_no_change ON {table}" for table in TABLES),
        *(f"DROP TRIGGER {table}_no_truncate ON {table}" for table in TABLES),
        "DROP FUNCTION cms_proofkey_refuse()",
    ],
}
STATEMENTS = {"sqlite": SQLITE, "postgresql": POSTGRESQL}


def install(apps, schema_editor):
    """Create the triggers. Migration 0003 has refused every other database."""
    _run(schema_editor.connection, "install")


def remove(apps, schema_editor):
    """Drop the triggers."""
    _run(schema_editor.connection, "remove")


def _run(connection, which):
    with connection.cursor() as cursor:
        for statement in STATEMENTS[connection.vendor][which]:
            cursor.execute(statement)


class Migration(migrations.Migration):
    """Install the triggers."""

    dependencies = [("cms", "0005_sharing_append_only")]
    operations = [migrations.RunPython(install, remove)]
