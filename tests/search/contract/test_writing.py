"""What an index holds after writes in any order, and after a rebuild; on every backend."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import pytest

from search.backends import Backend
from search.synonyms.models import Synonyms
from search.types import Entry, Version
from tests.factories.search import make_document, make_query, make_tombstone

pytestmark = pytest.mark.django_db
Found = Callable[..., Sequence[str]]


def test_a_newer_edition_takes_the_place_of_an_older(backend: Backend, found: Found) -> None:
    assert backend.write([make_document("a", seq=1, title="Gammal", first_seq=1)]) == 1
    assert backend.write([make_document("a", seq=5, title="Ny", first_seq=1)]) == 1
    backend.refresh()
    assert found() == ["Ny"]
    assert found("gammal") == []


def test_an_older_or_equal_edition_changes_nothing(backend: Backend, found: Found) -> None:
    backend.write([make_document("a", seq=5, title="Ny", first_seq=1)])
    assert backend.write([make_document("a", seq=1, title="Gammal", first_seq=1)]) == 0
    assert backend.write([make_document("a", seq=5, title="Samma nummer", first_seq=1)]) == 0
    backend.refresh()
    assert found() == ["Ny"]


def test_what_is_gone_does_not_come_back(backend: Backend, found: Found) -> None:
    document = make_document("a", seq=3, title="Borta")
    backend.write([document])
    backend.write([make_tombstone(document, seq=4)])
    assert backend.write([document]) == 0
    backend.refresh()
    assert found() == []
    assert backend.versions() == [Version(document.document_id, 4, True)]


def test_what_is_gone_before_it_was_known_stays_gone(backend: Backend, found: Found) -> None:
    document = make_document("a", seq=3, title="Borta")
    backend.write([make_tombstone(document, seq=4)])
    backend.write([document])
    backend.refresh()
    assert found() == []


def test_what_is_published_anew_is_found_again(backend: Backend, found: Found) -> None:
    document = make_document("a", seq=3, title="Första livet")
    backend.write([document])
    backend.write([make_tombstone(document, seq=4)])
    backend.write([make_document("a", seq=6, title="Andra livet")])
    backend.refresh()
    assert found() == ["Andra livet"]
    assert backend.versions() == [Version(document.document_id, 6, False)]


def test_several_editions_of_one_item_in_one_batch(backend: Backend, found: Found) -> None:
    old = make_document("a", seq=1, title="Gammal", first_seq=1)
    new = make_document("a", seq=2, title="Ny", first_seq=1)
    backend.write([new, old])
    backend.refresh()
    assert found() == ["Ny"]


def test_languages_of_an_item_are_apart(backend: Backend, found: Found) -> None:
    swedish, english = make_document("a", title="Svenska"), make_document("a", title="English", language="en")
    backend.write([swedish, english])
    backend.write([make_tombstone(swedish)])
    backend.refresh()
    assert found() == ["English"]


def test_keeps_its_position(backend: Backend) -> None:
    backend.write([make_document(seq=3)], position=7)
    assert backend.position() == 7
    backend.write([], position=9)
    assert backend.position() == 9
    assert backend.status().position == 9


def test_tells_versions_page_by_page(backend: Backend) -> None:
    documents = [make_document() for _ in range(5)]
    backend.write(documents)
    backend.refresh()
    first = backend.versions(limit=3)
    rest = backend.versions(after=first[-1].document_id, limit=3)
    assert [one.document_id for one in [*first, *rest]] == sorted(one.document_id for one in documents)


def test_forgets(backend: Backend, found: Found) -> None:
    kept, lost = make_document(title="Kvar"), make_document(title="Okänd")
    backend.write([kept, lost])
    backend.forget([lost.document_id])
    backend.refresh()
    assert found() == ["Kvar"]
    assert backend.status().documents == 1


def test_counts_documents_and_tombstones(backend: Backend) -> None:
    documents = [make_document() for _ in range(3)]
    backend.write(documents)
    backend.write([make_tombstone(documents[0])])
    backend.refresh()
    status = backend.status()
    assert (status.documents, status.tombstones) == (2, 1)


class TestRebuild:
    def test_holds_what_it_was_given_and_nothing_else(self, backend: Backend, found: Found) -> None:
        backend.write([make_document(title="Utan liggare")], position=3)
        assert backend.rebuild(iter([[make_document(title="Ur liggaren")]]), position=8) == 1
        backend.refresh()
        assert found() == ["Ur liggaren"]
        assert backend.position() == 8

    def test_answers_as_before_until_it_is_done(self, backend: Backend, found: Found) -> None:
        backend.write([make_document(title="Gammal")])
        backend.refresh()
        seen: list[Sequence[str]] = []

        def batches() -> Iterator[Sequence[Entry]]:
            yield [make_document(title="Ny")]
            backend.refresh()
            seen.append(found())

        backend.rebuild(batches(), position=0)
        backend.refresh()
        assert seen == [["Gammal"]]
        assert found() == ["Ny"]

    def test_has_what_was_written_meanwhile(self, backend: Backend, found: Found) -> None:
        kept = make_document("kept", title="Kvar")
        lost = make_document("lost", title="Tas bort under tiden")

        def batches() -> Iterator[Sequence[Entry]]:
            yield [kept, lost]
            backend.write([make_tombstone(lost), make_document(title="Kom under tiden")], position=99)

        backend.rebuild(batches(), position=1)
        backend.refresh()
        assert set(found()) == {"Kvar", "Kom under tiden"}
        assert backend.position() == 99

    def test_that_fails_leaves_the_old_one(self, backend: Backend, found: Found) -> None:
        backend.write([make_document(title="Gammal")])

        def batches() -> Iterator[Sequence[Entry]]:
            yield [make_document(title="Halv")]
            raise RuntimeError("the power went")

        with pytest.raises(RuntimeError):
            backend.rebuild(batches(), position=0)
        backend.refresh()
        assert found() == ["Gammal"]
        assert backend.rebuild(iter([[make_document(title="Hel")]]), position=0) == 1
        backend.refresh()
        assert found() == ["Hel"]


class TestSavedSearches:
    def test_match_what_they_would_find(self, backend: Backend) -> None:
        backend.save_searches(
            {
                "kamera": make_query("kamera"),
                "fras": make_query('"rinkeby torg"'),
                "minus": make_query("kamera -husby"),
                "unga": make_query(facets={"area": ("unga",)}),
                "allt": make_query(news_only=True),
                "annat": make_query("simhall"),
            }
        )
        document = make_document(
            title="En trygghetskamera i Husby", body="Nära Rinkeby torg.", facets={"area": ("unga",)}
        )
        assert backend.matches(document) == ["allt", "fras", "kamera", "unga"]

    def test_are_never_relaxed(self, backend: Backend) -> None:
        backend.save_searches({"två": make_query("kamera simhall")})
        assert backend.matches(make_document(title="En kamera")) == []

    def test_are_replaced_and_dropped(self, backend: Backend) -> None:
        backend.save_searches({"a": make_query("kamera")})
        backend.save_searches({"a": make_query("simhall")})
        assert backend.matches(make_document(title="En kamera")) == []
        backend.drop_search("a")
        backend.drop_search("a")
        assert backend.matches(make_document(title="En simhall")) == []

    def test_know_new_synonyms_when_they_are_saved_again(self, backend: Backend) -> None:
        document = make_document(title="Ordningsvakter på torget")
        backend.save_searches({"a": make_query("väktare")})
        assert backend.matches(document) == []
        Synonyms.objects.create(terms="väktare, ordningsvakt")
        backend.save_searches({"a": make_query("väktare")})
        assert backend.matches(document) == ["a"]

    def test_mark_outlives_a_rebuild(self, backend: Backend) -> None:
        assert backend.searches_mark() == ""
        backend.save_searches({"a": make_query("kamera")}, mark="made:1")
        backend.save_searches({"b": make_query("kamera")})
        assert backend.searches_mark() == "made:1"
        backend.rebuild(iter([[make_document()]]), position=1)
        assert backend.searches_mark() == "made:1"
        assert backend.matches(make_document(title="En kamera")) == ["a", "b"]
