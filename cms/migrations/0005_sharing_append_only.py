"""The database itself keeps the record of what was shared append-only, whoever connects. As 0003 does for editions."""

from django.db import migrations

SQLITE = {
    "install": [
        """
        CREATE TRIGGER cms_shareevent_no_update BEFORE UPDATE ON cms_shareevent
        BEGIN SELECT RAISE(ABORT, 'The record of what was shared is append-only.'); END
        """,
        """
        CREATE TRIGGER cms_shareevent_no_delete BEFORE DELETE ON cms_shareevent
        BEGIN SELECT RAISE(ABORT, 'The record of what was shared is append-only.'); END
        """,
    ],
    "remove": ["DROP TRIGGER cms_shareevent_no_update", "DROP TRIGGER cms_shareevent_no_delete"],
}
POSTGRESQL = {
    "install": [
        """
        CREATE FUNCTION cms_shareevent_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE EXCEPTION 'The record of what was shared is append-only.'; END $$
        """,
        """
        CREATE TRIGGER cms_shareevent_no_change BEFORE UPDATE OR DELETE ON cms_shareevent
        FOR EACH ROW EXECUTE FUNCTION cms_shareevent_refuse()
        """,
        """
        CREATE TRIGGER cms_shareevent_no_truncate BEFORE TRUNCATE ON cms_shareevent
        FOR EACH STATEMENT EXECUTE FUNCTION cms_shareevent_refuse()
        """,
    ],
    "remove": [
        "DROP TRIGGER cms_shareevent_no_change ON cms_shareevent",
        "DROP TRIGGER cms_shareevent_no_truncate ON cms_shareevent",
        "DROP FUNCTION cms_shareevent_refuse()",
    ],
}
STATEMENTS = {"sqlite": SQLITE, "postgresql": POSTGRESQL}


def _run(connection, which):
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

    dependencies = [("cms", "0004_audit_append_only")]
    operations = [migrations.RunPython(install, remove)]
