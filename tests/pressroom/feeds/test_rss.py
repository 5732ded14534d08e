"""The RSS feed, read as feed readers read it."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from lxml import etree

from pressroom.feeds.content import Channel, Entry, xml_text
from pressroom.feeds.extensions import NAMESPACE
from pressroom.feeds.rss import build_rss
from pressroom.http import clear_memo
from tests.assertions.feeds import assert_valid_rss
from tests.assertions.http import assert_conditional, count_queries
from tests.assertions.json_contract import assert_contract
from tests.factories.cms_ledger import (
    correct,
    make_full_payload,
    make_key,
    make_payload,
    make_ref,
    make_term,
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
def test_withdrawn_disappears(client):
    payload = make_payload(title="Fel uppgift")
    print_editions([payload, make_payload(title="Kvar")])
    print_editions([withdraw(payload)])
    response = client.get(FEED)
    assert "Fel uppgift" not in response.content.decode()
    assert titles(client) == ["Kvar"]


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
@pytest.mark.parametrize(
    "query",
    ["area=nowhere", "type=poem", "limit=0", "limit=101", "limit=x", "limit=1&limit=2", "colour=blue", "tag=%ff"],
)  # fmt: skip
def test_bad_parameters_are_400_in_plain_text(client, query):
    response = client.get(f"{FEED}?{query}")
    assert response.status_code == 400
    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert query.split("=")[0].encode() in response.content


@database
def test_other_refusals(client):
    assert client.get(f"{FEED}?tag={'x' * 1_000_000}").status_code == 414
    assert client.get("/xx/feed.rss").status_code == 404
    assert client.post(FEED).status_code == 405


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
@pytest.mark.parametrize("editions", [1, 1000])
def test_queries_do_not_grow_with_the_ledger(client, editions):
    area = [make_ref("area", "unga", "Unga")]
    print_editions([make_term("area", "unga", "Unga"), *[make_payload(areas=area) for _ in range(editions)]])
    for query, most in (("?limit=100", 3), ("?area=unga&limit=100", 4), ("?area=unga&type=briefing", 4)):
        assert count_queries(client, FEED + query) <= most
        assert count_queries(client, FEED + query) == 1


@database
def test_other_languages_have_their_feed(client):
    print_editions([make_payload(language="en", title="Summer"), make_payload(language="ar", title="الصيف")])
    english = assert_valid_rss(client.get("/en/feed.rss").content)
    assert [entry.title for entry in english.entries] == ["Summer"]
    assert "Questions are answered by Järva stadsdelsförvaltning." in english.entries[0].summary
    feed = assert_valid_rss(client.get("/ar/feed.rss").content)
    assert (feed.feed.language, feed.entries[0].title) == ("ar", "الصيف")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(text=st.text(max_size=60), note=st.text(max_size=60))
@example(text="\ufffe", note="\uffff\x00]]>")
def test_no_text_breaks_the_feed(text, note):
    entry = Entry(
        uri="urn:uuid:0",
        url="http://testserver/sv/",
        title=xml_text(text) or "-",
        summary=xml_text(text),
        language="sv",
        published_at=AT,
        changed_at=AT,
        responsible={
            "type": "organisation",
            "id": "x",
            "name": xml_text(note) or "-",
            "url": "http://testserver/",
        },
        contact=xml_text(note),
        signatories=(),
        corrections=(),
        categories=(),
        picture=None,
        edition={},
        example_note="",
    )
    channel = Channel(
        xml_text(text) or "-", "-", "-", "sv", "http://testserver/", "http://testserver/f", AT, (entry,)
    )
    assert_valid_rss(build_rss(channel))


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
