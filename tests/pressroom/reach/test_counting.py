"""Counting in memory: nothing lost that need not be, nothing that can grow, nothing that can fail a page."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
import threading
from pathlib import Path

from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext

import pytest

from cms.common import clock
from cms.ledger.exceptions import NotSeenAheadError
from cms.ledger.overlay import foresee, looking_ahead
from pressroom.reach import counting, sources
from pressroom.reach.counting import Counter, count
from pressroom.reach.enums import Channel
from pressroom.reach.models import ReachCount
from pressroom.reach.storing import add_counts

NOW = dt.datetime(2029, 3, 6, 9, 0, tzinfo=clock.UTC)
DAY = dt.date(2029, 3, 6)


@pytest.fixture(autouse=True)
def _frozen():
    with clock.set_to(NOW):
        yield


class Store:
    """A database that can be lost."""

    def __init__(self) -> None:
        self.rows: dict[tuple, int] = {}
        self.is_lost = False

    def __call__(self, rows) -> None:
        if self.is_lost:
            raise OperationalError("gone")
        for row, number in rows.items():
            self.rows[row] = self.rows.get(row, 0) + number


@pytest.fixture
def store() -> Store:
    return Store()


@pytest.fixture
def counter(store) -> Counter:
    return Counter(store)


class TestCounting:
    def test_the_same_adds_up_and_each_item_of_an_answer_counts(self, counter, store):
        for _ in range(3):
            counter.add(Channel.FEED, ("aaaaaaaaaa", "bbbbbbbbbb"), "")
        counter.add(Channel.FEED, ("aaaaaaaaaa",), "")
        counter.add(Channel.FEED, (), "")
        assert counter.flush()
        assert store.rows == {
            (DAY, "feed", "aaaaaaaaaa", ""): 4,
            (DAY, "feed", "bbbbbbbbbb", ""): 3,
            (DAY, "feed", "", ""): 1,
        }
        counter.flush()
        assert sum(store.rows.values()) == 8

    def test_days_are_swedish(self, counter, store):
        with clock.set_to(dt.datetime(2029, 3, 6, 23, 30, tzinfo=clock.UTC)):
            counter.add(Channel.PAGE, (), "")
        counter.flush()
        assert [row[0] for row in store.rows] == [dt.date(2029, 3, 7)]

    def test_threads_lose_nothing_while_it_is_stored(self, counter, store):
        def work() -> None:
            with clock.set_to(NOW):
                for _ in range(500):
                    counter.add(Channel.PAGE, ("aaaaaaaaaa",), "")

        threads = [threading.Thread(target=work) for _ in range(8)]
        for thread in threads:
            thread.start()
        while any(thread.is_alive() for thread in threads):
            counter.flush()
        counter.flush()
        assert store.rows == {(DAY, "page", "aaaaaaaaaa", ""): 4000}


class TestLostDatabase:
    def test_counts_wait_and_are_stored_once_it_is_back(self, counter, store, caplog):
        store.is_lost = True
        counter.add(Channel.PAGE, ("aaaaaaaaaa",), "")
        assert not counter.flush()
        counter.add(Channel.PAGE, ("aaaaaaaaaa",), "")
        assert not counter.flush()
        store.is_lost = False
        assert counter.flush()
        assert store.rows == {(DAY, "page", "aaaaaaaaaa", ""): 2}
        assert "OperationalError" in caplog.text

    def test_what_waits_is_bounded(self, counter, store, monkeypatch):
        monkeypatch.setattr(counting, "MOST_ROWS", 10)
        store.is_lost = True
        for round_ in range(3):
            for number in range(20):
                counter.add(Channel.PAGE, (f"item{round_}{number:05}",), "")
            counter.flush()
        assert len(counter._entries) == 10


class TestHosts:
    def test_a_day_has_so_many_and_the_rest_are_one(self, counter, store, monkeypatch):
        monkeypatch.setattr(counting, "MOST_HOSTS", 2)
        for host in ("a.example", "b.example", "c.example", "d.example", "a.example"):
            counter.add(Channel.EMBED, (), sources.of_host(host))
        counter.add(Channel.API, (), sources.of_key(7))
        counter.flush()
        found = {row[3]: number for row, number in store.rows.items()}
        assert found == {"host:a.example": 2, "host:b.example": 1, "host:": 2, "key:7": 1}

    def test_the_next_day_begins_anew(self, counter, store, monkeypatch):
        monkeypatch.setattr(counting, "MOST_HOSTS", 1)
        counter.add(Channel.EMBED, (), "host:a.example")
        with clock.set_to(NOW + dt.timedelta(days=1)):
            counter.add(Channel.EMBED, (), "host:b.example")
        counter.flush()
        assert {row[3] for row in store.rows} == {"host:a.example", "host:b.example"}


class TestThread:
    def test_it_stores_by_itself_and_again_at_the_end(self, settings):
        settings.REACH_FLUSH_SECONDS = 0.02
        stored = threading.Event()
        rows: list[dict] = []
        counter = Counter(lambda found: (rows.append(dict(found)), stored.set()))
        counter.add(Channel.PAGE, (), "")
        assert stored.wait(10)
        thread = counter._thread
        settings.REACH_FLUSH_SECONDS = 3600
        counter.stop()
        thread.join(10)
        assert not thread.is_alive()
        counter.add(Channel.FEED, (), "")
        counter.stop()
        assert [row[1] for found in rows for row in found] == ["page", "feed"]

    @pytest.mark.filterwarnings("ignore:.*multi-threaded.*fork:DeprecationWarning")
    def test_a_forked_child_stores_its_own_and_not_its_parents(self, tmp_path):
        script = tmp_path / "fork.py"
        script.write_text(FORKING, encoding="utf-8")
        done = subprocess.run(
            [sys.executable, script], cwd=Path.cwd(), capture_output=True, text=True, timeout=60, check=False
        )
        assert done.stderr == ""
        assert sorted(done.stdout.split()) == ["child:feed=2", "parent:page=3"]


FORKING = """
import os, sys
sys.path.insert(0, os.getcwd())
os.environ["DJANGO_SETTINGS_MODULE"] = "cms.settings.test"
import django
django.setup()
from django.conf import settings
settings.REACH_FLUSH_SECONDS = 3600
from pressroom.reach import counting
from pressroom.reach.enums import Channel

