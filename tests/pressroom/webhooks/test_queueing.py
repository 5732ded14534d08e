"""From editions to deliveries: everybody's own, once, and found by what a reader had found them by."""

from __future__ import annotations

import pytest

from cms.ledger.consumers import consume, position_of
from cms.ledger.exceptions import NotSeenAheadError
from cms.ledger.models import Edition
from cms.ledger.overlay import foresee, looking_ahead
from pressroom.webhooks.enums import State
from pressroom.webhooks.models import WebhookDelivery
from pressroom.webhooks.queueing import POSITION, message_id_of, queue
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
from tests.factories.pressroom_webhooks import make_endpoint, make_partner

pytestmark = pytest.mark.django_db
SUMMER = make_ref("tag", "sommar", "Sommar")
WINTER = make_ref("tag", "vinter", "Vinter")


def told(endpoint) -> list[tuple[int, str]]:
    rows = WebhookDelivery.objects.filter(endpoint=endpoint).order_by("seq")
    return list(rows.values_list("seq", "event"))


def catch_up() -> int:
    return consume(POSITION, queue)


def test_each_edition_is_queued_once_for_each_endpoint():
    first, second = make_endpoint(), make_endpoint(is_full=True)
    payload = make_payload()
    print_editions([payload])
    print_editions([correct(payload)])
    assert (catch_up(), catch_up()) == (2, 0)
    assert told(first) == told(second) == [(1, "edition.published"), (2, "edition.corrected")]
    ids = WebhookDelivery.objects.filter(seq=1).values_list("message_id", flat=True)
    assert set(ids) == {message_id_of(Edition.objects.get(seq=1))}
    assert WebhookDelivery.objects.values("message_id").distinct().count() == 2


def test_what_fails_leaves_position_and_queue_alone(monkeypatch):
    make_endpoint()
    print_editions([make_payload()])
    monkeypatch.setattr("pressroom.webhooks.queueing.mark_due", lambda *args: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        catch_up()
    assert (position_of(POSITION), WebhookDelivery.objects.count()) == (0, 0)


def test_endpoint_gets_only_what_came_after_it():
    print_editions([make_payload()])
    endpoint = make_endpoint()
    print_editions([make_payload()])
    catch_up()
    assert told(endpoint) == [(2, "edition.published")]


def test_paused_waits_and_disabled_and_dormant_get_none():
    paused = make_endpoint(state=State.PAUSED)
    disabled = make_endpoint(state=State.DISABLED)
    dormant = make_endpoint()
    dormant.partner.is_active = False
    dormant.partner.save()
    print_editions([make_payload()])
    catch_up()
    assert [len(told(endpoint)) for endpoint in (paused, disabled, dormant)] == [1, 0, 0]


def test_filters_narrow():
    summer = make_endpoint(filters={"tag": ["sommar"], "type": ["message"]})
    print_editions(
        [make_payload(tags=[SUMMER]), make_payload(tags=[WINTER]), make_term("tag", "sommar", "Sommar")]
    )
    catch_up()
    assert told(summer) == [(1, "edition.published")]


def test_correction_that_takes_a_tag_away_is_told_to_those_who_had_it_by_that_tag():
    summer, winter = make_endpoint(filters={"tag": ["sommar"]}), make_endpoint(filters={"tag": ["vinter"]})
    payload = make_payload(tags=[SUMMER])
    print_editions([payload])
    print_editions([correct(payload, tags=[WINTER])])
    print_editions([correct(payload, tags=[WINTER], title="Ännu en")])
    catch_up()
    assert [seq for seq, _event in told(summer)] == [1, 2]
    assert [seq for seq, _event in told(winter)] == [2, 3]


@pytest.mark.parametrize("limit", [200, 1])
def test_removal_is_told_where_the_item_was_found_though_it_says_nothing_itself(limit):
    summer = make_endpoint(filters={"tag": ["sommar"], "kind": ["published"]})
    payload = make_payload(tags=[SUMMER])
    bare = {**payload, "tags": []}
    print_editions([payload])
    print_editions([refresh(payload)])
    print_editions([withdraw(bare)])
    print_editions([delete(bare)])
    while consume(POSITION, queue, limit=limit):
        pass
    assert told(summer) == [(1, "edition.published"), (3, "edition.withdrawn"), (4, "edition.deleted")]


def test_item_published_anew_is_found_by_what_it_says_now():
    summer = make_endpoint(filters={"tag": ["sommar"]})
    payload = make_payload(tags=[SUMMER])
    print_editions([payload])
    print_editions([withdraw({**payload, "tags": []})])
    print_editions([{**payload, "tags": [WINTER]}])
    catch_up()
    assert [seq for seq, _event in told(summer)] == [1, 2]


def test_queries_do_not_grow_with_editions_or_endpoints(django_assert_max_num_queries):
    for _number in range(5):
        make_endpoint(partner=make_partner(), filters={"tag": ["sommar"]})
    for _number in range(10):
        payload = make_payload(tags=[SUMMER])
        print_editions([payload])
        print_editions([correct(payload)])
    with django_assert_max_num_queries(16):
        catch_up()
    assert WebhookDelivery.objects.count() == 100


def test_nothing_is_queued_while_one_reader_looks_ahead():
    endpoint = make_endpoint()
    print_editions([make_payload()])
    overlay = foresee([refresh(make_payload())], at=Edition.objects.get(seq=1).released_at)
    with looking_ahead(overlay), pytest.raises(NotSeenAheadError):
        queue(list(Edition.objects.all()))
    assert told(endpoint) == []
