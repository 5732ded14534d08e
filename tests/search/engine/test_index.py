"""Asking within a time, through moves of the alias, and only while the mapping is ours."""

import json
import time

import pytest
from elasticsearch.dsl import Search

from search.engine import index as index_module
from search.engine.client import Address
from search.engine.documents import Abilities, make_mapping
from search.engine.index import Index
from search.exceptions import BackendUnavailable
from tests.fakes.engine import fake_engine

OURS = make_mapping(Abilities({"sv": "swedish"}, percolates=False))
FOUND = {"timed_out": False, "hits": {"total": {"value": 0}, "hits": []}}
MISSING = {"error": {"type": "index_not_found_exception", "reason": "no such index [a-1]"}, "status": 404}


class Engine:
    """Has one index with a mapping, and answers searches in turn; the last answer stays."""

    def __init__(self, *answers, mapping=OURS):
        self.answers = list(answers) or [(200, FOUND)]
        self.mapping = mapping
        self.searches = 0

    def __call__(self, request):
        if request.path.endswith("/_mapping"):
            return 200, {"a-1": {"mappings": self.mapping}}
        self.searches += 1
        status, found = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        return status, found() if callable(found) else found


def ask(engine, *, within=5.0, times=1):
    with fake_engine(engine) as server:
        index = Index(Address("elasticsearch", server.url, index="a"))
        for _ in range(times):
            index.execute(Search(), until=time.monotonic() + within, doing="searching")
    return server.requests


def test_mapping_is_looked_at_once_in_a_while():
    assert [request.path.partition("?")[0] for request in ask(Engine(), times=3)] == [
        "/a/_mapping", "/a/_search", "/a/_search", "/a/_search",
    ]  # fmt: skip


def test_mapping_is_looked_at_again_later(monkeypatch):
    monkeypatch.setattr(index_module, "_LOOK_AGAIN", 0.0)
    assert len(ask(Engine(), times=2)) == 4


def test_mapping_that_is_not_ours_gives_no_answer():
    engine = Engine(mapping={"properties": {"title": {"type": "text"}}})
    with pytest.raises(BackendUnavailable, match="reindex"):
        ask(engine)
    assert engine.searches == 0


def test_index_that_was_replaced_meanwhile_is_asked_once_more():
    engine = Engine((404, MISSING), (200, FOUND))
    ask(engine)
    assert engine.searches == 2


def test_index_that_stays_away_is_told():
    engine = Engine((404, MISSING))
    with pytest.raises(BackendUnavailable, match="missing"):
        ask(engine)
    assert engine.searches == 2


def test_answer_of_a_part_is_none():
    with pytest.raises(BackendUnavailable, match="in time"):
        ask(Engine((200, {**FOUND, "timed_out": True})))


def test_nobody_waits_longer_than_said():
    started = time.monotonic()
    with pytest.raises(BackendUnavailable, match="in time"):
        ask(Engine((200, lambda: (time.sleep(1.0), FOUND)[1])), within=0.2)
    assert time.monotonic() - started < 0.9


def test_nobody_waits_longer_for_the_mapping_either():
    def slow(request):
        time.sleep(1.0)
        return 200, {"a-1": {"mappings": OURS}}

    started = time.monotonic()
    with pytest.raises(BackendUnavailable, match="in time"):
        ask(slow, within=0.2)
    assert time.monotonic() - started < 0.9


def test_engine_is_told_how_long_we_wait_and_to_answer_whole_or_not():
    search = ask(Engine(), within=0.5)[-1]
    assert "allow_partial_search_results=false" in search.path
    told = int(json.loads(search.body)["timeout"].removesuffix("ms"))
    assert 0 < told <= 500
