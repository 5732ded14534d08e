"""What holds for a feed in every format: parameters, refusals, cost, and that no text breaks it or is changed by it."""

from __future__ import annotations

import datetime as dt
import html
import re

import orjson
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from lxml import etree

from cms.organisations.queries import Desk, Reachable
from pressroom.feeds.content import Category, Channel, CorrectionNote, Entry, Picture, Responsible, Tombstone
from pressroom.feeds.entries import clean_desk
from pressroom.feeds.kinds import KINDS
from pressroom.feeds.text import xml_text
from tests.assertions.feeds import (
    ATOM,
    PRESS,
    assert_atom_schema,
    assert_valid_atom,
    assert_valid_json_feed,
    assert_valid_rss,
)
from tests.assertions.http import count_queries
from tests.factories.cms_ledger import (
    correct,
    make_payload,
    make_ref,
    make_term,
    print_editions,
    withdraw,
)

VALID = {"rss": assert_valid_rss, "atom": assert_valid_atom, "json": assert_valid_json_feed}
FEEDS = [pytest.param(f"/sv/{kind.file_name}", id=kind.code) for kind in KINDS]
AT = dt.datetime(2026, 3, 3, 8, 0, tzinfo=dt.UTC)

database = pytest.mark.django_db


def test_every_kind_has_its_check():
    assert VALID.keys() == {kind.code for kind in KINDS}


@database
@pytest.mark.parametrize("feed", FEEDS)
@pytest.mark.parametrize(
    "query",
    ["area=nowhere", "area=nowhere&tag=none", "type=poem", "limit=0", "limit=101", "limit=x", "limit=1&limit=2",
     "limit=%C2%B2", "colour=blue", "tag=%ff", "cursor=x", "cursor=%00", "cursor=b1&cursor=b1",
     "cursor=Ym5hbg", "cursor=" + "A" * 300, "archive=0", "archive=-1", "archive=1.5", "archive=1e9",
     "archive=" + "9" * 40, "archive=1&limit=5", "archive=1&cursor=YjE", "tag=" + "x" * 200],
)  # fmt: skip
def test_bad_parameters_are_400_in_plain_text(client, feed, query):
    response = client.get(f"{feed}?{query}")
    assert response.status_code == 400
    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert query.split("=")[0].encode() in response.content


@database
@pytest.mark.parametrize("feed", FEEDS)
@pytest.mark.parametrize(
    "query", ["limit=", "area=&tag=&type=&archive=&cursor=", "cursor=YjE", "type=message"]
)
def test_what_is_given_right_or_left_empty_is_answered(client, feed, query):
    assert client.get(f"{feed}?{query}").status_code == 200


@database
@pytest.mark.parametrize("feed", FEEDS)
def test_other_refusals(client, feed):
    print_editions([make_payload()])
    assert client.get(f"{feed}?tag={'x' * 1_000_000}").status_code == 414
    assert client.get(feed.replace("/sv/", "/xx/")).status_code == 404
    assert client.get(f"{feed}?archive=1").status_code == 404
    assert client.post(feed).status_code == 405


@database
@pytest.mark.parametrize("feed", FEEDS)
@pytest.mark.parametrize(
    "query",
    ["type=message", "area=unga", "goal=fritid", "organisation=polisen", "tag=sommar", "place=kista",
     "audience=boende", "type=message,briefing&area=unga&goal=fritid&place=kista&tag=sommar"],
)  # fmt: skip
def test_every_way_to_choose(client, feed, query):
    chosen = make_payload(
        title="Vald",
        areas=[make_ref("area", "unga", "Unga")],
        goals=[make_ref("goal", "fritid", "Fritid")],
        signatories=[make_ref("organisation", "polisen", "Polisen")],
        tags=[make_ref("tag", "sommar", "Sommar")],
        places=[make_ref("place", "kista", "Kista")],
        audiences=[make_ref("audience", "boende", "Boende")],
    )
    other = make_payload(title="Annan", type="example")
    print_editions([chosen, other, {**chosen, "language": "en", "title": "Chosen"}])
    text = client.get(f"{feed}?{query}").content.decode()
    assert "Vald" in text
    assert "Annan" not in text
    assert "Chosen" not in text
    print_editions([withdraw(chosen, "Skälet."), withdraw(other, "Annat skäl.")])
    text = client.get(f"{feed}?{query}").content.decode()
    assert "Skälet." in text
    assert "Annat skäl." not in text


