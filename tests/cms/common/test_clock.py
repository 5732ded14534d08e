"""The two clocks, and how tests stop them."""

from __future__ import annotations

import datetime as dt

import pytest

from cms.common import clock

NOON = dt.datetime(2026, 3, 3, 12, 0, 0, 123456, tzinfo=dt.UTC)


def real_now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)  # noqa: TID251  (what the clock is compared with)


def test_now_is_an_instant_in_utc():
    before = real_now()
    assert before <= clock.now() <= real_now()
    assert clock.now().tzinfo is dt.UTC


@pytest.mark.django_db
def test_database_now_is_the_database_servers_clock_in_utc():
    before, found = real_now(), clock.database_now()
    # The server of these tests is this machine; SQLite's clock has milliseconds.
    assert before - dt.timedelta(milliseconds=5) <= found <= real_now()
    assert found.utcoffset() == dt.timedelta(0)


@pytest.mark.django_db
def test_database_now_goes_on_inside_a_transaction():
    first = clock.database_now()
    while clock.database_now() == first:
        pass
    assert clock.database_now() > first


@pytest.mark.django_db
def test_set_to_stops_both_clocks_and_lets_them_go_again():
    with clock.set_to(NOON):
        assert clock.now() == clock.database_now() == NOON
        with clock.set_to(NOON + dt.timedelta(days=1)):
            assert clock.now() == NOON + dt.timedelta(days=1)
        assert clock.now() == NOON
    assert clock.now() > NOON


def test_set_to_lets_go_when_the_block_raises():
    with pytest.raises(KeyError), clock.set_to(NOON):
        raise KeyError
    assert clock.now() != NOON


def test_set_to_reads_an_instant_of_any_zone():
    with clock.set_to(dt.datetime(2026, 7, 1, 10, 0, tzinfo=clock.STOCKHOLM)):
        assert clock.now() == dt.datetime(2026, 7, 1, 8, 0, tzinfo=dt.UTC)
        assert clock.now().tzinfo is dt.UTC


def test_set_to_refuses_a_time_without_zone():
    with pytest.raises(ValueError, match="aware"), clock.set_to(dt.datetime(2026, 3, 3)):  # noqa: DTZ001
        pass


@pytest.mark.parametrize(
    ("instant", "text"),
    [
        (NOON, "2026-03-03T12:00:00.123Z"),
        (dt.datetime(2026, 3, 3, 12, 0, 0, 999999, tzinfo=dt.UTC), "2026-03-03T12:00:00.999Z"),
        (dt.datetime(2026, 7, 1, 10, 0, tzinfo=clock.STOCKHOLM), "2026-07-01T08:00:00.000Z"),
        # The hour that comes twice when summer time ends.
        (dt.datetime(2026, 10, 25, 2, 30, tzinfo=clock.STOCKHOLM), "2026-10-25T00:30:00.000Z"),
        (dt.datetime(2026, 10, 25, 2, 30, fold=1, tzinfo=clock.STOCKHOLM), "2026-10-25T01:30:00.000Z"),
    ],
)
def test_isoformat_is_utc_with_milliseconds(instant, text):
    assert clock.isoformat(instant) == text


@pytest.mark.parametrize(
    ("instant", "day"),
    [("2026-03-03T22:59:59+00:00", "2026-03-03"), ("2026-03-03T23:00:00+00:00", "2026-03-04")],
)
def test_today_changes_at_the_swedish_midnight(instant, day):
    with clock.set_to(dt.datetime.fromisoformat(instant)):
        assert clock.today() == dt.date.fromisoformat(day)
