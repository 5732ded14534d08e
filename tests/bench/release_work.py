"""What the measuring process does about releases: prints large ones, inserts the same rows plainly, reads meanwhile.

Commands of tests/bench/worker.py; releases.py asks for them.
"""

from __future__ import annotations

import datetime as dt
import time
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

#: Languages of a large release: what the parties' material is wanted in.
LANGUAGES = ("sv", "en", "so", "ar", "fa", "ti", "tr", "fi")
_TABLES = ("cms_edition", "cms_currentedition", "cms_currentfacet", "cms_publicfile")


@dataclass(frozen=True)
class _Draft:
    """A finished payload as a draft. Its files are bytes that nobody stored, so none are named."""

    payload: Any
    owner_id: None = None
    last_changed_by_id: None = None
    draft: None = None

    @property
    def item_key(self) -> uuid.UUID:
        return uuid.UUID(self.payload["key"])

    @property
    def language(self) -> str:
        return str(self.payload["language"])

    @property
    def title(self) -> str:
        return str(self.payload["title"])

    def signatory_ids(self) -> set[int | None]:
        return {None}

    def missing(self) -> list[Any]:
        return []

    def build(self) -> Any:
        return self.payload


class _Drafts:
    """An item type whose drafts are finished payloads."""

    code = "message"

    def __init__(self, payloads: Sequence[Any]) -> None:
        self._found = {(uuid.UUID(entry["key"]), entry["language"]): _Draft(entry) for entry in payloads}

    def find_source(self, item_key: uuid.UUID, language: str) -> _Draft | None:
        return self._found.get((item_key, language))


def print_terms() -> None:
    """Make the terms public in the languages that the scratch database lacks."""
    from django.db import transaction

    from cms.ledger.append import append
    from cms.ledger.models import CurrentEdition
    from tests.bench import content

    there = set(CurrentEdition.objects.filter(is_listed=False).values_list("language", flat=True))
    entries = [entry for code in LANGUAGES if code not in there for entry in content.term_editions([code])]
    if entries:
        with transaction.atomic():
            append(entries, release_key=content.key_of("terms"), released_at=content.FIRST_RELEASE)


def release(first: int, items: int) -> dict[str, Any]:
    """Release `items` items in all languages; return the seconds for preparing and printing, and what was printed."""
    from unittest import mock

    from cms.common import clock
    from cms.common.digests import digest_of
    from cms.ledger import registry
    from cms.releases import preconditions
    from cms.releases.models import Release, ReleaseItem
    from cms.releases.preparing import prepare
    from cms.releases.printing import print_prepared
    from tests.bench import content

    payloads = [
        {**content.news(number, code), "type": "message"}
        for number in range(first, first + items)
        for code in LANGUAGES
    ]
    now = clock.database_now()
    planned = Release.objects.create(title="Stort släpp", scheduled_at=now, created_at=now)
    ReleaseItem.objects.bulk_create(
        ReleaseItem(
            release=planned,
            position=position,
            item_type="message",
            item_key=uuid.UUID(payload["key"]),
            language=payload["language"],
            title=payload["title"],
            action="publish",
            digest=digest_of(payload),
        )
        for position, payload in enumerate(payloads)
    )
    drafts = {**registry._types, "message": _Drafts(payloads)}
    with (
        mock.patch.object(registry, "_types", drafts),
        mock.patch.object(preconditions, "verify", return_value=True),  # nobody has stored the bytes
    ):
        started = time.perf_counter()
        prepared = prepare(planned.pk)
        ready, began = time.perf_counter(), time.time()
        printed = print_prepared(prepared)
        done, ended = time.perf_counter(), time.time()
    return {
        "prepare": ready - started,
        "commit": done - ready,
        "began": began,
        "ended": ended,
        "seqs": [printed.first_seq, printed.last_seq],
    }


def insert_plainly(seqs: tuple[int, int]) -> dict[str, Any]:
    """Insert the rows of a release into tables like those they stand in, without triggers; return the seconds."""
    from django.db import connection, transaction

    columns = {"cms_currentfacet": "current_id"}
    with connection.cursor() as cursor:
        rows = {}
        for table in _TABLES:
            _make_like(cursor, table)
            cursor.execute(
                f"SELECT * FROM {table} WHERE {columns.get(table, 'seq')} BETWEEN %s AND %s", list(seqs)
            )
            rows[table] = [list(row) for row in cursor.fetchall()]
        started = time.perf_counter()
        with transaction.atomic():
            for table in _TABLES:
                places = ", ".join(["%s"] * len(rows[table][0]))
                cursor.executemany(f"INSERT INTO plain_{table} VALUES ({places})", rows[table])
        return {"seconds": time.perf_counter() - started, "rows": sum(map(len, rows.values()))}


