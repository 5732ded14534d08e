"""A payload made ready before its instant is printed exactly as one that is made ready in the transaction."""

from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction

import orjson
import pytest

from cms.common.digests import digest_of
from cms.ledger.append import NewEdition, append
from cms.ledger.documents import draft_facts, make_card, make_document
from cms.ledger.enums import EditionKind
from cms.ledger.models import CurrentEdition, Edition
from cms.ledger.rebuilding import rebuild
from cms.ledger.typesetting import typeset, with_facts
from tests.factories.cms_ledger import make_file, make_payload, make_ref

AT = dt.datetime(2026, 3, 3, 8, 0, tzinfo=dt.UTC)


def example():
    return make_payload(
        title="Sommaren ”i” Järva",
        areas=[make_ref("area", "unga", "Unga")],
        attachments=[{"title": "Underlag", "file": make_file()}],
    )


def test_text_and_digest_are_those_of_the_payload():
    payload = example()
    ready = typeset(payload)
    assert orjson.loads(ready.text) == payload
    assert ready.digest == digest_of(payload)


def test_what_lists_and_pages_show_is_what_the_documents_say():
    payload, facts = example(), draft_facts(AT)
    view = typeset(payload).view
    document = make_document(payload, facts)
    assert orjson.loads(with_facts(view.document, facts)) == document
    assert orjson.loads(with_facts(view.card, facts)) == make_card(document)
    assert ("area", "unga") in view.facets
    assert [file["name"] for file in view.files] == ["underlag.pdf"]


def test_later_changes_of_the_payload_are_not_in_it():
    payload = example()
    ready = typeset(payload)
    payload["title"] = "Ändrad"
    payload["areas"][0]["name"] = "Ändrat"
    assert "Ändra" not in ready.text + ready.view.document + ready.view.card
    assert ready.view.payload["title"] == "Sommaren ”i” Järva"


@pytest.mark.django_db
def test_what_was_made_ready_before_is_what_is_printed():
    payload = example()
    ready = typeset(payload)
    payload["title"] = "Ändrad"
    with transaction.atomic():
        [edition] = append(
            [NewEdition(payload, EditionKind.PUBLISHED, typeset=ready)],
            release_key=uuid.uuid4(),
            released_at=AT,
        )
    kept = Edition.objects.get(seq=edition.seq)
    assert (kept.payload, kept.digest) == (ready.text, ready.digest)
    assert CurrentEdition.objects.get(seq=edition.seq).title == "Sommaren ”i” Järva"
    assert not rebuild().differed
