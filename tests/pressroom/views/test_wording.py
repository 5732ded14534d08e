"""Dates, hours and sizes as people of a language write them."""

import datetime as dt

from django.utils import translation

import pytest

from cms.common import clock
from pressroom.views import wording

WINTER = dt.datetime(2026, 3, 3, 8, 0, tzinfo=clock.UTC)
SUMMER = dt.datetime(2026, 7, 14, 22, 30, tzinfo=clock.UTC)


@pytest.mark.parametrize(
    ("instant", "expected"),
    [
        (WINTER, "tisdag 3 mars 2026 kl. 09.00"),
        (SUMMER, "onsdag 15 juli 2026 kl. 00.30"),
        ("2026-03-03T08:00:00.000Z", "tisdag 3 mars 2026 kl. 09.00"),
    ],
)
def test_instants_are_swedish_time_in_words(instant, expected):
    with translation.override("sv"):
        assert wording.long_instant(instant) == expected


@pytest.mark.parametrize(
    ("hours", "expected"),
    [
        ("mån-fre 08:00-17:00", "måndag–fredag 08.00–17.00"),
        ("mån-tor 08:00-17:00, fre 08:00-15:00", "måndag–torsdag 08.00–17.00, fredag 08.00–15.00"),
        ("lör 10:00-12:00", "lördag 10.00–12.00"),
        ("ring innan", "ring innan"),
        ("", ""),
    ],
)
def test_opening_hours_are_written_out(hours, expected):
    with translation.override("sv"):
        assert wording.opening_hours(hours) == expected


@pytest.mark.parametrize(("size", "expected"), [(0, "1 kB"), (1500, "2 kB"), (1_250_000, "1,2 MB")])
def test_sizes(size, expected):
    with translation.override("sv"):
        assert wording.file_size(size) == expected


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", ("Tuesday 3 March 2026 at 09:00", "Monday–Friday 08:00–17:00", "1.2 MB", "1234")),
        ("tr", ("3 Mart 2026 Salı, saat 09:00", "Pazartesi–Cuma 08:00–17:00", "1,2 MB", "1234")),
        ("fa", ("سه‌شنبه ۳ مارس ۲۰۲۶ ساعت ۹:۰۰", "دوشنبه–جمعه ۸:۰۰–۱۷:۰۰", "۱٫۲ MB", "۱۲۳۴")),
        ("ti", ("ሰሉስ፣ 3 መጋቢት 2026 ሰዓት 09:00", "ሰኑይ–ዓርቢ 08:00–17:00", "1.2 MB", "1234")),
    ],
)
def test_other_languages_have_their_own_ways(language, expected):
    with translation.override(language):
        found = (
            wording.long_instant(WINTER),
            wording.opening_hours("mån-fre 08:00-17:00"),
            wording.file_size(1_250_000),
            wording.in_digits(1234),
        )
    assert found == expected
