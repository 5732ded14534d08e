"""Corrections and removals are told in the lists where the item is found, and once each."""

from __future__ import annotations

import pytest

from cms.ledger.models import ListedChange
from cms.ledger.queries import list_listed_changes
from cms.ledger.rebuilding import rebuild
from tests.factories.cms_ledger import (
    correct,
    delete,
    make_payload,
    make_ref,
    make_term,
    print_editions,
    refresh,
    withdraw,
)

pytestmark = pytest.mark.django_db

UNGA, SKOLA = make_ref("area", "unga", "Unga"), make_ref("area", "skola", "Skola")


def told(**facets):
    return [(row.title, str(row.kind)) for row in list_listed_changes(language="sv", facets=facets)]


def test_what_is_only_published_is_no_change():
    print_editions([make_payload()])
    assert ListedChange.objects.count() == 0


def test_correction_is_told_where_the_item_stands_now():
    payload = make_payload(title="Sommaren", areas=[UNGA])
    print_editions([payload])
    print_editions([correct(payload, areas=[SKOLA])])
    assert told() == told(area="skola") == [("Sommaren", "corrected")]
    assert told(area="unga") == []
    assert {str(change) for change in ListedChange.objects.exclude(dimension="organisation")} == {
        "2 in all=",
        "2 in area=skola",
    }


def test_removal_is_told_where_the_item_stood():
    payload = make_payload(title="Sommaren", areas=[UNGA])
    print_editions([payload])
    print_editions([withdraw({**payload, "areas": []})])
    assert (
        told() == told(area="unga") == told(area="unga", organisation="jarva") == [("Sommaren", "withdrawn")]
    )
    print_editions([delete({**payload, "areas": [], "title": ""})])
    assert told() == told(area="unga") == [("", "deleted")]


def test_latest_change_first_whatever_became_public_first():
    first, second, third = (make_payload(title=title) for title in ("Ett", "Två", "Tre"))
    print_editions([first, second, third])
    print_editions([correct(third)])
    print_editions([withdraw(first)])
    print_editions([correct(second)])
    assert [title for title, _kind in told()] == ["Två", "Ett", "Tre"]
    assert [row.title for row in list_listed_changes(language="sv", limit=1)] == ["Två"]


def test_refreshed_name_neither_tells_nor_hides_a_change():
    corrected, untouched = make_payload(title="Ett", areas=[UNGA]), make_payload(title="Två")
    print_editions([corrected, untouched])
    print_editions([correct(corrected), withdraw(untouched)])
    print_editions([refresh(corrected), make_payload(title="Tre")])
    assert told() == [("Två", "withdrawn"), ("Ett", "refreshed")]
    third = make_payload(title="Fyra")
    print_editions([third])
    print_editions([refresh(third)])
    assert "Fyra" not in dict(told())


def test_published_anew_is_no_removal_any_more():
    payload = make_payload()
    print_editions([payload])
    print_editions([withdraw(payload)])
    print_editions([payload])
    assert told() == []
    print_editions([refresh(payload)])
    assert told() == []


def test_terms_are_not_told():
    term = make_term("area", "unga", "Unga")
    print_editions([term])
    print_editions([correct(term)])
    print_editions([withdraw(term)])
    assert told() == []


def test_only_of_the_language_and_types_asked_for():
    payload = make_payload(type="briefing")
    print_editions([payload, {**payload, "language": "en"}])
    print_editions([withdraw(payload)])
    assert list_listed_changes(language="en") == []
    assert list_listed_changes(language="sv", item_types=["message"]) == []
    assert len(list_listed_changes(language="sv", item_types=["message", "briefing"])) == 1


def test_rebuilding_finds_them_right():
    kept, gone = make_payload(areas=[UNGA]), make_payload(areas=[SKOLA])
    print_editions([kept, gone])
    print_editions([correct(kept), withdraw({**gone, "areas": []})])
    print_editions([refresh(kept), delete({**gone, "areas": []})])
    assert not rebuild().differed
    ListedChange.objects.all().delete()
    assert rebuild().differing["listedchange"] > 0
    assert told(area="skola")


@pytest.mark.parametrize("size", [1, 300])
def test_queries_do_not_grow(size, django_assert_num_queries):
    payloads = [make_payload(areas=[UNGA]) for _ in range(size)]
    print_editions(payloads)
    print_editions([withdraw(payload) for payload in payloads])
    with django_assert_num_queries(1):
        assert len(list_listed_changes(language="sv", facets={"area": "unga"}, limit=50)) == min(size, 50)


def test_row_says_where_it_is_told():
    payload = make_payload(areas=[UNGA])
    print_editions([payload])
    print_editions([withdraw(payload)])
    told_in = {str(row) for row in ListedChange.objects.all()}
    assert {"2 in all=", "2 in area=unga"} <= told_in
