"""What webhooks have brought to partners is counted: once for each message that arrived."""

from __future__ import annotations

import datetime as dt

import pytest

from cms.common import clock
from pressroom.reach.counting import counter
from pressroom.reach.models import ReachCount
from pressroom.webhooks.replaying import send_test
from pressroom.webhooks.sender import Sender
from tests.factories.cms_ledger import make_payload, make_term, print_editions
from tests.factories.pressroom_webhooks import REFUSED, Remembering, make_endpoint, make_keeper

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2029, 3, 6, 9, 0, tzinfo=clock.UTC)


def deliver(hands: Remembering) -> None:
    sender = Sender(hands)
    with clock.set_to(NOW):
        while sender.turn() == 0:
            pass
        counter.flush()


@pytest.fixture
def endpoint():
    with clock.set_to(NOW):
        return make_endpoint()


def test_each_message_that_arrived_counts_for_its_item_and_partner(endpoint):
    item = make_payload()
    print_editions([item, make_term("area", "trygg", "Trygghet")], released_at=NOW)
    deliver(Remembering())
    deliver(Remembering())
    source = f"partner:{endpoint.partner_id}"
    found = set(ReachCount.objects.values_list("day", "channel", "item", "source", "count"))
    assert found == {
        (dt.date(2029, 3, 6), "webhook", item["id"], source, 1),
        (dt.date(2029, 3, 6), "webhook", "", source, 1),
    }


def test_what_did_not_arrive_and_what_was_a_test_does_not_count(endpoint):
    with clock.set_to(NOW):
        send_test(endpoint=endpoint, by=make_keeper())
    deliver(Remembering())
    print_editions([make_payload()], released_at=NOW)
    deliver(Remembering(REFUSED))
    assert not ReachCount.objects.exists()
