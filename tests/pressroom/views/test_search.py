"""The search page: a plain form, marked hits, facets as links, and polite words when something is amiss."""

from __future__ import annotations

import re

import pytest

from search import queries
from search.database.backend import DatabaseBackend
from search.following import turn
from search.router import Router, router
from tests.factories.cms_ledger import make_payload, make_ref, make_term, print_editions, withdraw
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


def html(client, address):
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_the_empty_page_is_a_form_and_nothing_else(client):
    text = html(client, "/sv/sok/")
    assert 'role="search"' in text
    assert "Träffar" not in text
    assert '<a href="/sv/sok/" aria-current="page">Sök</a>' in text


def test_hits_are_marked_and_lead_to_their_pages(client):
    payload = printed("Kameror på torget")
    text = html(client, "/sv/sok/?q=kamera")
    assert "<mark>Kameror</mark> på torget" in text
    assert f"/sv/meddelanden/{payload['id']}/" in text
    assert "1 träff" in text


def test_texts_are_shown_as_texts(client):
    printed("<script>alert(1)</script> kamera")
    assert "&lt;script&gt;alert(1)&lt;/script&gt; <mark>kamera</mark>" in html(client, "/sv/sok/?q=kamera")
    text = html(client, "/sv/sok/?q=<script>alert(2)</script>")
    assert "<script>alert" not in text
    assert "&lt;script&gt;alert(2)" in text


def test_facets_are_links_with_counts_and_names(client):
    print_editions(
        [make_term("area", "unga", "Unga i riskzon"), make_term("area", "platser", "Otrygga platser")]
    )
    printed("Kamera ett", areas=[make_ref("area", "unga", "Unga i riskzon")])
    printed("Kamera två", areas=[make_ref("area", "platser", "Otrygga platser")])
    text = html(client, "/sv/sok/?q=kamera")
    assert re.search(
        r'href="/sv/sok/\?q=kamera&amp;area=unga"[^>]*><bdi>Unga i riskzon</bdi></a> <span[^>]*>1<', text
    )
    chosen = html(client, "/sv/sok/?q=kamera&area=unga")
    assert "Kamera två" not in re.sub(r"<[^>]+>", "", chosen)
    assert 'aria-current="true"><bdi>Unga i riskzon' in chosen


def test_a_language_that_is_read_from_the_right_says_so(client):
    printed("كاميرا في الساحة", language="ar")
    text = html(client, "/sv/sok/?q=كاميرا")
    assert 'lang="ar" dir="rtl"' in text


def test_misspelt_words_are_mended(client):
    printed("Trygghet i Husby")
    assert "Menade du" in html(client, "/sv/sok/?q=tryghet")


def test_no_hits_say_what_to_do(client):
    assert "Inget hittades" in html(client, "/sv/sok/?q=finnsinte")


def test_what_is_withdrawn_is_not_there(client):
    payload = printed("Kameror på torget")
    print_editions([withdraw(payload)])
    assert "på torget" not in html(client, "/sv/sok/?q=kamera")


def test_pages_follow_each_other(client):
    for number in range(21):
        printed(f"Kamera nummer {number}")
    first = html(client, "/sv/sok/?q=kamera")
    assert "/sv/sok/?q=kamera&amp;page=2" in first
    assert "Föregående sida" in html(client, "/sv/sok/?q=kamera&page=2")


def test_says_politely_that_the_database_answers(client, monkeypatch):
    printed("Kameror på torget")
    monkeypatch.setattr(queries, "router", lambda: Router(FakeBackend(is_down), DatabaseBackend()))
    assert "Sökningen går på reserv" in html(client, "/sv/sok/?q=kamera")


def test_says_politely_that_nobody_answers(client, monkeypatch):
    monkeypatch.setattr(queries, "router", lambda: Router(None, FakeBackend(is_down)))
    response = client.get("/sv/sok/?q=kamera")
    assert response.status_code == 503
    assert response["Retry-After"]
    assert "Det går inte att söka just nu" in response.content.decode()


def test_is_never_kept(client):
    assert client.get("/sv/sok/?q=kamera")["Cache-Control"] == "no-store"


@pytest.mark.parametrize("query", ["type=spell", "page=0", "sort=size", "q=%00"])
def test_what_cannot_be_asked_is_refused(client, query):
    assert client.get(f"/sv/sok/?{query}").status_code == 400


def test_other_sites_parameters_are_passed_over(client):
    assert client.get("/sv/sok/?q=x&utm_source=y").status_code == 200


def test_speaks_english_too(client):
    assert 'role="search"' in html(client, "/en/search/")


@pytest.mark.parametrize("count", [1, 15])
def test_queries_are_as_many_for_any_number_of_hits(client, count, django_assert_max_num_queries):
    for number in range(count):
        printed(f"Kamera nummer {number}")
    with django_assert_max_num_queries(16):
        client.get("/sv/sok/?q=kamera&type=message")


def test_the_feed_of_the_search_is_linked(client):
    printed("Kameror på torget")
    assert "/sv/feed.rss?q=kamera" in html(client, "/sv/sok/?q=kamera")
