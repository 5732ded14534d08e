"""Read saved searches, and what they were told of."""

from __future__ import annotations

import uuid
from collections.abc import Mapping

from cms.common.digests import digest_of
from cms.ledger.overlay import refuse_ahead
from search.parsing import make_query
from search.saved.models import NAME_LENGTH, SavedMatch, SavedSearch, What
from search.types import SearchQuery


def find_saved(public_id: str) -> SavedSearch | None:
    """Return the saved search of that name. One query.

    Raises:
        NotSeenAheadError: in a preview of unreleased work, which no search knows.
    """
    refuse_ahead("a saved search")
    return SavedSearch.objects.filter(public_id=public_id).first()


def query_of(saved: SavedSearch) -> SearchQuery:
    """Return what a saved search asks: news only."""
    facets = {name: tuple(codes) for name, codes in saved.facets.items()}
    return make_query(saved.text, language=saved.language, facets=facets, news_only=True)


def list_told(saved: SavedSearch, *, limit: int) -> list[tuple[uuid.UUID, str]]:
    """Return (item key, language) of what it was told a correction or withdrawal of, the latest first. One query."""
    rows = SavedMatch.objects.filter(search=saved).exclude(what=What.NEW).order_by("-seq")[:limit]
    return list(dict.fromkeys(rows.values_list("item_key", "language")))


def name_of(text: str, language: str, facets: Mapping[str, tuple[str, ...]]) -> str:
    """Return the public name of what a search asks. Nobody can tell the words from it but by trying them."""
    asked = {"text": text, "language": language, "facets": {name: sorted(facets[name]) for name in facets}}
    return digest_of(asked)[:NAME_LENGTH]
