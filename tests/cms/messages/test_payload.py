"""A joint message says what it says and what it means for whoever lives there; both are needed."""

from __future__ import annotations

import pytest

from cms.messages.payload import item_type
from tests.factories.cms_workshop import make_desk, make_message

pytestmark = pytest.mark.django_db

STATEMENT = ("statement", {"heading": "", "text": "<p>Vi öppnar i juni.</p>"})
RESIDENTS = ("residents", {"heading": "", "text": "<p>Du kan bada.</p>"})


@pytest.mark.parametrize(
    ("body", "missing"),
    [
        ([STATEMENT, RESIDENTS], set()),
        ([STATEMENT], {"residents_missing"}),
        ([RESIDENTS], {"statement_missing"}),
        ([], {"statement_missing", "residents_missing"}),
    ],
)
def test_what_a_message_needs(body, missing):
    page = make_message(make_desk(printed=False), body=body)
    source = item_type.find_source(page.translation_key, "sv")
    assert {entry.code for entry in source.missing() if entry.is_blocking} == missing
    assert [block["role"] for block in source.build()["body"]] == [kind for kind, _value in body]
