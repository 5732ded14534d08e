"""The RSS feed, read as feed readers read it."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from lxml import etree

from pressroom.feeds.extensions.press import NAMESPACE
from pressroom.http import clear_memo
from tests.assertions.feeds import assert_valid_rss
from tests.assertions.http import assert_conditional
from tests.assertions.json_contract import assert_contract
from tests.factories.cms_ledger import (
    correct,
    delete,
    make_full_payload,
    make_key,
    make_payload,
    make_ref,
    print_editions,
    refresh,
    withdraw,
)

FEED = "/sv/feed.rss"
AT = dt.datetime(2026, 3, 3, 8, 0, tzinfo=dt.UTC)

database = pytest.mark.django_db


def titles(client, url=FEED):
    return [entry.title for entry in assert_valid_rss(client.get(url).content).entries]


@database
def test_whole_feed_is_as_promised(client):
    message = make_full_payload(key=make_key("contract"), title="Sommaren i Järva", slug="sommaren-i-jarva")
    print_editions([message], released_at=AT)
    print_editions([correct(message, "Vi skrev fel månad.")], released_at=AT + dt.timedelta(hours=1))
    response = client.get(FEED)
    assert response.headers["Content-Type"] == "application/rss+xml; charset=utf-8"
    assert_valid_rss(response.content)
    assert_contract("feed.rss", response.content.decode().replace("><", ">\n<") + "\n")


@database
def test_entry_says_what_it_is_and_who_answers(client):
    message = make_full_payload(title="Sommaren i Järva")
    print_editions([message], released_at=AT)
    entry = assert_valid_rss(client.get(FEED).content).entries[0]
    document = client.get(f"/api/v1/items/{message['id']}").json()
    assert (entry.title, entry.link, entry.id) == ("Sommaren i Järva", document["url"], document["uri"])
    assert entry.published_parsed[:6] == (2026, 3, 3, 8, 0, 0)
    assert entry.author == "Järva stadsdelsförvaltning"
    assert "Parterna öppnar fler mötesplatser" in entry.summary
    assert "Frågor besvaras av Järva stadsdelsförvaltning." in entry.summary
    assert document["responsible"]["url"] in entry.content[0].value
    assert {tag.term for tag in entry.tags} >= {"Unga i riskzon", "Sommar", "Rinkeby"}
    picture = document["image"]["renditions"][-1]
    assert entry.enclosures[0].href == picture["url"]
    assert (entry.enclosures[0].length, entry.enclosures[0].type) == (str(picture["size"]), "image/jpeg")
    assert entry.media_content[0]["url"] == picture["url"]
    assert "Påhittat exempel." in entry.summary


@database
def test_channel_describes_itself(client):
    print_editions([make_payload(areas=[make_ref("area", "unga", "Unga i riskzon")])], released_at=AT)
    channel = assert_valid_rss(client.get(f"{FEED}?area=unga").content).feed
    assert channel.title == "Samverkan Järva: Unga i riskzon"
    assert channel.link == "http://testserver/sv/omraden/unga/"
    assert channel.language == "sv"
    assert channel.updated_parsed[:6] == (2026, 3, 3, 8, 0, 0)
    assert [link.href for link in channel.links if link.rel == "self"] == [
        "http://testserver/sv/feed.rss?area=unga"
    ]


@database
@pytest.mark.parametrize(
    ("query", "page"),
    [
        ("", "/sv/"),
        ("?type=briefing", "/sv/lagesbilder/"),
        ("?type=briefing&area=unga", "/sv/"),
        ("?limit=5", "/sv/"),
    ],
)
def test_channel_links_to_the_page_that_shows_the_same(client, query, page):
    print_editions([make_payload(type="briefing", areas=[make_ref("area", "unga", "Unga")])])
    assert assert_valid_rss(client.get(FEED + query).content).feed.link == f"http://testserver{page}"


@database
def test_newest_first_and_a_correction_stays_in_its_place_with_its_note(client):
    first = make_payload(title="Första")
    print_editions([first], released_at=AT)
    print_editions([make_payload(title="Andra")], released_at=AT + dt.timedelta(hours=1))
    print_editions([correct(first, "Fel datum.")], released_at=AT + dt.timedelta(days=1))
    feed = assert_valid_rss(client.get(FEED).content)
    assert [entry.title for entry in feed.entries] == ["Andra", "Första"]
    corrected = feed.entries[1]
    assert "Rättat 2026-03-04: Fel datum." in corrected.summary
    assert "Rättat 2026-03-04: Fel datum." in corrected.content[0].value
    assert corrected.published_parsed[:6] == (2026, 3, 3, 8, 0, 0)
    assert feed.feed.updated_parsed[:3] == (2026, 3, 4)


@database
def test_guid_is_the_same_through_corrections_and_differs_by_language(client):
    payload = make_payload()
    print_editions([payload, {**payload, "language": "en"}])
    before = assert_valid_rss(client.get(FEED).content).entries[0].id
    print_editions([correct(payload, title="Ny rubrik", slug="ny-rubrik")])
    assert assert_valid_rss(client.get(FEED).content).entries[0].id == before
    assert assert_valid_rss(client.get("/en/feed.rss").content).entries[0].id != before


@database
def test_withdrawn_stands_last_and_says_so(client):
    payload = make_payload(title="Sommaren", summary="Fel uppgift.", slug="fel-uppgift")
    print_editions([payload, make_payload(title="Kvar")], released_at=AT)
    before = assert_valid_rss(client.get(FEED).content)
    print_editions([withdraw(payload, "Det <stämde> inte.")], released_at=AT + dt.timedelta(days=1))
    response = client.get(FEED)
    assert "el uppgift" not in response.content.decode()
    assert "fel-uppgift" not in response.content.decode()
    feed = assert_valid_rss(response.content)
    assert [entry.title for entry in feed.entries] == ["Kvar", "Tillbakadraget: Sommaren"]
    gone = feed.entries[1]
    assert gone.id == before.entries[1].id
    assert gone.link == f"http://testserver/sv/meddelanden/{payload['id']}/"
    assert gone.published_parsed[:6] == (2026, 3, 3, 8, 0, 0)
    assert gone.content[0].value == (
        "<p>Tillbakadraget 2026-03-04: Det &lt;stämde&gt; inte.</p>"
        "<p>Frågor besvaras av Järva stadsdelsförvaltning.</p>"
    )
    assert feed.feed.updated_parsed[:3] == (2026, 3, 4)
    mark = etree.fromstring(response.content).findall("channel/item")[1].find(f"{{{NAMESPACE}}}gone")
    assert (mark.get("kind"), mark.get("at")) == ("withdrawn", "2026-03-04T08:00:00.000Z")
    assert mark.text == "Det <stämde> inte."


@database
def test_deleted_says_nothing_but_that(client):
    payload = make_payload(title="Sommaren")
    print_editions([payload])
    print_editions([delete(payload)], released_at=AT)
    text = client.get(FEED).content.decode()
    assert "Sommaren" not in text
    assert "Järva stadsdelsförvaltning" not in text
    gone = assert_valid_rss(text.encode()).entries[0]
    assert (gone.title, gone.summary) == ("Borttaget", "Borttaget 2026-03-03.")


@database
@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("?area=unga", ["Område"]),
        ("?tag=sommar", ["Ämne"]),
        ("?type=briefing", ["Lägesbild"]),
        ("?type=briefing,example", ["Lägesbild"]),
        ("?organisation=jarva&area=unga", ["Område"]),
        ("?area=&tag=&type=", ["Lägesbild", "Ämne", "Område"]),
        ("?limit=1", ["Lägesbild"]),
    ],
)
def test_filters_are_those_of_pages_and_api(client, query, expected):
    print_editions([make_payload(title="Område", areas=[make_ref("area", "unga", "Unga")])])
    print_editions([make_payload(title="Ämne", tags=[make_ref("tag", "sommar", "Sommar")])])
    print_editions([make_payload(title="Lägesbild", type="briefing")])
    assert titles(client, FEED + query) == expected


@database
def test_answer_is_conditional_and_readable_by_any_site(client):
    print_editions([make_payload()])
    assert_conditional(client, FEED)
    assert client.get(FEED).headers["Access-Control-Allow-Origin"] == "*"


@database
@pytest.mark.parametrize("is_empty", [True, False])
def test_the_same_ledger_gives_the_same_bytes_on_any_day(client, is_empty):
    if not is_empty:
        print_editions([make_full_payload(), make_payload()])
    with time_machine.travel(dt.datetime(2030, 1, 1, tzinfo=dt.UTC)):
        first = client.get(FEED).content
    clear_memo()
    with time_machine.travel(dt.datetime(2031, 7, 1, tzinfo=dt.UTC)):
        assert client.get(FEED).content == first
    assert_valid_rss(first)


@database
def test_a_new_name_changes_no_date(client):
    payload = make_payload()
    print_editions([payload], released_at=AT)
    print_editions([refresh(payload, owner=make_ref("organisation", "jarva", "Järva"))])
    feed = assert_valid_rss(client.get(FEED).content)
    assert feed.feed.updated_parsed[:6] == (2026, 3, 3, 8, 0, 0)


@database
@database
def test_other_languages_have_their_feed(client):
    print_editions([make_payload(language="en", title="Summer"), make_payload(language="ar", title="الصيف")])
    english = assert_valid_rss(client.get("/en/feed.rss").content)
    assert [entry.title for entry in english.entries] == ["Summer"]
    assert "Questions are answered by Järva stadsdelsförvaltning." in english.entries[0].summary
    feed = assert_valid_rss(client.get("/ar/feed.rss").content)
    assert (feed.feed.language, feed.entries[0].title) == ("ar", "الصيف")


@database
def test_text_that_xml_cannot_carry_is_left_out(client):
    bad = "Rubrik\ufffe med\x08 tecken\uffff"
    organisation = make_ref("organisation", "jarva", bad)
    payload = make_payload(title=bad, summary=bad, owner=organisation, responsible=organisation)
    print_editions([payload])
    print_editions([correct(payload, bad)])
    assert titles(client) == ["Rubrik med tecken"]


@database
def test_own_elements_carry_code_edition_and_corrections(client):
    payload = make_payload()
    print_editions([payload], released_at=AT)
    print_editions([correct(payload, "Fel datum.")], released_at=AT + dt.timedelta(days=1))
    item = etree.fromstring(client.get(FEED).content).find("channel/item")
    assert item.find(f"{{{NAMESPACE}}}responsible").attrib == {
        "code": "jarva",
        "href": "http://testserver/sv/organisationer/jarva/",
    }
    edition = item.find(f"{{{NAMESPACE}}}edition")
    assert (edition.get("number"), edition.get("kind"), edition.get("seq")) == ("2", "corrected", "2")
    assert len(edition.get("digest")) == 64
    correction = item.find(f"{{{NAMESPACE}}}correction")
    assert (correction.get("at"), correction.text) == ("2026-03-04T08:00:00.000Z", "Fel datum.")
    assert item.find(f"{{{NAMESPACE}}}example") is not None
