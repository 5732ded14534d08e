"""Who agreed to an edition, for the page: names with the paths of the organisations' own pages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from cms.ledger import addresses
from cms.ledger.overlay import ahead
from cms.ledger.proofs import Agreement


def list_agreed(
    agreed: Iterable[Agreement], refs: Iterable[Mapping[str, Any] | None], language: str
) -> list[dict[str, str]]:
    """Return the organisations that agreed, each with `name`, `at` and `path`.

    Args:
        refs: references that the edition itself has; only what it refers to is certain to have a page in `language`.
    """
    known = {ref["id"] for ref in refs if ref is not None}
    return [
        {
            "name": entry["name"],
            "at": entry["at"],
            "path": _path(entry["organisation"], language) if entry["organisation"] in known else "",
        }
        for entry in agreed
    ]


def link_of(proof_url: str | None) -> str | None:
    """Return where a page links to a proof; nowhere while one reader looks ahead, for nobody could open it yet."""
    return None if ahead() else proof_url


def _path(code: str, language: str) -> str:
    return addresses.item_path(item_type="organisation", language=language, public_id=code)
