"""Search and its completion in the API."""

from __future__ import annotations

import pytest

from search import queries
from search.database.backend import DatabaseBackend
from search.following import turn
from search.router import Router, router
from tests.assertions.openapi import assert_fits
from tests.factories.cms_ledger import make_payload, make_ref, print_editions, withdraw
from tests.fakes.search_backend import FakeBackend, is_down

pytestmark = pytest.mark.django_db


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


def test_answers_with_cards_marks_and_facets(client):
    payload = printed("Kameror på torget", areas=[make_ref("area", "unga", "Unga")])
    response = client.get("/api/v1/search?q=kamera")
    answer = response.json()
    (item,) = answer["items"]
    assert item["card"]["id"] == payload["id"]
    assert item["title"] == {"text": "Kameror på torget", "marks": [[0, 7]]}
    assert answer["facets"]["area"] == [{"code": "unga", "count": 1}]
    assert (answer["total"], answer["backend"], answer["degraded"]) == (1, "database", False)
    assert_fits("SearchAnswer", answer)


def test_pages_lead_to_each_other(client):
    for number in range(3):
        printed(f"Kamera {number}")
    first = client.get("/api/v1/search?q=kamera&limit=2").json()
    assert first["previous"] is None
    second = client.get(first["next"].removeprefix("http://testserver")).json()
    assert len(second["items"]) == 1
    assert second["next"] is None
    assert second["previous"].endswith("/api/v1/search?q=kamera&language=sv&limit=2")


def test_completes(client):
    payload = printed("Kameror på torget")
    answer = client.get("/api/v1/search/suggest?q=kam").json()
    assert answer["items"] == [
        {"text": "Kameror på torget", "type": "message", "id": payload["id"], "language": "sv"}
    ]
    assert_fits("ProposalList", answer)


def test_what_is_withdrawn_is_not_there(client):
    payload = printed("Kameror på torget")
    print_editions([withdraw(payload)])
    assert client.get("/api/v1/search?q=kamera").json()["items"] == []
    assert client.get("/api/v1/search/suggest?q=kam").json()["items"] == []


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("type=spell", "type"),
        ("year=x", "year"),
        ("sort=size", "sort"),
        ("page=0", "page"),
        ("limit=101", "limit"),
        ("language=xx", "language"),
        ("text_language=xx", "text_language"),
        ("q=a&q=b", "q"),
        ("okänd=1", "okänd"),
    ],
)
def test_faults_are_named(client, query, parameter):
    response = client.get(f"/api/v1/search?{query}")
    assert response.status_code == 400
    assert response["Content-Type"] == "application/problem+json"
    assert [error["parameter"] for error in response.json()["errors"]] == [parameter]


@pytest.mark.parametrize("path", ["search", "search/suggest"])
def test_says_when_nobody_can_search(client, monkeypatch, path):
    monkeypatch.setattr(queries, "router", lambda: Router(None, FakeBackend(is_down)))
    response = client.get(f"/api/v1/{path}?q=kamera")
    assert (response.status_code, response.json()["code"]) == (503, "search_unavailable")
    assert response["Retry-After"]


def test_says_that_the_database_answers(client, monkeypatch):
    monkeypatch.setattr(queries, "router", lambda: Router(FakeBackend(is_down), DatabaseBackend()))
    answer = client.get("/api/v1/search?q=kamera").json()
    assert (answer["backend"], answer["degraded"]) == ("database", True)


@pytest.mark.parametrize("count", [1, 15])
def test_queries_are_as_many_for_any_number_of_hits(client, count, django_assert_max_num_queries):
    for number in range(count):
        printed(f"Kamera nummer {number}")
    with django_assert_max_num_queries(16):
        client.get("/api/v1/search?q=kamera")
