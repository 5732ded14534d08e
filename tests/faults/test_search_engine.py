"""The engine falls, hangs and comes back; processes are killed at each request; an index is replaced under load.

`make faults` does the last with 100,000 documents, and writes into docs/benchmarks what came of it.
"""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from elastic_transport import Urllib3HttpNode

from search.engine import management, names
from search.engine.backend import EngineBackend
from search.engine.client import Address, connect
from search.exceptions import BackendUnavailable
from search.synonyms import queries as synonyms
from tests.engines.servers import EngineServer, free_port, new_server
from tests.factories.search import make_query
from tests.faults.children import in_child
from tests.faults.search_view import View, follow, held

pytestmark = [pytest.mark.engines, pytest.mark.slow]

IS_WHOLE = os.environ.get("FAULTS") == "all"
DOCUMENTS = 100_000 if IS_WHOLE else 1_500
PER_SECOND = 20
#: What the page gives the engine (docs/features), and what a loaded machine is forgiven here.
WITHIN = 0.8 if IS_WHOLE else 10.0


def _keep(faults: int, *, asked: int, written: int) -> None:
    """Write a whole run's result into docs/benchmarks."""
    from tests.bench import report
    from tests.bench.__main__ import FULL
    from tests.bench.rows import Row, at_most

    unit = f"of {asked:,} searches and {written:,} writes"
    report.write([Row("reindex_missing", faults, None, unit, aim=at_most(0))], plan=FULL)


KEEP = _keep if IS_WHOLE else lambda *_args, **_options: None


