"""Searching as public surfaces do it: an index finds, the ledger decides what is shown.

An index may be some seconds behind. So each hit is looked up in the current view: what is gone is left out, and of
what has a newer edition only the newest card is shown. See docs/features/search.md.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from cms.ledger import queries
from cms.ledger.consumers import position_of
from cms.ledger.overlay import refuse_ahead
from search.following import name_of
from search.parsing import MAX_TEXT
from search.router import router
from search.synonyms.queries import remembered
from search.types import Hit, Marked, SearchQuery, SearchResult, Suggestion


def search(query: SearchQuery) -> SearchResult:
    """Return what answers a query and can be read now, with cards.

    Raises:
        NotSeenAheadError: in a preview of unreleased work; an index knows nothing of it.
        SearchUnavailable: neither the engine nor the database answers in time.
    """
    refuse_ahead("a search")
    with remembered():
        found = router().search(query)
    hits = tuple(_shown(found.hits))
    meant = found.did_you_mean
    if meant and position_of(name_of(found.backend)) < queries.newest_removal():
        meant = ""  # it could be a word of what has just been withdrawn
    return replace(found, hits=hits, total=found.total - (len(found.hits) - len(hits)), did_you_mean=meant)


def suggest(prefix: str, *, language: str, limit: int = 8) -> list[Suggestion]:
    """Return ways to complete what is being typed; only titles that can be read now.

    Raises:
        NotSeenAheadError: in a preview of unreleased work.
        SearchUnavailable: nobody answers in time.
    """
    refuse_ahead("a search")
    found = router().suggest(prefix[:MAX_TEXT], language=language, limit=limit)
    titles = queries.list_titles({(one.item_type, one.public_id, one.language) for one in found})
    return [one for one in found if titles.get((one.item_type, one.public_id, one.language)) == one.text]


def similar(text: str, *, language: str, limit: int = 5, but_not: str = "") -> list[Hit]:
    """Return news that is much like a text and can be read now, with cards.

    Raises:
        NotSeenAheadError: in a preview of unreleased work.
        SearchUnavailable: nobody answers in time.
    """
    refuse_ahead("a search")
    return list(_shown(router().similar(text, language=language, limit=limit, but_not=but_not)))


def _shown(hits: Iterable[Hit]) -> Iterable[Hit]:
    """Yield hits with their cards, without those that are gone. One query."""
    hits = list(hits)
    rows = queries.list_readable([(hit.item_key, hit.language) for hit in hits])
    for hit in hits:
        row = rows.get((hit.item_key, hit.language))
        if row is None:
            continue
        if row.seq == hit.seq:
            yield replace(hit, card=row.read_card())
        else:  # what the index knows of it has been replaced
            yield replace(hit, seq=row.seq, title=Marked(row.title), snippet=Marked(""), card=row.read_card())
