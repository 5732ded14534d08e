"""The page of the mutants says what of it is of another state than this one."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.mutation import report

ROW = {"id": "1", "path": "cms/approval/links.py", "function": "revoke", "line": 5, "diff": "- a\n+ b"}
ROWS: list[dict[str, Any]] = [
    ROW | {"became": "killed"},
    ROW | {"became": "lived"},
    ROW | {"became": "unfit"},
]


@pytest.fixture
def page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(report, "PAGE", tmp_path / "mutants.md")
    monkeypatch.setattr(report, "DATA", tmp_path / "benchmarks.json")
    monkeypatch.setattr(report, "commit", lambda: "abc")
    report.DATA.write_text(json.dumps([{"name": "other"}, {"name": "mutants_killed", "ours": 0}]))
    return report.PAGE


def test_row_counts_what_could_be_tried(page: Path) -> None:
    report.write(ROWS)
    other, row = json.loads(report.DATA.read_text())
    assert (other["name"], row["ours"], row["peer"], row["holds"]) == ("other", 1, 2, False)
    assert "**1 of 2 killed, 50.0 %**" in page.read_text()
    assert "- 1, line 5, revoke: `- a` `+ b`. **not explained**" in page.read_text()
    assert "Measured at\nabc on" in page.read_text()
    assert "has changed since" not in page.read_text()


def test_what_has_changed_since_is_said(page: Path) -> None:
    report.write(ROWS, older=2, untried=1)
    assert "For 2 of them the module" in page.read_text()
    assert "Put together from several runs at\nabc on" in page.read_text()
    assert "1 are new and not tried yet" in page.read_text()
