"""JSON Schema of what is served, one document per shape, for programs that validate without OpenAPI."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse

import orjson

from cms.ledger import addresses
from cms.ledger.payload import Payload
from pressroom.api.json_schema import schemas_of
from pressroom.api.v1.bodies import PREFIX
from pressroom.api.v1.errors import ErrorCode, problem
from pressroom.api.v1.openapi import description
from pressroom.api.v1.shapes import REF

MEDIA_TYPE = "application/schema+json"
DIALECT = "https://json-schema.org/draft/2020-12/schema"
_DEFS = "#/$defs/"
#: What has an address: whole answers, and what they are made of. `Payload` is what proofs carry and digests are of.
NAMES = (
    "Payload",
    "Document",
    "Card",
    "ItemPage",
    "ChangePage",
    "Figure",
    "GoalIndicator",
    "Proof",
    "Problem",
)


def schema_page(request: HttpRequest, name: str) -> HttpResponse:
    """Serve the schema of a shape."""
    if name not in NAMES:
        return problem(ErrorCode.NOT_FOUND, f"There are schemas of: {', '.join(NAMES)}.")
    return HttpResponse(orjson.dumps(schema_of(name)), content_type=MEDIA_TYPE)


@cache
def schema_of(name: str) -> dict[str, Any]:
    """Return the schema of a shape, complete in itself."""
    shapes = (
        schemas_of(Payload, prefix=_DEFS)
        if name == "Payload"
        else _renamed(description()["components"]["schemas"])
    )
    used = _used(name, shapes)
    return {
        "$schema": DIALECT,
        "$id": addresses.absolute(f"{PREFIX}/schemas/{name}.json"),
        "$ref": _DEFS + name,
        "$defs": {used_name: shapes[used_name] for used_name in sorted(used)},
    }


def _renamed(value: Any) -> Any:
    """Copy `value` with every reference into OpenAPI's components as one into this document."""
    if isinstance(value, list):
        return [_renamed(entry) for entry in value]
    if not isinstance(value, dict):
        return value
    return {
        key: entry.replace(REF, _DEFS) if key == "$ref" and isinstance(entry, str) else _renamed(entry)
        for key, entry in value.items()
    }


def _used(name: str, shapes: dict[str, Any]) -> set[str]:
    """Return a shape and all that it refers to."""
    found: set[str] = set()
    waiting = [name]
    while waiting:
        current = waiting.pop()
        if current not in found:
            found.add(current)
            waiting += _references(shapes[current])
    return found


def _references(value: Any) -> list[str]:
    if isinstance(value, list):
        return [name for entry in value for name in _references(entry)]
    if not isinstance(value, dict):
        return []
    own = [value["$ref"].removeprefix(_DEFS)] if isinstance(value.get("$ref"), str) else []
    return own + [name for entry in value.values() for name in _references(entry)]
