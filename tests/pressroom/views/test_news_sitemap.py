"""The sitemap for news search: the last two days, with their languages, and nothing invented."""

import datetime as dt
from xml.etree import ElementTree as ET

import pytest

from cms.common import clock
from pressroom.http import clear_memo
from pressroom.views import news_sitemap
from tests.assertions.http import assert_conditional, count_queries
from tests.factories.cms_ledger import correct, make_payload, make_term, print_editions, withdraw

pytestmark = pytest.mark.django_db

MAP = "/sitemap-news.xml"
NOW = dt.datetime(2026, 3, 10, 9, 30, tzinfo=dt.UTC)
NS = {
    "s": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "n": "http://www.google.com/schemas/sitemap-news/0.9",
    "x": "http://www.w3.org/1999/xhtml",
}
OLD = NOW - dt.timedelta(days=2, minutes=31)
EDGE = NOW.replace(minute=0) - dt.timedelta(days=2)


@pytest.fixture(autouse=True)
def _still():
    clear_memo()
    with clock.set_to(NOW):
        yield


def article(**more):
    return make_payload(is_example_data=False, **more)


def articles(client):
    root = ET.fromstring(client.get(MAP).content)
    assert root.tag == f"{{{NS['s']}}}urlset"
    return root.findall("s:url", NS)


def titles(client):
    return [url.findtext("n:news/n:title", namespaces=NS) for url in articles(client)]


def test_says_what_news_search_asks_for(client):
    item = article(title="Sommar & <sol>", slug="sommar")
    print_editions([item], released_at=NOW - dt.timedelta(hours=2))
    (url,) = articles(client)
    assert url.findtext("s:loc", namespaces=NS) == f"http://testserver/sv/meddelanden/{item['id']}/sommar/"
    news = url.find("n:news", NS)
    assert news.findtext("n:publication/n:name", namespaces=NS) == "Samverkan Järva"
    assert news.findtext("n:publication/n:language", namespaces=NS) == "sv"
    assert news.findtext("n:publication_date", namespaces=NS) == "2026-03-10T07:30:00.000Z"
    assert news.findtext("n:title", namespaces=NS) == "Sommar & <sol>"
    assert url.findall("x:link", NS) == []


def test_has_the_last_two_days_newest_first_and_no_terms(client):
    print_editions([article(title="Gammal")], released_at=OLD)
    print_editions([article(title="Nätt")], released_at=EDGE)
    print_editions([article(title="Ny"), make_term("place", "kista", "Kista")], released_at=NOW)
    assert titles(client) == ["Ny", "Nätt"]
    with clock.set_to(NOW + dt.timedelta(hours=1)):
        assert titles(client) == ["Ny"]


def test_a_correction_makes_nothing_new_and_a_withdrawal_takes_it_out(client):
    old, gone = article(title="Gammal"), article(title="Tillbakadragen")
    print_editions([old], released_at=OLD)
    print_editions([gone, correct(old)], released_at=NOW)
    print_editions([withdraw(gone)], released_at=NOW)
    assert titles(client) == []


def test_every_language_stands_by_itself_with_links_to_the_others(client):
    item = article(slug="sommar")
    print_editions([item], released_at=OLD)
    print_editions([{**item, "language": "en", "slug": "summer"}], released_at=NOW)
    (url,) = articles(client)
    found = {link.get("hreflang"): link.get("href") for link in url.findall("x:link", NS)}
    assert found == {
        "en": f"http://testserver/en/messages/{item['id']}/summer/",
        "sv": f"http://testserver/sv/meddelanden/{item['id']}/sommar/",
    }


def test_nothing_invented_is_offered_as_news(client):
    print_editions([make_payload(is_example_data=True)], released_at=NOW)
    assert articles(client) == []


def test_text_that_xml_cannot_carry_is_left_out(client):
    print_editions([article(title="Rubrik\ufffe med\x08 tecken\uffff")], released_at=NOW)
    assert titles(client) == ["Rubrik med tecken"]


def test_is_conditional_and_costs_the_same_at_any_size(client, monkeypatch):
    print_editions([article()], released_at=NOW)
    assert_conditional(client, MAP)
    clear_memo()
    few = count_queries(client, MAP)
    print_editions([article() for _ in range(300)], released_at=NOW)
    assert count_queries(client, MAP) == few
    assert count_queries(client, MAP) == 1
    monkeypatch.setattr(news_sitemap, "MAX_ARTICLES", 100)
    clear_memo()
    assert len(articles(client)) == 100


def test_robots_are_shown_it(client):
    assert b"Sitemap: http://testserver/sitemap-news.xml" in client.get("/robots.txt").content
