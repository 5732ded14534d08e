"""Assertions that an answer is what the API's own description says."""

from __future__ import annotations

from typing import Any

import jsonschema

from pressroom.api.v1.openapi import description


def strict(schema: Any) -> Any:
    """Return a schema in which nothing undocumented is allowed."""
    if isinstance(schema, list):
        return [strict(entry) for entry in schema]
    if not isinstance(schema, dict):
        return schema
    copy = {key: strict(value) for key, value in schema.items()}
    return {**copy, "additionalProperties": False} if isinstance(schema.get("properties"), dict) else copy


def assert_fits(name: str, value: Any) -> None:
    """Check that an answer has exactly the shape `name` of the description: nothing missing, nothing undocumented."""
    schema = {"components": strict(description()["components"]), "$ref": f"#/components/schemas/{name}"}
    jsonschema.Draft202012Validator(schema).validate(value)
