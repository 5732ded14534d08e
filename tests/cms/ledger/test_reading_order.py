"""Lists are read in the order of an index, so that a page costs the same in a small and in a large ledger."""

from __future__ import annotations

from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

import pytest

from cms.ledger.queries import list_current

pytestmark = pytest.mark.django_db

AREA, PLACE = {"area": "trygghet"}, {"place": "rinkeby"}


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
    ],
)
def test_a_list_is_neither_scanned_nor_sorted(arguments: dict[str, Any]) -> None:
    with CaptureQueriesContext(connection) as captured:
        list_current(language="sv", **arguments)
    plan = plan_of(captured[-1]["sql"])
    assert not {"SCAN", "TEMP", "Sort", "Seq"} & set(plan.replace(":", " ").split()), plan
