"""Names of what an answer was made from, and of what an edition changes, so that a cache can be told what to forget.

While an answer is made inside `noting()`, the questions in `cms.ledger.queries` note where they looked. An edition
touches every name that a question which could show it, or could have shown it until now, has noted. Names are opaque
words in ASCII without blanks and commas: fit for the headers `Surrogate-Key` and `Cache-Tag`.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from urllib.parse import quote

import orjson

from cms.ledger.models import Edition
from cms.ledger.payload import Payload, files_of
from cms.ledger.typesetting import facet_values

#: Whatever shows how far the ledger has come; every edition touches it.
EVERYTHING = "ledger"
#: Whatever shows which removal was the newest.
REMOVALS = "removals"

_noted: ContextVar[set[str] | None] = ContextVar("noted", default=None)


@contextmanager
def noting() -> Iterator[set[str]]:
    """Collect the names that are noted inside the block, in this thread or task."""
    names: set[str] = set()
    token = _noted.set(names)
    try:
        yield names
    finally:
        _noted.reset(token)


def note(*names: str) -> None:
    """Note that the answer which is being made was made from what `names` name."""
    noted = _noted.get()
    if noted is not None:
        noted.update(names)


def item(item_type: str, public_id: str, language: str) -> str:
    """Return the name of one item in one language, with its editions."""
    return f"{any_language(item_type, public_id)}:{language}"


def any_language(item_type: str, public_id: str) -> str:
    """Return the name of an item in any language, by its address."""
    return f"item:{item_type}:{_word(public_id)}"


def identity(item_key: uuid.UUID) -> str:
    """Return the name of an item in any language, by its key."""
    return f"key:{item_key.hex}"


def file(asset: str) -> str:
    """Return the name of a file, whatever its bytes and whichever item carries it."""
    return f"file:{_word(asset)}"


def list_of_type(language: str, item_type: str = "") -> str:
    """Return the name of the list of a type; without a type, of the list of all news."""
    return f"list:{language}:{item_type}" if item_type else f"list:{language}"


def list_of_facet(language: str, dimension: str, value: str) -> str:
    """Return the name of the list of news that carries a term."""
    return f"{list_of_type(language, dimension)}:{_word(value)}"


def lists(language: str, item_types: Collection[str], facets: Mapping[str, str] | None) -> set[str]:
    """Return the names of a list that is narrowed by types or facets."""
    if facets:
        return {list_of_facet(language, dimension, value) for dimension, value in facets.items()}
    return {list_of_type(language, item_type) for item_type in item_types or ("",)}


def touched_by(edition: Edition) -> frozenset[str]:
    """Return the names of everything in which an edition changes something.

    Lists in which the item stood until now change as well. After a removal those are the lists of what it was before:
    its tombstone stands there. One query per edition that is looked back upon, mostly one.
    """
    names = {
        EVERYTHING,
        item(edition.item_type, edition.public_id, edition.language),
        any_language(edition.item_type, edition.public_id),
        identity(edition.item_key),
    }
    if edition.is_gone:
        names.add(REMOVALS)
    for one in with_former(edition):
        names |= _places(one)
    return frozenset(names)


def with_former(edition: Edition) -> Iterator[Edition]:
    """Yield an edition and the one it replaces; behind a removal, further back to the last readable one.

    A removal's own text may say nothing any more of where its item stood.
    """
    yield edition
    former = edition.previous
    while former is not None:
        yield former
        former = former.previous if former.is_gone else None


def _places(edition: Edition) -> set[str]:
    """Return the names of the lists and files that an edition's text stands in and carries."""
    payload: Payload = orjson.loads(edition.payload)
    names = {list_of_type(edition.language, edition.item_type)}
    if payload["listed"]:
        names.add(list_of_type(edition.language))
        names |= {list_of_facet(edition.language, *pair) for pair in facet_values(payload)}
    return names | {file(carried["asset"]) for carried in files_of(payload)}


def _word(value: str) -> str:
    return quote(value, safe="")
