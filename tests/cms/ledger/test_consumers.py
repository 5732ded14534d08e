"""Readers of the ledger: their saved positions move with what they did, or not at all."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from cms.ledger import consumers
from cms.ledger.consumers import Consumer, advance, consume, how_far_behind, position_of
from cms.ledger.models import ConsumerPosition, Edition
from tests.factories.cms_ledger import make_payload, print_editions, refresh

pytestmark = pytest.mark.django_db


def publish() -> None:
    print_editions([refresh(make_payload())])


@pytest.fixture
def registry(monkeypatch: pytest.MonkeyPatch) -> dict[str, Consumer]:
    own: dict[str, Consumer] = {}
    monkeypatch.setattr(consumers, "_consumers", own)
    return own


class TestConsume:
    def test_sees_each_edition_once_in_order(self) -> None:
        for _ in range(3):
            publish()
        seen: list[int] = []

        def note(editions: Sequence[Edition]) -> None:
            seen.extend(edition.seq for edition in editions)

        assert [consume("x", note, limit=2) for _ in range(3)] == [2, 1, 0]
        assert seen == [1, 2, 3]
        assert position_of("x") == 3
        assert how_far_behind("x") == 0

    def test_what_fails_is_seen_again(self) -> None:
        publish()

        def fail(editions: Sequence[Edition]) -> None:
            raise OSError("disk")

        with pytest.raises(OSError, match="disk"):
            consume("x", fail)
        assert (position_of("x"), how_far_behind("x")) == (0, 1)

    def test_each_has_its_own_position(self) -> None:
        publish()
        consume("x", lambda editions: None)
        assert (position_of("x"), position_of("y")) == (1, 0)

    def test_nothing_new_is_not_applied(self) -> None:
        def never(editions: Sequence[Edition]) -> None:
            raise AssertionError("called with nothing")

        assert consume("x", never) == 0

    def test_nothing_new_is_only_read(self, django_assert_num_queries: Any) -> None:
        publish()
        consume("x", lambda editions: None)
        with django_assert_num_queries(2) as asked:
            consume("x", lambda editions: None)
        assert all(query["sql"].startswith("SELECT") for query in asked.captured_queries)

    def test_what_another_process_did_while_this_one_waited_is_not_done_again(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        publish()
        theirs: list[int] = []
        lock = consumers.lock_position

        def wait_for_the_other(name: str) -> ConsumerPosition:
            monkeypatch.setattr(consumers, "lock_position", lock)
            theirs.append(consume(name, lambda editions: None))
            return lock(name)

        def never(editions: Sequence[Edition]) -> None:
            raise AssertionError("done twice")

        monkeypatch.setattr(consumers, "lock_position", wait_for_the_other)
        assert consume("x", never) == 0
        assert (theirs, position_of("x")) == ([1], 1)


class TestAdvance:
    def test_moves_from_where_the_caller_saw_it(self) -> None:
        assert advance("x", seen=0, done=5)
        assert position_of("x") == 5

    def test_the_second_of_two_that_did_the_same_is_told(self) -> None:
        advance("x", seen=0, done=5)
        assert not advance("x", seen=0, done=3)
        assert position_of("x") == 5

    def test_a_position_says_whose_it_is(self) -> None:
        advance("x", seen=0, done=5)
        assert str(ConsumerPosition.objects.get()) == "x at 5"


class TestRegister:
    def test_by_name(self, registry: dict[str, Consumer]) -> None:
        first, second = Consumer("b", lambda: 1.0), Consumer("a", lambda: 1.0)
        consumers.register(first)
        consumers.register(second)
        assert consumers.registered() == [second, first]

    def test_two_of_one_name_are_refused(self, registry: dict[str, Consumer]) -> None:
        consumers.register(Consumer("a", lambda: 1.0))
        with pytest.raises(ValueError, match="Two consumers are called a"):
            consumers.register(Consumer("a", lambda: 2.0))
