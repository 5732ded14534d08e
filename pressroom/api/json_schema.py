"""JSON Schema of the ledger's typed dictionaries, so that code and published schema are one.

pydantic could do this from Python 3.12 on; on 3.11 it refuses `typing.TypedDict`.
"""

from __future__ import annotations

import inspect
import types
from typing import Any, Literal, NotRequired, Union, get_args, get_origin, get_type_hints, is_typeddict

Schema = dict[str, Any]
_SIMPLE: dict[Any, str] = {str: "string", int: "integer", bool: "boolean", type(None): "null"}


def schemas_of(root: type, *, prefix: str = "#/components/schemas/") -> dict[str, Schema]:
    """Return the schema of a TypedDict and of every TypedDict it mentions, by class name.

    Raises:
        TypeError: an annotation that has no JSON form.
    """
    found: dict[str, Schema] = {}
    _add(root, found, prefix)
    return found


def _add(shape: Any, found: dict[str, Schema], prefix: str) -> None:
    if shape.__name__ in found:
        return
    schema: Schema = {"type": "object"}
    found[shape.__name__] = schema
    schema["description"] = inspect.cleandoc(shape.__doc__ or "").split("\n\n")[0].replace("\n", " ")
    properties: dict[str, Schema] = {}
    required: list[str] = []
    for name, hint in get_type_hints(shape, include_extras=True).items():
        if get_origin(hint) is NotRequired:
            hint = get_args(hint)[0]  # noqa: PLW2901
        else:
            required.append(name)
        properties[name] = _schema(hint, found, prefix)
    schema |= {"properties": properties, "required": required}


def _schema(hint: Any, found: dict[str, Schema], prefix: str) -> Schema:
    if hint in _SIMPLE:
        return {"type": _SIMPLE[hint]}
    if is_typeddict(hint):
        _add(hint, found, prefix)
        return {"$ref": prefix + hint.__name__}
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is Literal:
        return {"const": arguments[0]} if len(arguments) == 1 else {"enum": list(arguments)}
    if origin is list:
        return {"type": "array", "items": _schema(arguments[0], found, prefix)}
    if origin in (Union, types.UnionType):
        options = [_schema(argument, found, prefix) for argument in arguments]
        if all(option.keys() == {"type"} for option in options):
            return {"type": [option["type"] for option in options]}
        return {"anyOf": options}
    raise TypeError(f"{hint!r} has no JSON Schema here.")
