"""Try every mutant: `make mutants`. `make mutants ARGS="cms/ledger"` tries a part; what was tried before is kept.

A killed mutant stays killed until its module, or the file of the test that killed it, changes; one that lived is tried
again when any of the tests has changed. `--fresh` forgets all of it, `--jobs 1` leaves a processor to others. With
DATABASE_URL for PostgreSQL, mutants that leave a lock out are shown to races there; SQLite locks no rows.

Whoever has written a test for some mutants shows it to these alone: `--ids 1c43fa84 --by tests/a/test_b.py::test_c`
notes what it kills. `--as-known` tries nothing and writes the page of what is known.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from tests.mutation import report
from tests.mutation.finding import PACKAGES, ROOT, SCRATCH, Mutant, find_mutants, modules
from tests.mutation.worker import BASELINE, stands_on

#: The tests that mutants are shown to.
TESTS = (
    "tests/cms/ledger",
    "tests/cms/approval",
    "tests/cms/releases",
    "tests/cms/audit/test_acts.py",
    "tests/races",
)
#: Those that show on PostgreSQL what a row's lock is for.
RACES = ("tests/races",)
RESULTS = SCRATCH / "results.jsonl"
_STAMP = SCRATCH / "baseline.stamp"

Results = dict[str, dict[str, Any]]


def say(text: str) -> None:
    """Print a line at once."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def main() -> int:
    """Try what has not been tried, write docs/mutants.md and the row of the benchmarks; return the exit code."""
    options = _options()
    SCRATCH.mkdir(parents=True, exist_ok=True)
    RESULTS.touch()
    if options.fresh:
        RESULTS.write_text("")
        _STAMP.unlink(missing_ok=True)
    made = [mutant for path in modules(tuple(options.parts)) for mutant in find_mutants(path)]
    mutants = [mutant for mutant in made if is_sampled(mutant.id, options.every)]
    if options.ids:
        return _show([mutant for mutant in made if mutant.id in options.ids], options.by)
    if options.as_known:
        return _write_as_known(mutants, every=options.every, made=len(made))
    known = _still_true(_read())
    wanted = [mutant for mutant in mutants if mutant.id not in known]
    say(f"{len(mutants)} mutants, {len(wanted)} of them to try.")
    locks = [mutant for mutant in wanted if mutant.is_lock and on_postgresql()]
    others = [mutant for mutant in wanted if mutant not in locks]
    if wanted and not _measured():
        return 1
    if others and not _try(others, "mutants", TESTS, jobs=options.jobs):
        return 1
    if locks and not _try(locks, "locks", RACES, jobs=1):
        return 1
    found = _still_true(_read())
    rows = [found[mutant.id] for mutant in mutants if mutant.id in found]
    say(report.summary(rows))
    if options.parts == list(PACKAGES):
        report.write(rows, every=options.every, made=len(made))
    return 0


def _show(mutants: Sequence[Mutant], tests: Sequence[str]) -> int:
    """Show mutants to tests that somebody names, on the database of DATABASE_URL; note those that are killed."""
    before = _lines()
    done = _try(mutants, "shown", tests, jobs=1)
    say(
        f"{_lines() - before} of {len(mutants)} killed; what became of the others is in {SCRATCH}/worker-0.log."
    )
    return 0 if done else 1


def _write_as_known(mutants: Sequence[Mutant], *, every: int, made: int) -> int:
    """Write the page of what earlier runs have found, and how much of it is of another state than this one."""
    found = _read()
    rows = [found[mutant.id] for mutant in mutants if mutant.id in found]
    standing = _still_true({row["id"]: row for row in rows})
    say(report.summary(rows))
    report.write(
        rows,
        every=every,
        made=made,
        older=len(rows) - len(standing),
        untried=len(mutants) - len(rows),
    )
    return 0


def is_sampled(name: str, every: int) -> bool:
    """Tell whether a mutant is in the sample of one in `every`: by its name's digest, so the same ones each time."""
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:8]) % every == 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.mutation", description=__doc__)
    parser.add_argument(
        "parts", nargs="*", default=list(PACKAGES), help="folders or modules; all three if none"
    )
    parser.add_argument("--jobs", type=int, default=2, help="processes at the same time")
    parser.add_argument("--every", type=int, default=1, help="a sample: one mutant in so many, spread evenly")
    parser.add_argument("--ids", nargs="+", default=[], help="only these, shown to the tests of --by")
    parser.add_argument("--by", nargs="+", default=[], help="test files, or tests")
    parser.add_argument("--as-known", action="store_true", help="try nothing, write what is known")
    parser.add_argument("--fresh", action="store_true", help="forget what was tried before")
    options = parser.parse_args()
    if bool(options.ids) != bool(options.by):
        parser.error("--ids and --by go together.")
    return options


