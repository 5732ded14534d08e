"""A search is saved once by what it asks, and dropped whole."""

from __future__ import annotations

import pytest

from cms.ledger.exceptions import NotSeenAheadError
from cms.ledger.overlay import looking_ahead
from search.exceptions import SavingRefused
from search.parsing import make_query
from search.saved import services
from search.saved.following import turn
from search.saved.models import SavedMatch, SavedSearch
from search.saved.queries import find_saved, query_of
from search.saved.services import drop_search, save_search
from search.types import Sort
from tests.factories.cms_ledger import make_payload, print_editions

pytestmark = pytest.mark.django_db


def test_the_same_search_is_one_however_it_is_sorted_or_ordered() -> None:
    first = save_search(make_query("kamera", language="sv", facets={"area": ("unga", "trygghet")}))
    again = save_search(
        make_query("kamera", language="sv", facets={"area": ("trygghet", "unga")}, sort=Sort.TIME, page=2)
    )
    assert first == again
    assert SavedSearch.objects.count() == 1


@pytest.mark.parametrize(
    ("text", "language", "facets"),
    [("kameror", "sv", {}), ("kamera", "en", {}), ("kamera", "sv", {"year": ("2026",)})],
)
def test_another_search_is_another(text: str, language: str, facets: dict[str, tuple[str, ...]]) -> None:
    first = save_search(make_query("kamera", language="sv"))
    other = save_search(make_query(text, language=language, facets=facets))
    assert first.public_id != other.public_id


def test_follows_the_readers_language_unless_others_are_chosen() -> None:
    assert save_search(make_query("kamera", language="sv")).facets["language"] == ["sv"]
    chosen = make_query("kamera", language="sv", facets={"language": ("so", "ar")})
    assert save_search(chosen).facets["language"] == ["ar", "so"]


def test_is_asked_again_as_it_was() -> None:
    saved = save_search(make_query('"rinkeby torg" -husby', language="sv", facets={"area": ("unga",)}))
    query = query_of(saved)
    assert query.words == make_query('"rinkeby torg" -husby', language="sv").words
    assert query.facets == {"area": ("unga",), "language": ("sv",)}
    assert query.news_only


def test_what_asks_for_everything_is_refused() -> None:
    with pytest.raises(SavingRefused, match="everything"):
        save_search(make_query("-kamera", language="sv"))


def test_when_there_are_very_many_only_known_ones_are_saved(monkeypatch: pytest.MonkeyPatch) -> None:
    known = save_search(make_query("kamera", language="sv"))
    monkeypatch.setattr(services, "MOST", 1)
    with pytest.raises(SavingRefused, match="No more"):
        save_search(make_query("park", language="sv"))
    assert save_search(make_query("kamera", language="sv")) == known


def test_nothing_is_saved_or_shown_in_a_preview() -> None:
    with looking_ahead(()), pytest.raises(NotSeenAheadError):
        save_search(make_query("kamera", language="sv"))
    with looking_ahead(()), pytest.raises(NotSeenAheadError):
        find_saved("0" * 16)


def test_a_dropped_one_is_forgotten_with_all_it_was_told() -> None:
    saved = save_search(make_query("kamera", language="sv"))
    print_editions([make_payload(title="Kameror på torget")])
    turn()
    assert SavedMatch.objects.count() == 1
    assert drop_search(saved.public_id)
    assert not drop_search(saved.public_id)
    print_editions([make_payload(title="Nya kameror")])
    turn()
    assert SavedMatch.objects.count() == 0
