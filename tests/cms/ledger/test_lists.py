"""Lists for machines and what they are made from: in order, whole, and named for whoever keeps an answer."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from cms.ledger import lists, surrogates
from cms.ledger.models import CurrentEdition
from cms.ledger.payload import Payload
from tests.factories.cms_ledger import (
    correct,
    make_payload,
    make_ref,
    make_term,
    print_editions,
    refresh,
    withdraw,
)

pytestmark = pytest.mark.django_db

AT = dt.datetime(2026, 3, 3, 8, 0, tzinfo=dt.UTC)
SCHOOL = make_ref("area", "skola", "Skola")


def ids(rows: Any) -> list[str]:
    return [row.public_id for row in rows]


class TestFresh:
    def test_newest_of_all_languages_come_first_and_nothing_but_news(self) -> None:
        old, first, gone, last = (make_payload() for _ in range(4))
        second: Payload = {**make_payload(), "language": "en"}
        print_editions([old], released_at=AT - dt.timedelta(days=3))
        for payload in (first, second, gone, last):
            print_editions([payload], released_at=AT)
        print_editions([withdraw(gone), make_term("area", "skola", "Skola")], released_at=AT)
        assert ids(lists.list_fresh(AT)) == [last["id"], second["id"], first["id"]]
        assert ids(lists.list_fresh(AT, limit=1)) == [last["id"]]
        assert lists.list_fresh(AT + dt.timedelta(seconds=1)) == []


class TestAnnouncedTimes:
    def entry(self, code: str, hour: int, status: str) -> Payload:
        fact = {"starts_at": f"2026-03-03T{hour:02}:00:00.000Z", "status": status}
        return make_term("calendar", code, code, calendar=fact)

    def test_those_still_promised_soonest_first_and_each_instant_once(self) -> None:
        gone = self.entry("borta", 7, "confirmed")
        print_editions(
            [
                self.entry("sen", 12, "confirmed"),
                self.entry("tidig", 9, "provisional"),
                self.entry("samtidig", 9, "confirmed"),
                self.entry("ute", 8, "released"),
                self.entry("inställd", 10, "cancelled"),
                gone,
            ]
        )
        print_editions([withdraw(gone)])
        assert lists.list_announced_times() == [AT.replace(hour=9), AT.replace(hour=12)]


class TestListedChanges:
    def test_latest_change_comes_first_whatever_was_printed_again_since(self) -> None:
        one, two, removed = (make_payload(areas=[SCHOOL]) for _ in range(3))
        print_editions([one, two, removed])
        for step in (correct(one), withdraw(removed), correct(two), refresh(one)):
            print_editions([step])
        assert ids(lists.list_listed_changes(language="sv")) == [two["id"], removed["id"], one["id"]]
        school = {"area": "skola"}
        assert ids(lists.list_listed_changes(language="sv", facets=school, limit=1)) == [two["id"]]


class TestRelated:
    def test_only_so_many_of_what_it_carries_are_compared(self) -> None:
        areas = [make_ref("area", f"omrade-{n:02}", f"Område {n}") for n in range(13)]
        me, last, beyond = (
            make_payload(areas=areas),
            make_payload(areas=areas[11:12]),
            make_payload(areas=areas[12:]),
        )
        print_editions([last, beyond, me])
        assert ids(lists.list_related(CurrentEdition.objects.get(public_id=me["id"]))) == [last["id"]]

    def test_one_that_is_replaced_between_the_two_questions_is_left_out(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        me, other = make_payload(areas=[SCHOOL]), make_payload(areas=[SCHOOL])
        print_editions([me, other])
        row = CurrentEdition.objects.get(public_id=me["id"])
        best = lists._best_carriers

        def and_then_it_is_corrected(*asked: Any) -> list[int]:
            found = best(*asked)
            print_editions([correct(other)])
            return found

        monkeypatch.setattr(lists, "_best_carriers", and_then_it_is_corrected)
        assert lists.list_related(row) == []


class TestTimes:
    def test_end_of_a_time_that_no_edition_has_reached_cuts_nothing_off(self) -> None:
        payloads = [make_payload() for _ in range(130)]
        print_editions(payloads, released_at=AT)
        later = AT + dt.timedelta(days=1)
        found = lists.list_current(language="sv", released_since=AT, released_before=later, limit=1)
        assert ids(found.rows) == [payloads[-1]["id"]]
        assert lists.list_current(language="sv", released_since=later).rows == []


@pytest.mark.parametrize(
    ("ask", "names"),
    [
        (lambda: lists.list_current(language="sv"), {"list:sv"}),
        (lambda: lists.list_current(language="sv", item_types=["briefing"]), {"list:sv:briefing"}),
        (
            lambda: lists.list_current(
                language="sv", item_types=["briefing"], facets={"area": "skola", "tag": "sommar"}
            ),
            {"list:sv:area:skola", "list:sv:tag:sommar"},
        ),
        (lambda: lists.list_listed_changes(language="sv"), {"list:sv"}),
        (lambda: lists.list_listed_changes(language="en", item_types=["briefing"]), {"list:en:briefing"}),
        (lambda: lists.list_listed_changes(language="sv", facets={"area": "skola"}), {"list:sv:area:skola"}),
    ],
)
def test_names_that_an_edition_of_the_list_touches(ask: Any, names: set[str]) -> None:
    with surrogates.noting() as noted:
        ask()
    assert noted == names
