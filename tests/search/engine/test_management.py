"""Indexes on a real engine: built aside, swapped at once, cleared after whoever was killed."""

import datetime as dt
import time

import pytest

from search.engine import management, names
from search.engine.backend import EngineBackend
from search.engine.client import connect
from search.exceptions import BackendUnavailable
from search.types import SearchQuery
from tests.factories.search import make_document

pytestmark = [pytest.mark.engines, pytest.mark.django_db]


def standing(backend) -> names.Standing:
    return names.look(backend.index.client, backend.index.aliases)


def indexes(backend) -> set[str]:
    live = backend.index.aliases.live
    return set(backend.index.client.indices.get_alias(index=f"{live}*", ignore_unavailable=True).body)


def test_rebuild_leaves_one_index(engine_backend):
    before = standing(engine_backend)
    engine_backend.rebuild([[make_document()]], position=1)
    after = standing(engine_backend)
    assert after.live != before.live
    assert indexes(engine_backend) == {after.live}
    assert after == names.Standing(live=after.live)


def test_without_an_index_there_is_no_position_and_nothing_is_made_by_writing(engine_address):
    backend = EngineBackend(engine_address)
    assert backend.position() is None
    with pytest.raises(BackendUnavailable, match="reindex"):
        backend.write([make_document()])
    with pytest.raises(BackendUnavailable, match="reindex"):
        backend.search(SearchQuery(), within=5)
    assert indexes(backend) == set()


def test_second_rebuild_waits_for_the_first(engine_backend):
    def batches():
        with pytest.raises(BackendUnavailable, match="Another rebuild"):
            engine_backend.rebuild([], position=0)
        yield [make_document()]

    assert engine_backend.rebuild(batches(), position=1) == 1


def test_failed_rebuild_leaves_nothing(engine_backend):
    before = indexes(engine_backend)

    def batches():
        yield [make_document()]
        raise RuntimeError("the power went")

    with pytest.raises(RuntimeError):
        engine_backend.rebuild(batches(), position=1)
    assert indexes(engine_backend) == before


def killed_rebuild(backend, monkeypatch):
    """Leave what a rebuild that was killed half-way leaves."""
    with monkeypatch.context() as patched:
        patched.setattr(management, "_remove", lambda *_arguments: None)
        with pytest.raises(RuntimeError):
            backend.rebuild(iter_then_raise(), position=1)


def iter_then_raise():
    yield [make_document()]
    raise RuntimeError("killed")


def test_writer_leaves_a_running_rebuild_alone_and_clears_a_dead_one(
    engine_backend, engine_address, monkeypatch
):
    killed_rebuild(engine_backend, monkeypatch)
    engine_backend.write([make_document()])
    assert standing(engine_backend).building
    monkeypatch.setattr(management, "LEASE_FOR", dt.timedelta(0))
    EngineBackend(engine_address).write([make_document()])
    assert indexes(engine_backend) == {standing(engine_backend).live}


def test_next_rebuild_clears_a_dead_one(engine_backend, monkeypatch):
    killed_rebuild(engine_backend, monkeypatch)
    monkeypatch.setattr(management, "LEASE_FOR", dt.timedelta(0))
    assert engine_backend.rebuild([[make_document()]], position=1) == 1
    assert indexes(engine_backend) == {standing(engine_backend).live}


def test_replaced_index_that_was_left_is_cleared_at_the_second_look(engine_backend, monkeypatch):
    with monkeypatch.context() as patched:
        patched.setattr(management, "_remove", lambda *_arguments: None)
        engine_backend.rebuild([[make_document()]], position=1)
    client, aliases = engine_backend.index.client, engine_backend.index.aliases
    first = management.tidy(client, aliases, former=names.Standing())
    assert len(first.retired) == 1
    management.tidy(client, aliases, former=first)
    assert indexes(engine_backend) == {standing(engine_backend).live}


def test_index_without_our_mapping_is_told_and_mended_by_a_rebuild(engine_address):
    client = connect(engine_address)
    client.indices.create(index=f"{engine_address.index}-old", aliases={engine_address.index: {}})
    backend = EngineBackend(engine_address)
    assert backend.position() is None
    with pytest.raises(BackendUnavailable, match="reindex"):
        backend.search(SearchQuery(), within=5)
    with pytest.raises(BackendUnavailable, match="reindex"):
        backend.write([make_document()])
    backend.rebuild([[make_document()]], position=1)
    backend.refresh()
    assert backend.search(SearchQuery(), within=5).total == 1


def test_index_in_the_place_of_our_alias_is_told(engine_address):
    connect(engine_address).indices.create(index=engine_address.index)
    with pytest.raises(BackendUnavailable, match="SEARCH_INDEX"):
        EngineBackend(engine_address).rebuild([], position=0)


def test_index_that_is_read_only_is_told_and_still_searched(engine_backend):
    engine_backend.write([make_document(title="Kamera")])
    engine_backend.refresh()
    client, live = engine_backend.index.client, engine_backend.index.aliases.live
    client.indices.put_settings(index=live, settings={"index.blocks.read_only_allow_delete": True})
    try:
        with pytest.raises(BackendUnavailable, match="takes no writes"):
            engine_backend.write([make_document()])
        assert engine_backend.search(SearchQuery(), within=5).total == 1
    finally:
        client.indices.put_settings(index=live, settings={"index.blocks.read_only_allow_delete": None})
    engine_backend.write([make_document()])


def test_saved_searches_outlive_a_rebuild_and_dropped_ones_stay_dropped(engine_backend):
    engine_backend.save_searches({"kept": SearchQuery()})
    engine_backend.save_searches({"dropped": SearchQuery()})

    def batches():
        engine_backend.drop_search("dropped")
        engine_backend.save_searches({"new": SearchQuery()})
        yield [make_document()]

    engine_backend.rebuild(batches(), position=1)
    assert engine_backend.matches(make_document()) == ["kept", "new"]


def test_what_was_forgotten_can_be_written_again_in_the_same_version(engine_backend):
    document = make_document(seq=5)
    engine_backend.write([document])
    engine_backend.forget([document.document_id])
    assert engine_backend.versions() == []
    # The engine looks at its clock a few times a second before it forgets which version it had.
    assert any(engine_backend.write([document]) or time.sleep(0.1) for _ in range(50))
    assert [version.seq for version in engine_backend.versions()] == [5]


def test_status_says_what_the_engine_can_do(engine_backend):
    details = engine_backend.status().details
    is_whole = engine_backend.name == "opensearch"
    assert details["version"][0] in "23456789"
    assert details["left behind"] == "nothing"
    assert details["saved searches"] == ("by its percolator" if is_whole else "asked one by one")
    assert details["ranks with its own analysis"].startswith(
        "ar, ckb, en, fa, sv, tr" if is_whole else "none"
    )
