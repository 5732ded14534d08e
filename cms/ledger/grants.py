"""The tables that public pages read, and the database account that may read those and nothing else (PostgreSQL).

With such an account (`PUBLIC_DATABASE_URL`) a fault in the press room cannot show a draft: the database refuses.
Called by `manage.py grant_public_reader`. See docs/operations.md.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection, models, transaction

from cms.ledger.models import (
    ConsumerPosition,
    CurrentEdition,
    CurrentFacet,
    Edition,
    LedgerHead,
    ListedChange,
    ProofKey,
    ProofKeyRetirement,
    PublicFile,
)
from cms.organisations.models import Organisation, OrganisationText, PressContact

#: The ledger, what is derived from it, and the registry that tells who answers now. A new model here needs a reason.
READ_BY_THE_PUBLIC: tuple[type[models.Model], ...] = (
    Edition,
    LedgerHead,
    CurrentEdition,
    CurrentFacet,
    ListedChange,
    PublicFile,
    ConsumerPosition,
    ProofKey,
    ProofKeyRetirement,
    Organisation,
    OrganisationText,
    PressContact,
)

#: Tables of the press room, which stands above, by name: whose key a request carries (its digest, scope and end), and
#: which hosts are whose, for a partner that asks for its own reach.
READ_ABOVE: tuple[str, ...] = ("pressroom_partnerkey", "pressroom_partnerhost")
#: What public pages count in: they read it, add rows and raise numbers, and take nothing away.
COUNTED_BY_THE_PUBLIC: tuple[str, ...] = ("pressroom_reachcount",)
#: Tables of which public pages read some columns and no more. Of a partner, whether it is active; not whom to ask. Of
#: webhooks, what became of messages, for a partner that asks about its own; no address and nothing that was answered.
READ_IN_PART: dict[str, tuple[str, ...]] = {
    "pressroom_partner": ("id", "is_active"),
    "pressroom_webhookendpoint": (
        "id", "key", "partner_id", "name", "state", "reason", "state_at", "created_at", "failing_since", "succeeded_at",
    ),
    "pressroom_webhookdelivery": (
        "id", "endpoint_id", "seq", "message_id", "event", "state", "created_at", "next_at", "done_at",
    ),
    "pressroom_webhookattempt": ("delivery_id", "number", "at", "milliseconds", "status", "error"),
}  # fmt: skip
#: The index of what is public, which is searched when no engine is. By name, since search stands above.
SEARCHED_BY_THE_PUBLIC: tuple[str, ...] = (
    "search_indexstate",
    "search_indexeddocument",
    "search_indexedtext",
    "search_indexedfacet",
    "search_indexedword",
    "search_wordgram",
    "search_synonyms",
    "search_savedmatch",
)

#: What public pages may add rows to, for a worker that decides: the table, and the columns that they may read of it, to
#: number and count rows. By name, since the press room stands above. A new one needs a reason.
WRITTEN_BY_THE_PUBLIC: dict[str, tuple[str, ...]] = {
    "pressroom_websubrequest": ("id", "host"),
    "search_savedsearch": ("id", "public_id", "text", "language", "facets", "since", "saved_at", "number"),
}


class GrantRefused(Exception):
    """The account can't be given these rights and no others. The text says why."""


def public_tables() -> list[str]:
    """Return the names of the tables that public pages read whole."""
    models_read = (model._meta.db_table for model in READ_BY_THE_PUBLIC)
    return [*models_read, *READ_ABOVE, *COUNTED_BY_THE_PUBLIC, *SEARCHED_BY_THE_PUBLIC]


def grant_public_reader(role: str) -> None:
    """Let the account `role` read the public's tables and add to what strangers ask, and nothing more.

    Raises:
        GrantRefused: another database than PostgreSQL, no such account, or one that could still read something else
            (a superuser, a member of another account, a right that everybody has). Nothing has changed then.
    """
    if connection.vendor != "postgresql":
        raise GrantRefused("Accounts with fewer rights need PostgreSQL; SQLite has none.")
    name = connection.ops.quote_name(role)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_database(), (SELECT rolsuper FROM pg_roles WHERE rolname = %s)", [role]
        )
        database, is_superuser = cursor.fetchone()
        if is_superuser is None:
            raise GrantRefused(
                f"There is no account {role}. Make it: CREATE ROLE {name} LOGIN PASSWORD '...'."
            )
        if is_superuser:
            raise GrantRefused(f"{role} is a superuser, who reads everything. Use an account of its own.")
        cursor.execute(f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {name}")
        cursor.execute(f"REVOKE ALL ON ALL SEQUENCES IN SCHEMA public FROM {name}")
        cursor.execute(f"GRANT CONNECT ON DATABASE {connection.ops.quote_name(database)} TO {name}")
        cursor.execute(f"GRANT USAGE ON SCHEMA public TO {name}")
        cursor.execute(f"GRANT SELECT ON {_quoted(public_tables())} TO {name}")
        cursor.execute(f"GRANT INSERT, UPDATE ON {_quoted(COUNTED_BY_THE_PUBLIC)} TO {name}")
        for table, columns in READ_IN_PART.items():
            cursor.execute(f"GRANT SELECT ({_quoted(columns)}) ON {_quoted([table])} TO {name}")
        for table, columns in WRITTEN_BY_THE_PUBLIC.items():
            cursor.execute(f"GRANT INSERT, SELECT ({_quoted(columns)}) ON {_quoted([table])} TO {name}")
        others = _other_rights(role)
        if others:
            raise GrantRefused(
                f"{role} would still reach {', '.join(others)}, through another account or a right that everybody has."
            )


def _quoted(names: Iterable[str]) -> str:
    return ", ".join(connection.ops.quote_name(name) for name in names)


def _other_rights(role: str) -> list[str]:
    """Return the tables and columns that the account can read beyond the public's, or write."""
    in_part = READ_IN_PART | WRITTEN_BY_THE_PUBLIC
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p', 'v', 'm') AND (
                has_table_privilege(%(role)s, c.oid, 'DELETE, TRUNCATE')
                OR (has_any_column_privilege(%(role)s, c.oid, 'UPDATE') AND NOT c.relname = ANY(%(counted)s))
                OR (has_any_column_privilege(%(role)s, c.oid, 'INSERT') AND NOT c.relname = ANY(%(added_to)s))
                OR (has_any_column_privilege(%(role)s, c.oid, 'SELECT') AND NOT c.relname = ANY(%(read)s)))
            UNION
            SELECT c.relname || '.' || a.attname
            FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
            WHERE n.nspname = 'public' AND c.relname = ANY(%(in_part)s)
                AND NOT c.relname || '.' || a.attname = ANY(%(columns)s)
                AND has_column_privilege(%(role)s, c.oid, a.attnum, 'SELECT')
            ORDER BY 1
            """,
            {
                "role": role,
                "read": [*public_tables(), *in_part],
                "counted": list(COUNTED_BY_THE_PUBLIC),
                "added_to": [*WRITTEN_BY_THE_PUBLIC, *COUNTED_BY_THE_PUBLIC],
                "in_part": list(in_part),
                "columns": [f"{table}.{column}" for table, columns in in_part.items() for column in columns],
            },
        )
        return [str(row[0]) for row in cursor.fetchall()]