@pytest.fixture(autouse=True)
def _without_synonyms(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let searches in threads ask no database: they are about the engine."""
    monkeypatch.setattr(synonyms, "read_meanings", dict)


@pytest.fixture
def server() -> Iterator[EngineServer]:
    """Return an engine of our own to be killed, of the kind that the tests run on."""
    with new_server(os.environ["SEARCH_ENGINE"], free_port()) as started:
        yield started


def filled(count: int) -> View:
    view = View()
    for number in range(count):
        view.publish(number)
    return view


@contextmanager
def running(*acts: Callable[[Callable[[], bool]], None]) -> Iterator[None]:
    """Run acts in threads; each is given what says that it is to end."""
    ended = threading.Event()
    threads = [threading.Thread(target=act, args=(ended.is_set,), daemon=True) for act in acts]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        ended.set()
        for thread in threads:
            thread.join(30)


def wait_until(is_so: Callable[[], bool], *, seconds: float) -> float:
    """Wait and return how long it took."""
    started = time.monotonic()
    while not is_so():
        assert time.monotonic() - started < seconds, "it never came"
        time.sleep(0.05)
    return time.monotonic() - started


def test_what_was_withdrawn_while_the_engine_was_down_is_gone_soon_after(server):
    view = filled(300)
    backend = EngineBackend(Address(server.name, server.url, index="outage"))
    backend.rebuild(view.everything(), position=view.head)

    def found() -> int:
        try:
            # A word that even numbers have and no odd one: those are withdrawn.
            return backend.search(make_query("trygghet", limit=0), within=5).total
        except BackendUnavailable:
            return -1

    before = found()
    assert before == 150
    with running(lambda ended: follow(backend, view, until=ended)):
        for number in range(300, 320):
            view.publish(number)
            time.sleep(1 / PER_SECOND)
        server.kill()
        for number in range(0, 300, 2):
            view.withdraw(number)
        assert found() == -1
        server.start()
        took = wait_until(lambda: backend_position(backend) == view.head, seconds=60)
        wait_until(lambda: 0 <= found() < before, seconds=60 - took)
    assert held(backend) == view.versions()


def backend_position(backend: EngineBackend) -> int | None:
    try:
        return backend.position()
    except BackendUnavailable:
        return None


def test_engine_that_hangs_holds_nobody_longer_than_said(server):
    backend = EngineBackend(Address(server.name, server.url, index="hanging"))
    backend.rebuild(filled(10).everything(), position=10)
    backend.search(make_query("torg"), within=10)
    asks = (
        lambda: backend.search(make_query("torg"), within=0.8),
        lambda: backend.suggest("to", language="sv"),
    )
    server.pause()
    try:
        for ask in asks:
            started = time.monotonic()
            with pytest.raises(BackendUnavailable, match="in time"):
                ask()
            assert time.monotonic() - started < 1.2
    finally:
        server.resume()
    wait_until(lambda: backend.search(make_query("torg"), within=10).total > 0, seconds=20)


def kill_at(request: int) -> None:
    """Let this process be killed after so many requests to the engine; for forked children only."""
    real, seen = Urllib3HttpNode.perform_request, iter(range(1, 10_000))

    def counted(node: Urllib3HttpNode, *arguments: object, **options: object) -> object:
        answer = real(node, *arguments, **options)  # type: ignore[arg-type]
        if next(seen) == request:
            os.kill(os.getpid(), signal.SIGKILL)
        return answer

    Urllib3HttpNode.perform_request = counted  # type: ignore[assignment, method-assign]


def strays(backend: EngineBackend) -> set[str]:
    live = backend.index.aliases.live
    found = set(backend.index.client.indices.get_alias(index=f"{live}*", ignore_unavailable=True).body)
    return found - {names.look(backend.index.client, backend.index.aliases).live}


def test_rebuild_killed_at_each_request_leaves_the_old_or_the_new_and_no_stray(engine_address, monkeypatch):
    view = filled(30)
    backend = EngineBackend(engine_address)
    backend.rebuild(view.everything(), position=view.head)
    monkeypatch.setattr(management, "LEASE_FOR", management.LEASE_FOR * 0)

    def rebuild() -> None:
        connect.cache_clear()
        kill_at(request)
        EngineBackend(engine_address).rebuild(view.everything(), position=view.head)

    for request in range(1, 60):
        found = in_child(rebuild)
        assert backend.search(make_query(limit=0), within=10).total == 30
        # As the follower's next writes do.
        former = names.Standing()
        for _look in range(2):
            former = management.tidy(backend.index.client, backend.index.aliases, former=former)
        assert strays(backend) == set(), request
        view.publish(request % 30)
        backend.write(view.after(view.head - 1), position=view.head)
        if "signal" not in found:
            break
    assert "error" not in found
    assert request > 10
    assert held(backend) == view.versions()


def test_follower_killed_at_each_request_loses_and_repeats_nothing(engine_address):
    view = filled(30)
    backend = EngineBackend(engine_address)
    backend.rebuild(view.everything(), position=view.head)

    def write() -> None:
        connect.cache_clear()
        kill_at(request)
        follower = EngineBackend(engine_address)
        entries = view.after(follower.position() or 0)
        follower.write(entries, position=entries[-1].seq)

    for request in range(1, 30):
        view.publish(100 + request)
        view.withdraw(request - 1)
        found = in_child(write)
        assert lacking(backend, view) == set(), request
        if "signal" not in found:
            break
    assert "error" not in found
    assert request > 4
    write_rest(backend, view)
    assert held(backend) == view.versions()


def lacking(backend: EngineBackend, view: View) -> set[str]:
    """Return the documents of which the index lacks an edition up to the position that it tells."""
    expected = {entry.document_id: entry.seq for entry in view.log[: backend.position() or 0]}
    has = {version.document_id: version.seq for version in held(backend)}
    return {key for key, seq in expected.items() if has.get(key, 0) < seq}


def write_rest(backend: EngineBackend, view: View) -> None:
    while entries := view.after(backend.position() or 0):
        backend.write(entries, position=entries[-1].seq)


def test_index_is_replaced_under_load_without_a_failed_search_or_a_lost_write(engine_address, monkeypatch):
    monkeypatch.setattr(management, "GRACE", 2.5)
    view = filled(DOCUMENTS)
    backend = EngineBackend(engine_address)
    backend.rebuild(view.everything(), position=view.head)
    failed: list[str] = []
    asked: list[float] = []

    def release(ended: Callable[[], bool]) -> None:
        number = DOCUMENTS
        while not ended():
            view.publish(number)
            view.publish(number % DOCUMENTS)
            view.withdraw(number - DOCUMENTS // 2)
            number += 1
            time.sleep(3 / PER_SECOND)

    def search(ended: Callable[[], bool]) -> None:
        own = EngineBackend(engine_address)
        while not ended():
            started = time.monotonic()
            try:
                result = own.search(make_query("torg", highlight=False, with_facets=False), within=WITHIN)
                failed.extend([] if result.total else ["nothing found"])
            except BackendUnavailable as error:
                failed.append(str(error))
            asked.append(time.monotonic() - started)
            time.sleep(0.02)

    with running(release, search, lambda ended: follow(EngineBackend(engine_address), view, until=ended)):
        for _turn in range(1 if IS_WHOLE else 3):
            backend.rebuild(view.everything(), position=view.head)
    write_rest(backend, view)
    wanted = {one.document_id: one for one in view.versions()}
    has = {one.document_id: one for one in held(backend)}
    missing = {key for key in wanted if has.get(key) != wanted[key]}
    extra = set(has) - set(wanted)
    KEEP(len(failed) + len(missing) + len(extra), asked=len(asked), written=view.head - DOCUMENTS)
    assert failed == []
    assert len(asked) > 20
    assert missing == set()
    assert extra == set()
    assert strays(backend) == set()
