"""What is public and like a text is found, with tags that fit; and nothing that is not public."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from search.database.backend import DatabaseBackend
from search.following import turn
from search.router import router
from search.similar.queries import SaidBefore, find_said_before
from search.types import document_id
from tests.factories.cms_ledger import make_payload, make_ref, make_term, print_editions, withdraw

pytestmark = pytest.mark.django_db
DRAFT = "Fler ordningsvakter på Rinkeby torg under sommarkvällar"


@pytest.fixture(autouse=True)
def _own_router() -> Iterator[None]:
    router.cache_clear()
    yield
    router.cache_clear()


def printed(*payloads: object) -> None:
    print_editions(list(payloads))  # type: ignore[arg-type]
    turn(DatabaseBackend())


def titles(found: SaidBefore) -> list[str]:
    return [hit.title.text for hit in found.hits]


def test_finds_what_says_much_the_same_but_not_itself() -> None:
    own = make_payload(title="Ordningsvakter på Rinkeby torg i sommar")
    other = make_payload(title="Ordningsvakter på Rinkeby torg under kvällar")
    printed(own, other, make_payload(title="Bokbussen byter hållplats"))
    found = find_said_before(DRAFT, language="sv", but_not=document_id(own["key"], "sv"))
    assert titles(found) == ["Ordningsvakter på Rinkeby torg under kvällar"]


def test_shows_nothing_that_was_withdrawn() -> None:
    payload = make_payload(title="Ordningsvakter på Rinkeby torg")
    printed(payload)
    print_editions([withdraw(payload)])
    assert titles(find_said_before(DRAFT, language="sv")) == []


def test_a_few_letters_are_like_nothing() -> None:
    printed(make_payload(title="Ordningsvakter på Rinkeby torg"))
    assert find_said_before("Rinkeby torg", language="sv") == SaidBefore()


def test_proposes_tags_that_the_text_names_and_those_of_similar_texts() -> None:
    vakter, trygg, bad = (
        make_ref("tag", code, code.title()) for code in ("ordningsvakter", "trygghet", "bad")
    )
    printed(*(make_term("tag", ref["id"], ref["name"]) for ref in (vakter, trygg, bad)))
    printed(make_payload(title="Ordningsvakter på Rinkeby torg", tags=[trygg]))
    assert find_said_before(DRAFT, language="sv").tags == ["Ordningsvakter", "Trygghet"]
    assert find_said_before(DRAFT, language="sv", chosen=["trygghet"]).tags == ["Ordningsvakter"]
