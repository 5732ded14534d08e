"""A mutant takes effect wherever its function or constant is already in use. Each is tried in a fork of its own."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from types import ModuleType

import pytest

from cms.approval import links, permissions
from cms.approval.models import ApprovalRequest
from tests.mutation import applying
from tests.mutation.finding import Mutant, find_mutants


def pick(path: str, *words: str) -> Mutant:
    """Return the mutant of a module whose diff has all these words."""
    return next(found for found in find_mutants(path) if all(word in found.diff for word in words))


def in_a_fork(act: Callable[[], bool]) -> bool:
    child = os.fork()
    if child == 0:
        code = 1
        try:
            code = 0 if act() else 1
        finally:
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def applied(mutant: Mutant) -> None:
    applying.apply(mutant, applying.index_functions({mutant.path}))


def test_function_is_changed_for_who_has_imported_it() -> None:
    mutant = pick("cms/approval/permissions.py", "if not user.is_active", "+ if True:")
    imported = permissions.can_sign_for

    class Active:
        is_active = True

    def act() -> bool:
        applied(mutant)
        return imported(Active(), 1) is False  # type: ignore[arg-type]

    assert in_a_fork(act)


def test_constant_is_changed_for_who_has_imported_it(monkeypatch: pytest.MonkeyPatch) -> None:
    mutant = pick("cms/approval/links.py", "GRACE", "days=4")
    importer = ModuleType("cms.importer")
    importer.GRACE = links.GRACE  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "cms.importer", importer)

    def act() -> bool:
        applied(mutant)
        return links.GRACE.days == 4 and importer.GRACE.days == 4  # type: ignore[attr-defined]

    assert in_a_fork(act)
    assert links.GRACE.days == 3


def test_method_is_changed_on_rows_that_are_there() -> None:
    row = ApprovalRequest(title="Lyktorna")
    mutant = pick("cms/approval/models.py", "- return self.title", "+ return None")

    def act() -> bool:
        applied(mutant)
        try:
            return not str(row)
        except TypeError:
            return True

    assert in_a_fork(act)
    assert str(row) == "Lyktorna"


def test_functions_of_what_nobody_has_imported_yet_are_found() -> None:
    def act() -> bool:
        for name in [name for name in sys.modules if name.startswith("cms.approval.views")]:
            del sys.modules[name]
        found = applying.index_functions({"cms/approval/views.py"})
        return ("cms/approval/views.py", "_decide") in found

    assert in_a_fork(act)


def test_what_has_no_living_function_is_said_so() -> None:
    mutant = Mutant("1", "cms/approval/links.py", "gone", 1, (1,), "", "", "def gone():\n    pass\n")
    with pytest.raises(applying.NotApplicable):
        applied(mutant)
