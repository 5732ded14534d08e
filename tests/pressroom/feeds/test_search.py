"""The feed of a search: its newest hits among news, in every format."""

from __future__ import annotations

import pytest

from search import queries
from search.database.backend import DatabaseBackend
from search.following import turn
from search.router import Router, router
from tests.factories.cms_ledger import make_payload, make_ref, make_term, print_editions, withdraw
from tests.fakes.search_backend import FakeBackend, is_down

pytestmark = pytest.mark.django_db
FORMATS = ["feed.rss", "feed.atom", "feed.json"]


@pytest.fixture(autouse=True)
def _own_router():
    router.cache_clear()
    yield
    router.cache_clear()


def printed(title, **more):
    payload = make_payload(title=title, **more)
    print_editions([payload])
    turn(DatabaseBackend())
    return payload


def titles(client, query):
    response = client.get(f"/sv/feed.json?{query}")
    assert response.status_code == 200
    return [item["title"] for item in response.json()["items"]]


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_has_the_hits_and_nothing_else(client, name):
    printed("Kameror på torget")
    printed("Bussar i Kista")
    text = client.get(f"/sv/{name}?q=kamera").content.decode()
    assert "Kameror på torget" in text
    assert "Bussar i Kista" not in text
    assert "/sv/sok/?q=kamera" in text


def test_newest_first_and_narrowed_as_lists_are(client):
    area = make_ref("area", "unga", "Unga")
    print_editions([make_term("area", "unga", "Unga"), make_term("tag", "kamera", "Kamera")])
    printed("Kamera ett", areas=[area])
    printed("Kamera två")
    printed("Kamera tre", areas=[area])
    printed("Camera", language="en")
    assert titles(client, "q=kamera") == ["Kamera tre", "Kamera två", "Kamera ett"]
    assert titles(client, "q=kamera&area=unga") == ["Kamera tre", "Kamera ett"]


def test_what_only_comes_near_is_left_out(client):
    printed("Kameror på torget")
    assert titles(client, "q=kamera+ridhus") == []


def test_what_is_withdrawn_is_not_there(client):
    payload = printed("Kameror på torget")
    print_editions([withdraw(payload)])
    assert titles(client, "q=kamera") == []


@pytest.mark.parametrize("more", ["archive=1", "cursor=YjU"])
def test_has_no_other_parts(client, more):
    assert client.get(f"/sv/feed.rss?q=kamera&{more}").status_code == 400


def test_each_search_has_a_name_of_its_own(client):
    printed("Kameror på torget")
    names = {client.get(f"/sv/feed.json?q={text}").json().get("feed_url") for text in ("kamera", "torg")}
    assert len(names) == 2


def test_says_when_nobody_can_search(client, monkeypatch):
    monkeypatch.setattr(queries, "router", lambda: Router(None, FakeBackend(is_down)))
    assert client.get("/sv/feed.rss?q=kamera").status_code == 503
