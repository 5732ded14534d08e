"""Every letter of every language is in a font that we serve, and the style sheet says so."""

import datetime as dt
import re
from decimal import Decimal
from pathlib import Path

from django.conf import settings

import polib
import pytest
from fontTools.ttLib import TTFont

from cms.common import cldr, languages

STATIC = Path(settings.BASE_DIR) / "pressroom/static/pressroom"
FAMILIES = {
    "ar": "Noto Sans Arabic",
    "fa": "Noto Sans Arabic",
    "ckb": "Noto Sans Arabic",
    "ti": "Noto Sans Ethiopic",
}
#: Show nothing, or the direction of what stands beside them: no font need have them.
UNSEEN = set(map(ord, "\n\N{ARABIC LETTER MARK}")) | {*range(0x200E, 0x2010), *range(0x2066, 0x206A)}


def _faces():
    css = (STATIC / "pressroom.css").read_text()
    for face in re.findall(r"@font-face \{([^}]+)\}", css):
        family = re.search(r'font-family: "([^"]+)"', face)[1]
        file = re.search(r'url\("([^"]+)"\)', face)[1]
        spans = re.findall(r"U\+([0-9A-F]+)(?:-([0-9A-F]+))?", face)
        said = {code for first, last in spans for code in range(int(first, 16), int(last or first, 16) + 1)}
        yield family, said & set(TTFont(STATIC / file).getBestCmap())


@pytest.fixture(scope="module")
def drawn():
    """The characters that each family draws: what its files have and the style sheet asks them for."""
    found = {}
    for family, characters in _faces():
        found.setdefault(family, set()).update(characters)
    return found


def _written(language):
    catalogue = Path(settings.BASE_DIR) / "cms/locale" / language / "LC_MESSAGES/django.po"
    entries = polib.pofile(str(catalogue)) if catalogue.exists() else []
    days = [dt.date(2026, month, 1 + month) for month in range(1, 13)]
    dates = [cldr.long_date(day, language) + cldr.short_date(day, language) for day in days]
    numbers = cldr.number(Decimal("-1234567.89"), language)
    return "".join(
        [*(entry.msgstr for entry in entries), *dates, numbers, languages.LANGUAGES[language].own_name]
    )


@pytest.mark.parametrize("language", languages.LANGUAGES)
def test_no_letter_is_missing(language, drawn):
    families = [FAMILIES.get(language), "Source Sans 3", "Source Serif 4"]
    ours = set.union(*(drawn[family] for family in families if family))
    assert set(map(ord, _written(language))) - UNSEEN - ours == set()


def test_a_letter_that_no_font_has_is_noticed(drawn):
    assert ord("漢") not in set.union(*drawn.values())


@pytest.mark.parametrize("letters", ["پچژگکیهٔآ\u200c۰۱۹", "ێڵۆەڕڤ٠٩", "ءأإآؤئىةلاًٌٍّْ", "ቐቕቘፐኸሀፚ፣።፡፦"])
def test_letters_that_are_easily_forgotten(letters, drawn):
    assert set(map(ord, letters)) - drawn["Noto Sans Arabic"] - drawn["Noto Sans Ethiopic"] == set()


@pytest.mark.parametrize("language", languages.LANGUAGES.values(), ids=lambda language: language.code)
def test_a_languages_own_name_fetches_no_whole_font(language, drawn):
    small = drawn["Own Names"] | drawn["Source Sans 3"]
    assert set(map(ord, language.own_name)) - small == set()


@pytest.mark.parametrize(("name", "kilobytes"), [("arabic", 50), ("ethiopic", 100)])
def test_a_reader_on_a_slow_line_is_spared(name, kilobytes):
    assert (STATIC / f"fonts/noto-sans-{name}-wght-normal.woff2").stat().st_size < kilobytes * 1000
