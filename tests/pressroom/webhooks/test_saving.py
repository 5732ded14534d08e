"""Many changed rows, few statements, and nothing else touched."""

from __future__ import annotations

import pytest

from pressroom.webhooks.models import WebhookEndpoint
from pressroom.webhooks.saving import Changes
from tests.factories.pressroom_webhooks import make_endpoint

pytestmark = pytest.mark.django_db


def test_rows_that_change_alike_are_saved_in_one_statement(django_assert_num_queries):
    rows = [make_endpoint() for _number in range(5)]
    WebhookEndpoint.objects.filter(pk=rows[0].pk).update(name="Meanwhile")
    changes = Changes(rows, ["failures", "lease"])
    for row in rows[:3]:
        row.failures = 2
    rows[3].lease = "x"
    with django_assert_num_queries(2):
        changes.save()
    found = WebhookEndpoint.objects.in_bulk()
    assert [found[row.pk].failures for row in rows] == [2, 2, 2, 0, 0]
    assert [found[row.pk].lease for row in rows] == ["", "", "", "x", ""]
    assert found[rows[0].pk].name == "Meanwhile"  # what is not named is not saved


def test_nothing_changed_asks_nothing(django_assert_num_queries):
    changes = Changes([make_endpoint()], ["failures", "due_at"])
    with django_assert_num_queries(0):
        changes.save()
    Changes([], ["failures"]).save()
