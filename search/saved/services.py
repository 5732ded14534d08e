"""Save a search, and drop one."""

from __future__ import annotations

import logging

from cms.common import clock
from cms.ledger.overlay import refuse_ahead
from cms.ledger.queries import get_head
from search.exceptions import BackendUnavailable, SavingRefused
from search.router import indexes
from search.saved.models import SavedSearch
from search.saved.queries import name_of
from search.types import SearchQuery

logger = logging.getLogger(__name__)

#: Saved searches that are kept; every one is held against every edition.
MOST = 100_000


def save_search(query: SearchQuery) -> SavedSearch:
    """Keep a search, so that it is told of what comes out from now on. The same search is the same row.

    Without a language chosen it follows texts in the reader's. Order, page and limit mean nothing here. A public
    process may do this: it only adds a row.

    Raises:
        NotSeenAheadError: in a preview of unreleased work.
        SavingRefused: it asks for nothing, or very many are saved already.
    """
    refuse_ahead("a saved search")
    if query.words.asks_nothing and not any(query.facets.values()):
        raise SavingRefused("A search that asks for everything is not saved; the feeds have it.")
    facets = {name: tuple(sorted(codes)) for name, codes in query.facets.items() if codes}
    facets.setdefault("language", (query.language,))
    public_id = name_of(query.text, query.language, facets)
    held = SavedSearch.objects.filter(public_id=public_id).first()
    if held is not None:
        return held
    if SavedSearch.objects.count() >= MOST:
        raise SavingRefused("No more searches can be saved.")
    values = {
        "text": query.text,
        "language": query.language,
        "facets": {name: list(codes) for name, codes in facets.items()},
        "since": get_head().seq,
        "saved_at": clock.now(),
    }
    return SavedSearch.objects.get_or_create(public_id=public_id, defaults=values)[0]


def drop_search(public_id: str) -> bool:
    """Forget a saved search and what it was told; return False when there is none of that name.

    An engine that is down keeps its copy until the next `reindex`; a match that nobody asked for is passed over.
    """
    gone = SavedSearch.objects.filter(public_id=public_id).delete()[0] > 0
    for backend in indexes():
        try:
            backend.drop_search(public_id)
        except BackendUnavailable as error:
            logger.warning("%s has not dropped a saved search: %s", backend.name, error)
    return gone
