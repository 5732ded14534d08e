"""What a text calls others: the name that is printed, where it is printed, and nothing else of the text is touched."""

from __future__ import annotations

import copy

import pytest

from cms.ledger.printed_names import ref_fields, relabel, use_printed_names
from tests.factories.cms_ledger import (
    make_full_payload,
    make_payload,
    make_ref,
    make_term,
    print_editions,
    withdraw,
)

NEW = {
    ("area", "skola"): {"name": "Skolan"},
    ("organisation", "polisen"): {"name": "Polisen", "short_name": "P"},
}


def test_new_names_are_given_wherever_they_stand() -> None:
    payload = make_payload(
        areas=[make_ref("area", "skola", "Skola"), make_ref("area", "handel", "Handel")],
        signatories=[make_ref("organisation", "polisen", "Polis", short_name="Po")],
    )
    assert relabel(payload, NEW)
    assert [ref["name"] for ref in payload["areas"]] == ["Skolan", "Handel"]
    assert payload["signatories"] == [make_ref("organisation", "polisen", "Polisen", short_name="P")]


def test_name_that_is_the_same_changes_nothing() -> None:
    payload = make_payload(areas=[make_ref("area", "skola", "Skolan"), make_ref("tag", "skola", "Skolor")])
    before = copy.deepcopy(payload)
    assert not relabel(payload, NEW)
    assert payload == before


def test_short_name_is_told_where_there_is_one() -> None:
    assert ref_fields({"title": "Polisen", "short_name": "P"}) == {"name": "Polisen", "short_name": "P"}
    assert ref_fields({"title": "Skolan"}) == {"name": "Skolan"}


@pytest.mark.django_db
def test_printed_name_goes_before_the_drafts_unless_it_is_gone_or_of_another_language() -> None:
    english = make_term("tag", "sommar", "Summer", language="en")
    gone = make_term("place", "rinkeby", "Rinkeby torg")
    print_editions([make_term("area", "unga-i-riskzon", "Ungdomar"), english, gone])
    print_editions([withdraw(gone)])
    before = make_full_payload()
    payload = use_printed_names(copy.deepcopy(before))
    assert [ref["name"] for ref in payload["areas"]] == ["Ungdomar"]
    assert (payload["tags"], payload["places"]) == (before["tags"], before["places"])
