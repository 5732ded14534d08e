"""What is counted of what is asked, through whom; and that nothing else of the reader is ever kept."""

from __future__ import annotations

from django.core.cache import caches

import pytest

from cms.files.services import store
from cms.ledger.addresses import file_path
from pressroom.reach.counting import counter
from pressroom.reach.models import ReachCount
from tests.assertions.http import count_queries
from tests.factories.cms_ledger import (
    correct,
    make_file,
    make_full_payload,
    make_payload,
    print_editions,
    withdraw,
)
from tests.factories.pressroom_partners import bearer, make_key

pytestmark = pytest.mark.django_db
BROWSER = {"User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"}


@pytest.fixture
def item():
    payload = make_full_payload()
    print_editions([payload, make_payload()])
    return payload


def path_of(payload) -> str:
    return f"/sv/meddelanden/{payload['id']}/{payload['slug']}/"


def counted() -> set[tuple[str, str, str, int]]:
    """Return what has been counted since the last time: channel, item, source, number."""
    counter.flush()
    found = set(ReachCount.objects.values_list("channel", "item", "source", "count"))
    ReachCount.objects.all().delete()
    return found


class TestPages:
    def test_an_items_page_counts_for_the_item_again_when_it_is_looked_at_again(self, client, item):
        etag = client.get(path_of(item), headers=BROWSER).headers["ETag"]
        assert client.get(path_of(item), headers=BROWSER | {"If-None-Match": etag}).status_code == 304
        assert counted() == {("page", item["id"], "", 2)}

    @pytest.mark.parametrize("path", ["/sv/", "/en/", "/sv/nyheter/", "/sv/om/", "/sv/organisationer/"])
    def test_other_pages_count_for_themselves(self, client, item, path):
        assert client.get(path, headers=BROWSER).status_code == 200
        assert counted() == {("page", "", "", 1)}

    @pytest.mark.parametrize(
        "headers",
        [
            {"User-Agent": "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"},
            {"User-Agent": "Mozilla/5.0 (compatible; bingbot/2.0)"},
            {"User-Agent": "facebookexternalhit/1.1"},
            {"User-Agent": "python-requests/2.32"},
            {"User-Agent": "curl/8.5"},
            {"User-Agent": "Mozilla/5.0 HeadlessChrome/140"},
            {"User-Agent": ""},
            BROWSER | {"DNT": "1"},
            BROWSER | {"Sec-GPC": "1"},
        ],
    )
    def test_programs_and_those_who_ask_not_to_be_are_not_counted(self, client, item, headers):
        assert client.get(path_of(item), headers=headers).status_code == 200
        assert counted() == set()

    def test_what_shows_nothing_is_not_counted(self, client, item):
        client.head(path_of(item), headers=BROWSER)
        for path in (
            "/sv/meddelanden/0000000000/",
            "/sv/nyheter",
            "/",
            "/sv/?q=1&q=2",
            "/static/x.css",
            "/robots.txt",
        ):
            client.get(path, headers=BROWSER)
        client.post(path_of(item), headers=BROWSER)
        found = {row[:2] for row in counted()}
        assert ("page", item["id"]) not in found
        assert len(found) <= 1

    def test_a_withdrawn_item_reaches_nobody(self, client, item):
        print_editions([withdraw(item)])
        assert client.get(path_of(item), headers=BROWSER).status_code == 410
        assert counted() == set()


