"""Dates, times and numbers as the people of each language write them: the Unicode CLDR, through Babel.

Swedish follows what Swedish authorities write (09.00), English the British way; every other language is as CLDR has
it, with its own digits where CLDR says so (Persian, Sorani). Days are those of the Gregorian calendar: what happens
in Järva is dated in Swedish time.
"""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from functools import cache

from babel import Locale
from babel.dates import format_date, format_time, get_day_names

from cms.common import languages

#: Which of CLDR's regions a language is written as, where it matters.
_LOCALES = {"en": "en_GB"}
#: Where CLDR's own pattern is not what is wanted: no comma after an English weekday; CLDR's long date in Sorani, with
#: its weekday first.
_WITH_WEEKDAY = {"en": "EEEE d MMMM y", "ckb": "EEEE، dی MMMMی y"}
_YEAR = re.compile(r"[,،፣]?\s*y")
_DIGITS = {
    "arab": str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"),
    "arabext": str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹"),
}
_NARROW_SPACES = str.maketrans({"\N{NARROW NO-BREAK SPACE}": "\N{NO-BREAK SPACE}"})


@cache
def _locale(language: str) -> Locale:
    """Return CLDR's data of one of our languages; English for any other."""
    code = language if language in languages.LANGUAGES else "en"
    return Locale.parse(_LOCALES.get(code, code))


def in_digits(value: object, language: str) -> str:
    """Return `value` as text with the digits of a language; no separators."""
    digits = _DIGITS.get(_locale(language).default_numbering_system)
    return str(value).translate(digits) if digits else str(value)


def long_date(day: dt.date, language: str) -> str:
    """Return a day with its weekday, e.g. "tisdag 3 mars 2026"."""
    return _date(day, language, _pattern(language))


def day_and_month(day: dt.date, language: str) -> str:
    """Return a day with its weekday and without its year, e.g. "tisdag 3 mars"."""
    return _date(day, language, _YEAR.sub("", _pattern(language)))


def short_date(day: dt.date, language: str) -> str:
    """Return a day without its weekday, e.g. "3 mars 2026"."""
    return _date(day, language, "long")


def weekday(number: int, language: str) -> str:
    """Return the name of a weekday within a sentence, counted from 0 (Monday)."""
    return str(get_day_names("wide", locale=_locale(language))[number])


def clock_time(value: dt.time, language: str) -> str:
    """Return a time of day by the clock of twenty-four hours, e.g. "09.00" in Swedish and "09:00" in Turkish."""
    pattern = "HH.mm" if language == "sv" else _locale(language).datetime_skeletons["Hm"].pattern
    return in_digits(format_time(value, pattern, locale=_locale(language)), language)


def number(value: Decimal, language: str) -> str:
    """Return a number with every decimal that it has: `1 234,5` and `−3` in Swedish, `1,234.5` in English."""
    symbols = _locale(language).number_symbols[_locale(language).default_numbering_system]
    marks = {",": symbols["group"].translate(_NARROW_SPACES), ".": symbols["decimal"]}
    text = in_digits("".join(marks.get(sign, sign) for sign in f"{abs(value):,f}"), language)
    if value >= 0:
        return text
    # CLDR's English minus is a hyphen; a number that stands alone has the true sign.
    sign = symbols["minusSign"].replace("-", "\N{MINUS SIGN}")
    return f"{sign}{text}"


def _pattern(language: str) -> str:
    return _WITH_WEEKDAY.get(language) or str(_locale(language).date_formats["full"].pattern)


def _date(day: dt.date, language: str, pattern: str) -> str:
    return in_digits(format_date(day, pattern, locale=_locale(language)), language)
