"""The circuit breaker: several failures in a row close it, a rest opens it for one try."""

from __future__ import annotations

import pytest

from search import breaker as module
from search.breaker import Breaker


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Return the time that the breaker sees, to be changed."""
    now = [100.0]
    monkeypatch.setattr(module.time, "monotonic", lambda: now[0])
    return now


def test_lets_through_until_it_has_failed_enough(clock: list[float]) -> None:
    breaker = Breaker(failures=2, rest=10)
    breaker.failed()
    assert breaker.lets_through()
    breaker.failed()
    assert not breaker.lets_through()


def test_a_success_forgets_the_failures(clock: list[float]) -> None:
    breaker = Breaker(failures=2, rest=10)
    breaker.failed()
    breaker.went_well()
    breaker.failed()
    assert breaker.lets_through()


def test_after_the_rest_one_is_let_through_to_try(clock: list[float]) -> None:
    breaker = Breaker(failures=1, rest=10)
    breaker.failed()
    clock[0] += 10
    assert breaker.lets_through()
    assert not breaker.lets_through()
    breaker.went_well()
    assert breaker.lets_through()


def test_a_try_that_fails_begins_another_rest(clock: list[float]) -> None:
    breaker = Breaker(failures=1, rest=10)
    breaker.failed()
    clock[0] += 10
    assert breaker.lets_through()
    breaker.failed()
    clock[0] += 9
    assert not breaker.lets_through()
    clock[0] += 1
    assert breaker.lets_through()
