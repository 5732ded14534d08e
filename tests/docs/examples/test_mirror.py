"""The client that docs/api.md gives to partners: killed anywhere, it ends with exactly what is public."""

from __future__ import annotations

import importlib.util
import itertools
import json
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

from django.db import transaction
from django.test import Client

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cms.ledger.enums import GONE
from cms.ledger.models import CurrentEdition, Edition
from pressroom.http import clear_memo
from tests.factories.cms_ledger import (
    correct,
    delete,
    make_key,
    make_payload,
    make_term,
    print_editions,
    refresh,
    withdraw,
)

SCRIPT = Path(__file__).parents[3] / "docs" / "examples" / "mirror.py"
Key = tuple[str, str, str]


def load() -> ModuleType:
    spec = importlib.util.spec_from_file_location("mirror", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["mirror"] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


mirror = load()
_files = itertools.count()


class Killed(BaseException):
    """What stands for kill -9 inside one process: nothing of the client's runs after it."""


class Life:
    """Counts the client's steps, each statement and each question, and ends it at one of them."""

    def __init__(self, steps: int | None) -> None:
        self.left = steps

    def step(self) -> None:
        if self.left is not None:
            if self.left <= 0:
                raise Killed
            self.left -= 1


class Copy:
    """A client with its file, and what asks our test client instead of a network."""

    def __init__(self, client: Client, file: Path) -> None:
        self.client = client
        self.file = file
        self.asked: list[str] = []

    def pull(self, limit: int, steps: int | None = None) -> bool:
        """Start, pull once, and stop or be killed after so many steps; return whether there is more."""
        life = Life(steps)

        class Connection(sqlite3.Connection):
            def execute(self, *args: Any) -> sqlite3.Cursor:
                life.step()
                return super().execute(*args)

        def ask(path: str) -> Any:
            life.step()
            self.asked.append(path)
            answer = self.client.get(f"/api/v1/{path}")
            life.step()
            return mirror.Answer(answer.status_code, answer.content)

        opened: list[sqlite3.Connection] = []

        def connect(*args: Any, **options: Any) -> sqlite3.Connection:
            opened.append(sqlite3.connect(*args, factory=Connection, **options))
            return opened[-1]

        try:
            return bool(mirror.Mirror(self.file, ask, connect).pull(limit).has_more)
        except Killed:
            return True
        finally:
            for connection in opened:
                connection.close()  # what was not committed is gone

    def finish(self) -> None:
        while self.pull(3):
            pass

    def documents(self) -> dict[Key, dict[str, Any]]:
        return {key: document for key, document, _is_old in self._rows()}

    def sure(self) -> set[Key]:
        """Return what is in the copy, but for what waits for a new beginning to reach its end."""
        return {key for key, _document, is_old in self._rows() if not is_old}

    def _rows(self) -> Iterator[tuple[Key, dict[str, Any], bool]]:
        for item_type, public_id, language, text, is_old in self._read(
            "SELECT type, id, language, document, is_old FROM documents"
        ):
            yield (item_type, public_id, language), json.loads(text), bool(is_old)

    def seq(self) -> int:
        return self.position()[0]

    def position(self) -> tuple[int, int, str]:
        return next(iter(self._read("SELECT seq, head, chain FROM position")), (0, 0, ""))

    def _read(self, query: str) -> list[Any]:
        connection = sqlite3.connect(self.file)
        try:
            return connection.execute(query).fetchall()
        except sqlite3.OperationalError:  # killed before there were any tables
            return []
        finally:
            connection.close()


def current_view() -> dict[Key, dict[str, Any]]:
    rows = CurrentEdition.objects.all()
    return {
        (row.item_type, row.public_id, row.language): row.read_document() for row in rows if not row.is_gone
    }


def gone_at(seq: int, head: int, chain: str) -> set[Key]:
    """Return what had been taken away when the ledger was at a position; nothing if that is another ledger's."""
    newest: dict[Key, str] = {}
    if not Edition.objects.filter(seq=head, chain=chain).exists():
        return set()
    for edition in Edition.objects.filter(seq__lte=seq).order_by("seq"):
        newest[edition.item_type, edition.public_id, edition.language] = edition.kind
    return {key for key, kind in newest.items() if kind in GONE}


ITEMS = [make_payload(key=make_key(f"mirror-{number}"), title=f"Nr {number}") for number in range(3)] + [
    make_term("area", "unga", "Unga")
]
LANGUAGES = ["sv", "en", "ar"]
ACTIONS = {"correct": correct, "refresh": refresh, "withdraw": withdraw, "delete": delete}
entries = st.lists(
    st.tuples(
        st.integers(0, len(ITEMS) - 1),
        st.sampled_from(LANGUAGES),
        st.sampled_from(["publish", "publish", *ACTIONS]),
    ),
    min_size=1,
    max_size=5,
    unique_by=lambda entry: entry[:2],
)
histories = st.lists(
    st.one_of(
        st.tuples(st.just("release"), entries),
        st.tuples(st.just("pull"), st.tuples(st.integers(1, 4), st.none() | st.integers(0, 30))),
        st.tuples(st.just("restore"), st.integers(0, 3)),
    ),
    max_size=16,
)


def release(wanted: list[tuple[int, str, str]], number: int) -> None:
    """Print what of `wanted` can be printed: nothing can be corrected or removed that is not public."""
    public = current_view()
    editions = []
    for index, language, action in wanted:
        payload = {**ITEMS[index], "language": language, "title": f"Utgåva {number}"}
        is_public = (payload["type"], payload["id"], language) in public
        if (action == "publish") != is_public:
            editions.append(ACTIONS[action](payload) if is_public else payload)
    if editions:
        print_editions(editions)


@pytest.mark.django_db
class TestAnyHistory:
    @settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=100)
    @given(history=histories)
    def test_killed_anywhere_it_ends_with_the_current_view(self, client, tmp_path, history):
        """Also when the ledger is restored from a backup, and goes another way from there."""
        clear_memo()
        outermost = transaction.savepoint()
        backups = [transaction.savepoint()]
        copy = Copy(client, tmp_path / f"{next(_files)}.sqlite3")
        try:
            for number, (action, detail) in enumerate(history):
                if action == "release":
                    backups.append(transaction.savepoint())
                    release(detail, number)
                elif action == "restore":
                    backups = backups[: max(1, len(backups) - detail)]
                    transaction.savepoint_rollback(backups[-1])
                    clear_memo()
                else:
                    copy.pull(*detail)
                    assert not copy.sure().intersection(gone_at(*copy.position()))
            copy.finish()
            assert copy.documents() == current_view()
        finally:
            transaction.savepoint_rollback(outermost)

    def test_every_step_can_be_the_last(self, client, tmp_path):
        """One step more each time, from none to a whole pull: nothing in between leaves half of an answer."""
        payload = make_payload(title="Först")
        print_editions([payload, {**payload, "language": "en"}, make_term("area", "unga", "Unga")])
        print_editions([withdraw(payload)])
        seen = set()
        for steps in range(40):
            copy = Copy(client, tmp_path / f"{steps}.sqlite3")
            copy.pull(100, steps)
            assert (copy.seq(), len(copy.documents())) in {(0, 0), (4, 2)}
            seen.add(copy.seq())
            copy.finish()
            assert copy.documents() == current_view()
        assert seen == {0, 4}


