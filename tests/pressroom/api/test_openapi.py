"""The description of the API says what the API does: every document, list and problem fits its schema exactly."""

from __future__ import annotations

import re

import jsonschema
import pytest

from cms.ledger.documents import make_card
from pressroom.api.json_schema import schemas_of
from pressroom.api.v1.openapi import description
from pressroom.api.v1.shapes import ledger_schemas
from pressroom.api.v1.views import api
from tests.assertions.http import assert_conditional
from tests.assertions.openapi import assert_fits
from tests.factories.cms_ledger import (
    correct,
    make_attachment,
    make_file,
    make_full_payload,
    make_payload,
    make_ref,
    make_term,
    print_editions,
    withdraw,
)

INDICATOR = {
    "id": "i1",
    "name": "Påhittade lyktor",
    "unit": "lyktor",
    "source": "Exempeldata",
    "source_url": "",
    "method": "Räknade för hand.",
    "series": [{"period": "2024", "value": "12.5"}],
    "svg": "<svg></svg>",
}


def problem_of_address(path: str) -> str:
    operation = description()["paths"][path]["get"]["responses"]["404"]
    return operation["content"]["application/problem+json"]["schema"]["$ref"]


@pytest.mark.django_db
def test_every_answer_fits_its_schema_exactly(client):
    message = make_full_payload()
    example = make_payload(type="example", participants=[make_ref("organisation", "skolan", "Skolan")])
    goal = make_term("goal", "trygg", "Trygghet", goal_kind="effect", indicators=[INDICATOR], order=1)
    organisation = make_term(
        "organisation",
        "jarva",
        "Järva",
        short_name="Järva",
        website="https://example.org",
        answers_for="Parker",
        logo=make_file("logga.png", width=10, height=10),
        attachments=[make_attachment()],
    )
    gone = make_payload()
    print_editions([message, example, goal, organisation, gone, {**message, "language": "en"}])
    print_editions([correct(message), withdraw(gone)])

    for item in (message, example):
        assert_fits("Document", client.get(f"/api/v1/items/{item['id']}").json())
    assert_fits("Document", client.get("/api/v1/goals/trygg").json())
    assert_fits("Document", client.get("/api/v1/organisations/jarva").json())
    assert_fits("Document", client.get(f"/api/v1/items/{message['id']}/editions/1").json())
    assert_fits("EditionList", client.get(f"/api/v1/items/{message['id']}/editions").json())
    assert_fits("ItemPage", client.get("/api/v1/items?limit=1").json())
    assert_fits("CardList", client.get("/api/v1/organisations").json())
    assert_fits("DocumentList", client.get("/api/v1/goals").json())
    assert_fits("ChangePage", client.get("/api/v1/changes").json())


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path", ["/api/v1/items/nothing", "/api/v1/items?limit=x&colour=blue", "/api/nowhere", "/api/v1/contacts"]
)
def test_every_problem_fits_the_schema(client, path):
    schema = {"components": description()["components"], "$ref": "#/components/schemas/Problem"}
    jsonschema.Draft202012Validator(schema).validate(client.get(path).json())


def test_description_is_openapi_3_1_with_every_reference_resolved(client):
    body = client.get("/api/v1/openapi.json").json()
    assert body["openapi"].startswith("3.1.")
    shapes = body["components"]["schemas"]
    for shape in shapes.values():
        jsonschema.Draft202012Validator.check_schema(shape)
    references = set(
        re.findall(r'"#/components/schemas/(\w+)"', client.get("/api/v1/openapi.json").content.decode())
    )
    assert references <= set(shapes)
    assert {"Document", "Card", "Problem", "FigureBlock", "FileRef"} <= set(shapes)
    operations = [operation for path in body["paths"].values() for operation in path.values()]
    assert len({operation["operationId"] for operation in operations}) == len(operations)
    assert all(parameter["description"] for operation in operations for parameter in operation["parameters"])
    assert problem_of_address("/api/v1/items/{id}") == "#/components/schemas/Problem"


def test_card_schema_has_the_fields_that_cards_have():
    document = dict.fromkeys(description()["components"]["schemas"]["Document"]["properties"], None)
    assert set(make_card(document)) == set(description()["components"]["schemas"]["Card"]["properties"])


def test_a_shape_of_answers_has_no_name_that_the_ledgers_have():
    """One of the two would be described in place of the other."""
    ours = set(api.get_openapi_schema(path_prefix="/api/v1")["components"]["schemas"])
    assert ours.intersection(ledger_schemas()) <= {"Translation"}  # the same one


def test_what_has_no_json_form_is_refused():
    from typing import TypedDict

    class Odd(TypedDict):
        value: float

    with pytest.raises(TypeError, match="float"):
        schemas_of(Odd)


def test_documentation_page_needs_no_script_and_no_other_server(client):
    assert_conditional(client, "/api/v1/docs/")
    assert_conditional(client, "/api/v1/openapi.json")
    page = client.get("/api/v1/docs/").content.decode()
    assert "<script" not in page
    assert not re.search(r"\sstyle=|\son\w+=", page)
    assert not re.search(r'(src|href)="(https?:)?//', page)
    identifiers = re.findall(r'\sid="([^"]+)"', page)
    assert len(identifiers) == len(set(identifiers))
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(identifiers)
    for path in description()["paths"]:
        assert path in page
