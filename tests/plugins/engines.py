"""An engine's index for one test. For tests marked `engines`; SEARCH_ENGINE and SEARCH_URL say where it is."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator

import pytest

from search.engine import management
from search.engine.backend import EngineBackend
from search.engine.client import Address, connect


@pytest.fixture
def engine_address(monkeypatch: pytest.MonkeyPatch) -> Iterator[Address]:
    """Return a place on the engine that nothing has used."""
    # Nobody searches while a test replaces an index, except where the test says so.
    monkeypatch.setattr(management, "GRACE", 0.0)
    place = Address(os.environ["SEARCH_ENGINE"], os.environ["SEARCH_URL"], index=f"t{uuid.uuid4().hex[:12]}")
    yield place
    client = connect(place)
    for index in client.indices.get_alias(index=f"{place.index}*", ignore_unavailable=True).body:
        client.indices.delete(index=index)


@pytest.fixture
def engine_backend(engine_address: Address) -> EngineBackend:
    """Return a backend with an empty index, at position 0."""
    found = EngineBackend(engine_address)
    found.rebuild([], position=0)
    return found
