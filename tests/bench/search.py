"""Searching measured: the page's search on the database and on a real engine, saved searches, and the index's lag.

The engine is the OpenSearch of tests/engines. A quick run starts none: it only sees that the database answers.
"""

from __future__ import annotations

import json
import shutil
import signal
import statistics
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.bench.databases import Database
from tests.bench.rows import Row, at_most, paired, single
from tests.bench.worker import ROOT, Worker
from tests.engines.servers import free_port, new_server

Say = Callable[[str], None]
#: Item numbers that no scratch database holds.
_FREE = 3_000_000
#: Words of the scratch content, alone and together, rare and common, one misspelt: what readers type.
TEXTS = (
    "torg", "torget", "trygghet", "ungdomar", "skola sommar", "kamera", "belysning", "trygghet torget kväll",
    '"påhittade torget"', "torg -skola", "möte", "polis", "fritidsgård", "belysnign", "område 3", "ämne 12",
)  # fmt: skip
PREFIXES = ("to", "tor", "tryg", "ung", "påh", "påhittad", "sko", "be", "möt", "område")


@dataclass(frozen=True)
class SearchPlan:
    """`times` rounds of all texts, `saved` saved searches, `releases` releases waited for; on an engine, too?"""

    times: int
    saved: int
    releases: int
    engine: bool


FULL = SearchPlan(times=15, saved=50_000, releases=20, engine=True)
QUICK = SearchPlan(times=1, saved=50, releases=1, engine=False)


def measure(database: Database, plan: SearchPlan, scratch: Path, say: Say) -> list[Row]:
    """Measure the database as the only index, then the engine."""
    say(f"Searching, {database.editions:,} editions, the database ...")
    with _duplicate(database, scratch) as environment:
        rows = _on_the_database(environment, plan)
    rows += _judged()
    if plan.engine:
        say(f"Searching, {database.editions:,} editions, OpenSearch ...")
        with _duplicate(database, scratch) as environment, new_server("opensearch", free_port()) as server:
            rows += _on_the_engine(
                {**environment, "SEARCH_ENGINE": "opensearch", "SEARCH_URL": server.url}, plan
            )
    return rows


def _on_the_database(environment: Mapping[str, str], plan: SearchPlan) -> list[Row]:
    with Worker(environment) as worker:
        made = worker.ask("reindex")["database"]
        searched = worker.ask("time_searches", texts=TEXTS, times=plan.times)["seconds"]
        completed = worker.ask("time_completions", prefixes=PREFIXES, times=plan.times)["seconds"]
        worker.ask("save_searches", texts=_saved(plan.saved))
        matched = [worker.ask("match_release", number=_FREE + turn)["seconds"] for turn in range(3)]
        lags = _lags(environment, worker, plan, only="search")
    return [
        single("fallback_p95_ms", 1000 * _p95(searched), "ms", at_most(300)),
        single("fallback_p50_ms", 1000 * statistics.median(searched), "ms"),
        single("fallback_autocomplete_p95_ms", 1000 * _p95(completed), "ms"),
        single("fallback_reindex_per_s", made["documents"] / made["seconds"], "documents/s"),
        single(
            "fallback_saved_searches_s", statistics.median(matched), f"s, {plan.saved:,} saved", at_most(5)
        ),
        single("fallback_follow_lag_p95_s", _p95(lags), "s", at_most(5)),
    ]


def _on_the_engine(environment: Mapping[str, str], plan: SearchPlan) -> list[Row]:
    ours: dict[str, list[float]] = {"search": [], "complete": []}
    raw: dict[str, list[float]] = {"search": [], "complete": []}
    with Worker(environment) as worker:
        made = worker.ask("reindex")["opensearch"]
        for _turn in range(3):  # in turns: what else the machine does then meets both
            found = worker.ask("time_searches", texts=TEXTS, times=plan.times)
            if found["backends"] != ["opensearch"]:
                raise RuntimeError(f"Answered by {found['backends']}: measuring that would mean nothing.")
            ours["search"].append(1000 * _p95(found["seconds"]))
            sent = worker.ask("time_raw", texts=TEXTS, times=plan.times, completing=False)
            raw["search"].append(1000 * _p95(sent["seconds"]))
            found = worker.ask("time_completions", prefixes=PREFIXES, times=plan.times)
            ours["complete"].append(1000 * _p95(found["seconds"]))
            sent = worker.ask("time_raw", texts=PREFIXES, times=plan.times, completing=True)
            raw["complete"].append(1000 * _p95(sent["seconds"]))
        worker.ask("save_searches", texts=_saved(plan.saved))
        matched = [worker.ask("match_release", number=_FREE + turn)["seconds"] for turn in range(3)]
        lags = _lags(environment, worker, plan, only="search-engine")
    return [
        paired("search_p95_vs_raw", ours["search"], raw["search"], "ms", at_most(1.5)),
        paired("autocomplete_p95_vs_raw", ours["complete"], raw["complete"], "ms", at_most(1.5)),
        single("engine_reindex_per_s", made["documents"] / made["seconds"], "documents/s"),
        single("percolate_50k_s", statistics.median(matched), f"s, {plan.saved:,} saved", at_most(5)),
        single("follow_lag_p95_s", _p95(lags), "s", at_most(5)),
    ]


def _judged() -> list[Row]:
    """Return how well is found: what tests/search/judged measures and holds, run by run, in CI."""
    found = json.loads((ROOT / "tests/search/judged/baseline.json").read_text(encoding="utf-8"))
    engines = [found[name] for name in ("opensearch", "elasticsearch")]
    databases = [found[name] for name in ("sqlite", "postgresql")]
    return [
        Row("ndcg_engine", engines[0], None, "of 1", spread=(min(engines), max(engines))),
        Row("ndcg_fallback", databases[0], None, "of 1", spread=(min(databases), max(databases))),
        single("compound_recall", found["compound_recall"], "of 1"),
    ]


def _saved(count: int) -> list[str]:
    """Return the words of so many different searches: most answer nothing, as people's own do."""
    return [f"{TEXTS[number % len(TEXTS)]} {number}" for number in range(count)]


def _lags(environment: Mapping[str, str], worker: Worker, plan: SearchPlan, *, only: str) -> list[float]:
    """Let the real follower run, and return the seconds from each release until a search finds it."""
    command = [sys.executable, "manage.py", "follow_ledger", "--loop", "--only", only]
    process = subprocess.Popen(command, cwd=ROOT, env=dict(environment), stdout=subprocess.DEVNULL)
    try:
        worker.ask("wait_until_found", number=_FREE + 100)  # until it has started
        numbers = range(_FREE + 101, _FREE + 101 + plan.releases)
        return [worker.ask("wait_until_found", number=number)["seconds"] for number in numbers]
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)


@contextmanager
def _duplicate(database: Database, scratch: Path) -> Iterator[Mapping[str, str]]:
    copy = scratch / "searching.sqlite3"
    try:
        shutil.copyfile(database.environment["BENCH_DATABASE"], copy)
        yield {**database.environment, "BENCH_DATABASE": str(copy)}
    finally:
        for file in scratch.glob(f"{copy.name}*"):
            file.unlink()


def _p95(values: Sequence[float]) -> float:
    return sorted(values)[min(len(values) - 1, int(len(values) * 0.95))]
