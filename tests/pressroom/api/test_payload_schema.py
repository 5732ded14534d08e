"""JSON Schema of what is served, each document complete in itself."""

from __future__ import annotations

import json

import jsonschema
import pytest

from pressroom.api.v1.payload_schema import NAMES
from tests.assertions.http import assert_conditional, assert_problem
from tests.factories.cms_ledger import make_full_payload, print_editions

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", NAMES)
def test_each_is_served_valid_and_complete(client, name):
    address = f"/api/v1/schemas/{name}.json"
    assert_conditional(client, address)
    response = client.get(address)
    schema = response.json()
    assert response.headers["Content-Type"] == "application/schema+json"
    assert schema["$id"] == f"http://testserver{address}"
    jsonschema.Draft202012Validator.check_schema(schema)
    references = [part.split('"')[0] for part in response.content.decode().split('"$ref":"')[1:]]
    assert {reference.removeprefix("#/$defs/") for reference in references} == set(schema["$defs"])


def test_answers_fit_and_others_do_not(client):
    payload = make_full_payload()
    print_editions([payload])
    item = f"/api/v1/items/{payload['id']}"
    answers = {
        "Document": client.get(item).json(),
        "ItemPage": client.get("/api/v1/items").json(),
        "Card": client.get("/api/v1/items").json()["items"][0],
        "ChangePage": client.get("/api/v1/changes").json(),
        "Figure": client.get(f"{item}/figures/f1.json").json(),
        "Proof": client.get(f"{item}/proof").json(),
        "Payload": json.loads(client.get(f"{item}/proof").json()["payload"]),
        "Problem": client.get("/api/v1/items?limit=x").json(),
    }
    for name, answer in answers.items():
        validator = jsonschema.Draft202012Validator(client.get(f"/api/v1/schemas/{name}.json").json())
        validator.validate(answer)
        assert not validator.is_valid({"title": 1})


@pytest.mark.parametrize("name", ["Nothing", "payload", "LanguageParameters"])
def test_others_are_404(client, name):
    assert_problem(client.get(f"/api/v1/schemas/{name}.json"), 404, "not_found")
