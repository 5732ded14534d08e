"""Pages and archive of a feed (RFC 5005): nothing twice, nothing left out, and addresses that stay."""

from __future__ import annotations

from itertools import chain

import pytest
from lxml import etree

from pressroom.feeds.kinds import KINDS
from pressroom.feeds.paging import ARCHIVED
from tests.assertions.feeds import assert_valid_atom, assert_valid_json_feed, assert_valid_rss
from tests.factories.cms_ledger import (
    correct,
    make_payload,
    make_ref,
    make_term,
    print_editions,
    refresh,
    withdraw,
)

ATOM_LINK = "{http://www.w3.org/2005/Atom}link"
ARCHIVE = "{http://purl.org/syndication/history/1.0}archive"
#: How each format is checked, and where its links stand.
HOW = {"feed.rss": (assert_valid_rss, "channel/"), "feed.atom": (assert_valid_atom, "")}
XML = [pytest.param(name, *how, id=name) for name, how in HOW.items()]

pytestmark = pytest.mark.django_db


def get(client, url):
    response = client.get(url.removeprefix("http://testserver"))
    assert response.status_code == 200, (url, response.content)
    return response.content


def links(content, within=""):
    found = etree.fromstring(content).findall(f"{within}{ATOM_LINK}")
    return {link.get("rel"): link.get("href") for link in found}


def joined(pages):
    return list(chain.from_iterable(pages))


def walk(client, url, relation, check, within):
    """Return the titles of every document from `url` along a relation, a list for each."""
    pages = []
    while url:
        content = get(client, url)
        pages.append([entry.title for entry in check(content).entries])
        url = links(content, within).get(relation)
    return pages


@pytest.fixture
def titles():
    """Print 130 items with translations between them, and refresh some; return the titles, newest first."""
    area = [make_ref("area", "unga", "Unga")]
    payloads = [
        make_payload(title=f"Nummer {number}", areas=area if number % 10 == 0 else [])
        for number in range(130)
    ]
    both = [
        [payload, {**payload, "language": "en"}][: 1 + number % 2] for number, payload in enumerate(payloads)
    ]
    print_editions([make_term("area", "unga", "Unga"), *chain.from_iterable(both)])
    print_editions([refresh(payload) for payload in payloads[::4]])
    return [payload["title"] for payload in payloads[::-1]]


class TestPages:
    @pytest.mark.parametrize(("name", "check", "within"), XML)
    def test_next_leads_through_everything_once(self, client, titles, name, check, within):
        pages = walk(client, f"/sv/{name}", "next", check, within)
        assert [len(page) for page in pages] == [50, 50, 30]
        assert joined(pages) == titles
        pages = walk(client, f"/sv/{name}?area=unga&limit=5", "next", check, within)
        assert joined(pages) == titles[9::10]

    def test_json_feed_has_next_url(self, client, titles):
        url, found = "/sv/feed.json", []
        while url:
            feed = assert_valid_json_feed(get(client, url))
            found += [item["title"] for item in feed["items"]]
            url = feed.get("next_url")
        assert found == titles

    @pytest.mark.parametrize(("name", "check", "within"), XML)
    def test_previous_and_first_lead_back(self, client, titles, name, check, within):
        newest = get(client, f"/sv/{name}?limit=40")
        second = get(client, links(newest, within)["next"])
        third = get(client, links(second, within)["next"])
        back = check(get(client, links(third, within)["previous"]))
        assert [entry.title for entry in back.entries] == titles[40:80]
        assert links(third, within)["first"] == links(newest, within)["self"]
        assert "first" not in links(newest, within)
        assert "previous" not in links(newest, within)

    def test_pages_are_one_feed_and_tell_no_removals_twice(self, client, titles):
        payload = make_payload()
        print_editions([payload])
        print_editions([withdraw(payload)])
        newest = get(client, "/sv/feed.atom")
        second = get(client, links(newest)["next"])
        assert assert_valid_atom(newest).feed.id == assert_valid_atom(second).feed.id
        assert b"deleted-entry" in newest
        assert b"deleted-entry" not in second


class TestArchive:
    @pytest.mark.parametrize("name", ["feed.rss", "feed.atom"])
    @pytest.mark.parametrize("query", ["", "?area=unga", "?type=message,example&limit=100"])
    def test_newest_and_archive_are_everything(self, client, titles, name, query):
        pages = walk(client, f"/sv/{name}{query}", "prev-archive", *HOW[name])
        expected = titles[9::10] if "area" in query else titles
        assert set(joined(pages)) == set(expected)
        archived = joined(pages[1:])
        assert archived == expected[-len(archived) :]
        assert max(map(len, pages[1:])) <= ARCHIVED

    @pytest.mark.parametrize(("name", "check", "within"), XML)
    def test_next_archive_leads_back_and_current_to_the_newest(self, client, titles, name, check, within):
        newest = links(get(client, f"/sv/{name}"), within)
        url, seen = newest["prev-archive"], [newest["prev-archive"]]
        while url:
            content = get(client, url)
            assert etree.fromstring(content).find(f"{within}{ARCHIVE}") is not None
            assert links(content, within)["current"] == newest["self"]
            url = links(content, within).get("prev-archive")
            seen.append(url)
        back = [url]
        url = seen[-2]
        while url:
            back.append(url)
            url = links(get(client, url), within).get("next-archive")
        assert back[::-1] == seen

    def test_a_full_part_keeps_its_address_and_bytes(self, client, titles):
        address = links(get(client, "/sv/feed.atom"))["prev-archive"]
        address = links(get(client, address))["prev-archive"]
        before = get(client, address)
        print_editions([make_payload() for _ in range(120)])
        assert get(client, address) == before
        found, url = [], links(get(client, "/sv/feed.atom"))["prev-archive"]
        while url:
            found.append(url)
            url = links(get(client, url)).get("prev-archive")
        assert address in found

    def test_a_correction_changes_it_and_a_withdrawal_takes_the_text_out(self, client):
        payloads = [make_payload(title=f"Nummer {number}", summary="Ord.") for number in range(ARCHIVED)]
        print_editions(payloads)
        print_editions([correct(payloads[0], title="Rättad"), withdraw(payloads[1], "Skälet.")])
        found = [entry.title for entry in assert_valid_atom(get(client, "/sv/feed.atom?archive=1")).entries]
        assert len(found) == ARCHIVED - 1
        assert "Rättad" in found
        assert "Nummer 1" not in found

    def test_few_entries_have_no_archive_because_some_would_be_in_neither(self, client, titles):
        assert "prev-archive" not in links(get(client, "/sv/feed.atom?limit=10"))

    def test_an_empty_part_is_valid(self, client):
        print_editions([make_payload(language="en") for _ in range(ARCHIVED)])
        assert assert_valid_atom(get(client, "/sv/feed.atom?archive=1")).entries == []


def test_kinds_are_all_here():
    assert {kind.file_name for kind in KINDS} == {"feed.rss", "feed.atom", "feed.json"}
