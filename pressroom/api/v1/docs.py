"""The API's documentation as one page of our own, made from its description: no script, nobody else's server."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from pressroom.api.v1.errors import ErrorCode, status_of, title_of
from pressroom.api.v1.openapi import description
from pressroom.selection import ParameterCode


def docs_page(request: HttpRequest) -> HttpResponse:
    """Serve the page."""
    schema = description()
    context = {
        "name": settings.PUBLIC_NAME,
        "info": schema["info"],
        "operations": [
            _operation(path, method, detail)
            for path, methods in schema["paths"].items()
            for method, detail in methods.items()
        ],
        "shapes": [_shape(name, detail) for name, detail in sorted(schema["components"]["schemas"].items())],
        "errors": [{"code": code, "status": status_of(code), "title": title_of(code)} for code in ErrorCode],
        "parameter_codes": list(ParameterCode),
    }
    return render(request, "pressroom/api/docs.html", context)


def _operation(path: str, method: str, detail: dict[str, Any]) -> dict[str, Any]:
    answers = [
        {"status": status, "shapes": _shapes_of(answer), "description": answer["description"]}
        for status, answer in detail["responses"].items()
    ]
    parameters = [
        {
            "name": parameter["name"],
            "place": parameter["in"],
            "is_required": parameter["required"],
            "default": parameter["schema"].get("default", ""),
            "description": parameter.get("description", ""),
            "values": parameter["schema"].get("enum") or parameter["schema"].get("items", {}).get("enum", []),
        }
        for parameter in detail["parameters"]
    ]
    return {
        "id": detail["operationId"],
        "method": method.upper(),
        "path": path,
        "summary": detail["summary"],
        "description": detail.get("description", ""),
        "parameters": parameters,
        "answers": answers,
    }


def _shape(name: str, schema: dict[str, Any]) -> dict[str, Any]:
    required = set(schema.get("required", ()))
    fields = [
        {
            "name": field,
            "kind": _kind(detail),
            "is_required": field in required,
            "description": detail.get("description", ""),
        }
        for field, detail in schema.get("properties", {}).items()
    ]
    return {"name": name, "description": schema.get("description", ""), "fields": fields}


def _shapes_of(answer: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the shapes an answer may have; a file has its media type in place of one."""
    contents: dict[str, dict[str, Any]] = answer.get("content", {})
    media_type = next(iter(contents), "")
    schema: dict[str, Any] = contents[media_type].get("schema", {}) if contents else {}
    options = schema.get("anyOf", [schema])
    return [
        {"name": _kind(option) if "$ref" in option else media_type, "is_described": "$ref" in option}
        for option in options
    ]


def _kind(schema: dict[str, Any]) -> str:
    """Return a short name of a schema: `Ref`, `list of Ref`, `string or null`."""
    if "$ref" in schema:
        return str(schema["$ref"].rsplit("/", 1)[-1])
    if "const" in schema:
        return f'"{schema["const"]}"'
    if "enum" in schema:
        return " or ".join(f'"{value}"' for value in schema["enum"])
    if options := schema.get("anyOf") or schema.get("allOf"):
        return " or ".join(_kind(option) for option in options)
    if schema.get("type") == "array":
        return f"list of {_kind(schema.get('items', {}))}"
    kind = schema.get("type", "any")
    return " or ".join(kind) if isinstance(kind, list) else str(kind)
