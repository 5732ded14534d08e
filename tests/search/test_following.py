"""The reader that fills an index: at least once, in order, from where the index is."""

from __future__ import annotations

import pytest

from cms.ledger.consumers import position_of
from search.database.backend import DatabaseBackend
from search.following import AFTER_TROUBLE, LOOK, consumers, turn
from search.types import SearchDocument, SearchQuery
from tests.factories.cms_ledger import correct, make_payload, print_editions, withdraw
from tests.fakes.search_backend import FakeBackend, is_down

pytestmark = pytest.mark.django_db


def test_the_database_is_always_followed() -> None:
    assert [consumer.name for consumer in consumers()] == ["search"]


def test_what_is_printed_is_found_and_what_is_withdrawn_is_not() -> None:
    backend = DatabaseBackend()
    payload = make_payload(title="Parkleken öppnar")
    print_editions([payload])
    assert turn(backend) == LOOK
    assert backend.search(SearchQuery(), within=10).total == 1
    print_editions([withdraw(payload)])
    turn(backend)
    assert backend.search(SearchQuery(), within=10).total == 0
    assert position_of("search") == backend.position() == 2


def test_many_editions_take_several_turns_at_once() -> None:
    print_editions([make_payload() for _ in range(30)])
    backend = DatabaseBackend()
    assert turn(backend) == 0
    assert turn(backend) == LOOK
    assert backend.status().documents == 30


def test_trouble_moves_nothing_and_is_tried_again() -> None:
    print_editions([make_payload()])
    backend = FakeBackend(is_down)
    assert turn(backend) == AFTER_TROUBLE
    assert position_of("search-engine") == 0
    backend.trouble = lambda: None
    assert turn(backend) == LOOK
    assert position_of("search-engine") == 1
    assert len(backend.entries) == 1


def test_an_index_that_was_lost_is_filled_from_the_beginning() -> None:
    print_editions([make_payload(), make_payload()])
    backend = FakeBackend()
    turn(backend)
    backend.at, backend.entries = None, []
    turn(backend)
    assert len(backend.entries) == 2
    assert position_of("search-engine") == 2


def test_an_edition_that_has_been_replaced_is_written_as_the_newest() -> None:
    payload = make_payload(title="Gammal")
    print_editions([payload])
    print_editions([correct(payload, title="Ny")])
    backend = FakeBackend()
    turn(backend)
    (entry,) = backend.entries
    assert isinstance(entry, SearchDocument)
    assert (entry.title, entry.seq) == ("Ny", 2)


def test_a_repetition_changes_nothing() -> None:
    payload = make_payload()
    print_editions([payload])
    print_editions([withdraw(payload)])
    backend = DatabaseBackend()
    turn(backend)
    turn(backend)
    assert backend.status().tombstones == 1
    assert position_of("search") == 2
