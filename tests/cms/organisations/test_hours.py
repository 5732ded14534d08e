"""Opening hours: as people write them, on Swedish days, over both nights when the clocks change."""

from __future__ import annotations

import datetime as dt
import itertools
from contextlib import suppress

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from cms.common.clock import STOCKHOLM
from cms.organisations.hours import HoursError, Span, is_open, next_opening, parse_hours

OFFICE = "mån-fre 08:00-17:00"
ALWAYS = "mån-sön 00:00-23:59"
DAYS = ["mån", "tis", "ons", "tor", "fre", "lör", "sön"]
MINUTE = dt.timedelta(minutes=1)


def at(text: str, *, fold: int = 0) -> dt.datetime:
    """Return a Swedish time such as `2026-03-03 08:00`."""
    return dt.datetime.fromisoformat(text).replace(tzinfo=STOCKHOLM, fold=fold)


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("", []),
        ("  ,; \n", []),
        ("mån 08:00-17:00", [(0, "08:00", "17:00")]),
        ("Mån–Tis 8.00–17.30", [(0, "08:00", "17:30"), (1, "08:00", "17:30")]),
        ("tors 09:00-12:00; fre 9:00 - 11:00", [(3, "09:00", "12:00"), (4, "09:00", "11:00")]),
        ("lör - sön 10:00-14:00", [(5, "10:00", "14:00"), (6, "10:00", "14:00")]),
        ("mån 08:00-12:00\nmån 13:00-17:00", [(0, "08:00", "12:00"), (0, "13:00", "17:00")]),
    ],
)
def test_hours_are_read_as_people_write_them(text, spans):
    wanted = [
        Span(day, dt.time.fromisoformat(opens), dt.time.fromisoformat(closes)) for day, opens, closes in spans
    ]
    assert list(parse_hours(text)) == wanted


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("vardagar 8-17", "går inte att läsa"),
        ("mån", "går inte att läsa"),
        ("måndag 08:00-17:00", "går inte att läsa"),
        ("mån-fredag 08:00-17:00", "går inte att läsa"),
        ("fre-mån 08:00-17:00", "går inte att läsa"),
        ("mån 08:00", "går inte att läsa"),
        ("mån 17:00-08:00", "slutar innan det börjar"),
        ("mån 08:00-08:00", "slutar innan det börjar"),
        ("mån 08:00-24:00", "klockslag som inte finns"),
        ("mån 08:61-17:00", "klockslag som inte finns"),
        ("mån 08:00-17:00, xyz", "”xyz” går inte att läsa"),
    ],
)
def test_unreadable_hours_are_refused_with_the_part_that_is_wrong(text, reason):
    with pytest.raises(HoursError, match=reason):
        parse_hours(text)


@pytest.mark.parametrize(
    ("when", "answer"),
    [
        ("2026-03-03 07:59:59", False),
        ("2026-03-03 08:00:00", True),
        ("2026-03-03 16:59:59", True),
        ("2026-03-03 17:00:00", False),
        ("2026-03-07 12:00:00", False),  # Saturday
        ("2026-04-03 12:00:00", False),  # Good Friday
        ("2026-04-06 12:00:00", False),  # Easter Monday
        ("2026-06-19 12:00:00", False),  # Midsummer Eve: no public holiday by law, but everyone is off
        ("2026-12-24 12:00:00", False),
        ("2026-12-31 12:00:00", False),
        ("2026-12-28 12:00:00", True),
        ("2027-01-06 12:00:00", False),  # Epiphany, a Wednesday
    ],
)
def test_office_hours_are_open_on_working_days_only(when, answer):
    assert is_open(OFFICE, at(when)) is answer


def test_the_instant_is_read_in_swedish_time():
    assert is_open(OFFICE, dt.datetime(2026, 7, 1, 6, 0, tzinfo=dt.UTC))  # 08:00 in summer
    assert not is_open(OFFICE, dt.datetime(2026, 1, 2, 6, 0, tzinfo=dt.UTC))  # 07:00 in winter
    assert is_open(OFFICE, dt.datetime(2026, 1, 2, 7, 0, tzinfo=dt.UTC))


