"""Which tests a mutant is shown, and when what became of it counts."""

from __future__ import annotations

import json
import os
import pickle
import signal
import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from tests.mutation import __main__ as program
from tests.mutation import report, worker
from tests.mutation.finding import Mutant

PATH = "cms/approval/links.py"
OWN = "tests/cms/approval/test_links.py"


def mutant(line: int = 5) -> Mutant:
    return Mutant("1", PATH, "revoke", line, (line,), "", "", "")


@pytest.fixture
def choice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> worker.Choice:
    """Return a choice among tests of three files that reach line 5, and one that does not."""
    names = [f"{OWN}::test_{n}" for n in range(20)]
    names += [f"tests/a/test_a.py::test_{n}" for n in range(3)]
    names += [f"tests/b/test_b.py::test_{n}" for n in range(3)]
    far = "tests/a/test_a.py::test_far"
    found = {
        "times": {name: 0.1 + 0.001 * place for place, name in enumerate([*names, far])},
        "lines": {PATH: {"5": [f"{name}!" for name in names], "6": [far], "8": [*names, f"{far}!"]}},
        "commits": [],
    }
    baseline = tmp_path / "baseline.json"
    baseline.write_text(json.dumps(found))
    monkeypatch.setattr(worker, "BASELINE", baseline)
    session: Any = SimpleNamespace(items=found["times"])
    return worker.Choice(session)


def test_own_tests_come_eight_at_a_time_and_others_from_file_to_file(choice: worker.Choice) -> None:
    files = [name.partition("::")[0] for name in choice.tests_for(mutant())]
    first, second = "tests/a/test_a.py", "tests/b/test_b.py"
    assert files == [OWN] * 7 + [OWN] * 8 + [first, second] + [OWN] * 5 + [first, second] * 2


def test_only_tests_that_reach_it_are_shown(choice: worker.Choice) -> None:
    assert len(choice.tests_for(mutant())) == 26
    assert choice.tests_for(mutant(6)) == ["tests/a/test_a.py::test_far"]
    assert choice.tests_for(mutant(7)) == []


def test_those_of_other_files_whose_fixtures_reach_it_come_last(choice: worker.Choice) -> None:
    shown = choice.tests_for(mutant(8))
    assert shown[7] == "tests/a/test_a.py::test_far"
    assert all(name.startswith(OWN) for name in [*shown[:7], *shown[8:21]])
    assert len(shown) == len(set(shown)) == 27


def test_what_killed_a_neighbour_comes_first(choice: worker.Choice) -> None:
    choice.note(PATH, "revoke", "tests/b/test_b.py::test_2")
    assert choice.tests_for(mutant())[0] == "tests/b/test_b.py::test_2"


def test_what_killed_in_the_module_comes_first_of_its_file(choice: worker.Choice) -> None:
    choice.note(PATH, "elsewhere", "tests/b/test_b.py::test_2")
    of_b = [name for name in choice.tests_for(mutant()) if name.startswith("tests/b")]
    assert of_b[0] == "tests/b/test_b.py::test_2"


def test_word_of_a_test_that_is_gone_is_not_kept(choice: worker.Choice) -> None:
    choice.note(PATH, "revoke", "tests/b/test_b.py::test_gone")
    choice.note(PATH, "revoke", "time")
    assert not choice.killers[PATH]


@pytest.mark.parametrize(("limit", "value", "shown"), [("MOST_TESTS", 4, 4), ("MOST_SECONDS", 0.35, 3)])
def test_no_more_is_shown_than_there_is_time_for(
    choice: worker.Choice, monkeypatch: pytest.MonkeyPatch, limit: str, value: float, shown: int
) -> None:
    monkeypatch.setattr(worker, limit, value)
    assert len(choice.tests_for(mutant())) == shown


@pytest.mark.parametrize(
    ("explained", "looks"), [([], [4, 22]), ([{"ids": ["1"], "reason": "Nobody can tell."}], [4])]
)
def test_one_that_lives_unexplained_is_shown_more(
    choice: worker.Choice, monkeypatch: pytest.MonkeyPatch, explained: list[Any], looks: list[int]
) -> None:
    shown: list[list[str]] = []

    def lives(
        _session: Any, _choice: Any, tried: Mutant, tests: list[str], _functions: Any
    ) -> dict[str, Any]:
        shown.append(tests)
        return {"id": tried.id, "path": tried.path, "diff": "", "became": "lived", "tests": len(tests)}

    said: list[dict[str, Any]] = []
    monkeypatch.setattr(worker, "MOST_TESTS", 4)
    monkeypatch.setattr(worker, "Choice", lambda session: choice)
    monkeypatch.setattr(worker, "_tried", lives)
    monkeypatch.setattr(report, "_explanations", lambda: explained)
    worker.try_all(SimpleNamespace(fork=lambda act, seconds: 0), [mutant()], [], said.append)  # type: ignore[arg-type]
    assert [len(tests) for tests in shown] == looks
    assert len({name for tests in shown for name in tests}) == sum(looks)
    assert [row["tests"] for row in said] == [sum(looks)]


def test_tests_that_somebody_names_are_all_shown_whatever_they_reach() -> None:
    session: Any = SimpleNamespace(items={"test_b.py::test_b": None, "test_a.py::test_a": None})
    shown = worker.Shown(session)
    shown.note(PATH, "revoke", "test_a.py::test_a")
    assert shown.tests_for(mutant(7)) == ["test_b.py::test_b", "test_a.py::test_a"]


