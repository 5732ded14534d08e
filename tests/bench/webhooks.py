"""Webhooks measured: how long after a release the first attempt reaches an endpoint, while a tenth of them hang."""

from __future__ import annotations

import os
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.bench.databases import Database, postgresql
from tests.bench.report import POSTGRESQL
from tests.bench.rows import Row, at_most
from tests.bench.worker import ROOT, Worker
from tests.fakes.authority import Authority

Say = Callable[[str], None]
#: Item numbers that no scratch database holds.
_FREE = 2_000_000


@dataclass(frozen=True)
class WebhookPlan:
    """`rounds` releases of one item, `gap` seconds apart, to `endpoints` of which every `one_in`th hangs."""

    rounds: int
    endpoints: int
    one_in: int
    gap: float


FULL = WebhookPlan(rounds=7, endpoints=500, one_in=10, gap=12)
QUICK = WebhookPlan(rounds=2, endpoints=20, one_in=10, gap=1)


@dataclass(frozen=True)
class Waits:
    """Seconds from a release's commit to the first attempt's arrival, by release: of those that take, of all."""

    taking: list[list[float]]
    first_of_all: list[float]


def measure(database: Database, plan: WebhookPlan, scratch: Path, say: Say) -> list[Row]:
    """Measure on SQLite, and on PostgreSQL too where `DATABASE_URL` names one; first with nobody hanging."""
    rows: list[Row] = []
    for vendor, duplicate, environment in _databases(database, scratch, say):
        say(f"Webhooks on {vendor}: {plan.endpoints} endpoints, one in {plan.one_in} hangs ...")
        calm = _run(environment, duplicate("calm"), plan, hanging=False)
        ours = _run(environment, duplicate("hanging"), plan, hanging=True)
        suffix = "" if vendor == "SQLite" else POSTGRESQL
        rows += _rows(ours, calm, plan, suffix)
    return rows


def _rows(ours: Waits, calm: Waits, plan: WebhookPlan, suffix: str) -> list[Row]:
    p95s = [_p95(found) for found in ours.taking]
    unit = f"s, {plan.endpoints} endpoints"
    return [
        Row(
            f"webhook_first_try_p95_s{suffix}",
            statistics.median(p95s),
            None,
            unit,
            spread=(min(p95s), max(p95s)),
            aim=at_most(5),
        ),
        Row(
            f"webhook_first_try_p95_s_calm{suffix}",
            statistics.median(map(_p95, calm.taking)),
            None,
            unit,
            spread=(min(map(_p95, calm.taking)), max(map(_p95, calm.taking))),
        ),
        Row(f"webhook_first_try_p95_s_unknown{suffix}", _p95(ours.first_of_all), None, unit, aim=at_most(5)),
    ]


def _p95(seconds: Sequence[float]) -> float:
    return sorted(seconds)[min(len(seconds) - 1, int(len(seconds) * 0.95))]


def _databases(
    database: Database, scratch: Path, say: Say
) -> Iterator[tuple[str, Callable[[str], str], Mapping[str, str]]]:
    made: list[Path] = []

    def duplicate(name: str) -> str:
        copy = scratch / f"webhooks-{name}.sqlite3"
        for rest in ("", "-wal", "-shm"):
            copy.with_name(copy.name + rest).unlink(missing_ok=True)
        shutil.copyfile(database.environment["BENCH_DATABASE"], copy)
        made.append(copy)
        return str(copy)

    yield "SQLite", duplicate, database.environment
    for copy in made:
        for file in scratch.glob(f"{copy.name}*"):
            file.unlink()
    if os.environ.get("DATABASE_URL", "").startswith("postgres"):
        with postgresql(scratch, editions=database.editions, pages=1, say=say) as (environment, make):
            yield "PostgreSQL", make, environment


def _run(base: Mapping[str, str], database: str, plan: WebhookPlan, *, hanging: bool) -> Waits:
    """Make the endpoints, start the real sender, release; return how long each release's first attempts took."""
    with tempfile.TemporaryDirectory() as directory, _receivers(Path(directory)) as receivers:
        environment = {
            **base,
            "BENCH_DATABASE": database,
            "OUTGOING_TO_THIS_MACHINE": "true",
            "SSL_CERT_FILE": str(receivers.trust),
        }
        urls = [
            f"https://127.0.0.1:{receivers.port}/{_kind(number, plan, hanging=hanging)}/{number}"
            for number in range(plan.endpoints)
        ]
        with Worker(environment) as worker:
            worker.ask("make_endpoints", urls=urls)
            with _sender(environment, worker):
                # Nobody knows any endpoint yet: at the first release all are alike, and so all are counted.
                first = receivers.wait_for(worker.ask("release_one", number=_FREE), urls)
                taking = [_only_taking(first)]
                for turn in range(1, plan.rounds):
                    time.sleep(plan.gap)
                    released = worker.ask("release_one", number=_FREE + turn)
                    taking.append(
                        _only_taking(receivers.wait_for(released, [url for url in urls if "/takes/" in url]))
                    )
        return Waits(taking, list(first.values()))


def _kind(number: int, plan: WebhookPlan, *, hanging: bool) -> str:
    return "hangs" if hanging and number % plan.one_in == 0 else "takes"


def _only_taking(waits: Mapping[str, float]) -> list[float]:
    return [seconds for path, seconds in waits.items() if path.startswith("/takes/")]


@contextmanager
def _sender(environment: Mapping[str, str], worker: Worker) -> Iterator[None]:
    command = [sys.executable, "manage.py", "follow_ledger", "--loop", "--only", "webhooks"]
    process = subprocess.Popen(command, cwd=ROOT, env=dict(environment), stdout=subprocess.DEVNULL)
    try:
        deadline = time.monotonic() + 60
        while not worker.ask("is_caught_up"):
            if time.monotonic() > deadline:
                raise RuntimeError("The sender has not started within a minute.")
            time.sleep(0.1)
        yield
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)


class _Receivers:
    """The parent's side of tests/bench/receivers.py."""

    def __init__(self, process: subprocess.Popen[str], trust: Path) -> None:
        assert process.stdout
        self.trust = trust
        self.port = int(process.stdout.readline())
        self._arrived: dict[tuple[str, str], float] = {}
        self._lines = process.stdout
        threading.Thread(target=self._read, daemon=True).start()

    def wait_for(self, released: Mapping[str, float | str], urls: Sequence[str]) -> dict[str, float]:
        """Return by path the seconds until a release's message first arrived at each of `urls`."""
        paths = ["/" + url.split("/", maxsplit=3)[3] for url in urls]
        message = str(released["message"])
        deadline = time.monotonic() + 120
        while time.monotonic() < deadline:
            found = {path: self._arrived[message, path] for path in paths if (message, path) in self._arrived}
            if len(found) == len(paths):
                return {path: at - float(released["at"]) for path, at in found.items()}
            time.sleep(0.05)
        raise RuntimeError(f"{len(paths) - len(found)} endpoints were not sent to within two minutes.")

    def _read(self) -> None:
        for line in self._lines:
            at, path, message = line.split()
            self._arrived.setdefault((message, path), float(at))


@contextmanager
def _receivers(directory: Path) -> Iterator[_Receivers]:
    authority = Authority(directory)
    trust = directory / "authority.pem"
    trust.write_text(authority.pem())
    authority.serve("127.0.0.1")
    command = [sys.executable, "-m", "tests.bench.receivers", str(directory / "server.pem")]
    process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        yield _Receivers(process, trust)
    finally:
        assert process.stdin
        process.stdin.close()
        process.wait(10)
