"""Dates, hours and sizes as people of a language write them; every public word is translated."""

import datetime as dt
import re
from pathlib import Path

from django.conf import settings
from django.utils import translation

import polib
import pytest

from cms.common import clock
from pressroom.views import wording

ROOT = Path(settings.BASE_DIR)
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


def _catalogue():
    return polib.pofile(str(ROOT / "cms/locale/en/LC_MESSAGES/django.po"))


def test_every_public_word_has_its_english():
    texts = [path.read_text() for path in (ROOT / "templates/pressroom").rglob("*.html")]
    texts += [
        (ROOT / "templates" / name).read_text() for name in ("base.html", "400.html", "404.html", "410.html")
    ]
    texts.append((ROOT / "templates/500.html").read_text())
    simple = [
        match[1] for text in texts for match in re.finditer(r"""{% translate (?:"([^"]+)"|'[^']+')""", text)
    ]
    simple += [match[1] for text in texts for match in re.finditer(r"""{% translate '([^']+)'""", text)]
    blocks = [
        re.sub(r"{{ (\w+) }}", r"%(\1)s", match[1].partition("{% plural %}")[0])
        for text in texts
        for match in re.finditer(r"{% blocktranslate[^%]*%}(.*?){% endblocktranslate %}", text)
    ]
    known = {
        entry.msgid
        for entry in _catalogue()
        if not entry.obsolete and all(entry.msgstr_plural.values() or [entry.msgstr])
    }
    assert len(simple) > 80
    assert {words for words in [*simple, *blocks] if words} - known == set()


def test_no_placeholder_is_lost_in_translation():
    for entry in _catalogue():
        for text in entry.msgstr_plural.values() or [entry.msgstr]:
            found = [sorted(re.findall(r"%\(\w+\)s", words)) for words in (entry.msgid, text)]
            assert found[0] == found[1], entry.msgid
