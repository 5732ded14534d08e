"""Public addresses: stable, short, the same whatever the title does."""

from __future__ import annotations

import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.ledger import addresses
from tests.factories.cms_ledger import make_file

KEY = uuid.UUID("3f2504e0-4f89-41d3-9a0c-0305e82c3301")


def test_public_id_is_what_it_has_always_been():
    # Stored in printed payloads and in readers' bookmarks: this value may never change.
    assert addresses.public_id(KEY) == "7wjg9r2fh5"


@given(st.uuids())
def test_public_id_is_the_first_fifty_bits_in_ten_readable_signs(key):
    text = addresses.public_id(key)
    assert len(text) == 10
    assert not set(text) - set("0123456789abcdefghjkmnpqrstvwxyz")
    number = 0
    for sign in text:
        number = number * 32 + "0123456789abcdefghjkmnpqrstvwxyz".index(sign)
    assert number == key.int >> 78


@pytest.mark.parametrize("item_type", addresses.SEGMENTS)
@pytest.mark.parametrize("language", ["sv", "en", "ar"])
def test_segments_lead_back_to_their_type(item_type, language):
    assert addresses.type_of_segment(addresses.segment(item_type, language), language) == item_type


def test_segments_are_no_word_twice_and_swedish_is_not_english():
    for language in ("sv", "en"):
        names = [addresses.segment(code, language) for code in addresses.SEGMENTS]
        assert len(set(names)) == len(names)
    assert addresses.type_of_segment("messages", "sv") is None
    assert addresses.segment("message", "ar") == "messages"


def test_file_has_an_exact_and_a_stable_address():
    file = make_file("underlag.pdf", b"x", asset="abc")
    assert addresses.file_path(file) == f"/filer/abc/{file['sha256'][:16]}/underlag.pdf"
    assert addresses.stable_file_path(file) == "/filer/abc/underlag.pdf"


def test_absolute_address_is_under_the_press_rooms_own(settings):
    settings.PUBLIC_BASE_URL = "https://press.example.se"
    assert addresses.absolute("/sv/") == "https://press.example.se/sv/"


def test_permanent_id_depends_on_item_and_language_only():
    swedish, english = addresses.tag_uri(str(KEY), "sv"), addresses.tag_uri(str(KEY), "en")
    assert swedish == "urn:uuid:" + str(uuid.uuid5(KEY, "sv"))
    assert swedish != english


def test_all_news_has_a_segment_in_every_language():
    assert addresses.news_segment("sv") == "nyheter"
    assert addresses.news_segment("en") == addresses.news_segment("so") == "news"


@pytest.mark.parametrize(
    ("item_type", "swedish", "english"),
    [
        ("message", "meddelanden", "messages"),
        ("briefing", "lagesbilder", "briefings"),
        ("example", "goda-exempel", "good-examples"),
        ("organisation", "organisationer", "organisations"),
        ("area", "omraden", "areas"),
        ("goal", "mal", "goals"),
        ("place", "platser", "places"),
        ("audience", "malgrupper", "audiences"),
        ("tag", "amnen", "topics"),
        ("calendar", "kalender", "calendar"),
    ],
)
def test_addresses_are_what_they_have_always_been(item_type, swedish, english):
    # In readers' bookmarks, feeds and partners' copies: none of them may ever change.
    place = {"item_type": item_type, "public_id": "7wjg9r2fh5"}
    for language, segment, history, edition in (
        ("sv", swedish, "historik", "utgava"),
        ("en", english, "history", "edition"),
        ("so", english, "history", "edition"),
    ):
        base = f"/{language}/{segment}/7wjg9r2fh5/"
        assert addresses.list_path(item_type, language) == f"/{language}/{segment}/"
        assert addresses.item_path(**place, language=language) == base
        assert addresses.item_path(**place, language=language, slug="lyktor") == f"{base}lyktor/"
        assert addresses.history_path(**place, language=language) == f"{base}{history}/"
        assert addresses.edition_path(**place, language=language, number=3) == f"{base}{edition}/3/"


def test_proofs_and_the_workshops_files_have_addresses():
    path = addresses.proof_path(public_id="7wjg9r2fh5", language="sv", number=3)
    assert path == "/api/v1/items/7wjg9r2fh5/editions/3/proof?language=sv"
    file = make_file("karta.pdf")
    assert file["sha256"] in addresses.workshop_file_path(file)
    assert addresses.workshop_file_path(file).endswith("/karta.pdf")
