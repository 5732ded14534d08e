"""What documents and cards have in them, as they are served: the schema, and the names that may be asked for.

Made from the ledger's own types, so that code and published schema are one.
"""

from __future__ import annotations

from functools import cache
from typing import Any, Literal, TypedDict

from cms.ledger.documents import Correction
from cms.ledger.payload import Payload
from cms.ledger.proofs import Agreement
from pressroom.api.json_schema import schemas_of
from pressroom.api.v1.schemas import Translation

REF = "#/components/schemas/"
#: What a list shows of a document; terms have some of the optional ones.
CARD_FIELDS = (
    "type", "id", "key", "language", "title", "summary", "is_example_data", "owner", "responsible", "signatories",
    "areas", "goals", "audiences", "tags", "places", "image", "url", "uri", "direction", "edition",
)  # fmt: skip
CARD_OPTIONAL = (
    "goal_kind", "short_name", "website", "answers_for", "logo", "order", "participants", "calendar",
)  # fmt: skip
#: What every answer has, whichever fields were asked for: without them nobody knows what it is.
ALWAYS = ("type", "id", "language")


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


@cache
def ledger_schemas() -> dict[str, Any]:
    """Return the schemas of `Document` and `Card` and of all they are made of, as they are served.

    A document is the printed payload with an absolute `url` on every reference and file, and the edition's facts.
    `SparseDocument` and `SparseCard` are the same when only some fields were asked for.
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
        "edition": {"$ref": f"{REF}EditionFacts"},
        "translations": {
            "type": "array",
            "items": {"$ref": f"{REF}Translation"},
            "description": "Languages it can be read in. Only where one item is asked for.",
        },
        "is_current": {"type": "boolean", "description": "Only where one edition is asked for."},
        "included": {"$ref": f"{REF}Included"},
    }
    document["required"] += ["url", "uri", "direction", "edition"]
    card = {
        "type": "object",
        "description": "What a list shows of a document.",
        "properties": {name: document["properties"][name] for name in (*CARD_FIELDS, *CARD_OPTIONAL)},
        "required": list(CARD_FIELDS),
    }
    return schemas | {
        "Document": document,
        "Card": card,
        "SparseDocument": _sparse(document),
        "SparseCard": _sparse(card),
    }


@cache
def field_names(shape: Literal["Card", "Document"]) -> tuple[str, ...]:
    """Return the names that `fields` may have, in alphabetical order."""
    return tuple(sorted(ledger_schemas()[shape]["properties"].keys() - {"included"}))


def _sparse(shape: dict[str, Any]) -> dict[str, Any]:
    return {
        **shape,
        "description": "The same, with the `fields` that were asked for.",
        "required": list(ALWAYS),
    }


def _plain(schema: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in schema.items() if key not in {"title", "additionalProperties"}}