@pytest.mark.django_db
class TestAnotherLedger:
    """The same numbers with other texts: what a partner would never notice by numbers alone."""

    def test_restored_and_gone_another_way_is_noticed(self, client, tmp_path):
        copy = Copy(client, tmp_path / "copy.sqlite3")
        print_editions([make_payload(title="Före")])
        backup = transaction.savepoint()
        print_editions([make_payload(title="Förlorad")])
        copy.finish()
        transaction.savepoint_rollback(backup)
        clear_memo()
        print_editions([make_payload(title="I stället"), make_payload(title="Och en till")])
        copy.finish()
        titles = {document["title"] for document in copy.documents().values()}
        assert titles == {"Före", "I stället", "Och en till"}

    def test_readers_keep_the_old_copy_until_the_new_one_is_complete(self, client, tmp_path):
        copy = Copy(client, tmp_path / "copy.sqlite3")
        backup = transaction.savepoint()
        print_editions([make_payload(title=f"Gammal {number}") for number in range(3)])
        copy.finish()
        transaction.savepoint_rollback(backup)
        clear_memo()
        print_editions([make_payload(title="Ny 1"), make_payload(title="Ny 2")])
        assert copy.pull(1)  # refused: another ledger
        assert copy.pull(1)
        assert len(copy.documents()) == 4
        assert copy.pull(1) is False
        assert {document["title"] for document in copy.documents().values()} == {"Ny 1", "Ny 2"}

    def test_a_gap_in_an_answer_is_never_applied(self, tmp_path):
        body = {"changes": [], "next": 5, "chain": "x", "has_more": False, "head": 5}
        client = mirror.Mirror(
            tmp_path / "copy.sqlite3", lambda path: mirror.Answer(200, json.dumps(body).encode())
        )
        with pytest.raises(mirror.NotAnsweredError):
            client.pull()
        assert client.position() == mirror.Position(0, 0, "")
        client.close()

    @pytest.mark.parametrize("status", [404, 429, 500, 503])
    def test_a_failure_leaves_the_copy_and_says_when_to_ask_again(self, tmp_path, status):
        client = mirror.Mirror(tmp_path / "copy.sqlite3", lambda path: mirror.Answer(status, b"{}", 7))
        with pytest.raises(mirror.NotAnsweredError) as told:
            client.pull()
        assert told.value.retry_after == 7
        client.close()

    def test_of_two_clients_on_one_file_the_later_applies_nothing_twice(self, client, tmp_path):
        print_editions([make_payload() for _ in range(3)])
        copy = Copy(client, tmp_path / "copy.sqlite3")

        def ask(path: str) -> Any:
            copy.finish()  # the other one is quicker
            return mirror.Answer(200, client.get(f"/api/v1/{path}").content)

        late = mirror.Mirror(copy.file, ask)
        with pytest.raises(mirror.NotAnsweredError, match="another process"):
            late.pull(1)
        late.close()
        assert (copy.seq(), copy.documents()) == (3, current_view())


