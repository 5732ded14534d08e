"""A page of a list, shaped for templates: the cards, the addresses of the pages beside it, the filters in use."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import Http404

from cms.ledger import queries
from cms.ledger.models import CurrentEdition
from pressroom.selection import FACETS, Position, Selection
from pressroom.views import parameters, routes

PAGE_SIZE = 20


@dataclass(frozen=True)
class Page:
    """One page of a list. `older` and `newer` are paths, or empty at an end."""

    cards: Sequence[Mapping[str, Any]]
    older: str
    newer: str
    is_first: bool


@dataclass(frozen=True)
class Choice:
    """One entry of a filter's menu."""

    value: str
    name: str
    is_chosen: bool


def list_page(
    *,
    path: str,
    language: str,
    item_types: Collection[str],
    facets: Mapping[str, str],
    position: Position,
    query: Sequence[tuple[str, str]] = (),
) -> Page:
    """Return one page of news. One query.

    Args:
        path: of the list; `query` is what its address carries besides the cursor.
        language: of the items.
        item_types: as in `queries.list_current`.
        facets: as in `queries.list_current`.
        position: where it starts.
    """
    found = queries.list_current(
        language=language,
        item_types=item_types,
        facets=facets,
        before=position.before,
        after=position.after,
        limit=PAGE_SIZE,
    )
    older = parameters.cursor_items(before=found.older) if found.older is not None else []
    newer = parameters.cursor_items(after=found.newer) if found.newer is not None else []
    return Page(
        cards=[row.read_card() for row in found.rows],
        older=routes.with_query(path, [*query, *older]) if older else "",
        newer=routes.with_query(path, [*query, *newer]) if newer else "",
        is_first=position == Position(),
    )


def terms_by_type(language: str) -> dict[str, list[CurrentEdition]]:
    """Return every public term of a language by its type, without texts, in order. One query."""
    terms: dict[str, list[CurrentEdition]] = {name: [] for name in FACETS}
    for row in queries.list_term_names(FACETS, language):
        terms[row.item_type].append(row)
    return terms


def menus(terms: Mapping[str, Sequence[CurrentEdition]], selection: Selection) -> dict[str, list[Choice]]:
    """Return the choices of each filter that has any."""
    return {
        name: [
            Choice(row.public_id, row.title, selection.facets.get(name) == row.public_id)
            for row in terms[name]
        ]
        for name in FACETS
        if terms[name]
    }


def chosen_names(terms: Mapping[str, Sequence[CurrentEdition]], selection: Selection) -> list[str]:
    """Return the names of the terms that the list is narrowed by.

    Raises:
        Http404: a code that names no public term of this language.
    """
    names = []
    for name, code in selection.facets.items():
        title = next((row.title for row in terms[name] if row.public_id == code), None)
        if title is None:
            raise Http404
        names.append(title)
    return names
