"""Releases measured: large ones against plain inserts, how long readers wait meanwhile, how late the publisher is."""

from __future__ import annotations

import itertools
import json
import os
import random
import shutil
import signal
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.bench.databases import Database, postgresql
from tests.bench.report import POSTGRESQL
from tests.bench.rows import Row, at_most, paired, single
from tests.bench.worker import ROOT, Worker

Say = Callable[[str], None]
READ = ("/api/v1/items", "/sv/nyheter/")
#: Item numbers that no scratch database holds.
_FREE = 1_000_000


@dataclass(frozen=True)
class ReleasePlan:
    """How much is measured.

    `late` releases of one item each are spread over `spread` seconds, many of them at the same instant; `crowd`
    releases of `crowd_items` items each are due at one instant. The first instant is `first_in` seconds ahead.
    """

    rounds: int
    items: int
    late: int
    spread: int
    crowd: int
    crowd_items: int
    first_in: float


FULL = ReleasePlan(rounds=7, items=200, late=1_000, spread=120, crowd=20, crowd_items=50, first_in=45)
QUICK = ReleasePlan(rounds=1, items=10, late=12, spread=3, crowd=2, crowd_items=3, first_in=15)


def measure(database: Database, plan: ReleasePlan, scratch: Path, say: Say) -> list[Row]:
    """Measure on SQLite, and on PostgreSQL too where `DATABASE_URL` names one."""
    rows: list[Row] = []
    for vendor, base in _bases(database, plan, scratch, say):
        suffix = "" if vendor == "SQLite" else POSTGRESQL
        say(f"Releases on {vendor}: {plan.items} items in 8 languages, and readers meanwhile ...")
        rows += [_named(row, suffix) for row in _large(base.copy("large"), plan, scratch)]
        say(
            f"Releases on {vendor}: {plan.late:,} planned releases, and {plan.crowd} large ones at one instant ..."
        )
        rows += [_named(row, suffix) for row in _late(base, plan)]
        base.drop()
    return rows


@dataclass(frozen=True)
class Base:
    """A scratch database that can be copied. `drafts` are real drafts in it that can be released."""

    environment: Mapping[str, str]
    drafts: Sequence[dict[str, Any]]
    duplicate: Callable[[str], str]
    remove: Callable[[], None]

    def copy(self, name: str) -> Mapping[str, str]:
        """Copy the database; return the environment of everything that uses the copy."""
        return {**self.environment, "BENCH_DATABASE": self.duplicate(name)}

    def drop(self) -> None:
        """Throw the database and its copies away."""
        self.remove()


def _bases(database: Database, plan: ReleasePlan, scratch: Path, say: Say) -> Iterator[tuple[str, Base]]:
    wanted = max(plan.late, plan.crowd * plan.crowd_items)
    yield "SQLite", _sqlite(database.environment, wanted, scratch)
    if os.environ.get("DATABASE_URL", "").startswith("postgres"):
        with postgresql(scratch, editions=database.editions, pages=wanted, say=say) as (
            environment,
            duplicate,
        ):
            yield "PostgreSQL", Base(environment, _review(environment, wanted), duplicate, lambda: None)


def _sqlite(environment: Mapping[str, str], wanted: int, scratch: Path) -> Base:
    path = scratch / "releases.sqlite3"
    made = [path]
    _copy(Path(environment["BENCH_DATABASE"]), path)
    ours = {**environment, "BENCH_DATABASE": str(path)}

    def duplicate(name: str) -> str:
        copy = scratch / f"releases-{name}.sqlite3"
        _copy(path, copy)
        made.append(copy)
        return str(copy)

    def remove() -> None:
        for file in made:
            for old in scratch.glob(f"{file.name}*"):
                old.unlink()

    return Base(ours, _review(ours, wanted), duplicate, remove)


def _copy(source: Path, target: Path) -> None:
    for rest in ("", "-wal", "-shm"):
        target.with_name(target.name + rest).unlink(missing_ok=True)
    shutil.copyfile(source, target)


def _review(environment: Mapping[str, str], count: int) -> list[dict[str, Any]]:
    """Look at the drafts once, which stores their files, as planning a release does."""
    with Worker(environment) as worker:
        worker.ask("print_terms")
        drafts: list[dict[str, Any]] = worker.ask("review_pages", count=count)
    return drafts


