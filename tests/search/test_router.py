"""Whatever the engine does, there is an answer, in time, and it says who gave it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

import pytest

from search.breaker import Breaker
from search.exceptions import SearchUnavailable
from search.router import Router
from search.types import SearchQuery
from tests.fakes.search_backend import FakeBackend, Hanging, is_broken, is_down


@pytest.fixture
def hanging() -> Iterator[Hanging]:
    """Return trouble that hangs until the test ends."""
    trouble = Hanging()
    yield trouble
    trouble.released.set()


def make_router(engine: FakeBackend | None, database: FakeBackend | None = None, **more: object) -> Router:
    return Router(engine, database or FakeBackend(name="database"), **more)  # type: ignore[arg-type]


def test_an_engine_that_answers_is_not_degraded() -> None:
    result = make_router(FakeBackend()).search(SearchQuery())
    assert (result.backend, result.degraded) == ("opensearch", False)


def test_the_database_is_not_degraded_when_no_engine_is_set_up() -> None:
    result = make_router(None).search(SearchQuery())
    assert (result.backend, result.degraded) == ("database", False)


@pytest.mark.parametrize("trouble", [is_down, is_broken])
def test_the_database_answers_for_an_engine_in_trouble(trouble: Callable[[], None]) -> None:
    result = make_router(FakeBackend(trouble)).search(SearchQuery())
    assert (result.backend, result.degraded) == ("database", True)


def test_nobody_waits_for_an_engine_that_hangs(hanging: Hanging) -> None:
    router = make_router(FakeBackend(hanging), share=0.1)
    began = time.monotonic()
    result = router.search(SearchQuery())
    assert time.monotonic() - began < 0.8
    assert (result.backend, result.degraded) == ("database", True)


def test_an_engine_that_keeps_failing_is_left_alone_and_tried_again() -> None:
    engine = FakeBackend(is_down)
    router = make_router(engine, breaker=Breaker(failures=2, rest=0.2))
    for _ in range(5):
        assert router.search(SearchQuery()).degraded
    assert engine.asked == 2
    time.sleep(0.25)
    engine.trouble = lambda: None
    assert not router.search(SearchQuery()).degraded
    assert not router.search(SearchQuery()).degraded


def test_calls_that_hang_do_not_pile_up(hanging: Hanging) -> None:
    engine = FakeBackend(hanging)
    router = make_router(engine, share=0.01, breaker=Breaker(failures=1000))
    for _ in range(12):
        assert router.search(SearchQuery()).degraded
    assert engine.asked <= 8


def test_suggestions_and_likeness_go_the_same_way() -> None:
    router = make_router(FakeBackend(is_down), breaker=Breaker(failures=1000))
    assert [one.text for one in router.suggest("kam", language="sv")] == ["Kamera"]
    assert router.similar("text", language="sv") == []


def test_when_nobody_can_answer_it_is_said() -> None:
    with pytest.raises(SearchUnavailable):
        make_router(None, FakeBackend(is_down)).search(SearchQuery())
