"""An index is made anew from the ledger, compared with it, and mended."""

from __future__ import annotations

from django.core.management import CommandError, call_command

import pytest

from search import router
from search.database.backend import DatabaseBackend
from search.database.models import IndexedDocument
from search.exceptions import BackendUnavailable
from search.following import turn
from search.parsing import make_query
from search.saved.services import save_search
from search.services import Verified, reindex, verify
from search.types import SearchQuery
from tests.factories.cms_ledger import make_payload, print_editions, withdraw
from tests.factories.search import make_document
from tests.fakes.search_backend import FakeBackend, is_down

pytestmark = pytest.mark.django_db


def filled(count: int = 3) -> DatabaseBackend:
    payloads = [make_payload() for _ in range(count)]
    print_editions(payloads)
    print_editions([withdraw(payloads[0])])
    backend = DatabaseBackend()
    turn(backend)
    return backend


def total(backend: DatabaseBackend) -> int:
    return backend.search(SearchQuery(), within=10).total


def test_reindex_holds_what_the_ledger_holds() -> None:
    backend = filled()
    backend.write([make_document(seq=99, title="Okänd för liggaren")])
    assert reindex(backend) == 2
    assert total(backend) == 2
    assert backend.position() == 4
    assert verify(backend) == Verified(3, 0, 0, 0)


def test_verify_mends_what_is_missing_outdated_and_unknown() -> None:
    backend = filled()
    one, other = IndexedDocument.objects.order_by("id")
    backend.forget([one.document_id])
    IndexedDocument.objects.filter(pk=other.pk).update(seq=other.seq + 50)
    backend.write([make_document(seq=99, title="Okänd för liggaren")])
    assert verify(backend) == Verified(3, 1, 1, 1)
    assert verify(backend) == Verified(3, 0, 0, 0)
    assert total(backend) == 2


def test_verify_takes_away_what_should_be_gone() -> None:
    payload = make_payload()
    print_editions([payload])
    backend = DatabaseBackend()
    turn(backend)
    print_editions([withdraw(payload)])
    assert verify(backend).outdated == 1
    assert total(backend) == 0


class TestCommand:
    def test_tells_how_it_is_doing(self, capsys: pytest.CaptureFixture[str]) -> None:
        filled()
        call_command("search", "status")
        assert "database: 2 documents, 1 gone, 0 editions behind" in capsys.readouterr().out

    def test_reindexes_and_verifies(self, capsys: pytest.CaptureFixture[str]) -> None:
        filled()
        call_command("search", "reindex")
        call_command("search", "verify")
        out = capsys.readouterr().out
        assert "2 documents indexed anew" in out
        assert "3 checked, as the ledger says" in out

    def test_says_what_it_mended(self, capsys: pytest.CaptureFixture[str]) -> None:
        print_editions([make_payload()])
        call_command("search", "verify")
        assert "1 were missing" in capsys.readouterr().out

    def test_refuses_an_index_that_is_not_there(self) -> None:
        with pytest.raises(CommandError, match="There is no index elasticsearch"):
            call_command("search", "status", only="elasticsearch")

    def test_drops_a_saved_search(self, capsys: pytest.CaptureFixture[str]) -> None:
        saved = save_search(make_query("kamera", language="sv"))
        call_command("search", "drop", saved.public_id)
        assert "forgotten" in capsys.readouterr().out
        with pytest.raises(CommandError, match="no saved search"):
            call_command("search", "drop", saved.public_id)

    def test_goes_on_when_one_cannot_be_reached(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        monkeypatch.setattr(router, "engine", lambda: FakeBackend(is_down))
        with pytest.raises(CommandError, match="opensearch"):
            call_command("search", "status")
        assert "database: 0 documents" in capsys.readouterr().out


def test_a_rebuild_gives_way_to_a_newer_one() -> None:
    backend = DatabaseBackend()

    def batches():
        backend.rebuild(iter([[make_document(title="Den nyare")]]), position=0)
        yield [make_document(title="Den äldre")]

    with pytest.raises(BackendUnavailable):
        backend.rebuild(batches(), position=0)
    assert total(backend) == 1
