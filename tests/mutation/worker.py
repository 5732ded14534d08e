"""A test process: Django, the test modules and the test database are loaded once; each mutant is a fork of it.

`baseline` runs every test once and notes how long it takes and which lines it reaches. `mutants` tries a share of the
mutants: a fork puts the mutant in place, runs the tests that reach its lines, quickest and likeliest first, and stops
at the first that fails. `shown` runs all the tests that it is given, whatever they reach. The database is SQLite in
memory, so a fork has a copy of it that nobody else sees.
"""

from __future__ import annotations

import gc
import hashlib
import json
import os
import pickle
import resource
import shutil
import signal
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import coverage
import pytest
from _pytest.runner import runtestprotocol

from tests.mutation import applying
from tests.mutation.finding import PACKAGES, ROOT, SCRATCH, Mutant, find_mutants
from tests.mutation.report import reason_of

BASELINE = SCRATCH / "baseline.json"
#: Tests that a mutant is shown to, at most: so many seconds of them (as the baseline measured), and so many. One that
#: lives, and that nobody has explained, is then shown to more.
MOST_SECONDS, MOST_TESTS = 6.0, 60
LONG_SECONDS, LONG_TESTS = 24.0, 300
_MEMORY = 6 * 1024**3
_LIVED, _KILLED, _UNFIT = 0, 1, 3

#: Marks a test in the baseline that reaches a line itself, and not only in its fixtures.
ITSELF = "!"


