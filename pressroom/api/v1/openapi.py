"""The OpenAPI 3.1 description: django-ninja's addresses plus the schema of what the ledger holds."""

from __future__ import annotations

from functools import cache
from typing import Any, Literal, TypedDict

from django.conf import settings
from django.http import HttpRequest, HttpResponse

import orjson

from cms.ledger.documents import Correction
from cms.ledger.payload import Payload
from cms.ledger.proofs import Agreement
from pressroom.api.json_schema import schemas_of
from pressroom.api.v1 import proofs  # noqa: F401  (adds its addresses to the API)
from pressroom.api.v1.bodies import PREFIX
from pressroom.api.v1.errors import MEDIA_TYPE
from pressroom.api.v1.schemas import PLACEHOLDER, Translation
from pressroom.api.v1.views import api

_REF = "#/components/schemas/"
_PATH_PARAMETERS = {
    "id": "Public id of an item, or code of a term.",
    "number": "Counted from 1 per item and language.",
}
#: What a list shows of a document; terms have some of the optional ones.
CARD_FIELDS = (
    "type", "id", "key", "language", "title", "summary", "is_example_data", "owner", "responsible", "signatories",
    "areas", "goals", "audiences", "tags", "places", "image", "url", "uri", "direction", "edition",
)  # fmt: skip
CARD_OPTIONAL = (
    "goal_kind", "short_name", "website", "answers_for", "logo", "order", "participants", "calendar",
)  # fmt: skip


class EditionFacts(TypedDict):
    """What the ledger knows of an edition. Instants are RFC 3339 in UTC."""

    seq: int
    number: int
    kind: Literal["published", "refreshed", "corrected"]
    note: str
    digest: str
    released_at: str
    first_released_at: str
    changed_at: str
    corrections: list[Correction]
    agreed: list[Agreement]
    url: str
    history_url: str
    proof_url: str | None


def openapi_json(request: HttpRequest) -> HttpResponse:
    """Serve the description."""
    return HttpResponse(orjson.dumps(description()), content_type="application/json")


@cache
def description() -> dict[str, Any]:
    """Return the OpenAPI description. Made once per process."""
    schema: dict[str, Any] = dict(api.get_openapi_schema(path_prefix=PREFIX))
    schema["servers"] = [{"url": settings.PUBLIC_BASE_URL}]
    schema["info"]["license"] = {"name": "AGPL-3.0-or-later (the program)", "identifier": "AGPL-3.0-or-later"}
    for operation in (operation for path in schema["paths"].values() for operation in path.values()):
        for parameter in operation["parameters"]:
            parameter.setdefault("description", _PATH_PARAMETERS.get(parameter["name"], ""))
        for status, response in operation["responses"].items():
            if int(status) >= 400 and "content" in response:
                response["content"] = {MEDIA_TYPE: response["content"]["application/json"]}
    shapes = schema["components"]["schemas"]
    schema["components"]["schemas"] = {
        # Query parameters stand at their address already; and no shape is closed, for members may be added.
        name: {key: value for key, value in shape.items() if key != "additionalProperties"}
        for name, shape in (shapes | ledger_schemas()).items()
        if not name.endswith("Parameters")
    }
    described: dict[str, Any] = _resolved(schema)
    return described


def ledger_schemas() -> dict[str, Any]:
    """Return the schemas of `Document` and `Card` and of all they are made of, as they are served.

    A document is the printed payload with an absolute `url` on every reference and file, and the edition's facts.
    """
    schemas = schemas_of(Payload) | schemas_of(EditionFacts)
    schemas["Translation"] = _plain(Translation.model_json_schema())
    address = {"type": "string", "format": "uri"}
    for name in ("Ref", "FileRef"):
        schemas[name]["properties"]["url"] = address
        schemas[name]["required"].append("url")
    document = schemas.pop("Payload")
    document["description"] = "An item or term in one language, complete."
    document["properties"] |= {
        "url": address,
        "uri": {
            "type": "string",
            "format": "uri",
            "description": "Permanent name of the item in this language.",
        },
        "direction": {"enum": ["ltr", "rtl"]},
        "edition": {"$ref": f"{_REF}EditionFacts"},
        "translations": {
            "type": "array",
            "items": {"$ref": f"{_REF}Translation"},
            "description": "Languages it can be read in. Only where one item is asked for.",
        },
        "is_current": {"type": "boolean", "description": "Only where one edition is asked for."},
    }
    document["required"] += ["url", "uri", "direction", "edition"]
    card = {
        "type": "object",
        "description": "What a list shows of a document.",
        "properties": {name: document["properties"][name] for name in (*CARD_FIELDS, *CARD_OPTIONAL)},
        "required": list(CARD_FIELDS),
    }
    return schemas | {"Document": document, "Card": card}


def _resolved(value: Any) -> Any:
    """Copy `value` with every placeholder of schemas.served() as a reference."""
    if isinstance(value, list):
        return [_resolved(entry) for entry in value]
    if not isinstance(value, dict):
        return value
    if PLACEHOLDER in value:
        return {"$ref": _REF + value[PLACEHOLDER]}
    return {str(key): _resolved(entry) for key, entry in value.items()}


def _plain(schema: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in schema.items() if key not in {"title", "additionalProperties"}}
