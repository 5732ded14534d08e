"""Counts added up: per day, item and channel, by host, by source."""

from __future__ import annotations

import datetime as dt

import pytest

from cms.common import clock
from pressroom.reach import queries
from pressroom.reach.queries import Figure, Period, Total
from pressroom.reach.storing import add_counts

pytestmark = pytest.mark.django_db
MONDAY, TUESDAY, SUNDAY = dt.date(2029, 3, 5), dt.date(2029, 3, 6), dt.date(2029, 3, 4)
PERIOD = Period(MONDAY, TUESDAY)
A, B = "aaaaaaaaaa", "bbbbbbbbbb"


@pytest.fixture(autouse=True)
def _counted():
    add_counts(
        {
            (MONDAY, "api", A, "key:1"): 1,
            (MONDAY, "api", A, "key:2"): 10,
            (MONDAY, "api", "", "key:1"): 5,
            (MONDAY, "embed", A, "host:a.example"): 100,
            (TUESDAY, "embed", A, "host:a.example"): 1000,
            (TUESDAY, "embed", B, "host:b.example"): 3,
            (TUESDAY, "page", A, ""): 7,
            (SUNDAY, "api", A, "key:1"): 5000,
            (TUESDAY, "embed", B, "host:"): 9,
        }
    )


def test_figures_add_up_some_sources_and_leave_out_others_and_other_days():
    found = list(queries.list_figures(["key:1", "key:2", "host:a.example"], PERIOD))
    assert found == [
        Figure(MONDAY, "", "api", 5),
        Figure(MONDAY, A, "api", 11),
        Figure(MONDAY, A, "embed", 100),
        Figure(TUESDAY, A, "embed", 1000),
    ]


def test_figures_come_in_parts_without_gap_or_repetition():
    through = ["key:1", "key:2", "host:a.example", "host:b.example"]
    whole, after, parts = list(queries.list_figures(through, PERIOD)), None, []
    for _ in range(len(whole)):
        (part,) = queries.list_figures(through, PERIOD, after=after, limit=1)
        parts.append(part)
        after = (part.day, part.item, part.channel)
    assert parts == whole
    assert list(queries.list_figures(through, PERIOD, after=after)) == []


def test_of_no_source_there_is_nothing():
    assert list(queries.list_figures([], PERIOD)) == []


def test_totals():
    through = ["key:1", "host:a.example"]
    assert queries.totals_by_channel(through, PERIOD) == [
        Total("api", 6, MONDAY),
        Total("embed", 1100, TUESDAY),
    ]
    assert queries.totals_by_item(through, PERIOD, most=1) == [Total(A, 1101, TUESDAY)]


def test_hosts():
    found = queries.hosts_seen(PERIOD)
    assert [(total.name, total.count) for total in found] == [("a.example", 1100), ("", 9), ("b.example", 3)]
    assert [total.name for total in queries.hosts_seen(PERIOD, ["b.example", "c.example"])] == ["b.example"]


def test_where_an_item_was_shown():
    found = queries.where_shown(A, PERIOD)
    assert set(found) == {"key:1", "key:2", "host:a.example", ""}
    assert found["host:a.example"] == [Total("embed", 1100, TUESDAY)]


def test_last_days():
    assert queries.last_days(["key:1", "key:9"]) == {"key:1": MONDAY}


def test_a_period_is_of_swedish_days():
    with clock.set_to(dt.datetime(2029, 3, 6, 23, 30, tzinfo=clock.UTC)):
        assert Period.last(7) == Period(dt.date(2029, 3, 1), dt.date(2029, 3, 7))
