"""The full text itself: a virtual table on SQLite, an index on PostgreSQL. Neither has a form that Django knows.

Words are indexed as stems, made before they come here, so both are told to change nothing: FTS5's `ascii` takes every
sign beyond ASCII as a part of a word, and the vectors of PostgreSQL are written out.
"""

from django.db import migrations

COLUMNS = ("title", "terms", "summary", "body", "attachments", "parts", "heading", "flags")
SQLITE = {
    "install": [
        f"""
        CREATE VIRTUAL TABLE search_fulltext USING fts5(
            {", ".join(COLUMNS)}, tokenize = "ascii tokenchars '=-_'", prefix = '2 3'
        )
        """,
        """
        CREATE TRIGGER search_fulltext_follows AFTER DELETE ON search_indexeddocument
        BEGIN DELETE FROM search_fulltext WHERE rowid = OLD.id; END
        """,
    ],
    "remove": ["DROP TRIGGER search_fulltext_follows", "DROP TABLE search_fulltext"],
}
POSTGRESQL = {
    "install": ["CREATE INDEX search_fulltext ON search_indexeddocument USING gin (vector)"],
    "remove": ["DROP INDEX search_fulltext"],
}
STATEMENTS = {"sqlite": SQLITE, "postgresql": POSTGRESQL}

#: What editors start from.
SYNONYMS = (
    "SAMLA, samverkansöverenskommelsen, lokal samverkansöverenskommelse, överenskommelsen, samverkansavtalet",
    "LPO, lokalpolisområde, lokalpolisen, lokalpolis",
    "stadsdelsförvaltningen, SDF, stadsdelen",
    "BRÅ, brottsförebyggande rådet",
)


def _run(connection, which):
    if connection.vendor not in STATEMENTS:
        raise NotImplementedError(
            f"Searching is written for SQLite and PostgreSQL only; this is {connection.vendor}."
        )
    with connection.cursor() as cursor:
        for statement in STATEMENTS[connection.vendor][which]:
            cursor.execute(statement)


def install(apps, schema_editor):
    """Create the full text, the one row of state and the first synonyms."""
    _run(schema_editor.connection, "install")
    apps.get_model("search", "IndexState").objects.get_or_create(id=1)
    synonyms = apps.get_model("search", "Synonyms")
    synonyms.objects.bulk_create(synonyms(terms=terms) for terms in SYNONYMS)


def remove(apps, schema_editor):
    """Drop the full text."""
    _run(schema_editor.connection, "remove")


class Migration(migrations.Migration):
    """Install the full text."""

    dependencies = [("search", "0001_initial")]
    operations = [migrations.RunPython(install, remove)]
