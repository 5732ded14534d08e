"""The log as files: harmless in a spreadsheet, and verifiable by somebody who has nothing but the file."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import subprocess
import sys

import pytest

from cms.audit.export import COLUMNS, csv_lines, json_lines
from cms.audit.models import AuditEntry
from cms.audit.services import Outsider
from tests.architecture.floors import ROOT
from tests.factories.cms_audit import make_entry, make_subject

pytestmark = pytest.mark.django_db


def as_json(entries):
    return json.loads("".join(json_lines(entries)))["entries"]


def as_csv(entries):
    return list(csv.DictReader(io.StringIO("".join(csv_lines(entries)))))


def faults_of(rows):
    """Verify as an outsider would: docs/features/audit.md, with Python's own library only."""
    columns = [name for name in COLUMNS if name != "chain"]
    return [
        row["seq"]
        for row in rows
        if hashlib.sha256(
            json.dumps([row[name] for name in columns], ensure_ascii=False, separators=(",", ":")).encode()
        ).hexdigest()
        != row["chain"]
    ]


@pytest.fixture
def entries():
    for title in ("Lyktor", "Bänkar ”vid” torget\n", "Träd"):
        make_entry(
            subject=make_subject(title), readers=["polisen"], by=Outsider("Dana", "Tidningen", "d@e.se")
        )
    return AuditEntry.objects.all()


def test_json_holds_every_column_oldest_first(entries):
    rows = as_json(entries.order_by("-seq"))
    assert [row["seq"] for row in rows] == [1, 2, 3]
    assert list(rows[0]) == list(COLUMNS)
    assert rows[1]["subject_title"] == "Bänkar ”vid” torget\n"
    assert [row["former_chain"] for row in rows] == ["", rows[0]["chain"], rows[1]["chain"]]


def test_an_outsider_can_verify_a_part(entries):
    rows = as_json(entries.exclude(seq=2))
    assert len(rows) == 2
    assert faults_of(rows) == []


@pytest.mark.parametrize(("name", "status"), [("seq", 0), ("actor_name", 1)])
def test_the_program_in_the_documentation_does_it(entries, tmp_path, name, status):
    text = (ROOT / "docs" / "features" / "audit.md").read_text(encoding="utf-8")
    program = text.split("```python\n")[1].split("```")[0]
    rows = as_json(entries)
    rows[2][name] = {"seq": 3}.get(name, "En annan")
    (tmp_path / "logg.json").write_text(json.dumps({"entries": rows}), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert (done.returncode, "AssertionError: 3" in done.stderr) == (status, bool(status))


@pytest.mark.parametrize("name", [name for name in COLUMNS if name != "actor_id"])
def test_an_outsider_finds_what_was_changed(entries, name):
    rows = as_json(entries)
    rows[1][name] = f"{rows[1][name]}0"
    assert faults_of(rows) == [rows[1]["seq"]]


def test_an_empty_log_is_a_whole_document():
    assert as_json(AuditEntry.objects.all()) == []
    assert as_csv(AuditEntry.objects.all()) == []


def test_csv_holds_the_same(entries):
    wanted = {name: str(value if value is not None else "") for name, value in as_json(entries)[1].items()}
    assert as_csv(entries)[1] == wanted


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_csv_cells_are_no_formulas(start):
    title = f'{start}HYPERLINK("http://example.org")'
    make_entry(subject=make_subject(title), by=Outsider(title, title, title))
    [row] = as_csv(AuditEntry.objects.all())
    for name in ("subject_title", "actor_name", "actor_organisation", "actor_email"):
        assert row[name] == f"'{title}"


def test_the_export_streams_in_a_bounded_number_of_queries(entries, django_assert_num_queries):
    with django_assert_num_queries(1):
        list(json_lines(entries))
