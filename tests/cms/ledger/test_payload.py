"""The empty payload: every required field, nothing in it. And what in a payload is a reference or a file."""

from __future__ import annotations

from typing import NotRequired, get_origin, get_type_hints

import pytest

from cms.common.digests import canonical_json
from cms.ledger.payload import SCHEMA_VERSION, Payload, empty_payload, files_of, is_file, is_ref, refs_of
from tests.factories.cms_ledger import make_key


def test_empty_payload_has_every_required_field_and_no_other():
    payload = empty_payload(
        item_type="area", public_id="trygghet", key=make_key("x"), language="sv", title=" Trygg \n het\x00"
    )
    hints = get_type_hints(Payload, include_extras=True)
    assert set(payload) == {name for name, hint in hints.items() if get_origin(hint) is not NotRequired}
    assert (payload["schema"], payload["title"]) == (SCHEMA_VERSION, "Trygg het")
    assert (payload["slug"], payload["summary"], payload["listed"]) == ("", "", False)
    assert (refs_of(payload), files_of(payload)) == ([], [])
    assert canonical_json(payload)


@pytest.mark.parametrize(
    ("value", "ref", "file"),
    [
        ({"type": "area", "id": "x", "name": "X"}, True, False),
        ({"type": "organisation", "id": "x", "name": "X", "short_name": "x"}, True, False),
        (
            {"type": "quote", "id": "x", "name": "X", "text": "", "title": "", "organisation": None},
            False,
            False,
        ),
        ({"id": "x", "name": "X"}, False, False),
        ({"asset": "a", "sha256": "b"}, False, True),
        (["type", "id", "name"], False, False),
        (["asset", "sha256"], False, False),
        ("text", False, False),
        (None, False, False),
    ],
)
def test_shapes(value, ref, file):
    assert is_ref(value) is ref
    assert is_file(value) is file