who = "parent"
def store(rows):
    for row, number in rows.items():
        os.write(1, f"{who}:{row[1]}={number}\\n".encode())
counting.counter._store = store
for _ in range(3):
    counting.count(Channel.PAGE)
counting.counter._lock.acquire()  # as if another thread were counting at the moment of the fork
pid = os.fork()
if pid == 0:
    who = "child"
    counting.count(Channel.FEED)
    counting.count(Channel.FEED)
    sys.exit(0)
counting.counter._lock.release()
os.waitpid(pid, 0)
"""


@pytest.mark.django_db
class TestCount:
    def test_a_preview_counts_nothing(self):
        with looking_ahead(foresee([], at=NOW)), pytest.raises(NotSeenAheadError):
            count(Channel.PAGE)
        assert counting.counter._entries == {}

    def test_what_does_not_fit_the_table_does_not_keep_the_rest_out(self):
        count(Channel.PAGE, ["x" * 11, "aaaaaaaaaa"], source="host:" + "a" * 300)
        assert counting.counter.flush()
        assert list(ReachCount.objects.values_list("item", "source", "count")) == [("aaaaaaaaaa", "", 1)]


@pytest.mark.django_db
class TestStoring:
    def test_rows_are_added_to_in_one_statement(self):
        rows = {(DAY, "page", f"item{number:06}", "key:1"): number + 1 for number in range(100)}
        with CaptureQueriesContext(connection) as seen:
            add_counts(rows)
        assert sum("INSERT" in query["sql"] for query in seen) == 1
        add_counts(rows)
        found = ReachCount.objects.get(item="item000041")
        assert (found.day, found.channel, found.source, found.count) == (DAY, "page", "key:1", 84)
        assert ReachCount.objects.count() == 100

    def test_many_rows_take_several_statements_and_none_is_lost(self):
        add_counts({(DAY, "page", f"item{number:06}", ""): 1 for number in range(1001)})
        assert ReachCount.objects.count() == 1001