def _large(environment: Mapping[str, str], plan: ReleasePlan, scratch: Path) -> list[Row]:
    """Release many items in one go and insert the same rows plainly; then release as many while a reader reads."""
    commits, whole, plain = [], [], []
    waits: dict[str, list[list[float]]] = {"release": [], "nothing": []}
    numbers = itertools.count(_FREE, 1_000)
    with Worker(environment) as worker, Worker(environment) as other:
        worker.ask("release", first=next(numbers), items=2)  # what is only needed once is loaded
        for _turn in range(plan.rounds):
            done = worker.ask("release", first=next(numbers), items=plan.items)
            inserted = worker.ask("insert_plainly", seqs=done["seqs"])
            commits.append(done["commit"])
            whole.append(done["commit"] + done["prepare"])
            plain.append(inserted["seconds"])
            with _reading(other, scratch) as taken:
                done = worker.ask("release", first=next(numbers), items=plan.items)
            waits["release"].append(_during(taken, done["began"], done["ended"]))
            with _reading(other, scratch) as taken:
                began = time.time()
                time.sleep(max(done["commit"], 0.2))
                ended = time.time()
            waits["nothing"].append(_during(taken, began, ended))
    milliseconds = {name: [max(found) * 1e3 for found in rounds] for name, rounds in waits.items()}
    reads = sum(map(len, waits["release"]))
    return [
        paired("release_vs_bulk_insert", commits, plain, f"s for {inserted['rows']:,} rows", at_most(5)),
        paired("release_with_preparation_vs_bulk_insert", whole, plain, f"s for {inserted['rows']:,} rows"),
        Row(
            "reader_wait_ms",
            ours=max(milliseconds["release"]),
            peer=max(milliseconds["nothing"]),
            unit=f"ms, the longest of {reads:,} answers",
            spread=(min(milliseconds["release"]), max(milliseconds["release"])),
            aim=at_most(50),
        ),
    ]


@contextmanager
def _reading(worker: Worker, scratch: Path) -> Iterator[list[tuple[float, float]]]:
    """Let a worker read beside what the block does; the list is filled when the block has ended."""
    taken: list[tuple[float, float]] = []
    end = scratch / "reading-ends"
    end.unlink(missing_ok=True)
    reader = threading.Thread(
        target=lambda: taken.extend(worker.ask("read_until", paths=READ, told_by=str(end)))
    )
    reader.start()
    time.sleep(0.5)  # it is at it
    try:
        yield taken
    finally:
        end.touch()
        reader.join()
        end.unlink()


def _during(taken: Sequence[tuple[float, float]], began: float, ended: float) -> list[float]:
    """Return how long those answers took that were under way between two moments."""
    found = [seconds for start, seconds in taken if start + seconds >= began and start <= ended]
    if not found:
        raise RuntimeError("Nothing was read while the release was printed.")
    return found


def _late(base: Base, plan: ReleasePlan) -> list[Row]:
    """Let a real publisher print planned releases; see how late each was by the database's clock."""
    sizes, offsets = spread_out(plan.late, plan.spread)
    seconds = _published(base, "late", sizes, offsets, plan.first_in)
    crowd = _published(
        base, "crowd", [plan.crowd_items] * plan.crowd, [0.0] * plan.crowd, max(plan.first_in, plan.crowd * 2)
    )
    unit = f"s after the instant, {len(seconds):,} releases"
    together = f"s after the instant, {plan.crowd} releases of {plan.crowd_items} items at once, the last"
    p99 = sorted(seconds)[min(len(seconds) - 1, int(len(seconds) * 0.99))]
    return [
        Row("release_lateness_p99_s", p99, None, unit, spread=(min(seconds), max(seconds)), aim=at_most(3)),
        single("release_lateness_median_s", statistics.median(seconds), unit),
        Row(
            "release_lateness_crowd_s",
            max(crowd),
            None,
            together,
            spread=(min(crowd), max(crowd)),
            aim=at_most(3),
        ),
    ]


def spread_out(count: int, seconds: int) -> tuple[list[int], list[float]]:
    """Return `count` releases of one item, spread over whole and half seconds: mostly alone, sometimes many at once."""
    chance = random.Random(count)  # the same in every run
    moments = [step / 2 for step in range(seconds * 2)]
    offsets: list[float] = []
    crowds = itertools.cycle((1, 1, 2, 1, 5, 1, 20, 1, 3, 1))
    while len(offsets) < count:
        offsets += [chance.choice(moments)] * min(next(crowds), count - len(offsets))
    return [1] * count, sorted(offsets)


def _published(
    base: Base, name: str, sizes: Sequence[int], offsets: Sequence[float], first_in: float
) -> list[float]:
    environment = base.copy(name)
    command = [sys.executable, "manage.py", "publish_due_releases", "--loop"]
    with Worker(environment) as worker:
        publisher = subprocess.Popen(command, cwd=ROOT, env=dict(environment), stdout=subprocess.DEVNULL)
        worker.ask(
            "plan", entries=list(base.drafts), sizes=list(sizes), offsets=list(offsets), first_in=first_in
        )
        try:
            deadline = time.monotonic() + first_in + max(offsets) + 120
            found = worker.ask("lateness")
            while found["planned"] and time.monotonic() < deadline:
                time.sleep(1)
                found = worker.ask("lateness")
        finally:
            publisher.send_signal(signal.SIGTERM)
            publisher.wait(30)
    if found["planned"] or found["failures"]:
        raise RuntimeError(f"Not all releases were printed: {json.dumps(found['failures'][:3])}")
    return list(found["seconds"])


def _named(row: Row, suffix: str) -> Row:
    return Row(row.name + suffix, row.ours, row.peer, row.unit, row.ratio, row.spread, row.aim)
