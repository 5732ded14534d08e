"""Saved searches are told of each edition once, whatever stops, is lost or is done again."""

from __future__ import annotations

import pytest

from cms.ledger.consumers import position_of
from cms.ledger.models import ConsumerPosition
from search.database.backend import DatabaseBackend
from search.exceptions import BackendUnavailable
from search.following import turn as index
from search.parsing import make_query
from search.saved import following
from search.saved.following import AFTER_TROUBLE, LOOK, NAME, hold_everywhere, record, take_up, turn
from search.saved.matching import matches
from search.saved.models import SavedMatch, SavedSearch
from search.saved.services import save_search
from search.services import reindex
from search.synonyms.models import Synonyms
from tests.factories.cms_ledger import (
    correct,
    delete,
    make_payload,
    make_term,
    print_editions,
    refresh,
    withdraw,
)
from tests.fakes.search_backend import FakeBackend, is_down

pytestmark = pytest.mark.django_db


def saved(text: str = "kamera", language: str = "sv") -> SavedSearch:
    return save_search(make_query(text, language=language))


def told() -> list[tuple[int, str, str]]:
    return list(SavedMatch.objects.order_by("pk").values_list("seq", "search__text", "what"))


def test_is_told_of_what_answers_and_comes_out_after_it_was_saved() -> None:
    print_editions([make_payload(title="Gamla kameror")])
    saved()
    print_editions([make_payload(title="Trygghetskameror på torget"), make_payload(title="Bussar")])
    assert turn() == LOOK
    assert told() == [(2, "kamera", "new")]
    assert position_of(NAME) == 3


def test_each_language_is_told_to_who_follows_it() -> None:
    saved()
    saved("camera", "en")
    print_editions(
        [make_payload(title="Kameror"), make_payload(title="Cameras in the square", language="en")]
    )
    turn()
    assert told() == [(1, "kamera", "new"), (2, "camera", "new")]


def test_a_correction_and_a_withdrawal_are_told_to_who_was_told_before() -> None:
    saved()
    payload = make_payload(title="Kameror på torget")
    print_editions([payload])
    turn()
    saved("bussar")
    print_editions([correct(payload, title="Bussar på torget")])
    turn()
    print_editions([withdraw(payload)])
    turn()
    assert told() == [
        (1, "kamera", "new"),
        (2, "kamera", "corrected"),
        (2, "bussar", "new"),
        (3, "kamera", "withdrawn"),
        (3, "bussar", "withdrawn"),
    ]


def test_what_is_published_again_is_new_again() -> None:
    saved()
    payload = make_payload(title="Kameror")
    for change in (payload, withdraw(payload), payload):
        print_editions([change])
        turn()
    assert [what for _seq, _text, what in told()] == ["new", "withdrawn", "new"]


def test_nobody_is_told_of_a_reprint() -> None:
    saved()
    payload = make_payload(title="Kameror")
    print_editions([payload])
    turn()
    print_editions([refresh(payload, summary="Kameror igen.")])
    turn()
    assert told() == [(1, "kamera", "new")]


def test_what_was_taken_away_before_anybody_was_told_is_never_told() -> None:
    saved()
    payload, other = make_payload(title="Kameror"), make_payload(title="Fler kameror")
    print_editions([payload, other])
    print_editions([withdraw(payload), delete(other)])
    turn()
    assert told() == []


def test_of_what_was_corrected_meanwhile_only_the_newest_is_told() -> None:
    saved()
    payload = make_payload(title="Kameror")
    print_editions([payload])
    print_editions([correct(payload, title="Rättade kameror")])
    turn()
    assert told() == [(2, "kamera", "new")]


def test_a_reprint_does_not_hide_what_nobody_was_told_of() -> None:
    saved()
    payload = make_payload(title="Kameror")
    print_editions([payload])
    print_editions([refresh(payload, summary="Med ett nytt namn.")])
    turn()
    assert told() == [(2, "kamera", "new")]


def test_terms_and_the_calendar_are_not_told() -> None:
    saved()
    print_editions([make_term("tag", "kamera", "Kamera")])
    turn()
    assert told() == []


def test_nothing_is_told_twice_by_reading_or_indexing_again() -> None:
    saved()
    print_editions([make_payload(title="Kameror")])
    turn()
    ConsumerPosition.objects.filter(name=NAME).update(seq=0)
    turn()
    index(DatabaseBackend())
    reindex(DatabaseBackend())
    turn()
    assert told() == [(1, "kamera", "new")]


def test_of_two_processes_with_the_same_work_one_writes() -> None:
    saved()
    print_editions([make_payload(title="Kameror")])
    take_up()
    holding = hold_everywhere([DatabaseBackend()])
    (edition,) = following.editions_after(0, limit=5)
    found = matches(edition, backends=holding)
    assert record(found, seen=0, done=1)
    assert not record(found, seen=0, done=1)
    assert told() == [(1, "kamera", "new")]


def test_new_synonyms_count_for_what_was_saved_before_them() -> None:
    saved("väktare")
    print_editions([make_payload(title="Ordningsvakter på torget")])
    turn()
    Synonyms.objects.create(terms="väktare, ordningsvakt")
    print_editions([make_payload(title="Ordningsvakter i parken")])
    turn()
    assert told() == [(2, "väktare", "new")]


def test_while_the_engine_is_down_the_database_matches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(following, "indexes", lambda: [DatabaseBackend(), FakeBackend(is_down)])
    saved()
    print_editions([make_payload(title="Kameror")])
    assert turn() == LOOK
    assert told() == [(1, "kamera", "new")]


def test_when_no_index_answers_nothing_moves(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(following, "indexes", lambda: [FakeBackend(is_down)])
    saved()
    print_editions([make_payload(title="Kameror")])
    assert turn() == AFTER_TROUBLE
    assert position_of(NAME) == 0
    with pytest.raises(BackendUnavailable):
        hold_everywhere([FakeBackend(is_down)])


def test_an_index_that_was_lost_gets_all_searches_again() -> None:
    saved()
    saved("park")
    take_up()
    backend = DatabaseBackend()
    hold_everywhere([backend])
    backend.drop_search(SavedSearch.objects.get(text="park").public_id)
    print_editions([make_payload(title="Parken")])
    hold_everywhere([backend])
    turn()
    assert told() == []  # the index says that it has them; so nothing is done
    backend.save_searches({}, mark=":0")
    print_editions([make_payload(title="Parkleken och parken")])
    turn()
    assert told() == [(2, "park", "new")]
