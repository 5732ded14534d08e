"""A short text in several languages: read as people write it, refused with what to do."""

from __future__ import annotations

import pytest

from cms.organisations.models import PressContact
from cms.organisations.translations import TranslationsError, parse_translations


def test_a_line_each():
    text = "en: Press officer\n\n AR : المسؤول الصحفي \ntr: Basın: sorumlusu"
    assert parse_translations(text) == {
        "en": "Press officer",
        "ar": "المسؤول الصحفي",
        "tr": "Basın: sorumlusu",
    }


def test_nothing_says_nothing():
    assert parse_translations("\n  \n") == {}


@pytest.mark.parametrize(
    "line", ["Press officer", "xx: Press officer", "en:", "en", "sv: pressansvarig", ": x"]
)
def test_what_cannot_be_read_is_named(line):
    with pytest.raises(TranslationsError, match="Koderna är en, so, ar, fa, ti, tr") as refused:
        parse_translations(line)
    assert line in str(refused.value)


def test_a_language_twice_is_refused():
    with pytest.raises(TranslationsError, match="Språket en står två gånger"):
        parse_translations("en: One\nen: Two")


def test_a_contact_with_such_a_line_is_refused_at_its_field():
    with pytest.raises(Exception, match="går inte att läsa") as refused:
        PressContact(name="Presstjänsten", phone="1", role_translations="engelska: Press").clean()
    assert list(refused.value.message_dict) == ["role_translations"]