class Plugin:
    """Takes over pytest's loop once the tests are collected."""

    def __init__(self, work: Callable[[Session], None]) -> None:
        self.work = work

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_call(self, item: pytest.Item) -> None:
        """Note that what is reached from here on is reached by the test itself."""
        measured = coverage.Coverage.current()
        if measured is not None:
            measured.switch_context(f"{item.nodeid}{ITSELF}")

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Make the test database, then do the work instead of running the tests."""
        items = {item.nodeid: item for item in session.items}
        first = next(item for item in session.items if item.get_closest_marker("django_db"))
        if _fails(first, first):
            raise pytest.UsageError(f"{first.nodeid} fails without any mutant.")
        self.work(Session(session, items))
        return True


class Session:
    """The loaded tests, and how a fork runs some of them."""

    def __init__(self, session: pytest.Session, items: dict[str, pytest.Item]) -> None:
        self.session = session
        self.items = items

    def fork(self, act: Callable[[], int], *, seconds: float) -> int | None:
        """Run `act` in a fork; return its exit code, or None when it took longer.

        Args:
            seconds: of processor time; of time on the wall it may take ten times as much.
        """
        from django.db import connections

        if connections["default"].vendor == "postgresql":
            connections.close_all()  # a fork must not speak on its parent's line
        _empty_folders()
        gc.freeze()  # collecting would touch, and so copy, all that a fork shares
        child = os.fork()
        if child == 0:
            code = _UNFIT
            try:
                os.setsid()
                resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
                resource.setrlimit(resource.RLIMIT_CPU, (int(seconds) + 1, int(seconds) + 2))
                # Fixtures of modules and classes that the last test had open; those of the session stay.
                self.session._setupstate.teardown_exact(self.session)  # type: ignore[arg-type]
                code = act()
            finally:
                os._exit(code)
        return _wait(child, 10 * seconds)

    def run(self, names: Sequence[str]) -> str:
        """Run tests, each after the other; return the first that fails, or ''."""
        chosen = [self.items[name] for name in names]
        for item, following in zip(chosen, [*chosen[1:], chosen[0]], strict=True):
            if _fails(item, following):
                return item.nodeid
        return ""


def _fails(item: pytest.Item, following: pytest.Item) -> bool:
    return any(report.failed for report in runtestprotocol(item, log=False, nextitem=following))


def _wait(child: int, seconds: float) -> int | None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            return _code(status)
        time.sleep(0.01)
    done, status = os.waitpid(child, os.WNOHANG)  # it may have ended long ago, while this process was paused
    if done:
        return _code(status)
    os.killpg(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return None


def _code(status: int) -> int | None:
    code = os.waitstatus_to_exitcode(status)
    return None if code in {-signal.SIGXCPU, -signal.SIGKILL} else code


def _empty_folders() -> None:
    """Take away the files that earlier forks have stored: a mutant may have spoiled them."""
    from django.conf import settings

    for folder in (settings.PRIVATE_FILES_ROOT, Path(settings.STORAGES["default"]["OPTIONS"]["location"])):
        shutil.rmtree(folder, ignore_errors=True)


# --- baseline ---------------------------------------------------------------------------------------------------------


def measure(session: Session) -> None:
    """Run every test, and write what each reaches and how long it takes."""
    result = SCRATCH / "measured.pickle"
    result.unlink(missing_ok=True)
    if session.fork(lambda: _measure(session, result), seconds=3600) != _LIVED:
        raise pytest.UsageError("The tests fail without any mutant: see the output above.")
    times, lines, commits = pickle.loads(result.read_bytes())
    known = json.loads(BASELINE.read_text(encoding="utf-8")) if BASELINE.exists() else None
    if known:  # what was asked for is new; the other tests stand as they were
        asked = {_file(name) for name in session.items}
        times = {name: took for name, took in known["times"].items() if _file(name) not in asked} | times
        commits = [name for name in known["commits"] if _file(name) not in asked] + commits
        for path, numbers in known["lines"].items():
            for number, names in numbers.items():
                # The mark is behind the file's name. A line that nobody reaches any more may be gone from the file.
                kept = [name for name in names if _file(name) not in asked and (ROOT / _file(name)).exists()]
                if kept:
                    merged = lines.setdefault(path, {}).setdefault(number, [])
                    merged += kept
    found = {"times": times, "lines": lines, "commits": commits}
    BASELINE.write_text(json.dumps(found, ensure_ascii=False), encoding="utf-8")


def _file(name: str) -> str:
    return name.partition("::")[0]


def _measure(session: Session, result: Path) -> int:
    times: dict[str, float] = {}
    measured = coverage.Coverage(data_file=None, branch=False, source=list(PACKAGES), config_file=False)
    measured.start()
    items = list(session.items.values())
    for item, following in zip(items, [*items[1:], items[0]], strict=True):
        measured.switch_context(item.nodeid)
        started = time.process_time()  # what else the machine does shall not count
        if _fails(item, following):
            sys.stderr.write(f"{item.nodeid} fails without any mutant.\n")
            return _KILLED
        times[item.nodeid] = round(time.process_time() - started, 4)
    measured.stop()
    data = measured.get_data()
    lines = {
        str(Path(file).relative_to(ROOT)): {
            str(line): sorted(filter(None, contexts))
            for line, contexts in data.contexts_by_lineno(file).items()
        }
        for file in data.measured_files()
    }
    commits = [item.nodeid for item in items if _commits(item)]
    result.write_bytes(pickle.dumps((times, lines, commits)))
    return _LIVED


def _commits(item: pytest.Item) -> bool:
    marker = item.get_closest_marker("django_db")
    return bool(marker and marker.kwargs.get("transaction"))


# --- mutants ----------------------------------------------------------------------------------------------------------


class Choice:
    """Which tests a mutant is shown, in which order."""

    def __init__(self, session: Session) -> None:
        found = json.loads(BASELINE.read_text(encoding="utf-8"))
        self.times: dict[str, float] = {
            name: seconds for name, seconds in found["times"].items() if name in session.items
        }
        self.lines: dict[str, dict[str, list[str]]] = found[
            "lines"
        ]  # with the mark, where a test itself is meant
        self.commits = set(found["commits"])
        self.killers: dict[str, Counter[str]] = defaultdict(Counter)
        self.classes: dict[str, list[str]] = defaultdict(list)
        for name in self.times:
            self.classes[name.rpartition("::")[0]].append(name)

    def tests_for(self, mutant: Mutant, *, is_second_look: bool = False) -> list[str]:
        """Return the tests that reach the mutant, those that killed its neighbours first, then from file to file.

        Those that reach it themselves come before those whose fixtures do, which are hundreds for much of the code. Of
        the mutant's own test file come eight at a time, since tests of one file are much alike; forty at the second.

        Args:
            is_second_look: show it as many tests as one that has lived through the first look is shown.
        """
        seconds, most = (LONG_SECONDS, LONG_TESTS) if is_second_look else (MOST_SECONDS, MOST_TESTS)
        found = self._reached(mutant)
        itself = {name.removesuffix(ITSELF) for name in found if name.endswith(ITSELF)}
        reached = {name.removesuffix(ITSELF) for name in found}
        # What a class's shared fixture reaches counts for its first test alone; the others may be the ones to tell.
        beside = {
            other
            for name in reached
            if "::Test" in name
            for other in self.classes[name.rpartition("::")[0]]
            if len(self.classes[name.rpartition("::")[0]]) < 40
        } - reached
        near, around = self.killers[mutant.path + mutant.function], self.killers[mutant.path]
        own = self._own_test(mutant.path)
        turns: Counter[str] = Counter()

        def turn(name: str) -> int:
            file = name.partition("::")[0]
            turns[file] += 1
            return turns[file] // (40 if is_second_look else 8) if file == own else turns[file]

        def rank(name: str) -> tuple[bool, int, bool, bool]:
            is_far = name not in itself and not name.startswith(own)
            return name in self.commits, -near[name], is_far, name in beside

        in_file = sorted(
            (reached | beside) & self.times.keys(),
            key=lambda name: (rank(name), -around[name], name not in itself, self.times[name], name),
        )
        chosen, taken = [], 0.0
        for name in sorted(in_file, key=lambda name: (rank(name), turn(name))):
            if len(chosen) >= most or (chosen and taken + self.times[name] > seconds):
                break
            chosen.append(name)
            taken += self.times[name]
        return chosen

    def note(self, path: str, function: str, killer: str) -> None:
        """Remember which test killed, for the next mutant nearby."""
        if killer in self.times:
            self.killers[path + function][killer] += 1
            self.killers[path][killer] += 1

    def _reached(self, mutant: Mutant) -> set[str]:
        if mutant.constant:
            return self._users_of(mutant.constant)
        lines = self.lines.get(mutant.path, {})
        return {name for line in mutant.lines for name in lines.get(str(line), ())}

    def _users_of(self, constant: str) -> set[str]:
        found: set[str] = set()
        for path, lines in self.lines.items():
            text = (ROOT / path).read_text(encoding="utf-8").splitlines()
            for number, names in lines.items():
                if constant in text[int(number) - 1]:
                    found.update(names)
        return found

    @staticmethod
    def _own_test(path: str) -> str:
        folder, _slash, name = path.rpartition("/")
        return f"tests/{folder}/test_{name}"


class Shown(Choice):
    """All tests that are loaded, for every mutant: whoever chose them knows why. Asks no baseline."""

    def __init__(self, session: Session) -> None:
        self.times = dict.fromkeys(session.items, 5.0)
        self.killers = defaultdict(Counter)

    def tests_for(self, mutant: Mutant, *, is_second_look: bool = False) -> list[str]:
        """Return all of them."""
        return list(self.times)


def try_all(
    session: Session,
    mutants: Sequence[Mutant],
    before: Iterable[dict[str, Any]],
    say: Callable[[dict[str, Any]], None],
    *,
    choice: Choice | None = None,
) -> None:
    """Try each mutant and say what became of it. Every hundredth turn is a fork without one, which must live.

    Args:
        before: what became of mutants in earlier runs: their killers are tried first.
        choice: of the tests; by what the baseline says they reach, unless another is given.
    """
    choice = choice or Choice(session)
    for row in before:
        choice.note(row["path"], row["function"], row["by"])
    functions = applying.index_functions({mutant.path for mutant in mutants})
    for turn, mutant in enumerate(mutants):
        tests = choice.tests_for(mutant)
        if turn % 100 == 0 and tests and session.fork(lambda: _try(session, tests, None), seconds=600) != 0:  # noqa: B023
            raise pytest.UsageError(f"Without any mutant, one of these fails: {tests}")
        row = _tried(session, choice, mutant, tests, functions)
        if row["became"] == "lived" and not reason_of(row):
            more = choice.tests_for(mutant, is_second_look=True)
            others = [name for name in more if name not in set(tests)]
            row = _tried(session, choice, mutant, others, functions) if others else row
            row["tests"] = len(more)
        say(row)


def _tried(
    session: Session, choice: Choice, mutant: Mutant, tests: list[str], functions: applying.Functions
) -> dict[str, Any]:
    notes = SCRATCH / f"killer-{os.getpid()}"
    notes.write_text("", encoding="utf-8")
    started = time.monotonic()

    def act() -> int:
        try:
            applying.apply(mutant, functions)
        except applying.NotApplicable as error:
            notes.write_text(str(error), encoding="utf-8")
            return _UNFIT
        return _try(session, tests, notes)

    expected = sum(choice.times[name] for name in tests)
    code = session.fork(act, seconds=10 + 4 * expected) if tests else _LIVED
    said = notes.read_text(encoding="utf-8")
    became = {_LIVED: "lived", _UNFIT: "unfit", None: "killed"}.get(code, "killed")
    choice.note(mutant.path, mutant.function, said)
    return {
        "id": mutant.id,
        "path": mutant.path,
        "function": mutant.function or mutant.constant,
        "line": mutant.line,
        "diff": mutant.diff,
        "became": became,
        "by": said or ("time" if code is None else ""),
        "stands_on": stands_on(mutant.path, said),
        "tests": len(tests),
        "seconds": round(time.monotonic() - started, 2),
    }


def is_noted(row: Mapping[str, Any], what: str) -> bool:
    """Whether what became of a mutant is kept: that one lived says nothing where only some tests were chosen."""
    return what != "shown" or bool(row["became"] == "killed")


def stands_on(path: str, killer: str) -> str:
    """Return a digest of the module and of the file of the test that killed: the word stands while it is the same."""
    files = [ROOT / path, ROOT / killer.partition("::")[0]]
    return hashlib.sha256(b"".join(file.read_bytes() for file in files if file.is_file())).hexdigest()[:16]


def _try(session: Session, tests: Sequence[str], notes: Path | None) -> int:
    pytest.Function.repr_failure = pytest.Function._repr_failure_py = _say_little  # type: ignore[method-assign,assignment]
    try:
        failed = session.run(tests)
    except BaseException as error:  # noqa: BLE001  (a mutant may break the runner itself: that is noticed too)
        failed = f"{type(error).__name__}"
    if failed and notes is not None:
        notes.write_text(failed, encoding="utf-8")
    return _KILLED if failed else _LIVED


def _say_little(*args: object, **kwargs: object) -> str:
    return "failed"


def main() -> int:
    """`baseline TESTS...`, or `mutants RESULTS DIGEST TESTS...` with the mutants on standard input.

    `locks` is `mutants` on the database of DATABASE_URL; `shown` is that, with all of TESTS for every mutant, and says
    nothing of those that live: other tests may have more to say of them.
    """
    what, *rest = sys.argv[1:]
    if what not in {"locks", "shown"}:
        os.environ.pop("DATABASE_URL", None)
    options = [
        "-n",
        "0",
        "-q",
        "-p",
        "no:randomly",
        "-p",
        "no:cacheprovider",
        "-m",
        "not browser and not bench",
    ]
    if what == "baseline":
        return pytest.main([*options, *rest], plugins=[Plugin(measure)])
    results, shown, *tests = rest
    before = [json.loads(line) for line in Path(results).read_text(encoding="utf-8").splitlines()]
    wanted = json.loads(sys.stdin.read())
    mutants = [
        mutant
        for path in sorted({row["path"] for row in wanted})
        for mutant in find_mutants(path)
        if mutant.id in {row["id"] for row in wanted}
    ]
    with Path(results).open("a", encoding="utf-8") as out:

        def say(row: dict[str, Any]) -> None:
            if is_noted(row, what):
                out.write(json.dumps(row | {"shown": shown}, ensure_ascii=False) + "\n")
                out.flush()
            sys.stdout.write(f"{row['id']} {row['became']} {row['by']}\n")

        def work(session: Session) -> None:
            choice = Shown(session) if what == "shown" else None
            try_all(session, mutants, before, say, choice=choice)

        return pytest.main([*options, *tests], plugins=[Plugin(work)])


if __name__ == "__main__":
    sys.exit(main())
