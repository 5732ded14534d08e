"""The finished texts: payload, addresses and the edition's own facts."""

from __future__ import annotations

import datetime as dt

import pytest

from cms.ledger.documents import draft_facts, make_card, make_document
from cms.ledger.models import CurrentEdition
from cms.ledger.payload import files_of, refs_of
from tests.factories.cms_ledger import (
    make_full_payload,
    make_key,
    make_payload,
    make_ref,
    make_term,
    print_editions,
)

AT = dt.datetime(2026, 3, 3, 8, 0, tzinfo=dt.UTC)


def document_of(payload):
    return make_document(payload, draft_facts(AT))


def test_every_reference_and_file_gets_its_address_and_nothing_else_does():
    payload = make_full_payload()
    document = document_of(payload)
    area, quote, figure = document["areas"][0], document["body"][2], document["body"][3]
    assert area["url"] == "http://testserver/sv/omraden/unga-i-riskzon/"
    assert quote["organisation"]["url"] == "http://testserver/sv/organisationer/jarva/"
    assert figure["csv"]["url"].startswith("http://testserver/filer/")
    assert document["image"]["renditions"][1]["url"].endswith("/plan-1200.jpg")
    # A quotation has type, id and name like a reference, but is none.
    assert "url" not in quote
    assert "url" not in payload["areas"][0]


def test_document_of_an_item_has_its_slug_and_that_of_a_term_has_none():
    item = make_payload(key=make_key("x"), slug="sommaren")
    assert document_of(item)["url"] == f"http://testserver/sv/meddelanden/{item['id']}/sommaren/"
    term = make_term("area", "skola", "Skola", language="en")
    assert document_of(term)["url"] == "http://testserver/en/areas/skola/"


def test_direction_follows_the_language():
    assert document_of(make_payload())["direction"] == "ltr"
    assert document_of(make_payload(language="ar"))["direction"] == "rtl"


def test_draft_looks_like_an_edition_without_number():
    facts = draft_facts(AT)
    assert (facts["seq"], facts["number"], facts["released_at"]) == (0, 0, "2026-03-03T08:00:00.000Z")


@pytest.mark.django_db
def test_draft_has_the_same_facts_as_an_edition():
    print_editions([make_payload()])
    document = CurrentEdition.objects.get().read_document()
    assert document["edition"].keys() == draft_facts(AT).keys()
    assert document["edition"]["history_url"].endswith("/historik/")


@pytest.mark.django_db
def test_proof_of_news_has_an_address_and_that_of_a_term_has_none():
    item = make_payload()
    print_editions([item, make_term("area", "skola", "Skola")])
    proofs = [row.read_card()["edition"]["proof_url"] for row in CurrentEdition.objects.order_by("seq")]
    assert proofs == [f"http://testserver/api/v1/items/{item['id']}/editions/1/proof?language=sv", None]


def test_card_is_the_document_without_its_body():
    document = document_of(make_full_payload())
    card = make_card(document)
    assert card.items() <= document.items()
    assert not {"body", "attachments", "share_image", "schema", "slug"} & card.keys()


@pytest.mark.parametrize(
    ("fields", "kept"),
    [
        ({"goal_kind": "effect"}, "goal_kind"),
        ({"short_name": "Polisen"}, "short_name"),
        ({"website": "https://polisen.se/"}, "website"),
        ({"answers_for": ["skola"]}, "answers_for"),
        ({"logo": None}, "logo"),
        ({"order": 1}, "order"),
        ({"calendar": {"status": "confirmed"}}, "calendar"),
        ({"participants": [make_ref("organisation", "a", "A")]}, "participants"),
    ],
)
def test_card_keeps_what_lists_of_terms_show(fields, kept):
    assert kept in make_card(document_of(make_term("goal", "m", "Mål", **fields)))
    assert kept not in make_card(document_of(make_payload()))


def test_references_and_files_are_found_anywhere_once_each():
    payload = make_full_payload()
    assert len(files_of(payload)) == 5
    doubled = {**payload, "attachments": payload["attachments"] * 2}
    assert files_of(doubled) == files_of(payload)
    codes = {(ref["type"], ref["id"]) for ref in refs_of(payload)}
    assert codes == {
        ("organisation", "jarva"), ("organisation", "polisen"), ("area", "unga-i-riskzon"), ("goal", "fler-i-fritid"),
        ("audience", "boende"), ("tag", "sommar"), ("place", "rinkeby"),
    }  # fmt: skip
