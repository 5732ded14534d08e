"""A release is struck at one place after the other: killed, or a statement or a write fails. All of it is public or
nothing is, no reader sees anything in between or too early, and a fresh publisher prints it without a person.

A sample of the places runs with the unit tests; `make faults` strikes all of them (FAULTS=all).
"""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterable
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.db import connection, connections

import pytest

from tests.faults import record
from tests.faults.databases import run_on_server
from tests.faults.harness import STEP
from tests.faults.world import SHAPES

WHOLE = os.environ.get("FAULTS") == "all"
SAMPLE = 0 if WHOLE else 3
ROOT = Path(__file__).resolve().parents[2]
SIGKILL = 9

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture(scope="module")
def lines(django_db_setup, django_db_blocker, tmp_path_factory) -> list[dict[str, Any]]:
    """Return what the harness says after its work on a fresh, migrated database of its own."""
    folder = tmp_path_factory.mktemp("faults")
    with django_db_blocker.unblock():
        vendor, database = connection.vendor, copy_database(folder)
    (folder / "files").mkdir()
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.faults.settings",
        "FAULTS_DATABASE": database,
        "FAULTS_FILES": str(folder / "files"),
    }
    command = [sys.executable, "-m", "tests.faults.harness", str(SAMPLE)]
    started = time.monotonic()
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr + done.stdout
    said = [json.loads(line) for line in done.stdout.splitlines()]
    if WHOLE:
        record.keep(vendor, record.summary(said, seconds=time.monotonic() - started))
    return said


def copy_database(folder: Path) -> str:
    """Copy the migrated test database; return where the copy is."""
    name = str(connection.settings_dict["NAME"])
    if connection.vendor == "postgresql":
        url = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/faults-{os.getpid()}").geturl()
        connections.close_all()  # a template may have no guests
        run_on_server(url, "DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        run_on_server(url, f'CREATE DATABASE {{name}} TEMPLATE "{name}"')
        return url
    path = str(folder / "faults.sqlite3")
    connection.ensure_connection()
    copy = sqlite3.connect(path)
    connection.connection.backup(copy)
    copy.close()
    connection.close()
    return path


def assert_whole(state: dict[str, Any]) -> None:
    """Check that a release is public altogether or not at all, and says so."""
    shape = SHAPES[state["shape"]]
    expected = {
        "released": (shape.editions, sorted(shape.shows), sorted(shape.hides)),
        "planned": (0, [], []),
        "failed": (0, [], []),
    }
    assert (state["editions"], state["shown"], state["hidden"]) == expected[state["status"]]
    assert (state["seqs"] == [None, None]) is (state["editions"] == 0)
    assert state["early"] == 0
    assert state["faults"] == []
    assert state["log"].count("release.released") == (1 if state["editions"] else 0)
    assert state["log"][0] == "release.planned"
    assert (state["log"][-1] == "release.failed") is (state["status"] == "failed")
    assert not any(state["differing"].values()), state["differing"]


def of(lines: list[dict[str, Any]], *acts: str) -> list[dict[str, Any]]:
    found = [line for line in lines if line["act"] in acts]
    assert found
    return found


@contextmanager
def about(line: dict[str, Any]):
    """Say in which strike an assertion did not hold."""
    try:
        yield
    except AssertionError as error:
        raise AssertionError(
            f"{line['act']} {line['shape']} at {line['place']}: {error}\n{json.dumps(line, indent=1)}"
        ) from error


def each(lines: list[dict[str, Any]], *acts: str) -> Iterable[dict[str, Any]]:
    for line in of(lines, *acts):
        with about(line):
            yield line


ALL = ("kill", "kill waiting", "fail", "fail by hand")


def test_release_that_is_struck_is_whole_or_nothing(lines):
    for line in each(lines, *ALL):
        assert_whole(line["after"])
        assert_whole(line["end"])


def test_readers_see_all_of_it_or_nothing_never_early_and_never_back(lines):
    for line in each(lines, *ALL):
        for seen in line["seen"].values():
            assert (seen["count"], seen["bad"]) == (0, [])
            assert seen["polls"] > 1
            assert "before" not in seen["last"]
        assert line["seen"]["keeps"]["last"] == ["after", "same"]


def test_what_is_killed_is_printed_by_a_fresh_publisher_without_a_person(lines):
    for line in each(lines, "kill", "kill waiting", "fail"):
        assert line["after"]["status"] in {"planned", "released"}
        assert (line["after"]["failure"], line["end"]["status"]) == ("", "released")


def test_every_place_of_a_release_is_a_place_to_be_killed_at(lines):
    for line in each(lines, "kill"):
        assert line["struck"] == {"signal": SIGKILL}
    for shape in {line["shape"] for line in of(lines, "kill")}:
        struck = [line for line in of(lines, "kill") if line["shape"] == shape]
        assert len(struck) >= (SAMPLE or struck[0]["places"] // STEP.get(shape, 1))
        assert struck[0]["after"]["status"] == "planned"
        assert struck[-1]["place"].endswith("after commit")
        assert struck[-1]["after"]["status"] == "released"


def test_strikes_reach_statements_files_and_commits(lines):
    names = {line["place"].split(maxsplit=1)[1].split(":")[0] for line in of(lines, "kill")}
    assert {"sql", "after commit"} <= names
    most = max(line["places"] for line in of(lines, "kill"))
    assert most > 100


def test_waiting_publisher_is_killed_or_prints_at_the_instant(lines):
    outcomes = [
        line["struck"].get("signal") or line["struck"]["result"]["status"]
        for line in of(lines, "kill waiting")
    ]
    assert set(outcomes) <= {SIGKILL, "released"}
    assert outcomes.count(SIGKILL) >= len(outcomes) / 2


def test_failure_that_a_publisher_meets_once_passes_by_itself(lines):
    for line in each(lines, "fail"):
        told = (line["struck"]["result"]["error"], line["struck"]["result"]["mails"])
        expected = {"planned": {("OperationalError", 0)}, "released": {("", 0), ("OperationalError", 0)}}
        assert told in expected[line["after"]["status"]]


def test_failure_that_a_person_meets_is_told_to_the_owner_and_can_be_retried(lines):
    """Unless the release was not even read, or is out anyway."""
    for line in each(lines, "fail by hand"):
        after, struck = line["after"], line["struck"]["result"]
        told = (struck["error"], struck["mails"], bool(after["failure"]))
        expected = {
            "failed": {("build_failed", 1, True)},
            "planned": {("OperationalError", 0, False)},
            "released": {("", 0, False)},
        }
        assert told in expected[after["status"]]
        assert line["end"]["status"] == "released"


def test_publishers_at_once_print_once(lines):
    for line in of(lines, "publish"):
        assert sorted(line["results"]) == [0, 0, 0, 1], line
        assert_whole(line["end"])
        assert line["end"]["status"] == "released"


def test_people_at_once_print_once_and_the_other_hears_why(lines):
    for line in of(lines, "print"):
        assert sorted(line["results"]) == ["", "not_printable"], line
        assert_whole(line["end"])


def test_different_releases_at_once_are_all_printed(lines):
    for line in of(lines, "crowd"):
        assert line["results"] == ["", "", ""], line
        assert_whole(line["end"])


def test_waiting_publisher_that_is_told_to_stop_stops_and_prints_nothing(lines):
    [line] = of(lines, "stop")
    assert line["found"] == {"result": "stopped"}
    assert line["took"] < 6
    assert_whole(line["end"])
    assert line["end"]["status"] == "planned"
