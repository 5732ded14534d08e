"""The Atom feed: valid by the schema, and what is gone told by a tombstone."""

from __future__ import annotations

import datetime as dt

from django.test import override_settings

import pytest
from lxml import etree

from cms.ledger.rebuilding import rebuild
from cms.organisations.models import Organisation, PressContact
from pressroom.http import clear_memo
from tests.assertions.feeds import ATOM, PRESS, TOMBSTONE, assert_valid_atom, removed_in
from tests.assertions.http import assert_conditional
from tests.assertions.json_contract import assert_contract
from tests.factories.cms_ledger import (
    correct,
    delete,
    make_full_payload,
    make_key,
    make_payload,
    make_ref,
    make_term,
    print_editions,
    withdraw,
)

FEED = "/sv/feed.atom"
AT = dt.datetime(2026, 3, 3, 8, 0, tzinfo=dt.UTC)
LATER = AT + dt.timedelta(days=1)

pytestmark = pytest.mark.django_db


def read(client, url=FEED):
    return assert_valid_atom(client.get(url).content)


def test_whole_feed_is_as_promised(client):
    message = make_full_payload(key=make_key("contract"), title="Sommaren i Järva", slug="sommaren-i-jarva")
    gone = make_payload(key=make_key("gone"), title="Fel rubrik", slug="fel-rubrik")
    print_editions([message, gone], released_at=AT)
    print_editions([correct(message, "Vi skrev fel månad.")], released_at=AT + dt.timedelta(hours=1))
    print_editions([withdraw(gone)], released_at=LATER)
    response = client.get(FEED)
    assert response.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert_valid_atom(response.content)
    assert_contract("feed.atom", response.content.decode().replace("><", ">\n<") + "\n")


def test_entry_says_what_it_is_and_who_answers(client):
    message = make_full_payload(title="Sommaren i Järva")
    print_editions([message], released_at=AT)
    entry = read(client).entries[0]
    document = client.get(f"/api/v1/items/{message['id']}").json()
    assert (entry.title, entry.link, entry.id) == ("Sommaren i Järva", document["url"], document["uri"])
    assert entry.summary == message["summary"]
    assert entry.author_detail.name == "Järva stadsdelsförvaltning"
    assert entry.author_detail.href == document["responsible"]["url"]
    assert {person.name for person in entry.contributors} == {"Lokalpolisområde Järva"}
    assert {tag.term for tag in entry.tags} == {
        "unga-i-riskzon", "fler-i-fritid", "boende", "sommar", "rinkeby"
    }  # fmt: skip
    assert entry.enclosures[0].href == document["image"]["renditions"][-1]["url"]
    assert entry.language == "sv"
    assert "Påhittat exempel." in entry.content[0].value


def test_press_desk_is_in_the_entry(client):
    organisation = Organisation.objects.create(code="jarva", duty_phone="08-1")
    contact = {"name": "Anna Exempel", "phone": "08-508", "email": "press@example.org"}
    PressContact.objects.create(organisation=organisation, role="pressansvarig", **contact)
    print_editions([make_payload()])
    content = client.get(FEED).content
    entry = assert_valid_atom(content).entries[0]
    words = (
        "Frågor besvaras av Järva stadsdelsförvaltning. Anna Exempel, 08-508, press@example.org. Jour: 08-1."
    )
    assert words in entry.content[0].value
    assert entry.author_detail.email == "press@example.org"
    desk = etree.fromstring(content).findall(f"{ATOM}entry/{PRESS}contact")
    assert [dict(one.attrib) for one in desk] == [
        {
            "role": "pressansvarig",
            "phone": "08-508",
            "email": "press@example.org",
            "hours": "mån-fre 08:00-17:00",
        },
        {"phone": "08-1", "duty": "true"},
    ]


def test_press_desk_is_looked_up_live(client):
    contact = PressContact.objects.create(
        organisation=Organisation.objects.create(code="jarva"), name="Anna", phone="08-1"
    )
    print_editions([make_payload()])
    assert b"08-1" in client.get(FEED).content
    PressContact.objects.filter(pk=contact.pk).update(phone="08-2")
    clear_memo()  # half a minute later
    assert b"08-2" in client.get(FEED).content


def test_correction_moves_updated_but_neither_id_nor_place(client):
    first = make_payload(title="Första")
    print_editions([first], released_at=AT)
    print_editions([make_payload(title="Andra")], released_at=AT + dt.timedelta(hours=1))
    before = read(client).entries[1]
    print_editions([correct(first, "Fel datum.", title="Rättad", slug="rattad")], released_at=LATER)
    feed = read(client)
    after = feed.entries[1]
    assert (after.id, after.published) == (before.id, before.published)
    assert after.title == "Rättad"
    assert after.updated_parsed[:3] == feed.feed.updated_parsed[:3] == (2026, 3, 4)
    assert "Rättat 2026-03-04: Fel datum." in after.content[0].value


def test_ids_outlive_the_domain(client):
    print_editions([make_payload()])
    before = read(client)
    with override_settings(PUBLIC_BASE_URL="https://press.example.org"):
        rebuild()
        clear_memo()
        after = read(client)
    assert after.entries[0].link.startswith("https://press.example.org/")
    assert (after.feed.id, after.entries[0].id) == (before.feed.id, before.entries[0].id)


def test_every_selection_and_language_is_a_feed_of_its_own(client):
    area = [make_ref("area", "unga", "Unga")]
    print_editions([make_payload(areas=area), make_payload(language="en", title="Summer")])
    urls = (FEED, f"{FEED}?area=unga", f"{FEED}?type=message", "/en/feed.atom")
    ids = [read(client, url).feed.id for url in urls]
    assert len(set(ids)) == 4
    assert read(client, f"{FEED}?limit=5").feed.id == ids[0]


