"""Full text on SQLite: FTS5, with stems made before they come here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection

from search.database.fulltext import FIELDS, Indexed, Ranked
from search.database.models import IndexedDocument, IndexedFacet
from search.database.plans import ANY, Choice, InRow, Plan

_TEXT = "{" + " ".join(FIELDS) + "}"
_WIDE = "{" + " ".join((*FIELDS, "parts")) + "}"
#: Title, terms, summary, body, attachments, parts; nothing for heading and flags.
_WEIGHTS = "10.0, 4.0, 4.0, 1.5, 0.7, 1.0, 0.0, 0.0"
_DOCUMENTS = IndexedDocument._meta.db_table
_FACETS = IndexedFacet._meta.db_table
_FOUND = "FROM search_fulltext f WHERE search_fulltext MATCH %s AND f.rowid %% 2 = %s"
_NOTHING = '"?"'


class Fts5:
    """See `FullText`."""

    def insert(self, documents: Sequence[Indexed]) -> None:
        rows: list[tuple[Any, ...]] = [
            (
                document.id,
                *(" ".join(document.fields[name]) for name in FIELDS),
                " ".join(document.parts),
                " ".join(document.heading),
                " ".join(document.flags),
            )
            for document in documents
        ]
        columns = ", ".join((*FIELDS, "parts", "heading", "flags"))
        sql = f"INSERT INTO search_fulltext (rowid, {columns}) VALUES ({', '.join(['%s'] * 9)})"  # noqa: S608
        with connection.cursor() as cursor:
            cursor.executemany(sql, rows)

    def count(self, plan: Plan, *, slot: int) -> int:
        return int(_rows(f"SELECT count(*) {_FOUND}", [match(plan), slot])[0][0])

    def newest(self, plan: Plan, *, slot: int, limit: int, offset: int = 0) -> list[int]:
        sql = f"SELECT f.rowid {_FOUND} ORDER BY f.rowid DESC LIMIT %s OFFSET %s"
        return [row[0] for row in _rows(sql, [match(plan), slot, limit, offset])]

    def ranked(
        self, plan: Plan, *, slot: int, language: str, among: int, limit: int, offset: int
    ) -> list[Ranked]:
        expression = match(plan)
        sql = (
            f"SELECT f.rowid, bm25(search_fulltext, {_WEIGHTS}) AS worse, d.language = %s AS own "  # noqa: S608
            f"FROM search_fulltext f JOIN {_DOCUMENTS} d ON d.id = f.rowid "
            "WHERE search_fulltext MATCH %s AND f.rowid %% 2 = %s AND f.rowid >= %s "
            "ORDER BY own DESC, worse, f.rowid DESC LIMIT %s OFFSET %s"
        )
        oldest = _rows(
            f"SELECT f.rowid {_FOUND} ORDER BY f.rowid DESC LIMIT 1 OFFSET %s", [expression, slot, among]
        )
        floor = oldest[0][0] + 1 if oldest else 0
        rows = _rows(sql, [language, expression, slot, floor, limit, offset])
        return [Ranked(row[0], -row[1]) for row in rows]

    def facet_counts(self, plan: Plan, *, slot: int, among: int) -> list[tuple[str, str, int]]:
        sql = (
            f"SELECT name, code, count(*) FROM {_FACETS} WHERE document_id IN "  # noqa: S608
            f"(SELECT f.rowid {_FOUND} ORDER BY f.rowid DESC LIMIT %s) GROUP BY name, code"
        )
        return [(row[0], row[1], row[2]) for row in _rows(sql, [match(plan), slot, among])]

    def starting_with(
        self, words: Sequence[str], *, slot: int, flags: Sequence[str], limit: int
    ) -> list[int]:
        conditions = [f"({_flags([flag])})" for flag in flags]
        conditions += [f"heading : {_quoted(word)} *" for word in words]
        sql = f"SELECT f.rowid {_FOUND} ORDER BY f.rowid DESC LIMIT %s"
        return [row[0] for row in _rows(sql, [" AND ".join(conditions), slot, limit])]


def match(plan: Plan) -> str:
    """Return a plan as an expression of FTS5.

    >>> match(Plan(((),), (InRow(("kamer",)),), (("area=unga",),)))
    '(flags : ("area=unga")) NOT ({title terms summary body attachments} : ("kamer"))'
    """
    sets = [" AND ".join(map(_group, groups)) for groups in plan.any_of if groups]
    wanted = [f"({' OR '.join(f'({one})' for one in sets)})"] if sets else []
    wanted += [f"({_flags(codes)})" for codes in plan.flags]
    expression = " AND ".join(wanted) or _flags([ANY])
    if plan.without:
        rows = " OR ".join(_quoted(" ".join(row.stems)) for row in plan.without)
        expression = f"{expression} NOT ({_TEXT} : ({rows}))"
    return expression


def _group(choices: Iterable[Choice]) -> str:
    return f"({' OR '.join(map(_choice, choices)) or _NOTHING})"


def _choice(choice: Choice) -> str:
    if isinstance(choice, InRow):
        return f"{_TEXT} : {_quoted(' '.join(choice.stems))}"
    words = [" OR ".join(map(_quoted, stems)) or _NOTHING for stems in choice.words]
    return " AND ".join(f"{_WIDE} : ({word})" for word in words)


def _flags(codes: Iterable[str]) -> str:
    return f"flags : ({' OR '.join(map(_quoted, codes))})"


def _quoted(text: str) -> str:
    doubled = text.replace('"', '""')
    return f'"{doubled}"'


def _rows(sql: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())
