"""Which faults are tried, and which are left out."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.mutation import finding
from tests.mutation.__main__ import is_sampled
from tests.mutation.finding import Mutant, find_mutants

SOURCE = '''
"""A module."""
from django.utils.translation import gettext as _
LIMIT = 3


class Model:
    name = "a declaration"

    @property
    def is_full(self):
        return self.count >= LIMIT


def take(rows, *, strict=True):
    """Say what it does."""
    if not rows and strict:
        raise ValueError("a text for people")
    logger.info("a line in the log")
    with transaction.atomic():
        row = rows.select_for_update().get(pk=1, open=True)
    notify(row)
    return _("a text for people")
'''


@pytest.fixture
def found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, list[str]]:
    """Return the lines that mutants put in the place of others, by function or constant."""
    monkeypatch.setattr(finding, "ROOT", tmp_path)
    monkeypatch.setattr(finding, "SCRATCH", tmp_path / "var")
    monkeypatch.setattr(finding, "ONE_IN", 1)
    (tmp_path / "module.py").write_text(SOURCE)
    by_name: dict[str, list[str]] = {}
    for mutant in find_mutants("module.py"):
        by_name.setdefault(mutant.function or mutant.constant, []).append(mutant.diff)
    return by_name


def test_constants_functions_and_methods_are_mutated_and_nothing_else(found: dict[str, list[str]]) -> None:
    assert found.keys() == {"LIMIT", "Model.is_full", "take"}


def test_guards_refusals_and_calls_are_left_out(found: dict[str, list[str]]) -> None:
    added = "\n".join(found["take"])
    for line in (
        "+ if False:",
        "+ if True:",
        "+ if not rows:",
        "+ if strict:",
        "+ if rows and strict:",
        "+ pass",
        "+ return None",
        '+ with __import__("contextlib").nullcontext():',
        "+ row = rows.get(pk=1, open=True)",
        "+ row = rows.select_for_update().get(pk=1, )",
        "+ row = rows.select_for_update().get(open=True)",
        "+ def take(rows, *, strict=False):",
    ):
        assert line in added, line


def test_texts_and_logs_are_not(found: dict[str, list[str]]) -> None:
    added = "\n".join(line for diffs in found.values() for line in diffs)
    assert "XX" not in added
    assert "- logger" not in added


def test_comparisons_are_mutated_behind_a_decorator(found: dict[str, list[str]]) -> None:
    assert "- return self.count >= LIMIT\n+ return self.count > LIMIT" in found["Model.is_full"]


def test_lock_is_known_by_what_is_left_out() -> None:
    def mutant(diff: str) -> Mutant:
        return Mutant("1", "module.py", "take", 1, (1,), "", diff, "")

    assert mutant("- rows.select_for_update().get()\n+ rows.get()").is_lock
    assert not mutant("- rows.select_for_update().get()\n+ rows.select_for_update().first()").is_lock


def test_every_fault_has_an_id_of_its_own() -> None:
    ids = [
        mutant.id
        for path in ("cms/approval/digest.py", "cms/approval/reminders.py")
        for mutant in find_mutants(path)
    ]
    assert ids
    assert len(ids) == len(set(ids))


def test_a_sample_is_the_same_each_time_and_about_as_large_as_asked():
    names = [f"module:{number}" for number in range(3000)]
    first, again = ([name for name in names if is_sampled(name, 3)] for _ in range(2))
    assert first == again
    assert 900 < len(first) < 1100
    assert all(is_sampled(name, 1) for name in names)
