"""A release is struck at one place after the other: killed, or a statement or a write fails. All of it is public or
nothing is, the current view is what the ledger says, and printing again works.

A sample of the places runs with the unit tests; `make faults` strikes all of them (FAULTS=all).
"""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.db import connection, connections

import pytest

from tests.faults.databases import run_on_server
from tests.faults.world import EDITIONS

SAMPLE = 0 if os.environ.get("FAULTS") == "all" else 7
ROOT = Path(__file__).resolve().parents[2]
SIGKILL = 9

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture(scope="module")
def lines(django_db_setup, django_db_blocker, tmp_path_factory) -> list[dict[str, Any]]:
    """Return what the harness says after its work on a fresh, migrated database of its own."""
    folder = tmp_path_factory.mktemp("faults")
    with django_db_blocker.unblock():
        database = copy_database(folder)
    (folder / "files").mkdir()
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.faults.settings",
        "FAULTS_DATABASE": database,
        "FAULTS_FILES": str(folder / "files"),
    }
    command = [sys.executable, "-m", "tests.faults.harness", str(SAMPLE)]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr + done.stdout
    return [json.loads(line) for line in done.stdout.splitlines()]


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
    assert state["editions"] in {0, EDITIONS}
    is_out = state["editions"] == EDITIONS
    assert (state["status"] == "released") is is_out
    expected = (
        ["Gammal, rättad", "Lägesbild", "Ny", "Visar området"]
        if is_out
        else ["Fel", "Gammal", "Visar området"]
    )
    assert state["shown"] == expected
    assert (state["seqs"] == [None, None]) is not is_out
    assert state["faults"] == []
    assert state["log"].count("release.released") == (1 if is_out else 0)
    assert state["log"][0] == "release.planned"
    assert (state["log"][-1] == "release.failed") is (state["status"] == "failed")
    assert not any(state["differing"].values()), state["differing"]


def of(lines: list[dict[str, Any]], act: str) -> list[dict[str, Any]]:
    return [line for line in lines if line["act"] == act]


@pytest.mark.parametrize("strike", ["kill", "fail"])
def test_release_that_is_struck_is_whole_or_nothing_and_can_be_printed_again(lines, strike):
    strikes = of(lines, strike)
    assert len(strikes) == (SAMPLE or strikes[0]["places"])
    for line in strikes:
        try:
            assert_whole(line["after"])
            CHECKS[strike](line["struck"], line["after"])
            assert_whole(line["end"])
            assert (line["end"]["error"], line["end"]["editions"]) == ("", EDITIONS)
        except AssertionError as error:
            raise AssertionError(
                f"struck at {line['place']}: {error}\n{json.dumps(line, indent=1)}"
            ) from error


def check_killed(struck: dict[str, Any], after: dict[str, Any]) -> None:
    assert struck == {"signal": SIGKILL}
    assert after["status"] in {"planned", "released"}
    assert after["failure"] == ""


def check_failed(struck: dict[str, Any], after: dict[str, Any]) -> None:
    """Check that a failure is told to the release's owner, unless the release was not even read, or is out anyway."""
    told = (struck["result"]["error"], struck["result"]["mails"], bool(after["failure"]))
    expected = {
        "failed": {("build_failed", 1, True)},
        "planned": {("OperationalError", 0, False)},
        "released": {("", 0, False)},
    }
    assert told in expected[after["status"]]


CHECKS = {"kill": check_killed, "fail": check_failed}


def test_strikes_reach_from_before_the_release_is_read_to_after_its_commit(lines):
    first, *_rest, last = of(lines, "kill")
    assert first["after"]["editions"] == 0
    assert last["place"].endswith("after commit")
    assert last["after"]["editions"] == EDITIONS
    names = {line["place"].split(maxsplit=1)[1].split(":")[0] for line in lines if "place" in line}
    assert {"sql", "file", "after commit"} <= names
    assert first["places"] > 100


def test_publishers_at_once_print_once(lines):
    for line in of(lines, "publish"):
        assert sorted(line["results"]) == [0, 0, 0, 1], line
        assert_whole(line["end"])
        assert line["end"]["editions"] == EDITIONS


def test_people_at_once_print_once_and_the_other_hears_why(lines):
    for line in of(lines, "print"):
        assert sorted(line["results"]) == ["", "not_printable"], line
        assert_whole(line["end"])


def test_different_releases_at_once_are_all_printed(lines):
    for line in of(lines, "crowd"):
        assert line["results"] == ["", "", ""], line
        others = [title for title in line["end"]["shown"] if title.startswith("Samtidig")]
        assert len(others) == 3
        assert_whole(
            {**line["end"], "shown": [title for title in line["end"]["shown"] if title not in others]}
        )
