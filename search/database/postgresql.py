"""Full text on PostgreSQL: vectors written out from the same stems that SQLite has, with an index of type GIN.

Not `to_tsvector('swedish', ...)`: its parser knows no compounds and no Ge'ez, and its stems are not those of SQLite.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection

from search.database.fulltext import FIELDS, Indexed, Ranked
from search.database.models import IndexedDocument, IndexedFacet
from search.database.plans import ANY, Choice, InRow, Plan

_DOCUMENTS = IndexedDocument._meta.db_table
_FACETS = IndexedFacet._meta.db_table
_LETTERS = dict(zip(FIELDS, "ABBCD", strict=True))
#: Of D, C, B, A.
_WEIGHTS = "{0.07, 0.15, 0.4, 1.0}"
#: Positions end here; between two fields are some, so that no phrase goes across.
_LAST = 16_000
_GAP = 20
_MOST_POSITIONS = 250
#: What marks a lexeme that is no word of a text: inside of a compound, start of a title's word, a facet.
_PART, _HEADING, _FLAG = "+", "^", "="
_NOTHING = "'?'"


class Vectors:
    """See `FullText`."""

    def insert(self, documents: Sequence[Indexed]) -> None:
        sql = f"UPDATE {_DOCUMENTS} SET vector = %s::tsvector WHERE id = %s"  # noqa: S608
        with connection.cursor() as cursor:
            cursor.executemany(sql, [(vector(document), document.id) for document in documents])

    def count(self, plan: Plan, *, slot: int) -> int:
        condition, values = _where(plan, slot)
        return int(_rows(f"SELECT count(*) FROM {_DOCUMENTS} WHERE {condition}", values)[0][0])  # noqa: S608

    def newest(self, plan: Plan, *, slot: int, limit: int, offset: int = 0) -> list[int]:
        found, values = _newest("id", plan, slot, limit, offset)
        return [row[0] for row in _rows(found, values)]

    def ranked(
        self, plan: Plan, *, slot: int, language: str, among: int, limit: int, offset: int
    ) -> list[Ranked]:
        found, values = _newest("id, language, vector", plan, slot, among)
        sql = (
            f"SELECT id, ts_rank(%s, vector, %s::tsquery, 1) AS score FROM ({found}) AS found "  # noqa: S608
            "ORDER BY language = %s DESC, score DESC, id DESC LIMIT %s OFFSET %s"
        )
        rows = _rows(sql, [_WEIGHTS, _wanted(plan) or _NOTHING, *values, language, limit, offset])
        return [Ranked(row[0], row[1]) for row in rows]

    def facet_counts(self, plan: Plan, *, slot: int, among: int) -> list[tuple[str, str, int]]:
        found, values = _newest("id", plan, slot, among)
        sql = (
            f"SELECT name, code, count(*) FROM {_FACETS} WHERE document_id IN ({found}) "  # noqa: S608
            "GROUP BY name, code"
        )
        return [(row[0], row[1], row[2]) for row in _rows(sql, values)]

    def starting_with(
        self, words: Sequence[str], *, slot: int, flags: Sequence[str], limit: int
    ) -> list[int]:
        conditions = [_quoted(_FLAG + flag) for flag in flags]
        conditions += [f"{_quoted(_HEADING + word)}:*" for word in words]
        sql = (
            f"SELECT id FROM {_DOCUMENTS} WHERE vector @@ %s::tsquery AND slot = %s "  # noqa: S608
            "ORDER BY id DESC LIMIT %s"
        )
        return [row[0] for row in _rows(sql, [" & ".join(conditions), slot, limit])]


def vector(document: Indexed) -> str:
    """Return a document's words as the text of a tsvector."""
    places: dict[str, list[str]] = {}
    at = 1
    for name in FIELDS:
        for stem in document.fields[name]:
            if at < _LAST and len(found := places.setdefault(stem, [])) < _MOST_POSITIONS:
                found.append(f"{at}{_LETTERS[name]}")
            at += 1
        at += _GAP
    words = [f"{_quoted(stem)}:{','.join(found)}" for stem, found in places.items() if stem and found]
    others = [_PART + part for part in document.parts]
    others += [_HEADING + word for word in document.heading]
    others += [_FLAG + flag for flag in document.flags]
    return " ".join([*words, *map(_quoted, dict.fromkeys(others))])


def match(plan: Plan) -> str:
    """Return a plan as the text of a tsquery; empty when it asks for nothing.

    >>> match(Plan(((),), (InRow(("kamer",)),), (("area=unga",),)))
    "('=area=unga') & !('kamer')"
    """
    wanted = [f"({text})"] if (text := _wanted(plan)) else []
    wanted += [f"({' | '.join(_quoted(_FLAG + code) for code in codes)})" for codes in plan.flags]
    if plan.without:
        if not wanted:
            wanted.append(_quoted(_FLAG + ANY))
        wanted.append(f"!({' | '.join(map(_row, plan.without))})")
    return " & ".join(wanted)


def _wanted(plan: Plan) -> str:
    sets = [" & ".join(map(_group, groups)) for groups in plan.any_of if groups]
    return " | ".join(f"({one})" for one in sets)


def _group(choices: Iterable[Choice]) -> str:
    return f"({' | '.join(map(_choice, choices)) or _NOTHING})"


def _choice(choice: Choice) -> str:
    if isinstance(choice, InRow):
        return _row(choice)
    words = []
    for stems in choice.words:
        forms = [_quoted(form) for stem in stems for form in (stem, _PART + stem)]
        words.append(f"({' | '.join(forms) or _NOTHING})")
    return f"({' & '.join(words)})"


def _row(row: InRow) -> str:
    return f"({' <-> '.join(map(_quoted, row.stems))})"


def _quoted(text: str) -> str:
    doubled = text.replace("\\", "\\\\").replace("'", "''")
    return f"'{doubled}'"


def _where(plan: Plan, slot: int) -> tuple[str, list[Any]]:
    text = match(plan)
    return ("slot = %s AND vector @@ %s::tsquery", [slot, text]) if text else ("slot = %s", [slot])


def _newest(columns: str, plan: Plan, slot: int, limit: int, offset: int = 0) -> tuple[str, list[Any]]:
    condition, values = _where(plan, slot)
    sql = f"SELECT {columns} FROM {_DOCUMENTS} WHERE {condition} ORDER BY id DESC LIMIT %s OFFSET %s"  # noqa: S608
    return sql, [*values, limit, offset]


def _rows(sql: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())
