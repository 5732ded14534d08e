"""The loop that turns the ledger's readers: one that fails or hangs takes nothing from the others."""

from __future__ import annotations

import threading

import pytest

from cms.ledger import following
from cms.ledger.consumers import Consumer
from cms.ledger.following import follow, follow_once


def fails() -> float:
    raise OSError("no host")


def test_once_turns_until_there_is_nothing_at_once() -> None:
    waits = [0.0, 0.0, 5.0]
    assert follow_once([Consumer("x", lambda: waits.pop(0))]) == []
    assert waits == []


def test_once_goes_on_after_one_that_failed(caplog: pytest.LogCaptureFixture) -> None:
    turned: list[str] = []

    def turn() -> float:
        turned.append("b")
        return 1.0

    assert follow_once([Consumer("a", fails), Consumer("b", turn)]) == ["a"]
    assert turned == ["b"]
    assert "The consumer a failed" in caplog.text


def test_once_leaves_one_that_never_ends_for_the_next() -> None:
    turned: list[str] = []

    def turn(name: str, wait: float) -> float:
        turned.append(name)
        return wait

    busy, calm = Consumer("busy", lambda: turn("busy", 0.0)), Consumer("calm", lambda: turn("calm", 1.0))
    assert follow_once([busy, calm], most_turns=3) == []
    assert turned == ["busy", "busy", "busy", "calm"]


def test_follows_until_it_is_told_to_stop() -> None:
    answers = [False, False, True]
    turned = threading.Event()

    def turn() -> float:
        turned.set()
        return 30.0

    def should_stop() -> bool:
        turned.wait(10)
        return answers.pop(0)

    follow([Consumer("x", turn)], should_stop=should_stop, look_every=0.001)
    assert answers == []
    assert turned.is_set()
    assert [thread.name for thread in threading.enumerate() if thread.name == "x"] == []


def test_one_that_hangs_delays_none_of_the_others(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(following, "STOP_WITHIN", 0.1)
    released, enough = threading.Event(), threading.Event()
    turns: list[int] = []
    waited_for: list[bool] = []

    def hang() -> float:
        waited_for.append(not released.wait(3))
        return 1.0

    def turn() -> float:
        turns.append(1)
        enough.set()
        return 0.001

    monkeypatch.setattr(following, "AFTER_FAILURE", 0.001)
    consumers = [Consumer("hangs", hang), Consumer("fails", fails), Consumer("turns", turn)]
    follow(consumers, should_stop=lambda: enough.wait(10), look_every=0.001)
    assert waited_for == []
    released.set()
    assert turns


def test_each_turn_begins_with_a_connection_that_works(monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[str] = []

    def turn() -> float:
        done.append("turn")
        return 2.0

    monkeypatch.setattr(following, "close_old_connections", lambda: done.append("close"))
    assert following._one_turn(Consumer("x", turn)) == 2.0
    assert done == ["close", "turn"]


def test_one_that_failed_waits_a_while(caplog: pytest.LogCaptureFixture) -> None:
    assert 1 < following._one_turn(Consumer("x", fails)) < 60
    assert "The consumer x failed" in caplog.text
