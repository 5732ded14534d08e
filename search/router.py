"""Who answers: the engine that is set up, or the database when the engine is down, slow or not itself.

Nobody waits longer than `WHOLE` seconds. The engine gets a part of it, in a thread that is left behind when it hangs;
after several failures in a row it isn't asked for a while (`breaker.py`). Then the database answers, and says so.
"""

from __future__ import annotations

import contextvars
import logging
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import cache
from typing import TypeVar

from django.conf import settings
from django.utils.module_loading import import_string

from search.backends import Backend
from search.breaker import Breaker
from search.database.backend import DatabaseBackend
from search.exceptions import BackendUnavailable, SearchUnavailable
from search.types import Hit, SearchQuery, SearchResult, Suggestion

logger = logging.getLogger(__name__)

T = TypeVar("T")

#: Seconds that a search may take, and what the engine gets of them.
WHOLE = 0.75
ENGINE = 0.4
#: Calls to the engine that may hang at once; when all do, it isn't asked.
_HANGING = 8


class Router:
    """Asks the engine, if there is one, and else the database. Safe for threads."""

    def __init__(
        self,
        engine: Backend | None,
        database: Backend,
        *,
        whole: float = WHOLE,
        share: float = ENGINE,
        breaker: Breaker | None = None,
    ) -> None:
        self.engine, self.database = engine, database
        self._whole, self._share = whole, share
        self._breaker = breaker or Breaker()
        self._free = threading.BoundedSemaphore(_HANGING)
        self._pool = ThreadPoolExecutor(_HANGING, thread_name_prefix="search")

    def search(self, query: SearchQuery) -> SearchResult:
        """Answer a query.

        Raises:
            SearchUnavailable: the database can't answer either.
        """
        answer, degraded = self._first(lambda backend, within: backend.search(query, within=within))
        return replace(answer, degraded=degraded)

    def suggest(self, prefix: str, *, language: str, limit: int = 8) -> list[Suggestion]:
        """Complete what is being typed.

        Raises:
            SearchUnavailable: nobody can answer.
        """
        return self._first(
            lambda backend, within: backend.suggest(prefix, language=language, limit=limit, within=within)
        )[0]

    def similar(self, text: str, *, language: str, limit: int = 5, but_not: str = "") -> list[Hit]:
        """Return news that is much like a text.

        Raises:
            SearchUnavailable: nobody can answer.
        """
        return self._first(
            lambda backend, within: backend.similar(
                text, language=language, limit=limit, within=within, but_not=but_not
            )
        )[0]

    def _first(self, ask: Callable[[Backend, float], T]) -> tuple[T, bool]:
        """Return the first answer, and whether it is not from whom it should be."""
        deadline = time.monotonic() + self._whole
        if self.engine is not None and self._breaker.lets_through():
            try:
                answer = self._in_time(self.engine, ask)
            except BackendUnavailable as error:
                self._breaker.failed()
                logger.warning("The database searches instead of %s: %s", self.engine.name, error)
            else:
                self._breaker.went_well()
                return answer, False
        try:
            return ask(self.database, deadline - time.monotonic()), self.engine is not None
        except BackendUnavailable as error:
            raise SearchUnavailable(str(error)) from error

    def _in_time(self, engine: Backend, ask: Callable[[Backend, float], T]) -> T:
        """Ask the engine in a thread of its own, which may go on hanging when nobody waits any more.

        Raises:
            BackendUnavailable: any trouble, in time.
        """
        if not self._free.acquire(blocking=False):
            raise BackendUnavailable(f"{_HANGING} searches hang there already")

        def run() -> T:
            try:
                return ask(engine, self._share)
            finally:
                self._free.release()

        try:
            return self._pool.submit(contextvars.copy_context().run, run).result(self._share)
        except TimeoutError as error:
            raise BackendUnavailable(f"it took longer than {self._share} seconds") from error
        except BackendUnavailable:
            raise
        except Exception as error:
            # Whatever its client raises: a fault of the engine's must not become one of a public page.
            raise BackendUnavailable(f"it failed: {error!r}") from error


@cache
def router() -> Router:
    """Return the router of this process, as the settings say. Threads of it start when it is first asked."""
    return Router(engine(), DatabaseBackend())


def indexes() -> list[Backend]:
    """Return every index that this installation keeps, the database's first."""
    found = engine()
    return [DatabaseBackend(), *([found] if found is not None else [])]


@cache
def engine() -> Backend | None:
    """Return the engine that the settings name, or None."""
    if getattr(settings, "SEARCH_ENGINE", "database") == "database":
        return None
    backend: Backend = import_string("search.engine.backend.EngineBackend")(
        import_string("search.engine.client.address_from_settings")()
    )
    return backend
