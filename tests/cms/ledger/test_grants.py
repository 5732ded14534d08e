"""The account of the public, as far as it can be told without PostgreSQL (else tests/postgresql)."""

from __future__ import annotations

import re
from pathlib import Path

from django.core.management import CommandError, call_command
from django.db import connection

import pytest

from cms.ledger import grants

ROOT = Path(__file__).resolve().parents[3]


def test_sqlite_has_no_accounts(monkeypatch):
    monkeypatch.setattr(connection, "vendor", "sqlite")
    with pytest.raises(CommandError, match="need PostgreSQL"):
        call_command("grant_public_reader", "lasare")


def test_tables_of_the_operations_page_are_those_that_the_command_grants():
    page = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    statements = "".join(re.findall(r"```sql\n(.*?)```", page, re.DOTALL))
    counted = re.findall(r"GRANT SELECT, INSERT, UPDATE ON (\w+) TO", statements)
    assert tuple(counted) == grants.COUNTED_BY_THE_PUBLIC
    read = "".join(re.findall(r"GRANT SELECT ON (.*?) TO", statements, re.DOTALL))
    assert sorted(re.findall(r"\w+", read)) == sorted({*grants.public_tables()} - {*counted})
    in_part = re.findall(r"GRANT SELECT \((.*?)\) ON (\w+) TO", statements)
    assert {table: tuple(columns.split(", ")) for columns, table in in_part} == grants.READ_IN_PART
    added_to = re.findall(r"GRANT INSERT, SELECT \((.*?)\) ON (\w+)", statements)
    assert {table: tuple(columns.split(", ")) for columns, table in added_to} == grants.WRITTEN_BY_THE_PUBLIC
