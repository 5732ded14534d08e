"""One set of tests, each run on every backend. Engines are those that CI has started; see docs/features/search.md."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from search.backends import Backend
from search.database.backend import DatabaseBackend
from search.types import Entry

#: Name -> makes a fresh backend. The database is the one that the tests run on: SQLite, or that of DATABASE_URL.
BACKENDS: dict[str, Callable[[], Backend]] = {"database": DatabaseBackend}


@pytest.fixture(params=[*sorted(BACKENDS), pytest.param("engine", marks=pytest.mark.engines)])
def backend(request: pytest.FixtureRequest, db: None) -> Backend:
    """Return an empty backend; `engine` is the one that SEARCH_ENGINE and SEARCH_URL name (`make engines`)."""
    if request.param == "engine":
        engine: Backend = request.getfixturevalue("engine_backend")
        return engine
    return BACKENDS[request.param]()


@pytest.fixture
def fill(backend: Backend) -> Callable[..., None]:
    """Return what writes entries and makes them findable."""

    def write(*entries: Entry) -> None:
        backend.write(list[Entry](entries))
        backend.refresh()

    return write


@pytest.fixture
def found(backend: Backend) -> Callable[..., Sequence[str]]:
    """Return what asks a query and gives the titles of its hits, best first."""
    from tests.factories.search import make_query

    def ask(text: str = "", **overrides: object) -> Sequence[str]:
        result = backend.search(make_query(text, **overrides), within=10)
        return [hit.title.text for hit in result.hits]

    return ask
