"""The OpenAPI 3.1 description: django-ninja's addresses plus the schema of what the ledger holds."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse

import orjson

# They add their addresses.
from pressroom.api.v1 import deliveries, figures, indicators, proofs, reach, search  # noqa: F401
from pressroom.api.v1.bodies import PREFIX
from pressroom.api.v1.errors import MEDIA_TYPE
from pressroom.api.v1.schemas import FILE_PLACEHOLDER, PLACEHOLDER
from pressroom.api.v1.shapes import REF, ledger_schemas
from pressroom.api.v1.views import MAY_WAIT, api

_PATH_PARAMETERS = {
    "id": "Public id of an item, or code of a term.",
    "number": "Counted from 1 per item and language.",
    "figure": "Id of a figure in the item's text.",
    "indicator": "Id of one of the goal's indicators.",
}

_PARTNER_KEY = {
    "type": "http",
    "scheme": "bearer",
    "description": "A partner's key. Everything but `/reach` and `/webhooks` is open without one.",
}


_TAGS = {
    "items": "News: messages, briefings (lägesbilder), good examples.",
    "figures": "Tables of values in news, and the measures of goals.",
    "terms": "What news is found by: organisations, areas, goals, places, audiences, tags.",
    "calendar": "Releases that have been announced.",
    "mirror": "The ledger in order, to keep a copy.",
    "contacts": "Who answers journalists now.",
    "proofs": "Who agreed to what, signed, and the keys to verify it with.",
    "partners": "With a partner's key: what is its own and nobody else's.",
}


def _header(description: str, *, required: bool = False, kind: str = "string") -> dict[str, Any]:
    return {"description": description, "required": required, "schema": {"type": kind}}


_HEADERS = {
    "ETag": _header("Strong. Send it back in `If-None-Match`.", required=True),
    "Last-Modified": _header("When the ledger last moved."),
    "Cache-Control": _header("Keep it, but ask before showing it.", required=True),
}
_PROBLEM = {MEDIA_TYPE: {"schema": {"$ref": f"{REF}Problem"}}}
#: What any address may answer.
_COMMON: dict[Any, dict[str, Any]] = {
    304: {"description": "Not modified: what you have is current."},
    405: {
        "description": "Only GET, HEAD and OPTIONS.",
        "content": _PROBLEM,
        "headers": {"Allow": _header("What is answered.", required=True)},
    },
    414: {"description": "The query string is too long.", "content": _PROBLEM},
    500: {"description": "Our fault; it has been logged.", "content": _PROBLEM},
    401: {
        "description": "A key that is not valid: `code` says why. Without a key you are anonymous.",
        "content": _PROBLEM,
    },
    429: {
        "description": "Too many requests: come back after `Retry-After` seconds. A partner's key raises the limit.",
        "headers": {"Retry-After": {"schema": {"type": "integer"}, "description": "Seconds."}},
        "content": _PROBLEM,
    },
}


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
            if "content" in response:
                response["content"] = _content(int(status), response["content"]["application/json"])
        wanted = operation["responses"][200]
        wanted["headers"] = _headers(wanted, may_wait=operation["operationId"] in MAY_WAIT)
        operation["responses"] |= _COMMON
    schema["components"]["securitySchemes"] = {"partnerKey": _PARTNER_KEY}
    schema["security"] = [{}, {"partnerKey": []}]
    schema["tags"] = [{"name": name, "description": text} for name, text in _TAGS.items()]
    shapes = schema["components"]["schemas"]
    schema["components"]["schemas"] = {
        # Query parameters stand at their address already; and no shape is closed, for members may be added.
        name: {key: value for key, value in shape.items() if key != "additionalProperties"}
        for name, shape in (shapes | ledger_schemas()).items()
        if not name.endswith("Parameters")
    }
    described: dict[str, Any] = _resolved(schema)
    return described


def _headers(response: dict[str, Any], *, may_wait: bool) -> dict[str, Any]:
    """Return the headers of a wanted answer."""
    is_file = "application/json" not in response["content"]
    found = dict(_HEADERS)
    if is_file:
        found["Content-Disposition"] = _header(
            "The file's name: item, figure, language, edition.", required=True
        )
    if may_wait:
        found["Retry-After"] = _header("No room to wait: ask again after so many seconds.", kind="integer")
    return found


def _content(status: int, content: dict[str, Any]) -> dict[str, Any]:
    """Return an answer's content under its own media type: django-ninja calls everything JSON."""
    if status >= 400:
        return {MEDIA_TYPE: content}
    schema = dict(content["schema"])
    media_type = schema.pop(FILE_PLACEHOLDER, None)
    return {media_type: {"schema": schema}} if media_type else {"application/json": content}


def _resolved(value: Any) -> Any:
    """Copy `value` with every placeholder of schemas.served() as a reference."""
    if isinstance(value, list):
        return [_resolved(entry) for entry in value]
    if not isinstance(value, dict):
        return value
    if PLACEHOLDER in value:
        names = value[PLACEHOLDER]
        return (
            {"$ref": REF + names}
            if isinstance(names, str)
            else {"anyOf": [{"$ref": REF + name} for name in names]}
        )
    return {str(key): _resolved(entry) for key, entry in value.items()}
