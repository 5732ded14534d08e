"""What stands in the index: its fields, and how an edition, a tombstone or a saved search becomes a document."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from elasticsearch import dsl

from cms.common import clock
from cms.common.languages import LANGUAGES
from search.engine.analysis import heading, spelled, stemmed, stemmed_set
from search.types import FACETS, SearchDocument, Tombstone

#: Kinds of documents. Searches ask for the first only: a tombstone is hidden, and keeps what is older from returning.
DOCUMENT, TOMBSTONE, SAVED, DROPPED, PROBE = "document", "tombstone", "saved", "dropped", "probe"
POSITION, LEASE, MARK = "position", "lease", "mark"
#: Ids of the notes that an index keeps about itself.
POSITION_ID, LEASE_ID, MARK_ID = "note:position", "note:lease", "note:mark"

#: Where a word may stand, and how much it counts there.
WEIGHTS = {"title": 6.0, "summary": 3.0, "terms": 2.5, "body": 1.5, "parts": 1.0, "attachments": 0.6}
#: Words between two values of one field, so that no phrase is found across them.
_GAP = 100
#: Longest text of one attachment that is indexed, in characters; the store's own limits lie above.
LONGEST_ATTACHMENT = 400_000


@dataclass(frozen=True)
class Abilities:
    """What an engine can do beside what all can. Kept in the index's mapping, and told by `search status`.

    Attributes:
        analyzers: language -> the engine's analyzer for it.
        percolates: it can match saved searches itself.
    """

    analyzers: Mapping[str, str]
    percolates: bool


def _stems(**options: Any) -> dsl.Text:
    return dsl.Text(analyzer="whitespace", position_increment_gap=_GAP, **options)


class Stems(dsl.InnerDoc):
    """What a query is compared with: our own stems."""

    title = _stems()
    summary = _stems()
    body = _stems()
    terms = _stems()
    attachments = _stems()
    parts = _stems()


class IndexEntry(dsl.Document):
    """One document of the index: an item in a language, its tombstone, a saved search or a note.

    Always true: the external version of an item's document or tombstone is the `seq` of its edition.
    """

    kind = dsl.Keyword(required=True)
    document_id = dsl.Keyword()
    item_key = dsl.Keyword(index=False, doc_values=False)
    item_type = dsl.Keyword()
    public_id = dsl.Keyword()
    language = dsl.Keyword()
    seq = dsl.Long()
    is_news = dsl.Boolean()
    first_seq = dsl.Long()
    first_released_at = dsl.Date()
    at = dsl.Date()
    facets = dsl.Object(properties={name: dsl.Keyword() for name in FACETS})
    shown = dsl.Object(enabled=False)  # as written, for showing; not searched
    stems = dsl.Object(Stems)
    name = dsl.Text(analyzer="whitespace", index_prefixes={"min_chars": 1, "max_chars": 12}, norms=False)
    name_key = dsl.Keyword()
    name_length = dsl.Integer()
    search_id = dsl.Keyword()
    asked = dsl.Object(enabled=False)


def make_mapping(abilities: Abilities) -> dict[str, Any]:
    """Return the mapping of an index on an engine that can do so much."""
    # The library's documented way to a mapping; its dictionaries are shared, so they are copied.
    mapping = deepcopy(IndexEntry._doc_type.mapping.to_dict())  # noqa: SLF001
    languages = {
        language: dsl.Text(analyzer=analyzer, position_increment_gap=_GAP)
        for language, analyzer in sorted(abilities.analyzers.items())
    }
    words = {
        language: dsl.Text(analyzer="whitespace", norms=False, index_options="docs")
        for language in abilities.analyzers
    }
    properties = mapping["properties"]
    properties["text"] = dsl.Object(properties=languages).to_dict()
    properties["spelled"] = dsl.Object(properties=words).to_dict()
    properties["query"] = (
        dsl.Percolator().to_dict() if abilities.percolates else {"type": "object", "enabled": False}
    )
    mapping["dynamic"] = "strict"
    mapping["_meta"] = {
        "pressroom": {
            "digest": _digest(mapping),
            "analyzers": dict(abilities.analyzers),
            "percolates": abilities.percolates,
        }
    }
    return mapping


def abilities_in(mapping: Mapping[str, Any]) -> Abilities | None:
    """Return what an index was made for, from its mapping; None when it is not ours, or of another version."""
    ours = mapping.get("_meta", {}).get("pressroom")
    if not ours:
        return None
    abilities = Abilities(ours["analyzers"], ours["percolates"])
    expected = make_mapping(abilities)
    is_same = ours["digest"] == expected["_meta"]["pressroom"]["digest"]
    return abilities if is_same and _covers(mapping, expected) else None


def is_any_of_ours(mapping: Mapping[str, Any] | None) -> bool:
    """Whether an index is of this product, of any version: its saved searches can be read."""
    return mapping is not None and "pressroom" in mapping.get("_meta", {})


def make_source(document: SearchDocument) -> dict[str, Any]:
    """Return the body of an item's document."""
    language = document.language
    attachments = [text[:LONGEST_ATTACHMENT] for text in document.attachments]
    texts = {
        "title": [document.title], "summary": [document.summary], "body": [document.body],
        "terms": document.terms, "attachments": attachments,
    }  # fmt: skip
    flowing = [document.title, document.summary, document.body]
    is_known = language in LANGUAGES
    return {
        "kind": DOCUMENT,
        "document_id": document.document_id,
        "item_key": str(document.item_key),
        "item_type": document.item_type,
        "public_id": document.public_id,
        "language": language,
        "seq": document.seq,
        "is_news": document.is_news,
        "first_seq": document.first_seq,
        "first_released_at": clock.isoformat(document.first_released_at),
        "facets": {name: list(codes) for name, codes in document.facets.items()},
        "shown": {
            "title": document.title,
            "summary": document.summary,
            "body": document.body,
            "attachments": attachments,
        },
        "stems": {
            **{field: [stemmed(text, language) for text in values] for field, values in texts.items()},
            "parts": stemmed_set(document.parts, language),
        },
        "text": {language: flowing} if is_known else {},
        "spelled": {language: spelled(" ".join((*flowing, *document.terms)), language)} if is_known else {},
        "name": heading(document.title, language),
        "name_key": document.title[:512],
        "name_length": len(document.title),
    }


def make_tombstone(tombstone: Tombstone) -> dict[str, Any]:
    """Return the body of what stays of a gone item: nothing of its text."""
    return {
        "kind": TOMBSTONE,
        "document_id": tombstone.document_id,
        "language": tombstone.language,
        "seq": tombstone.seq,
    }


def _digest(mapping: Mapping[str, Any]) -> str:
    text = json.dumps({key: mapping[key] for key in ("properties", "dynamic")}, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _covers(found: Mapping[str, Any], expected: Mapping[str, Any]) -> bool:
    """Whether every field that we expect has the type that we gave it: `_meta` alone could lie."""
    properties = found.get("properties", {})
    return all(
        name in properties
        and properties[name].get("type", "object") == field.get("type", "object")
        and _covers(properties[name], field)
        for name, field in expected.get("properties", {}).items()
    )
