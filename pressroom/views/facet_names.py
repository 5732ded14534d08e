"""What the codes of a search's facets are called in a reader's language."""

from __future__ import annotations

from collections.abc import Mapping

from cms.ledger import queries
from pressroom.searching import own_name
from pressroom.selection import FACETS
from pressroom.views import wording


def term_names(language: str) -> dict[tuple[str, str], str]:
    """Return the names of a language's public terms, by facet and code. One query."""
    return {(row.item_type, row.public_id): row.title for row in queries.list_term_names(FACETS, language)}


def name_of(facet: str, code: str, names: Mapping[tuple[str, str], str]) -> str:
    """Return what a code is called, or nothing where neither it nor `names` says."""
    if facet == "type":
        return wording.type_plural(code)
    return own_name(facet, code) or names.get((facet, code), "")
