"""Sealed secrets: opened by the keys of this installation, and by no others."""

from __future__ import annotations

import pytest

from cms.common.sealing import SealedWithAnotherKeyError, seal, unseal


def test_what_is_sealed_opens_again_and_does_not_show():
    sealed = seal("hemligt-ord", purpose="a")
    assert unseal(sealed, purpose="a") == "hemligt-ord"
    assert "hemligt" not in sealed
    assert sealed != seal("hemligt-ord", purpose="a")


def test_former_key_opens_while_it_is_kept(settings):
    sealed = seal("ord", purpose="a")
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "new-" + "y" * 60
    assert unseal(sealed, purpose="a") == "ord"
    again = seal("ord", purpose="a")
    settings.SECRET_KEY_FALLBACKS = []
    assert unseal(again, purpose="a") == "ord"
    with pytest.raises(SealedWithAnotherKeyError, match="SECRET_KEY_FALLBACKS"):
        unseal(sealed, purpose="a")


@pytest.mark.parametrize(
    "alter", [lambda text: text[:-4] + "AAA=", lambda text: "", lambda text: "gibberish"]
)
def test_altered_text_does_not_open(alter):
    with pytest.raises(SealedWithAnotherKeyError):
        unseal(alter(seal("ord", purpose="a")), purpose="a")


def test_what_was_sealed_for_another_purpose_does_not_open():
    with pytest.raises(SealedWithAnotherKeyError):
        unseal(seal("ord", purpose="a"), purpose="b")