class TestTombstones:
    def test_withdrawn_leaves_its_id_reason_and_who_answers(self, client):
        payload = make_payload(title="Sommaren", summary="Fel uppgift.", slug="fel-uppgift")
        print_editions([payload], released_at=AT)
        uri = read(client).entries[0].id
        print_editions([withdraw(payload, "Uppgiften stämde inte.")], released_at=LATER)
        content = client.get(FEED).content
        assert_valid_atom(content)
        assert removed_in(content) == {uri: "Uppgiften stämde inte."}
        assert b"el uppgift" not in content
        assert b"fel-uppgift" not in content
        stone = etree.fromstring(content).find(TOMBSTONE)
        assert stone.get("when") == "2026-03-04T08:00:00.000Z"
        link = stone.find(f"{ATOM}link")
        assert link.get("title") == "Sommaren"
        assert client.get(link.get("href").removeprefix("http://testserver")).status_code == 410
        assert "Järva stadsdelsförvaltning" in "".join(stone.itertext())

    def test_deleted_leaves_its_id_alone(self, client):
        payload = make_payload(title="Sommaren")
        print_editions([payload])
        print_editions([delete(payload)])
        content = client.get(FEED).content
        assert_valid_atom(content)
        assert list(removed_in(content).values()) == [""]
        assert "Sommaren" not in content.decode()
        assert "Järva stadsdelsförvaltning" not in content.decode()

    def test_withdrawn_and_then_deleted_is_told_once(self, client):
        payload = make_payload(title="Sommaren", areas=[make_ref("area", "unga", "Unga")])
        print_editions([payload])
        print_editions([withdraw(payload, "Skälet.")])
        print_editions([delete(payload)])
        for url in (FEED, f"{FEED}?area=unga"):
            content = client.get(url).content
            assert list(removed_in(content).values()) == [""]
            assert "Skälet" not in content.decode()

    def test_published_anew_is_an_entry_again(self, client):
        payload = make_payload(title="Sommaren")
        print_editions([payload])
        print_editions([withdraw(payload)])
        print_editions([payload])
        content = client.get(FEED).content
        assert [entry.title for entry in assert_valid_atom(content).entries] == ["Sommaren"]
        assert removed_in(content) == {}

    def test_is_told_where_the_item_was_and_nowhere_else(self, client):
        payload = make_payload(
            type="briefing",
            areas=[make_ref("area", "unga", "Unga")],
            tags=[make_ref("tag", "sommar", "Sommar")],
        )
        others = {
            "areas": [make_ref("area", "skola", "Skola")],
            "places": [make_ref("place", "kista", "Kista")],
            "owner": make_ref("organisation", "polisen", "Polisen"),
        }
        terms = [make_term("area", "unga", "Unga"), make_term("place", "kista", "Kista")]
        print_editions([payload, make_payload(**others), make_payload(language="en"), *terms])
        print_editions([withdraw(payload)])
        told = ("", "?area=unga", "?tag=sommar", "?area=unga&tag=sommar", "?type=briefing",
                "?type=briefing,example", "?organisation=jarva", "?area=unga&type=briefing&tag=sommar")  # fmt: skip
        for query in told:
            assert len(removed_in(client.get(FEED + query).content)) == 1, query
        elsewhere = ("?area=skola", "?type=message", "?place=kista", "?organisation=polisen",
                     "?area=unga&place=kista", "?area=unga&type=message")  # fmt: skip
        for query in elsewhere:
            assert removed_in(client.get(FEED + query).content) == {}, query
        assert removed_in(client.get("/en/feed.atom").content) == {}

    def test_is_no_more_than_a_tombstone_though_the_printed_card_says_more(self, client):
        payload = make_full_payload(title="Sommaren", summary="Hemligt.", slug="hemligt")
        print_editions([payload])
        print_editions([correct(payload, "Hemlig rättelse.")])
        print_editions([withdraw(payload, "Skälet.")])  # the factory keeps the whole payload
        for name in ("feed.atom", "feed.rss"):
            text = client.get(f"/sv/{name}").content.decode()
            assert "Skälet." in text
            for word in ("emlig", "fotboll", "Foto:", "plan-1200", "Rinkeby", "Lokalpolisområde", "digest"):
                assert word not in text, (name, word)


def test_correction_far_back_is_told_to_whoever_reads_the_newest_only(client):
    old = make_payload(title="Gammal", areas=[make_ref("area", "unga", "Unga")])
    print_editions([old, *[make_payload() for _ in range(60)]])
    assert "Gammal" not in [entry.title for entry in read(client).entries]
    print_editions([correct(old, "Fel datum.", title="Rättad")])
    titles = [entry.title for entry in read(client).entries]
    assert (len(titles), titles[-1]) == (51, "Rättad")
    assert len(read(client, f"{FEED}?limit=10").entries) == 10
    assert [entry.title for entry in read(client, f"{FEED}?area=unga").entries] == ["Rättad"]


def test_answer_is_conditional_and_readable_by_any_site(client):
    print_editions([make_payload()])
    assert_conditional(client, FEED)
    assert client.get(FEED).headers["Access-Control-Allow-Origin"] == "*"


def test_empty_feed_is_valid(client):
    assert read(client).entries == []


def test_right_to_left_titles_keep_their_letters(client):
    print_editions([make_payload(language="ar", title="الصيف في يارفا (2026)")])
    feed = read(client, "/ar/feed.atom")
    assert feed.entries[0].title == "الصيف في يارفا (2026)"
    assert feed.feed.language == "ar"