def test_another_choice_asks_no_baseline(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(worker, "BASELINE", tmp_path / "none.json")
    monkeypatch.setattr(worker, "SCRATCH", tmp_path)
    said: list[dict[str, Any]] = []
    session: Any = SimpleNamespace(items={"test_a.py::test_a": None}, fork=lambda act, seconds: 0)
    worker.try_all(session, [mutant()], [], said.append, choice=worker.Shown(session))
    assert [(row["became"], row["tests"]) for row in said] == [("lived", 1)]


@pytest.mark.parametrize(
    ("what", "became", "noted"),
    [
        ("mutants", "lived", True),
        ("shown", "killed", True),
        ("shown", "lived", False),
        ("shown", "unfit", False),
    ],
)
def test_that_one_lives_through_chosen_tests_says_nothing(what: str, became: str, noted: bool) -> None:
    assert worker.is_noted({"became": became}, what) is noted


class TestWaiting:
    """A fork that ended is taken at its word, also by who was paused meanwhile."""

    def fork(self, code: int, seconds: float = 0) -> int:
        child = os.fork()
        if child == 0:
            os.setsid()
            time.sleep(seconds)
            os._exit(code)
        return child

    def test_exit_code(self) -> None:
        assert worker._wait(self.fork(1), 10) == 1

    def test_time_that_ran_out_while_nobody_looked(self) -> None:
        child = self.fork(0)
        os.waitid(os.P_PID, child, os.WEXITED | os.WNOWAIT)
        assert worker._wait(child, -1) == 0

    def test_who_does_not_end_is_ended(self) -> None:
        child = self.fork(0, seconds=60)
        time.sleep(0.2)  # until it leads a group of its own
        assert worker._wait(child, 0.1) is None
        with pytest.raises(ProcessLookupError):
            os.kill(child, 0)

    def test_who_used_up_its_processor_time(self) -> None:
        child = self.fork(0, seconds=60)
        os.kill(child, signal.SIGXCPU)
        assert worker._wait(child, 10) is None


class TestStanding:
    """What became of a mutant counts while what it rests on is the same."""

    @pytest.fixture
    def row(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
        (tmp_path / "module.py").write_text("1")
        (tmp_path / "test_it.py").write_text("1")
        monkeypatch.setattr(worker, "ROOT", tmp_path)
        monkeypatch.setattr(program, "tests_digest", lambda what: f"{what}-now")
        monkeypatch.delenv("DATABASE_URL", raising=False)
        killer = "test_it.py::test_a"
        return {
            "id": "1",
            "path": "module.py",
            "by": killer,
            "became": "killed",
            "diff": "- if a:\n+ if b:",
            "shown": "mutants-before",
            "stands_on": worker.stands_on("module.py", killer),
        }

    def stands(self, row: dict[str, Any]) -> bool:
        return bool(program._still_true({row["id"]: row}))

    def test_killed_by_what_is_the_same(self, row: dict[str, Any]) -> None:
        assert self.stands(row)

    @pytest.mark.parametrize("name", ["module.py", "test_it.py"])
    def test_not_once_the_module_or_the_killer_is_another(
        self, row: dict[str, Any], tmp_path: Path, name: str
    ) -> None:
        (tmp_path / name).write_text("2")
        assert not self.stands(row)

    @pytest.mark.parametrize(("shown", "stands"), [("mutants-before", False), ("mutants-now", True)])
    def test_lived_counts_while_no_test_has_changed(
        self, row: dict[str, Any], shown: str, stands: bool
    ) -> None:
        lived = row | {"became": "lived", "by": "", "shown": shown}
        assert self.stands(lived | {"stands_on": worker.stands_on("module.py", "")}) is stands

    def test_lock_that_lived_without_rows_to_lock_is_shown_to_postgresql(
        self, row: dict[str, Any], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        lock = row | {"became": "lived", "by": "", "shown": "mutants-now"}
        lock |= {"diff": "- a.select_for_update()\n+ a", "stands_on": worker.stands_on("module.py", "")}
        assert self.stands(lock)
        monkeypatch.setenv("DATABASE_URL", "postgres://somewhere/it")
        assert not self.stands(lock)
        assert self.stands(lock | {"shown": "locks-now"})


def test_of_what_was_measured_before_only_what_still_is_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "test_kept.py").write_text("")
    (tmp_path / "test_asked.py").write_text("")
    kept, asked, gone = "test_kept.py::test_a!", "test_asked.py::test_b", "test_gone.py::test_c"
    before = {
        "times": {"test_kept.py::test_a": 1.0, asked: 1.0},
        "lines": {PATH: {"1": [kept, asked], "2": [asked], "3": [gone]}},
        "commits": [],
    }
    monkeypatch.setattr(worker, "ROOT", tmp_path)
    monkeypatch.setattr(worker, "SCRATCH", tmp_path)
    monkeypatch.setattr(worker, "BASELINE", tmp_path / "baseline.json")
    worker.BASELINE.write_text(json.dumps(before))
    found: Any = ({asked: 2.0}, {PATH: {"1": [asked]}}, [asked])

    def fork(_act: Any, *, seconds: float) -> int:
        (tmp_path / "measured.pickle").write_bytes(pickle.dumps(found))
        return 0

    session: Any = SimpleNamespace(items={asked: None}, fork=fork)
    worker.measure(session)
    assert json.loads(worker.BASELINE.read_text()) == {
        "times": {"test_kept.py::test_a": 1.0, asked: 2.0},
        "lines": {PATH: {"1": [asked, kept]}},
        "commits": [asked],
    }