def _measured() -> bool:
    """Have measured what each test reaches: again where it, or a module that it reaches, has changed since.

    All of it when what tests are made with has.
    """
    now = {
        "helpers": _digest(_helpers()),
        "sources": {str(file.relative_to(ROOT)): _digest([file]) for file in _sources()},
        "tests": {
            str(file.relative_to(ROOT)): _digest([file]) for file in _tests() if file.name.startswith("test_")
        },
    }
    known = json.loads(_STAMP.read_text()) if _STAMP.exists() and BASELINE.exists() else {}
    if known.get("helpers") != now["helpers"]:
        BASELINE.unlink(missing_ok=True)
        known = {"helpers": now["helpers"], "sources": {}, "tests": {}}
    reached = json.loads(BASELINE.read_text(encoding="utf-8"))["lines"] if BASELINE.exists() else {}
    files = set(_changed(known["tests"], now["tests"]))
    for source in _changed(known["sources"], now["sources"]):
        lines = reached.get(source, {}).values()
        files |= {name.partition("::")[0] for names in lines for name in names} & now["tests"].keys()
    if files:
        say(f"Measuring which test reaches which line, in {len(files)} files ...")
        if subprocess.run([*_worker("baseline"), *sorted(files)], cwd=ROOT, check=False).returncode != 0:
            return False
    _STAMP.write_text(json.dumps(now))
    return True


def _changed(before: Mapping[str, str], now: Mapping[str, str]) -> list[str]:
    """Return the files that are not what they were."""
    return [file for file, digest in now.items() if before.get(file) != digest]


def _try(wanted: Sequence[Mutant], what: str, tests: Sequence[str], *, jobs: int) -> bool:
    """Share the mutants out among processes, and tell how far they are once a minute."""
    started, before = time.monotonic(), _lines()
    running = []
    for number in range(jobs):
        share = [{"id": mutant.id, "path": mutant.path} for mutant in wanted[number::jobs]]
        log = (SCRATCH / f"worker-{number}.log").open("w", encoding="utf-8")
        process = subprocess.Popen(
            [*_worker(what), str(RESULTS), tests_digest(what), *tests],
            stdin=subprocess.PIPE,
            stdout=log,
            stderr=log,
            cwd=ROOT,
        )
        assert process.stdin is not None
        process.stdin.write(json.dumps(share).encode())
        process.stdin.close()
        running.append(process)
    while any(process.poll() is None for process in running):
        time.sleep(1)
        if int(time.monotonic() - started) % 60 == 0:
            say(f"{_lines() - before} of {len(wanted)} after {time.monotonic() - started:.0f} s")
    if any(process.returncode for process in running):
        say(f"A process failed; its output is in {SCRATCH}/worker-*.log. What was tried is kept.")
        return False
    return True


def _worker(what: str) -> list[str]:
    return [sys.executable, "-m", "tests.mutation.worker", what]


def _lines() -> int:
    return RESULTS.read_bytes().count(b"\n") if RESULTS.exists() else 0


def _read() -> Results:
    """Return what became of each mutant, the newest of each."""
    if not RESULTS.exists():
        return {}
    rows = [json.loads(line) for line in RESULTS.read_text(encoding="utf-8").splitlines()]
    return {row["id"]: row for row in rows}


def _still_true(results: Results) -> Results:
    """Leave out what was killed by a test, or in a module, that has changed; and what other tests may kill now."""
    shown, races = tests_digest("mutants"), tests_digest("locks")

    def stands(row: dict[str, Any]) -> bool:
        is_lock = row["diff"].count("select_for_update") == 1 and on_postgresql()
        is_shown = row["became"] != "lived" or row["shown"] == (races if is_lock else shown)
        return bool(is_shown and row.get("stands_on") == stands_on(row["path"], row["by"]))

    return {name: row for name, row in results.items() if stands(row)}


def on_postgresql() -> bool:
    """Whether there is a PostgreSQL server to show the lack of a lock on."""
    return os.environ.get("DATABASE_URL", "").startswith("postgres")


def tests_digest(what: str) -> str:
    """Return a digest of the tests that mutants are shown to by one kind of worker."""
    return f"{what}-{_digest([*_tests(), *_helpers()])}"


def _tests() -> list[Path]:
    places = [ROOT / part for part in TESTS]
    return sorted(file for place in places for file in ([place] if place.is_file() else place.rglob("*.py")))


def _helpers() -> list[Path]:
    """Return what these tests are made with: factories, fixtures, what several of them share."""
    tests = ROOT / "tests"
    shared = [*(tests / "factories").glob("cms_*.py"), *(tests / "plugins").rglob("*.py")]
    return sorted([*shared, *(file for file in _tests() if not file.name.startswith("test_"))])


def _sources() -> list[Path]:
    return sorted(file for package in PACKAGES for file in (ROOT / package).rglob("*.py"))


def _digest(files: Iterable[Path]) -> str:
    whole = hashlib.sha256()
    for file in files:
        whole.update(str(file.relative_to(ROOT)).encode() + file.read_bytes())
    return whole.hexdigest()[:16]


if __name__ == "__main__":
    sys.exit(main())
