"""The card beside a link: right size, the same for the same words, and never a box or a cut-off word."""

from __future__ import annotations

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from cms.media.share_card import ShareCard, draw_share_card

PAPER = (255, 255, 255)
BAND = (0x07, 0x37, 0x2F)
LONG = (
    "Samverkansöverenskommelsens trygghetsskapande fastighetsägarsamarbete utvärderas tillsammans med "
    "bostadsrättsföreningarna i Rinkeby, Tensta och Husby under våren och sommaren 2026"
)


def drawn(card: ShareCard) -> Image.Image:
    image = Image.open(io.BytesIO(draw_share_card(card)))
    image.load()
    return image


def ink(image: Image.Image, box: tuple[int, int, int, int]) -> bool:
    """Whether anything is drawn inside the box."""
    return image.crop(box).getcolors() != [((box[2] - box[0]) * (box[3] - box[1]), PAPER)]


def assert_inside(image: Image.Image) -> None:
    """Nothing is drawn in the margins, neither on the paper nor on the band below it."""
    assert image.size == (1200, 630)
    for left, right in ((0, 60), (1140, 1200)):
        assert not ink(image, (left, 0, right, 486))
        assert image.crop((left, 486, right, 630)).getcolors() == [(60 * 144, BAND)]
    assert image.crop((0, 610, 1200, 630)).getcolors() == [(1200 * 20, BAND)]
    assert not ink(image, (0, 472, 1200, 486))


def test_the_same_card_gives_the_same_bytes_without_metadata() -> None:
    card = ShareCard(
        "Sommaren i Järva", "Gemensamt budskap", "Samverkan Järva", ("Svenska Bostäder",), "Exempeldata"
    )
    assert draw_share_card(card) == draw_share_card(card)
    assert drawn(card).info == {}


@pytest.mark.parametrize("title", ["Kort", LONG, LONG * 4, "Ä" * 200, "", "  ", "Barn- och ungdomar " * 12])
def test_every_title_stays_inside(title: str) -> None:
    names = (
        "Järva stadsdelsförvaltning",
        "Lokalpolisområde Järva",
        "Utbildningsförvaltningen",
        "Trafikkontoret",
    )
    assert_inside(drawn(ShareCard(title, LONG, LONG, names * 3, "Exempeldata")))


def test_example_data_is_marked() -> None:
    corner = (900, 40, 1140, 104)
    assert not ink(drawn(ShareCard("Sommaren")), corner)
    assert ink(drawn(ShareCard("Sommaren", example_label="Exempeldata")), corner)


def test_letters_that_are_missing_are_left_out() -> None:
    title = (72, 130, 1140, 480)
    assert not ink(drawn(ShareCard("عنوان")), title)
    # The press room's name stands in for a title that can't be drawn.
    assert (
        drawn(ShareCard("ርእሲ", site="Samverkan Järva")).tobytes()
        == drawn(ShareCard("Samverkan Järva", site="Samverkan Järva")).tobytes()
    )


@pytest.mark.parametrize("text", ["ğüşıöç İstanbul", "Waxa la isku raacay", "Ça coûte 5 € – ”hej” …"])
def test_languages_with_latin_letters_are_drawn(text: str) -> None:
    assert ink(drawn(ShareCard(text)), (72, 130, 1140, 480))


@settings(max_examples=15)
@given(st.text(max_size=300), st.lists(st.text(max_size=60), max_size=5))
def test_any_text_at_all_can_be_drawn(title: str, names: list[str]) -> None:
    assert_inside(drawn(ShareCard(title, title, title, tuple(names), "Exempeldata")))
