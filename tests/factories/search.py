"""Search documents for tests, as `search.content` would make them."""

from __future__ import annotations

import datetime as dt
import itertools
from typing import Any

from search.analysis import compounds, tokens
from search.parsing import parse
from search.types import SearchDocument, SearchQuery, Tombstone
from tests.factories.cms_ledger import make_key

_seqs = itertools.count(1)
RELEASED = dt.datetime(2026, 3, 3, 8, 0, tzinfo=dt.UTC)


def make_document(name: str = "", **overrides: Any) -> SearchDocument:
    """Return a document of a news item; each call's `seq` is higher. The same `name` is the same item."""
    seq = overrides.pop("seq", None) or next(_seqs)
    key = make_key(name or f"document-{seq}")
    language = overrides.get("language", "sv")
    fields: dict[str, Any] = {
        "item_key": key,
        "language": language,
        "seq": seq,
        "item_type": "message",
        "public_id": f"id{seq}",
        "is_news": True,
        "first_seq": seq,
        "first_released_at": RELEASED,
        "title": "Rubrik",
        "summary": "",
        "body": "",
        "terms": (),
        "attachments": (),
        "facets": {},
    }
    fields |= overrides
    facets = {"type": (fields["item_type"],), "language": (language,)}
    if fields["is_news"]:
        facets["year"] = (str(fields["first_released_at"].year),)
    fields["facets"] = facets | dict(fields["facets"])
    if language == "sv" and "parts" not in fields:
        text = " ".join((fields["title"], fields["summary"], fields["body"], *fields["terms"]))
        found = [part for word in tokens.words(text) for part in compounds.split(word.lower())]
        fields["parts"] = tuple(dict.fromkeys(found))
    return SearchDocument(**fields)


def make_tombstone(document: SearchDocument, *, seq: int | None = None) -> Tombstone:
    """Return the tombstone that a withdrawal of a document makes."""
    return Tombstone(document.item_key, document.language, seq or next(_seqs))


def make_query(text: str = "", **overrides: Any) -> SearchQuery:
    """Return a query as a reader of `language` would ask it."""
    language = overrides.setdefault("language", "sv")
    return SearchQuery(text=text, words=parse(text, language=language), **overrides)