@database
@pytest.mark.parametrize("feed", FEEDS)
def test_queries_are_as_many_in_a_large_ledger(client, feed):
    area, tag = [make_ref("area", "unga", "Unga")], [make_ref("tag", "sommar", "Sommar")]
    terms = [make_term("area", "unga", "Unga"), make_term("tag", "sommar", "Sommar")]

    def printed(number):
        payloads = [make_payload(areas=area, tags=tag) for _ in range(number)]
        print_editions(payloads)
        print_editions([correct(payloads[0]), *[withdraw(payload) for payload in payloads[1 : number // 3]]])

    def counted():
        queries = ("?limit=100", "?area=unga", "?area=unga&tag=sommar&type=briefing", "?archive=1")
        return [count_queries(client, feed + query) for query in queries]

    print_editions([*terms, *[make_payload() for _ in range(60)]])
    printed(6)
    few = counted()
    printed(600)
    assert counted() == few
    assert max(few) <= 9
    assert count_queries(client, f"{feed}?limit=100") == 1


TEXT = st.text(max_size=200)


def channel_of(text: str) -> Channel:
    """Return a channel that has `text` everywhere a text can be."""
    line = xml_text(text)
    shown = line or "-"
    desk = clean_desk(Desk((Reachable(text, text, text, "", text),), text))
    responsible = Responsible("kod", shown, "http://testserver/o/", desk)
    picture = Picture("http://testserver/p.jpg", "image/jpeg", 5, 0, 0, line, line)
    entry = Entry(
        uri="urn:uuid:0",
        url="http://testserver/sv/",
        title=shown,
        summary=line,
        language="ar",
        published_at=AT,
        changed_at=AT,
        responsible=responsible,
        contact=shown,
        signatories=(shown, "Polisen"),
        corrections=(CorrectionNote("2026-03-03T08:00:00.000Z", line, line),),
        categories=(Category("kod", shown, "http://testserver/a/"),),
        picture=picture,
        edition={},
        example_note=line,
    )
    stone = Tombstone(
        uri="urn:uuid:1",
        url="http://testserver/sv/1/",
        kind="withdrawn",
        title=line,
        reason=line,
        language="ar",
        published_at=AT,
        gone_at=AT,
        responsible=responsible,
        contact=line,
        heading=shown,
        sentence=shown,
    )
    return Channel(
        uri="urn:uuid:2",
        title=shown,
        description=shown,
        publisher=shown,
        language="ar",
        url="http://testserver/sv/",
        self_url="http://testserver/f",
        changed_at=AT,
        entries=(entry,),
        tombstones=(stone,),
    )


def words_of(markup: str) -> list[str]:
    """Return the paragraphs of our own HTML as text."""
    return [html.unescape(re.sub(r"<[^>]*>", "", part)) for part in markup.split("</p>") if part]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.code)
@pytest.mark.parametrize(
    "text", ["", "\ufffe\x00]]>", "]]>&amp;<b>\"'\u2028\x85\ud800", "الصيف \u202b(2026)\u202c"]
)
def test_odd_texts_are_valid_for_readers_too(kind, text):
    VALID[kind.code](kind.build(channel_of(text)))


class TestTexts:
    """Whatever is written comes out as it was, less what no XML can carry and runs of blanks."""

    @settings(max_examples=40, deadline=None)
    @given(TEXT)
    @example("\ufffe\uffff\x00]]>")
    @example("]]>&amp;<b>\"'\u2028\x85\ud800")
    @example("الصيف \u202bRTL\u202c 🏳️‍🌈 " + "x" * 100_000)
    def test_rss(self, text):
        (rss,) = [kind for kind in KINDS if kind.code == "rss"]
        channel = channel_of(text)
        document = rss.build(channel)
        item, gone = etree.fromstring(document).findall("channel/item")
        entry, stone = channel.entries[0], channel.tombstones[0]
        assert (item.findtext("title"), gone.findtext("title")) == (entry.title, stone.heading)
        said = " ".join(part for part in (entry.summary, entry.summary, entry.contact, entry.summary) if part)
        assert html.unescape(item.findtext("description")) == said
        assert item.findtext(f"{PRESS}correction") == entry.summary
        assert gone.findtext(f"{PRESS}gone") == stone.reason
        content = item.findtext("{http://purl.org/rss/1.0/modules/content/}encoded")
        assert entry.summary in words_of(content)

    @settings(max_examples=40, deadline=None)
    @given(TEXT)
    @example("\ufffe\uffff\x00]]>")
    @example("]]>&amp;<b>\"'\u2028\x85\ud800")
    @example("الصيف \u202bRTL\u202c 🏳️‍🌈 " + "x" * 100_000)
    def test_atom(self, text):
        (atom,) = [kind for kind in KINDS if kind.code == "atom"]
        channel = channel_of(text)
        document = atom.build(channel)
        assert_atom_schema(document)
        root = etree.fromstring(document)
        entry = channel.entries[0]
        found = root.find(f"{ATOM}entry")
        assert found.findtext(f"{ATOM}title") == entry.title
        assert (found.findtext(f"{ATOM}summary") or "") == entry.summary
        assert entry.summary in words_of(found.findtext(f"{ATOM}content"))
        stone = root.find("{http://purl.org/atompub/tombstones/1.0}deleted-entry")
        reason = stone.findtext("{http://purl.org/atompub/tombstones/1.0}comment") or ""
        assert reason == channel.tombstones[0].reason

    @settings(max_examples=40, deadline=None)
    @given(TEXT)
    @example("\ufffe\uffff\x00]]>")
    @example("]]>&amp;<b>\"'\u2028\x85\ud800")
    @example("الصيف \u202bRTL\u202c 🏳️‍🌈 " + "x" * 100_000)
    def test_json(self, text):
        (json_feed,) = [kind for kind in KINDS if kind.code == "json"]
        channel = channel_of(text)
        document = json_feed.build(channel)
        assert_valid_json_feed(document)
        item, gone = orjson.loads(document)["items"]
        entry = channel.entries[0]
        assert (item["title"], item.get("summary", "")) == (entry.title, entry.summary)
        assert entry.summary in words_of(item["content_html"])
        assert item["_press"]["corrections"][0]["note"] == entry.summary
        assert gone["_press"]["gone"]["reason"] == channel.tombstones[0].reason
