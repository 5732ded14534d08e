"""Dates, times and numbers in every language of the press room."""

import datetime as dt
from decimal import Decimal

import pytest

from cms.common import cldr

DAY = dt.date(2026, 3, 3)


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("sv", ("tisdag 3 mars 2026", "tisdag 3 mars", "3 mars 2026", "09.05")),
        ("en", ("Tuesday 3 March 2026", "Tuesday 3 March", "3 March 2026", "09:05")),
        ("so", ("Talaado, Maarso 3, 2026", "Talaado, Maarso 3", "Maarso 3, 2026", "09:05")),
        ("ar", ("الثلاثاء، 3 مارس 2026", "الثلاثاء، 3 مارس", "3 مارس 2026", "09:05")),
        ("fa", ("سه‌شنبه ۳ مارس ۲۰۲۶", "سه‌شنبه ۳ مارس", "۳ مارس ۲۰۲۶", "۹:۰۵")),
        ("ti", ("ሰሉስ፣ 3 መጋቢት 2026", "ሰሉስ፣ 3 መጋቢት", "መጋቢት 3, 2026", "09:05")),
        ("tr", ("3 Mart 2026 Salı", "3 Mart Salı", "3 Mart 2026", "09:05")),
        ("ckb", ("سێشەممە، ٣ی ئازاری ٢٠٢٦", "سێشەممە، ٣ی ئازاری", "٣ی ئازاری ٢٠٢٦", "٠٩:٠٥")),
        ("xx", ("Tuesday, 3 March 2026", "Tuesday, 3 March", "3 March 2026", "09:05")),
    ],
)
def test_a_day_and_a_time(language, expected):
    found = (
        cldr.long_date(DAY, language),
        cldr.day_and_month(DAY, language),
        cldr.short_date(DAY, language),
        cldr.clock_time(dt.time(9, 5), language),
    )
    assert found == expected


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("sv", "−1\N{NO-BREAK SPACE}234,50"),
        ("en", "−1,234.50"),
        ("so", "−1,234.50"),
        ("ar", "\N{LEFT-TO-RIGHT MARK}−1,234.50"),
        ("fa", "\N{LEFT-TO-RIGHT MARK}−۱٬۲۳۴٫۵۰"),
        ("tr", "−1.234,50"),
        ("ckb", "\N{RIGHT-TO-LEFT MARK}−١٬٢٣٤٫٥٠"),
    ],
)
def test_a_number_keeps_its_decimals(language, expected):
    assert cldr.number(Decimal("-1234.50"), language) == expected
    assert cldr.number(Decimal("1234.50"), language) == expected.lstrip(
        "−\N{LEFT-TO-RIGHT MARK}\N{RIGHT-TO-LEFT MARK}"
    )


def test_weekdays_and_plain_digits():
    assert [cldr.weekday(day, "sv") for day in (0, 6)] == ["måndag", "söndag"]
    assert cldr.weekday(4, "tr") == "Cuma"
    assert (cldr.in_digits(2026, "fa"), cldr.in_digits(2026, "ti")) == ("۲۰۲۶", "2026")
