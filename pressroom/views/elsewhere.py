"""The way from a page with nothing in its language to the same page in languages that have something.

Never silently Swedish: the page says in its own language that there is nothing, and the reader chooses.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from cms.common import languages
from cms.ledger import queries


@dataclass(frozen=True)
class Way:
    """The same page in another language."""

    code: str
    name: str
    path: str


def ways_from(language: str, paths: Mapping[str, str], item_types: Collection[str]) -> list[Way]:
    """Return the languages, but `language`, in which anything of `item_types` can be read. One query.

    Args:
        paths: of the page, by language.
    """
    present = queries.list_present_languages(item_types)
    return [
        Way(code, languages.LANGUAGES[code].own_name, paths[code])
        for code in present
        if code != language and code in paths
    ]
