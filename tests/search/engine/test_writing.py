"""What a write does when the engine refuses parts of it, or moves its indexes meanwhile; with an engine that obeys."""

import json

import pytest

from search.engine import writing
from search.engine.client import Address, connect
from search.engine.names import Names
from search.engine.writing import Action, write_everywhere
from search.exceptions import BackendUnavailable
from tests.fakes.engine import fake_engine

ALIASES = Names("a")
WRITE = [Action("index", "one", {"kind": "document"}, 5)]


@pytest.fixture(autouse=True)
def _no_pauses(monkeypatch):
    monkeypatch.setattr(writing, "_PAUSES", (0.0, 0.0, 0.0))


class Engine:
    """Answers looks with `standings` in turn (the last one stays) and writes with `results` in turn (the same)."""

    def __init__(self, *, standings=None, results=None):
        self.standings = standings or [{"a-1": ["a"]}]
        self.results = results or [(201, None)]
        self.written = []

    def __call__(self, request):
        if request.path.partition("?")[0].endswith("/_alias"):
            standing = self._next(self.standings)
            return 200, {index: {"aliases": {one: {} for one in held}} for index, held in standing.items()}
        lines = [json.loads(line) for line in request.body.splitlines()]
        status, error = self._next(self.results)
        items = []
        for head in lines[::2]:
            self.written.append((head["index"]["_index"], head["index"]["_id"], head["index"]["version"]))
            items.append({"index": {"status": status, **({"error": error} if error else {})}})
        return 200, {"items": items}

    @staticmethod
    def _next(values):
        return values.pop(0) if len(values) > 1 else values[0]


def write(engine, *, position=None):
    with fake_engine(engine) as server:
        client = connect(Address("elasticsearch", server.url))
        return write_everywhere(client, ALIASES, WRITE, position=position), server.requests


def test_goes_to_the_index_that_answers_by_its_alias():
    engine = Engine()
    newer, requests = write(engine)
    assert (newer, engine.written) == (1, [("a", "one", 5)])
    assert "require_alias=true" in requests[1].path


def test_goes_to_the_one_being_built_too_and_counts_once():
    engine = Engine(standings=[{"a-1": ["a"], "a-2": ["a-building"]}])
    newer, _requests = write(engine, position=9)
    assert newer == 1
    assert engine.written == [
        ("a", "one", 5), ("a", "note:position", 9), ("a-building", "one", 5), ("a-building", "note:position", 9),
    ]  # fmt: skip


def test_is_repeated_when_a_rebuild_began_meanwhile():
    engine = Engine(standings=[{"a-1": ["a"]}, {"a-1": ["a"], "a-2": ["a-building"]}])
    write(engine)
    assert engine.written == [("a", "one", 5), ("a", "one", 5), ("a-building", "one", 5)]


def test_is_repeated_when_a_rebuild_ended_meanwhile():
    engine = Engine(standings=[{"a-1": ["a"], "a-2": ["a-building"]}, {"a-1": ["a-retired"], "a-2": ["a"]}])
    write(engine)
    assert engine.written[-1] == ("a", "one", 5)
    assert len(engine.written) == 3


def test_gives_up_when_the_indexes_never_stand_still():
    engine = Engine(standings=[{f"a-{n}": ["a"]} for n in range(20)])
    with pytest.raises(BackendUnavailable, match="replaced faster"):
        write(engine)


def test_no_index_is_told():
    with pytest.raises(BackendUnavailable, match="no search index"):
        write(Engine(standings=[{}]))


def test_older_version_is_no_trouble():
    newer, _requests = write(Engine(results=[(409, {"type": "version_conflict_engine_exception"})]))
    assert newer == 0


def test_busy_engine_is_asked_again():
    engine = Engine(results=[(429, {"type": "es_rejected_execution_exception"}), (201, None)])
    newer, _requests = write(engine)
    assert (newer, len(engine.written)) == (1, 2)


@pytest.mark.parametrize(
    ("status", "kind", "said"),
    [
        (403, "cluster_block_exception", "takes no writes"),
        (429, "cluster_block_exception", "takes no writes"),
        (400, "strict_dynamic_mapping_exception", "another mapping"),
        (404, "index_not_found_exception", "reindex"),
    ],
)
def test_refusal_is_told(status, kind, said):
    with pytest.raises(BackendUnavailable, match=said):
        write(Engine(results=[(status, {"type": kind, "reason": "because"})]))


def test_large_writes_are_several_requests(monkeypatch):
    monkeypatch.setattr(writing, "_BATCH", 2)
    engine = Engine()
    actions = [Action("index", str(number), {"kind": "document"}, 1) for number in range(5)]
    with fake_engine(engine) as server:
        assert write_everywhere(connect(Address("elasticsearch", server.url)), ALIASES, actions) == 5
    assert [request.path.startswith("/_bulk") for request in server.requests].count(True) == 3
