"""The names that readers know: a text calls a term or an organisation what it is called in the ledger now.

A rename in the workshop is a draft like any other. Until it is released no text may carry it; when it is, what shows
the former name is printed again (`cms.releases.refreshing`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cms.ledger.models import CurrentEdition
from cms.ledger.payload import Payload, is_ref, refs_of

#: type, id -> the fields of the Ref as they are now.
Names = dict[tuple[str, str], dict[str, str]]


def use_printed_names(payload: Payload) -> Payload:
    """Give every reference in `payload` the name that is printed in its language, in place; return the payload.

    What is not public keeps its draft's name: it can only be printed with the text, under that name. One query.
    """
    codes = {ref["id"] for ref in refs_of(payload)}
    rows = CurrentEdition.objects.filter(public_id__in=codes, language=payload["language"]).defer("document")
    names = {(row.item_type, row.public_id): ref_fields(row.read_card()) for row in rows if not row.is_gone}
    relabel(payload, names)
    return payload


def ref_fields(printed: Mapping[str, Any]) -> dict[str, str]:
    """Return what a reference to a printed thing says of it, from its payload or card."""
    fields = {"name": printed["title"]}
    if "short_name" in printed:
        fields["short_name"] = printed["short_name"]
    return fields


def relabel(value: Any, names: Names) -> bool:
    """Give every Ref in `value` its new name, in place; return whether anything changed."""
    changed = False
    if isinstance(value, dict):
        fields = names.get((value["type"], value["id"])) if is_ref(value) else None
        if fields and any(value.get(key) != text for key, text in fields.items()):
            value.update(fields)
            changed = True
        for entry in value.values():
            changed |= relabel(entry, names)
    elif isinstance(value, list):
        for entry in value:
            changed |= relabel(entry, names)
    return changed
