"""Readers of the ledger that keep the indexes up to date: one for the database, one for an engine if there is one.

The database's index is kept even with an engine: it answers when the engine can't. Effects are idempotent, since an
index takes an entry only over an older one, and what is written is always the newest edition; so a reader that is
killed anywhere just goes on from its position.
"""

from __future__ import annotations

import logging

from cms.ledger.consumers import Consumer, advance, editions_after, position_of
from search.backends import Backend
from search.content import entries_of
from search.database.backend import DatabaseBackend
from search.exceptions import BackendUnavailable
from search.router import engine

logger = logging.getLogger(__name__)

#: Seconds between two looks at a ledger that stands still, and after trouble.
LOOK = 1.0
AFTER_TROUBLE = 5.0
#: Editions in one turn: few, for on SQLite a release waits for the transaction they are written in.
_BATCH = 25


def name_of(backend: str) -> str:
    """Return the name of the reader that fills a backend."""
    return "search" if backend == "database" else "search-engine"


def consumers() -> list[Consumer]:
    """Return the readers that this installation needs."""
    found = [_consumer(DatabaseBackend())]
    backend = engine()
    return [*found, _consumer(backend)] if backend is not None else found


def turn(backend: Backend) -> float:
    """Write the next editions into an index; return after how many seconds to come again.

    An index that knows less than the saved position (it was lost, or put back from a copy) is filled from where it is.
    """
    name = name_of(backend.name)
    seen = position_of(name)
    try:
        held = backend.position()
        start = min(seen, held or 0)
        editions = editions_after(start, limit=_BATCH)
        if not editions:
            return LOOK
        done = editions[-1].seq
        backend.write(
            entries_of({(edition.item_key, edition.language) for edition in editions}), position=done
        )
    except BackendUnavailable as error:
        logger.warning("The index of %s is not written: %s", backend.name, error)
        return AFTER_TROUBLE
    advance(name, seen=seen, done=max(seen, done))
    return 0 if len(editions) == _BATCH else LOOK


def _consumer(backend: Backend) -> Consumer:
    return Consumer(name_of(backend.name), lambda: turn(backend))
