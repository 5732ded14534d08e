"""What is printed of an item that is taken away: its address, who answers for it, and no word of what it said."""

from __future__ import annotations

from typing import Any

import orjson
import pytest

from cms.common.digests import canonical_json
from cms.ledger.models import Edition
from cms.ledger.payload import Payload
from cms.releases.enums import Action
from cms.releases.tombstones import tombstone
from tests.factories.cms_ledger import make_full_payload, make_key

#: What stays of an item that was withdrawn, and of one that was deleted.
KEPT = {
    Action.WITHDRAW: {"title", "slug", "owner", "responsible"},
    Action.DELETE: {"owner", "responsible"},
}


def made_of(payload: Payload, action: Action) -> dict[str, Any]:
    former = Edition(item_key=make_key("x"), payload=canonical_json(payload))
    return dict(tombstone(former, action))


@pytest.mark.parametrize("action", KEPT)
@pytest.mark.parametrize("is_listed", [True, False])
def test_says_what_it_is_and_no_more(action: Action, is_listed: bool) -> None:
    # Printed long ago, under a former version of the shape.
    payload: Any = make_full_payload(key=make_key("x"), is_example_data=True) | {
        "schema": 0,
        "listed": is_listed,
    }
    told = {name: value for name, value in made_of(payload, action).items() if value not in ("", None, [])}
    always = {"schema", "type", "id", "key", "language", "listed", "is_example_data"}
    assert told == {name: payload[name] for name in always | KEPT[action]}


def test_is_canonical() -> None:
    payload = make_full_payload(key=make_key("x"))
    stone: Any = made_of(payload, Action.DELETE)
    assert orjson.loads(canonical_json(stone)) == stone
    assert (stone["title"], stone["slug"], stone["summary"]) == ("", "", "")
