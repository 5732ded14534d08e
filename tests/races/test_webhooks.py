"""Several senders at the same moment, and a sender beside the desk."""

from __future__ import annotations

import pytest

from cms.ledger.consumers import consume
from pressroom.webhooks.claiming import claim
from pressroom.webhooks.models import WebhookDelivery, WebhookEndpoint
from pressroom.webhooks.queueing import POSITION, queue
from pressroom.webhooks.recording import record
from pressroom.webhooks.replaying import replay_since
from pressroom.webhooks.services import disable_endpoint, resume_endpoint
from tests.factories.cms_ledger import make_payload, print_editions
from tests.factories.pressroom_webhooks import TAKEN, Remembering, make_endpoint, make_keeper, make_partner
from tests.races.together import RACE, at_once, losers

pytestmark = RACE


@pytest.fixture
def keeper():
    return make_keeper()


def endpoints(count: int, keeper) -> list[WebhookEndpoint]:
    partner = make_partner()
    return [make_endpoint(partner=partner, by=keeper) for _number in range(count)]


def publish() -> None:
    print_editions([make_payload()])


def send_some() -> list[int]:
    """Claim, send and record a few rounds as a sender of its own does; return the deliveries."""
    sent = []
    for _round in range(10):
        hands = Remembering(TAKEN)
        for parcel in claim(quick=3, slow=1):
            hands.start(parcel)
            sent.append(parcel.delivery_id)
        if hands.parcels:
            record(hands.finished(0))
    return sent


def test_two_senders_never_take_the_same_message(keeper):
    endpoints(12, keeper)
    publish()
    consume(POSITION, queue)
    first, second, third = at_once(send_some, send_some, send_some)
    assert not losers([first, second, third])
    sent = first + second + third
    assert (len(sent), len(set(sent))) == (12, 12)
    assert set(WebhookDelivery.objects.values_list("state", flat=True)) == {"delivered"}


def test_two_that_follow_queue_each_edition_once(keeper):
    endpoints(3, keeper)
    for _number in range(4):
        publish()
    results = at_once(*[lambda: consume(POSITION, queue, limit=1)] * 4)
    assert not losers(results)
    while consume(POSITION, queue):
        pass
    assert WebhookDelivery.objects.count() == 12


def test_desk_sends_again_while_senders_send_and_editions_are_queued(keeper):
    """Everybody takes locks in one order, so nobody waits for ever, and nothing that was queued is left behind."""
    all_of_them = endpoints(6, keeper)
    publish()
    consume(POSITION, queue)
    publish()
    results = at_once(
        send_some,
        send_some,
        lambda: consume(POSITION, queue),
        *(lambda one=one: replay_since(endpoint=one, seq=1, by=keeper) for one in all_of_them[:3]),
    )
    assert not losers(results)
    for _turn in range(5):
        send_some()
    assert set(WebhookDelivery.objects.values_list("state", flat=True)) == {"delivered"}
    assert WebhookDelivery.objects.count() == 12


def test_endpoint_resumed_while_editions_are_queued_misses_none(keeper):
    [endpoint] = endpoints(1, keeper)
    disable_endpoint(endpoint=endpoint, by=keeper)
    for _number in range(3):
        publish()
    results = at_once(
        lambda: consume(POSITION, queue, limit=2),
        lambda: resume_endpoint(endpoint=endpoint, by=keeper),
    )
    assert not losers(results)
    while consume(POSITION, queue):
        pass
    assert list(WebhookDelivery.objects.order_by("seq").values_list("seq", flat=True)) == [1, 2, 3]
