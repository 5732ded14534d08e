"""An index finds, the ledger decides: whatever the index still holds, only what can be read now is shown."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from cms.common import clock
from cms.ledger.exceptions import NotSeenAheadError
from cms.ledger.overlay import foresee, looking_ahead
from search.database.backend import DatabaseBackend
from search.following import turn
from search.parsing import make_query
from search.queries import search, similar, suggest
from search.router import router
from tests.factories.cms_ledger import correct, make_payload, print_editions, withdraw

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_router() -> Iterator[None]:
    router.cache_clear()
    yield
    router.cache_clear()


def printed(**more: object) -> dict[str, object]:
    payload = make_payload(**more)
    print_editions([payload])
    turn(DatabaseBackend())
    return payload  # type: ignore[return-value]


def test_hits_have_their_cards() -> None:
    payload = printed(title="Parkleken öppnar")
    (hit,) = search(make_query("parkleken", language="sv")).hits
    assert hit.card is not None
    assert hit.card["id"] == payload["id"]


def test_what_is_withdrawn_is_gone_before_the_index_knows() -> None:
    payload = printed(title="Parkleken öppnar")
    print_editions([withdraw(payload)])  # type: ignore[arg-type]
    result = search(make_query("parkleken", language="sv"))
    assert (result.hits, result.total) == ((), 0)
    assert suggest("park", language="sv") == []
    assert similar("Parkleken öppnar", language="sv") == []


def test_a_word_of_what_is_withdrawn_is_not_proposed_before_the_index_knows() -> None:
    payload = printed(title="Hemligheten avslöjas")
    assert search(make_query("hemlighetn", language="sv")).did_you_mean == "hemligheten"
    print_editions([withdraw(payload)])  # type: ignore[arg-type]
    assert search(make_query("hemlighetn", language="sv")).did_you_mean == ""


def test_what_is_corrected_shows_nothing_of_the_old_text() -> None:
    payload = printed(title="Fel rubrik", summary="Fel ingress.")
    print_editions([correct(payload, title="Rätt rubrik", summary="Rätt ingress.")])  # type: ignore[arg-type]
    (hit,) = search(make_query("fel", language="sv")).hits
    assert (hit.title.text, hit.snippet.text) == ("Rätt rubrik", "")
    assert hit.card is not None
    assert hit.card["summary"] == "Rätt ingress."
    assert suggest("fel", language="sv") == []


def test_titles_are_proposed() -> None:
    printed(title="Parkleken öppnar")
    assert [one.text for one in suggest("park", language="sv")] == ["Parkleken öppnar"]


def test_a_look_ahead_is_refused() -> None:
    with looking_ahead(foresee([], at=clock.now())):
        for ask in (
            lambda: search(make_query("x", language="sv")),
            lambda: suggest("x", language="sv"),
            lambda: similar("x", language="sv"),
        ):
            with pytest.raises(NotSeenAheadError):
                ask()


@pytest.mark.parametrize("count", [1, 12])
def test_queries_are_as_many_for_any_number_of_hits(
    count: int, django_assert_max_num_queries: object
) -> None:
    for number in range(count):
        printed(title=f"Parkleken nummer {number}")
    with django_assert_max_num_queries(14):  # type: ignore[operator]
        search(make_query("parkleken", language="sv"))
