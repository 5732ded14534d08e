"""The languages the product knows."""

from __future__ import annotations

import pytest

from cms.common import languages


@pytest.mark.parametrize(
    ("code", "direction"),
    [("sv", "ltr"), ("en", "ltr"), ("ar", "rtl"), ("fa", "rtl"), ("ckb", "rtl"), ("xx", "ltr"), ("", "ltr")],
)
def test_direction(code, direction):
    assert languages.direction(code) == direction


def test_every_language_is_found_by_its_own_code():
    assert all(code == language.code for code, language in languages.LANGUAGES.items())
    assert languages.DEFAULT in languages.LANGUAGES


def test_our_own_words_are_in_the_language_of_the_content():
    assert [languages.interface(code) for code in ("sv", "ti", "xx")] == ["sv", "ti", "en"]
