"""What the measuring process does about searching: indexes, asks, saves, prints.

Commands of tests/bench/worker.py; search.py asks for them.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Sequence
from typing import Any


def reindex() -> dict[str, Any]:
    """Make every index anew; return seconds and documents of each."""
    from search.router import indexes
    from search.services import reindex as rebuild

    found = {}
    for backend in indexes():
        started = time.perf_counter()
        documents = rebuild(backend)
        found[backend.name] = {"seconds": time.perf_counter() - started, "documents": documents}
    return found


def time_searches(texts: Sequence[str], times: int) -> dict[str, Any]:
    """Ask as the page does, cards and all; return seconds of each, and who answered."""
    from search.parsing import make_query
    from search.queries import search

    seconds, answered = [], set()
    for _ in range(times):
        for text in texts:
            started = time.perf_counter()
            answered.add(search(make_query(text, language="sv")).backend)
            seconds.append(time.perf_counter() - started)
    return {"seconds": seconds, "backends": sorted(answered)}


def time_completions(prefixes: Sequence[str], times: int) -> dict[str, Any]:
    """Complete as the page does; return seconds of each."""
    from search.queries import suggest

    seconds = []
    for _ in range(times):
        for prefix in prefixes:
            started = time.perf_counter()
            suggest(prefix, language="sv")
            seconds.append(time.perf_counter() - started)
    return {"seconds": seconds}


def time_raw(texts: Sequence[str], times: int, *, completing: bool) -> dict[str, Any]:
    """Send the engine the very request that a search sends it first, and read its JSON: nothing else."""
    import urllib3

    from search.parsing import make_query
    from search.router import engine
    from search.synonyms.queries import remembered

    backend = engine()
    index = backend.index  # type: ignore[union-attr]
    bodies: list[bytes] = []
    answer = index.execute

    def keep(search: Any, **options: Any) -> Any:
        bodies.append(json.dumps(search.to_dict()).encode())
        return answer(search, **options)

    index.execute = keep
    requests = []
    try:
        for text in texts:
            bodies.clear()
            with remembered():
                if completing:
                    backend.suggest(text, language="sv", within=30)  # type: ignore[union-attr]
                else:
                    backend.search(make_query(text, language="sv"), within=30)  # type: ignore[union-attr]
            requests.append(bodies[0])
    finally:
        del index.execute
    from django.conf import settings

    pool = urllib3.PoolManager()
    url = f"{settings.SEARCH_URL}/{index.aliases.live}/_search"
    seconds = []
    for _ in range(times):
        for body in requests:
            started = time.perf_counter()
            json.loads(
                pool.request("POST", url, body=body, headers={"Content-Type": "application/json"}).data
            )
            seconds.append(time.perf_counter() - started)
    return {"seconds": seconds}


def save_searches(texts: Sequence[str]) -> dict[str, Any]:
    """Save a search for each text, and let every index hold them; return the seconds of that."""
    from cms.common import clock
    from cms.ledger.queries import get_head
    from search.router import indexes
    from search.saved.following import hold_everywhere, take_up
    from search.saved.models import SavedSearch
    from search.saved.queries import name_of

    facets = {"language": ("sv",)}
    now, seq = clock.now(), get_head().seq
    rows = [
        SavedSearch(
            public_id=name_of(text, "sv", facets), text=text, language="sv", facets={"language": ["sv"]},
            since=seq, saved_at=now,
        )
        for text in texts
    ]  # fmt: skip
    SavedSearch.objects.bulk_create(rows, batch_size=500)
    started = time.perf_counter()
    while take_up():
        pass
    hold_everywhere(indexes())
    return {"seconds": time.perf_counter() - started}


def match_release(number: int) -> dict[str, Any]:
    """Print one item and tell the saved searches; return seconds from the commit, and how many were told."""
    from cms.ledger.queries import get_head
    from search.saved.following import LOOK, NAME, turn
    from search.saved.models import SavedMatch
    from tests.bench.webhook_work import release_one

    while turn() != LOOK:  # what was there before
        pass
    release_one(number)
    started = time.perf_counter()
    turn()
    seconds = time.perf_counter() - started
    from cms.ledger.consumers import position_of

    assert position_of(NAME) == get_head().seq
    return {"seconds": seconds, "told": SavedMatch.objects.filter(seq=get_head().seq).count()}


def wait_until_found(number: int) -> dict[str, Any]:
    """Print one item; return the seconds from its commit until a search finds it."""
    from search.parsing import make_query
    from search.queries import search
    from tests.bench import content
    from tests.bench.webhook_work import release_one

    at = release_one(number)["at"]
    key = content.news(number, "sv")["key"]
    while time.time() - at < 60:
        found = search(make_query(content.news(number, "sv")["title"], language="sv"))
        if any(str(hit.item_key) == str(key) for hit in found.hits):
            return {"seconds": time.time() - at}
        time.sleep(0.02)
    raise RuntimeError("What was released is not found within a minute.")


COMMANDS: dict[str, Callable[..., Any]] = {
    "reindex": reindex,
    "time_searches": time_searches,
    "time_completions": time_completions,
    "time_raw": time_raw,
    "save_searches": save_searches,
    "match_release": match_release,
    "wait_until_found": wait_until_found,
}
