"""Slow work at the side: it holds nobody up, its errors end nothing, and a process that must end ends."""

from __future__ import annotations

import logging
import queue
import threading
import time
from types import SimpleNamespace

import pytest

from cms.releases import workers
from cms.releases.workers import InLine, Threads


@pytest.fixture(autouse=True)
def _no_database(monkeypatch) -> None:
    monkeypatch.setattr(workers, "close_old_connections", lambda: None)


class TestInLine:
    def test_one_act_between_two_waits(self):
        done: list[str] = []
        hands = InLine(sleep=lambda seconds: done.append(f"slept {seconds}"))
        assert hands.has_room()
        hands.start(lambda: done.append("act"))
        assert not hands.has_room()
        hands.wait(0.5)
        assert hands.has_room()
        hands.wait(0)
        assert done == ["act", "slept 0.5"]


class TestThreads:
    def test_acts_are_done_at_the_side_and_waiting_ends_with_them(self):
        hands = Threads(2)
        gate = threading.Event()
        names: list[str] = []

        def act() -> None:
            gate.wait(10)
            names.append(threading.current_thread().name)

        hands.start(act)
        assert hands.has_room()
        hands.start(act)
        assert not hands.has_room()
        started = time.monotonic()
        hands.wait(0.05)
        assert time.monotonic() - started < 5
        assert names == []
        gate.set()
        hands.wait(10)
        hands.wait(10)
        assert hands.has_room()
        assert len(set(names)) == 2
        assert threading.current_thread().name not in names
        hands.stop(10)

    def test_error_is_logged_and_the_thread_lives(self, caplog):
        hands = Threads(1)
        done: list[int] = []
        with caplog.at_level(logging.ERROR):
            hands.start(lambda: done.append(1 // 0))
            hands.start(lambda: done.append(1))
            hands.wait(10)
            hands.wait(10)
        assert done == [1]
        assert "ZeroDivisionError" in caplog.text
        hands.stop(10)

    def test_stop_lets_end_what_has_begun_and_begins_nothing(self):
        hands = Threads(1)
        begun, done = threading.Event(), []

        def act() -> None:
            begun.set()
            time.sleep(0.1)
            done.append("first")

        hands.start(act)
        hands.start(lambda: done.append("second"))
        begun.wait(10)
        hands.stop(10)
        assert done == ["first"]

    def test_stop_does_not_wait_for_what_hangs(self):
        hands = Threads(1)
        gate, begun = threading.Event(), threading.Event()

        def hang() -> None:
            begun.set()
            gate.wait(30)

        hands.start(hang)
        begun.wait(10)
        started = time.monotonic()
        hands.stop(0.05)
        assert time.monotonic() - started < 5
        gate.set()

    def test_waiting_takes_as_long_as_it_is_told_and_never_less_than_nothing(self, monkeypatch):
        hands = Threads(0)
        asked: list[float] = []

        class Nobody:
            def get(self, *, timeout: float) -> None:
                asked.append(timeout)
                raise queue.Empty

        monkeypatch.setattr(hands, "_ended", Nobody())
        hands.wait(0.05)
        hands.wait(-3)
        assert asked == [0.05, 0.0]

    def test_stop_gives_all_threads_together_the_seconds(self, monkeypatch):
        hands = Threads(0)
        now, asked = [100.0], []

        class Hanging:
            def join(self, timeout: float) -> None:
                asked.append(timeout)
                now[0] += timeout

        monkeypatch.setattr(hands, "_threads", [Hanging(), Hanging(), Hanging()])
        monkeypatch.setattr(workers, "time", SimpleNamespace(monotonic=lambda: now[0]))
        hands.stop(0.5)
        assert asked == [0.5, 0.0, 0.0]
