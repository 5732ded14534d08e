"""Lists are read in the order of an index, so that a page costs the same in a small and in a large ledger."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

import pytest

from cms.common.languages import LANGUAGES
from cms.ledger.queries import list_calendar, list_current, list_fresh, list_listed_changes

pytestmark = pytest.mark.django_db

AREA, PLACE = {"area": "trygghet"}, {"place": "rinkeby"}
TYPE = {"item_types": ["message"]}
MARCH, APRIL = dt.datetime(2026, 3, 1, tzinfo=dt.UTC), dt.datetime(2026, 4, 1, tzinfo=dt.UTC)


def plan_of(sql: str) -> str:
    """Return how the database would run `sql`; on PostgreSQL, how it could if tables were too large to sort."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
            return "\n".join(row[3] for row in cursor.fetchall())
        cursor.execute("SET LOCAL enable_sort = off")
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_bitmapscan = off")
        cursor.execute(f"EXPLAIN (COSTS OFF) {sql}")
        return "\n".join(row[0] for row in cursor.fetchall())


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param({}, id="all"),
        pytest.param({"before": 500}, id="all, deep"),
        pytest.param({"after": 500}, id="all, backwards"),
        pytest.param({"item_types": ["message"]}, id="type"),
        pytest.param({"item_types": ["message"], "before": 500}, id="type, deep"),
        pytest.param({"facets": AREA}, id="area"),
        pytest.param({"facets": AREA, "before": 500}, id="area, deep"),
        pytest.param({"facets": AREA, "after": 500}, id="area, backwards"),
        pytest.param({"facets": AREA, "item_types": ["message"]}, id="area and type"),
        pytest.param({"facets": AREA | PLACE}, id="area and place"),
        pytest.param({"facets": AREA | PLACE, "before": 500}, id="area and place, deep"),
        pytest.param({"before": 500, "after": 450}, id="all, between"),
        pytest.param({"facets": AREA, "before": 500, "after": 450}, id="area, between"),
        pytest.param({"oldest_first": True}, id="all, oldest first"),
        pytest.param({"oldest_first": True, "before": 500}, id="all, oldest first, backwards"),
        pytest.param({"oldest_first": True, "facets": AREA | PLACE}, id="area and place, oldest first"),
        pytest.param({"released_since": MARCH}, id="all, since"),
        pytest.param({"released_before": MARCH, "before": 500}, id="all, until, deep"),
        pytest.param({"released_since": MARCH, "released_before": APRIL, **TYPE}, id="type, since and until"),
        pytest.param(
            {"released_since": MARCH, "released_before": APRIL, "facets": AREA}, id="area, since and until"
        ),
    ],
)
def test_a_list_is_neither_scanned_nor_sorted(arguments: dict[str, Any]) -> None:
    with CaptureQueriesContext(connection) as captured:
        list_current(language="sv", **arguments)
    assert_in_order_of_an_index(captured[-1]["sql"])


@pytest.mark.parametrize("facets", [{}, AREA, AREA | PLACE])
@pytest.mark.parametrize("item_types", [[], ["message"]])
def test_changes_of_a_list_are_neither_scanned_nor_sorted(
    facets: dict[str, str], item_types: list[str]
) -> None:
    with CaptureQueriesContext(connection) as captured:
        list_listed_changes(language="sv", facets=facets, item_types=item_types)
    assert_in_order_of_an_index(captured[-1]["sql"])


def test_the_freshest_of_every_language_are_neither_scanned_nor_sorted() -> None:
    with CaptureQueriesContext(connection) as captured:
        list_fresh(dt.datetime(2026, 3, 1, tzinfo=dt.UTC))
    assert len(captured) == len(LANGUAGES)
    for query in captured:
        assert_in_order_of_an_index(query["sql"])


def test_the_calendar_is_neither_scanned_nor_sorted() -> None:
    with CaptureQueriesContext(connection) as captured:
        list_calendar("sv")
    assert_in_order_of_an_index(captured[-1]["sql"])


def assert_in_order_of_an_index(sql: str) -> None:
    plan = plan_of(sql)
    assert not {"SCAN", "TEMP", "Sort", "Seq"} & set(plan.replace(":", " ").split()), plan