@pytest.mark.django_db(transaction=True)
class TestProcess:
    """The script as partners run it, against a live server."""

    def run(self, server: str, file: Path, *options: str) -> subprocess.Popen[str]:
        command = [sys.executable, str(SCRIPT), server, str(file), *options]
        return subprocess.Popen(command, stderr=subprocess.PIPE, text=True)

    def test_killed_with_sigkill_again_and_again_it_converges(self, live_server, client, tmp_path):
        payloads = [make_payload() for _ in range(60)]
        print_editions(payloads)
        print_editions([withdraw(payload) for payload in payloads[:20]])
        copy = Copy(client, tmp_path / "copy.sqlite3")
        reached = []
        for _ in range(4):
            process = self.run(live_server.url, copy.file, "--limit", "1")
            aim = copy.seq() + 6
            deadline = time.monotonic() + 30
            while copy.seq() < aim and time.monotonic() < deadline:
                time.sleep(0.002)
            process.send_signal(signal.SIGKILL)
            _out, said = process.communicate(timeout=10)
            assert (process.returncode, said) == (-signal.SIGKILL, "")
            reached.append(copy.seq())
        assert reached == sorted(reached)
        assert 0 < reached[0] < reached[-1] < 80
        last = self.run(live_server.url, copy.file, "--once")
        _out, said = last.communicate(timeout=30)
        assert (last.returncode, said) == (0, "")
        assert copy.documents() == current_view()

    def test_without_an_answer_it_says_so_and_tries_again(self, live_server, client, tmp_path):
        print_editions([make_payload()])
        process = self.run("http://127.0.0.1:1", tmp_path / "copy.sqlite3", "--once")
        assert process.stderr is not None
        assert process.stderr.readline().startswith("no answer: ")
        process.kill()
        process.communicate(timeout=10)
