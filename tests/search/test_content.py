"""What is indexed comes from the ledger's current view: the newest edition, or that it is gone."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence

import pytest

from cms.common import clock
from cms.files import services as files
from cms.ledger.exceptions import NotSeenAheadError
from cms.ledger.overlay import foresee, looking_ahead
from search.attachments.kinds import DOCX
from search.content import entries_of, everything
from search.types import Entry, SearchDocument, Tombstone
from tests.factories.cms_ledger import (
    correct,
    make_figure,
    make_file,
    make_full_payload,
    make_payload,
    make_ref,
    make_term,
    print_editions,
    withdraw,
)
from tests.search.attachments.documents import make_docx

pytestmark = pytest.mark.django_db


def entry_of(payload: dict[str, object]) -> Entry:
    (entry,) = entries_of([(uuid.UUID(str(payload["key"])), str(payload["language"]))])
    return entry


def document_of(payload: dict[str, object]) -> SearchDocument:
    entry = entry_of(payload)
    assert isinstance(entry, SearchDocument)
    return entry


def all_entries() -> Sequence[Entry]:
    return [entry for batch in everything(batch=2) for entry in batch]


def test_a_document_has_everything_that_readers_see() -> None:
    payload = make_full_payload(body=[make_figure()])
    print_editions([payload])
    document = document_of(payload)
    assert document.title == payload["title"]
    assert "Lokalpolisområde Järva" in document.terms
    assert "Polisen Järva" in document.terms
    assert "Unga i riskzon" in document.terms
    assert "Påhittade lyktor per kvarter" in document.body
    assert "Enen" in document.body
    assert document.facets["area"] == ("unga-i-riskzon",)
    assert document.facets["type"] == ("message",)
    assert document.facets["year"] == ("2026",)
    assert "polisen" in document.facets["organisation"]


def test_text_is_without_markup() -> None:
    block = {
        "type": "text",
        "id": "b",
        "role": "statement",
        "heading": "Öppet",
        "html": "<p>A &amp; <b>B</b></p>",
    }
    payload = make_payload(body=[block])
    print_editions([payload])
    assert document_of(payload).body == "Öppet A & B"


def test_questions_and_quotes_are_read() -> None:
    body = [
        {
            "type": "questions",
            "id": "q",
            "heading": "Frågor",
            "questions": [{"question": "Hur?", "html": "<p>Så.</p>"}],
        },
        {
            "type": "quote",
            "id": "c",
            "text": "Bra så.",
            "name": "Leyla",
            "title": "elev",
            "organisation": None,
        },
    ]
    payload = make_payload(body=body)
    print_editions([payload])
    assert document_of(payload).body == "Frågor Hur? Så. Bra så. Leyla elev"


def test_attached_documents_are_read() -> None:
    data = make_docx("Ur underlaget om simhallen")
    files.store(data, DOCX)
    file = make_file("underlag.docx", data, media_type=DOCX)
    payload = make_payload(attachments=[{"title": "Underlag", "file": file}])
    print_editions([payload])
    assert document_of(payload).attachments == ("Underlag Ur underlaget om simhallen",)


def test_parts_of_compounds_are_found_by_words_seen_before() -> None:
    print_editions([make_payload(title="En zorp öppnar")])
    list(everything())
    payload = make_payload(title="Zorpkameran öppnar")
    print_editions([payload])
    assert {"zorp", "kameran"} <= set(document_of(payload).parts)


def test_only_the_newest_edition_is_indexed() -> None:
    payload = make_payload(title="Gammal rubrik")
    print_editions([payload])
    (newest,) = print_editions([correct(payload, title="Ny rubrik")])
    document = document_of(payload)
    assert (document.title, document.seq, document.first_seq) == ("Ny rubrik", newest.seq, newest.seq - 1)


def test_what_is_withdrawn_is_a_tombstone_without_words() -> None:
    payload = make_payload(title="Hemlig rubrik")
    print_editions([payload])
    (gone,) = print_editions([withdraw(payload)])
    assert entry_of(payload) == Tombstone(uuid.UUID(payload["key"]), "sv", gone.seq)


def test_terms_are_documents_and_the_calendar_is_not() -> None:
    place = make_term("place", "husby", "Husby", summary="En stadsdel.")
    entry = make_term("calendar", "kommer", "Kommer snart")
    print_editions([place, entry])
    found = all_entries()
    assert [one.title for one in found if isinstance(one, SearchDocument)] == ["Husby"]
    assert document_of(place).facets == {"type": ("place",), "language": ("sv",)}
    assert entries_of([(uuid.UUID(entry["key"]), "sv")]) == []


def test_everything_is_each_item_once() -> None:
    payloads = [make_payload() for _ in range(5)]
    print_editions(payloads)
    print_editions([correct(payloads[0])])
    print_editions([withdraw(payloads[1])])
    found = all_entries()
    assert len(found) == 5
    assert sum(isinstance(one, Tombstone) for one in found) == 1


def test_the_year_is_the_swedish_one() -> None:
    payload = make_payload()
    at = dt.datetime(2025, 12, 31, 23, 30, tzinfo=dt.UTC)
    print_editions([payload], released_at=at)
    assert document_of(payload).facets["year"] == ("2026",)


def test_a_look_ahead_is_refused() -> None:
    with looking_ahead(foresee([], at=clock.now())), pytest.raises(NotSeenAheadError):
        entries_of([])
    with looking_ahead(foresee([], at=clock.now())), pytest.raises(NotSeenAheadError):
        next(everything())


def test_terms_of_an_item_are_named_once() -> None:
    jarva = make_ref("organisation", "jarva", "Järva stadsdelsförvaltning")
    payload = make_payload(owner=jarva, responsible=jarva, signatories=[jarva])
    print_editions([payload])
    assert document_of(payload).terms == ("Järva stadsdelsförvaltning",)
