"""The empty payload: every required field, nothing in it."""

from __future__ import annotations

from typing import NotRequired, get_origin, get_type_hints

from cms.common.digests import canonical_json
from cms.ledger.payload import SCHEMA_VERSION, Payload, empty_payload, files_of, refs_of
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