def _make_like(cursor: Any, table: str) -> None:
    """Make an empty table with the same columns, keys and indexes."""
    from django.db import connection

    cursor.execute(f"DROP TABLE IF EXISTS plain_{table}")
    if connection.vendor == "postgresql":
        cursor.execute(f"CREATE TABLE plain_{table} (LIKE {table} INCLUDING ALL)")
        return
    cursor.execute(
        "SELECT sql FROM sqlite_master WHERE tbl_name = %s AND type IN ('table', 'index') AND sql IS NOT NULL "
        "ORDER BY type DESC",
        [table],
    )
    for (sql,) in cursor.fetchall():
        plain = sql.replace(f'TABLE "{table}"', f'TABLE "plain_{table}"').replace(
            f'ON "{table}"', f'ON "plain_{table}"'
        )
        cursor.execute(plain.replace('INDEX "', 'INDEX "plain_'))


def read_until(paths: Sequence[str], told_by: str) -> list[tuple[float, float]]:
    """Ask for `paths` in turn until the file `told_by` is there; return when each began (Unix time), what it took."""
    from tests.bench.worker import request

    end, taken = Path(told_by), []
    while not end.exists():
        for path in paths:
            began, started = time.time(), time.perf_counter()
            request(path, {})
            taken.append((began, time.perf_counter() - started))
    return taken


def review_pages(count: int) -> list[dict[str, Any]]:
    """Look at `count` real drafts as their editors would; return what a plan needs of each.

    They are signed by their owner alone: approvals are made by people, long before the instant.
    """
    from cms.messages.models import JointMessage
    from cms.releases.preconditions import review

    entries = []
    for page in JointMessage.objects.filter(locale__language_code="sv").order_by("pk")[:count]:
        page.signatories.clear()
        page.save()
        found = review("message", page.translation_key, "sv")
        if found.blocking:
            raise RuntimeError(f"{page.title}: {[entry.message for entry in found.blocking]}")
        entries.append({"key": str(page.translation_key), "title": page.title, "digest": found.digest})
    return entries


def plan(entries: list[dict[str, Any]], sizes: list[int], offsets: list[float], first_in: float) -> None:
    """Plan a release of each of `sizes` items at so many seconds after the first instant."""
    from cms.common import clock
    from cms.releases.models import Release, ReleaseItem

    now = clock.database_now()
    left = iter(entries)
    rows = []
    for size, offset in zip(sizes, offsets, strict=True):
        at = now + dt.timedelta(seconds=first_in + offset)
        planned = Release.objects.create(title=f"Släpp {offset}", scheduled_at=at, created_at=now)
        rows += [
            ReleaseItem(
                release=planned,
                position=position,
                item_type="message",
                item_key=uuid.UUID(entry["key"]),
                language="sv",
                title=entry["title"],
                action="publish",
                digest=entry["digest"],
            )
            for position, entry in enumerate(next(left) for _ in range(size))
        ]
    ReleaseItem.objects.bulk_create(rows)


def lateness() -> dict[str, Any]:
    """Return how late each release was, in seconds by the database's clock, and which are still planned or failed."""
    from cms.releases.models import Release

    done = Release.objects.filter(title__startswith="Släpp ", status="released")
    pairs = done.values_list("scheduled_at", "released_at")
    others = Release.objects.filter(title__startswith="Släpp ").exclude(status="released")
    return {
        "seconds": [(released - scheduled).total_seconds() for scheduled, released in pairs],
        "planned": others.filter(status="planned").count(),
        "failures": list(others.filter(status="failed").values_list("failure", flat=True)),
    }


COMMANDS: dict[str, Callable[..., Any]] = {
    "print_terms": print_terms,
    "release": release,
    "insert_plainly": insert_plainly,
    "read_until": read_until,
    "review_pages": review_pages,
    "plan": plan,
    "lateness": lateness,
}
