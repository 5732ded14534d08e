"""The log as CSV and JSON, a line at a time, so that an archive keeps it and an outsider can verify it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

import orjson

from cms.audit.models import AuditEntry
from cms.common import clock
from cms.common.spreadsheets import csv_line, harmless

#: The columns in the order of the chain's list (docs/features/audit.md), the former chain first.
COLUMNS = (
    "former_chain", "seq", "at", "act", "actor_id", "actor_name", "actor_organisation", "actor_email",
    "subject_type", "subject_key", "subject_title", "organisation", "readers", "facts", "chain",
)  # fmt: skip
_CHUNK = 500


def json_lines(entries: QuerySet[AuditEntry]) -> Iterator[str]:
    """Yield one JSON document: `{"entries": [...]}`, oldest first, one entry a line.

    `readers` and `facts` are texts, as the chain has them.
    """
    yield '{"format": "pressrum-audit-1", "entries": [\n'
    separator = ""
    for row in _rows(entries):
        yield separator + orjson.dumps(row).decode()
        separator = ",\n"
    yield "\n]}\n"


def csv_lines(entries: QuerySet[AuditEntry]) -> Iterator[str]:
    """Yield CSV with a header, oldest first. A cell that a spreadsheet could run begins with an apostrophe."""
    yield csv_line(COLUMNS)
    for row in _rows(entries):
        yield csv_line([harmless(row[name]) for name in COLUMNS])


FORMATS: dict[str, Callable[[QuerySet[AuditEntry]], Iterator[str]]] = {"json": json_lines, "csv": csv_lines}
MEDIA_TYPES = {"json": "application/json", "csv": "text/csv; charset=utf-8"}


def _rows(entries: QuerySet[AuditEntry]) -> Iterator[dict[str, Any]]:
    former = AuditEntry.objects.filter(seq=OuterRef("seq") - 1).values("chain")
    rows = entries.order_by("seq").annotate(former_chain=Subquery(former))
    for row in rows.values(*COLUMNS).iterator(chunk_size=_CHUNK):
        yield {
            **{name: row[name] for name in COLUMNS},
            "former_chain": row["former_chain"] or "",
            "at": clock.isoformat(row["at"]),
            "subject_key": str(row["subject_key"]),
        }
