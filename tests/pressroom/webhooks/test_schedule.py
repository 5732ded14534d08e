"""Delays: days in all, never the same to the second, and a receiver's wish."""

from __future__ import annotations

import datetime as dt

import pytest

from cms.common import clock
from pressroom.webhooks import schedule

NOW = dt.datetime(2026, 3, 3, 9, 0, tzinfo=clock.UTC)


@pytest.mark.parametrize(("tries", "seconds"), [(1, 5), (2, 300), (5, 5 * 3600), (9, 24 * 3600)])
def test_retry_comes_after_its_delay_give_or_take_a_fifth(tries, seconds):
    delays = [(schedule.retry_at(NOW, tries=tries) - NOW).total_seconds() for _ in range(200)]
    assert 0.8 * seconds <= min(delays) < max(delays) <= 1.2 * seconds


def test_message_is_given_up_after_ten_attempts_over_three_days():
    assert schedule.retry_at(NOW, tries=10) is None
    assert sum(schedule.RETRIES, dt.timedelta()) == dt.timedelta(hours=75, minutes=35, seconds=5)


def test_wish_of_the_receiver_puts_off_but_never_hastens_nor_for_ever():
    hour, week = dt.timedelta(hours=1), dt.timedelta(days=7)
    assert schedule.retry_at(NOW, tries=1, wish=hour) == NOW + hour
    assert schedule.retry_at(NOW, tries=9, wish=hour) > NOW + hour
    assert schedule.retry_at(NOW, tries=1, wish=week) == NOW + schedule.LONGEST_WISH


@pytest.mark.parametrize(("failures", "seconds"), [(1, 2), (3, 15), (5, 300), (500, 300)])
def test_rest_grows_to_five_minutes(failures, seconds):
    rest = (schedule.rest_until(NOW, failures=failures) - NOW).total_seconds()
    assert 0.8 * seconds <= rest <= 1.2 * seconds