@pytest.mark.parametrize(
    ("text", "when", "opening"),
    [
        (OFFICE, "2026-03-03 07:00", "2026-03-03 08:00"),
        (OFFICE, "2026-03-03 08:00", "2026-03-04 08:00"),
        (OFFICE, "2026-03-06 18:00", "2026-03-09 08:00"),  # Friday evening to Monday
        (OFFICE, "2026-04-02 18:00", "2026-04-07 08:00"),  # over Easter
        (OFFICE, "2026-12-23 18:00", "2026-12-28 08:00"),  # over Christmas
        ("mån 13:00-15:00, mån 09:00-10:00", "2026-03-02 08:00", "2026-03-02 09:00"),
        ("mån 13:00-15:00, mån 09:00-10:00", "2026-03-02 11:00", "2026-03-02 13:00"),
        ("sön 10:00-12:00", "2026-03-01 12:00", "2026-03-08 10:00"),
    ],
)
def test_next_opening(text, when, opening):
    assert next_opening(text, at(when)) == at(opening)


def test_hours_that_never_come_have_no_next_opening():
    assert next_opening("", at("2026-03-03 07:00")) is None


@pytest.mark.parametrize(
    ("text", "when", "opening"),
    [
        # 29 March 2026: 02:00 becomes 03:00, so what begins at 02:30 begins at 03:30.
        ("sön 08:00-17:00", "2026-03-29 01:59", "2026-03-29T06:00+00:00"),
        ("sön 02:30-17:00", "2026-03-29 01:59", "2026-03-29T01:30+00:00"),
        # 25 October 2026: 03:00 becomes 02:00, so 02:30 comes twice.
        ("sön 08:00-17:00", "2026-10-25 01:00", "2026-10-25T07:00+00:00"),
        ("sön 02:30-17:00", "2026-10-25 01:00", "2026-10-25T00:30+00:00"),
    ],
)
def test_next_opening_on_the_days_when_the_clocks_change(text, when, opening):
    found = next_opening(text, at(when))
    assert found is not None
    assert found.astimezone(dt.UTC) == dt.datetime.fromisoformat(opening)
    assert found.tzinfo is STOCKHOLM


def test_the_second_half_past_two_is_not_the_first():
    second_pass = at("2026-10-25 02:10", fold=1)
    opening = next_opening("sön 02:30-17:00", second_pass)
    assert opening is not None
    assert opening.astimezone(dt.UTC) > second_pass.astimezone(dt.UTC)


@given(
    days=st.tuples(st.integers(0, 6), st.integers(0, 6)),
    hours=st.tuples(st.integers(0, 23), st.integers(0, 23)),
    minutes=st.integers(0, 4 * 365 * 24 * 60),
)
def test_next_opening_is_the_first_minute_that_is_open_again(days, hours, minutes):
    (first, last), (opens, closes) = sorted(days), sorted(hours)
    assume(opens < closes)
    text = f"{DAYS[first]}-{DAYS[last]} {opens:02}:00-{closes:02}:00"
    instant = dt.datetime(2025, 1, 1, tzinfo=dt.UTC) + minutes * MINUTE

    opening = next_opening(text, instant)

    assert opening is not None
    opening = opening.astimezone(dt.UTC)
    assert opening > instant
    assert is_open(text, opening)
    # Closed just before, unless the span would have begun in the hour that summer time leaves out.
    assert not is_open(text, opening - MINUTE)
    # Nothing opens in between: every change to open on the way is the opening itself.
    looked = [
        instant + n * dt.timedelta(minutes=30)
        for n in range(int((opening - instant) / dt.timedelta(minutes=30)))
    ]
    states = [is_open(text, moment) for moment in looked]
    assert (False, True) not in list(itertools.pairwise(states))


@given(st.text(max_size=40))
def test_any_text_is_hours_or_a_sentence_about_what_is_wrong(text):
    with suppress(HoursError):
        assert all(span.opens < span.closes for span in parse_hours(text))
