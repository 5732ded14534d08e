"""Every edition reaches every endpoint that answers in the end, whoever hangs, errs or is killed, and delays nobody."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pressroom.webhooks.enums import DeliveryState, State
from pressroom.webhooks.models import WebhookDelivery, WebhookEndpoint
from tests.factories.pressroom_webhooks import make_endpoint, make_keeper, make_partner
from tests.pressroom.webhooks.world import ERRS, HANGS, START, Receiving, World

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
HOUR = dt.timedelta(hours=1)
EDITIONS = 4


def populate(world: World, *, healthy: int, troubled: list[tuple[tuple, dt.timedelta]]) -> list[Receiving]:
    """Make endpoints: so many that answer, and those that are mended after a while."""
    partner, keeper = make_partner(), make_keeper()
    receivers = [Receiving((), START) for _number in range(healthy)]
    receivers += [Receiving(outcomes, START + trouble) for outcomes, trouble in troubled]
    for receiver in receivers:
        world.receivers[make_endpoint(partner=partner, by=keeper).pk] = receiver
    return receivers


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    kills=st.lists(st.integers(1, 120), max_size=12),
    hangs_for=st.integers(0, 60),
    errs_for=st.integers(0, 60),
    gaps=st.lists(st.integers(0, 3 * 3600), min_size=EDITIONS, max_size=EDITIONS),
)
def test_every_edition_reaches_every_endpoint_that_answers_in_the_end(kills, hangs_for, errs_for, gaps):
    """Of ten endpoints one hangs and one errs, for up to sixty hours; the sender is killed at any step."""
    with transaction.atomic():
        world = World(kills)
        receivers = populate(world, healthy=8, troubled=[(HANGS, hangs_for * HOUR), (ERRS, errs_for * HOUR)])
        at = START
        for gap in gaps:
            at += dt.timedelta(seconds=gap)
            world.releases.append(at)
        world.run(until=START + 100 * HOUR)
        for receiver in receivers:
            assert {seq for seq, _id in receiver.taken} == set(range(1, EDITIONS + 1))
            assert len(set(receiver.taken)) == EDITIONS  # a repetition has the id of the first
        assert set(WebhookDelivery.objects.values_list("state", flat=True)) == {DeliveryState.DELIVERED}
        assert world.restarts == len(kills) - len(world.kills.after)
        transaction.set_rollback(True)


def test_nobody_is_killed_and_nothing_is_sent_twice():
    world = World()
    receivers = populate(world, healthy=8, troubled=[(HANGS, 2 * HOUR), (ERRS, 2 * HOUR)])
    world.releases = [START, START + HOUR]
    world.run(until=START + 80 * HOUR)
    assert all(len(receiver.taken) == 2 for receiver in receivers)


def test_those_that_hang_delay_nobody():
    """A tenth hangs and a tenth errs: the others' first attempt is made within seconds, release after release."""
    world = World()
    receivers = populate(world, healthy=16, troubled=[(HANGS, 90 * HOUR)] * 2 + [(ERRS, 90 * HOUR)] * 2)
    world.releases = [START + n * dt.timedelta(minutes=1) for n in range(5)]
    world.run(until=START + HOUR)
    released = {n + 1: START + n * dt.timedelta(minutes=1) for n in range(5)}
    waits = [at - released[seq] for one in receivers[:16] for seq, at in one.first_asked.items()]
    assert len(waits) == 16 * 5
    assert max(waits) < dt.timedelta(seconds=4)


def test_half_of_all_may_hang_once_they_are_known():
    """Ten that hang were made before ten that do not, and four can be sent to at once: still nobody waits for them."""
    world = World()
    populate(world, healthy=0, troubled=[(HANGS, 90 * HOUR)] * 10)
    receivers = populate(world, healthy=10, troubled=[])
    world.releases = [START + n * dt.timedelta(minutes=10) for n in range(4)]
    world.run(until=START + HOUR)
    waits = [at - world_at(seq) for one in receivers for seq, at in one.first_asked.items() if seq > 1]
    assert len(waits) == 10 * 3
    assert max(waits) < dt.timedelta(seconds=1)


def world_at(seq: int) -> dt.datetime:
    return START + (seq - 1) * dt.timedelta(minutes=10)


def test_endpoint_that_never_answers_is_disabled_and_the_others_go_on():
    world = World()
    receivers = populate(world, healthy=2, troubled=[(HANGS, 10_000 * HOUR)])
    world.releases = [START + n * 24 * HOUR for n in range(8)]
    world.run(until=START + 10 * 24 * HOUR)
    states = list(WebhookEndpoint.objects.order_by("pk").values_list("state", flat=True))
    assert states == [State.ACTIVE, State.ACTIVE, State.DISABLED]
    assert [len(receiver.taken) for receiver in receivers] == [8, 8, 0]
    assert WebhookDelivery.objects.filter(state=DeliveryState.DEAD).exists()