class TestOtherChannels:
    def test_a_feed_counts_its_items_when_it_is_new_and_itself_when_it_is_not(self, client, item):
        etag = client.get("/sv/feed.atom").headers["ETag"]
        first = counted()
        assert len(first) == 2
        assert ("feed", item["id"], "", 1) in first
        client.get("/sv/feed.atom", headers={"If-None-Match": etag})
        assert counted() == {("feed", "", "", 1)}

    def test_the_api_counts_a_partner_by_its_key(self, client, item):
        key = make_key()
        client.get(f"/api/v1/items/{item['id']}", headers=bearer(key))
        client.get(f"/api/v1/items/{item['id']}/editions")
        client.get("/api/v1/organisations")
        assert counted() == {
            ("api", item["id"], f"key:{key.key.pk}", 1),
            ("api", item["id"], "", 1),
            ("api", "", "", 1),
        }

    def test_a_list_of_the_api_counts_its_items(self, client, item):
        client.get("/api/v1/items")
        assert ("api", item["id"], "", 1) in counted()

    @pytest.mark.parametrize("path", ["/api/v1/items/0000000000", "/api/v1/items?x=1", "/api/x"])
    def test_a_refusal_is_not_counted(self, client, item, path):
        client.get(path)
        client.get("/api/v1/items", headers={"Authorization": "Bearer x"})
        assert counted() == set()

    @pytest.mark.parametrize("end", ["", ".json"])
    @pytest.mark.parametrize(
        ("headers", "source"),
        [
            ({"Origin": "https://www.Polisen.example"}, "host:www.polisen.example"),
            ({"Referer": "https://www.polisen.example/nyheter/hemligt?namn=a"}, "host:www.polisen.example"),
            ({"Origin": "null", "Referer": "https://a.example/"}, "host:a.example"),
            ({}, ""),
        ],
    )
    def test_an_embed_counts_by_its_host_and_nothing_else_of_the_page(
        self, client, item, end, headers, source
    ):
        client.get(f"/embed/v1/item/{item['id']}{end}", headers=headers)
        assert counted() == {("embed", item["id"], source, 1)}

    def test_a_list_that_is_embedded_counts_each_item_kept_or_not(self, client, item):
        headers = {"Origin": "https://a.example"}
        client.get("/embed/v1/list.json", headers=headers)
        client.get("/embed/v1/list.json", headers=headers)
        found = counted()
        assert len(found) == 2
        assert ("embed", item["id"], "host:a.example", 2) in found

    def test_the_script_and_our_own_builder_are_not_counted(self, client, item):
        client.get("/embed/v1.js")
        client.get(f"/embed/v1/item/{item['id']}", headers={"Referer": "http://testserver/sv/badda-in/"})
        assert counted() == set()

    def test_a_file_counts_for_its_item_once_though_it_comes_in_parts(self, client, item, printed_file):
        path = file_path(printed_file)
        for asked, status in (("", 200), ("bytes=0-3", 206), ("bytes=4-", 206)):
            response = client.get(path, headers={"Range": asked})
            assert (response.status_code, bool(response.getvalue())) == (status, True)
        assert counted() == {("download", item["id"], "", 2)}


@pytest.fixture
def printed_file(item):
    file = make_file("plan.pdf", b"0123456789")
    store(b"0123456789", file["media_type"])
    print_editions([correct(item, attachments=[{"title": "Plan", "file": file}])])
    return file


class TestCost:
    @pytest.mark.parametrize("path", ["/sv/nyheter/", "/sv/feed.rss", "/api/v1/items", "/embed/v1/list.json"])
    def test_a_kept_answer_costs_the_one_query_it_did(self, client, item, path):
        headers = BROWSER | {"Origin": "https://a.example"}
        client.get(path, headers=headers)
        assert count_queries(client, path, **headers) == 1


def test_nothing_of_the_reader_is_kept(client, item):
    """Whatever a reader sends is looked for in everything that is stored: the table, the memory, the cache."""
    secrets = {
        "REMOTE_ADDR": "192.0.2.77",
        "headers": {
            "User-Agent": "Hemligbläddrare/1.0",
            "Cookie": "a=hemligkaka",
            "Referer": "https://host.example/hemligsida?namn=hemligt",
            "X-Forwarded-For": "203.0.113.99",
            "Accept-Language": "hemligt-sprak",
        },
    }
    for path in (path_of(item), f"/embed/v1/item/{item['id']}", "/api/v1/items", "/sv/feed.rss"):
        assert client.get(path, **secrets).status_code == 200
    kept = str(counter._entries)
    counter.flush()
    kept += (
        str(list(ReachCount.objects.values())) + str(caches["limits"]._cache) + str(caches["default"]._cache)
    )
    assert "host:host.example" in kept
    assert [word for word in ("emlig", "192.0.2.77", "203.0.113.99", "ladd") if word in kept] == []
