"""Many rows with one statement: the same values arrive as a model's own save would write."""

from __future__ import annotations

import uuid

from django.db import IntegrityError, transaction

import pytest

from cms.common import bulk
from cms.ledger.models import CurrentEdition, CurrentFacet
from tests.factories.cms_ledger import make_payload, print_editions

pytestmark = pytest.mark.django_db


@pytest.fixture
def row() -> CurrentEdition:
    """Return a row that the ledger has written, with a date, an id, a list and booleans in it."""
    print_editions([make_payload(title="Sommaren")])
    return CurrentEdition.objects.get(title="Sommaren")


def copy_of(row: CurrentEdition, **fields: object) -> CurrentEdition:
    values = {field.attname: getattr(row, field.attname) for field in CurrentEdition._meta.concrete_fields}
    return CurrentEdition(
        **(values | {"seq": row.seq + 1, "item_key": uuid.uuid4(), "public_id": "kopia"} | fields)
    )


def test_objects_are_read_back_as_they_were(row):
    corrections = [{"number": 2, "at": "2026-03-03T08:00:00.000Z", "note": "”Fel” ort; 100 % säkert"}]
    copy = copy_of(row, corrections=corrections, note="%s '")
    bulk.insert_objects([copy])
    read = CurrentEdition.objects.get(seq=copy.seq)
    assert [getattr(read, field.attname) for field in CurrentEdition._meta.concrete_fields] == [
        getattr(copy, field.attname) for field in CurrentEdition._meta.concrete_fields
    ]


def test_a_text_in_a_json_field_stays_a_text(row):
    bulk.insert_objects([copy_of(row, corrections="[]")])
    assert CurrentEdition.objects.get(seq=row.seq + 1).corrections == "[]"


def test_values_go_to_the_fields_that_are_named(row):
    names = ("first_seq", "current_id", "value", "dimension", "item_type", "language")
    CurrentFacet.objects.all().delete()
    bulk.insert(CurrentFacet, names, [(7, row.seq, "unga", "area", "message", "sv")])
    facet = CurrentFacet.objects.get()
    assert (facet.current_id, facet.first_seq, facet.dimension, facet.value) == (row.seq, 7, "area", "unga")


def test_nothing_is_no_statement(django_assert_num_queries):
    with django_assert_num_queries(0):
        bulk.insert(CurrentFacet, ("value",), [])
        bulk.insert_objects([])


def test_what_the_database_refuses_is_an_error(row):
    with pytest.raises(IntegrityError), transaction.atomic():
        bulk.insert_objects([copy_of(row, item_key=row.item_key)])


def test_a_row_of_another_length_is_refused(row):
    with pytest.raises(ValueError, match="zip"), transaction.atomic():
        bulk.insert(CurrentFacet, ("value", "language"), [("unga",)])
