"""Frames and data: what they show, what they never show, and the headers that let others show them."""

from __future__ import annotations

import json

import pytest

from cms.common import charts
from pressroom.snippets.script import current
from tests.assertions.http import assert_conditional, count_queries
from tests.factories.cms_ledger import (
    correct,
    delete,
    make_figure,
    make_full_payload,
    make_payload,
    make_ref,
    make_term,
    print_editions,
    withdraw,
)

pytestmark = pytest.mark.django_db

LIST = "/embed/v1/list"


@pytest.fixture
def message():
    payload = make_full_payload(title="Nya lampor")
    print_editions([payload])
    return payload


def item(payload, end="", query=""):
    return f"/embed/v1/item/{payload['id']}{end}{query}"


def figure(payload, end="", block="f1"):
    return f"/embed/v1/figure/{payload['id']}/{block}{end}"


def words(node):
    """Return the text of a tree."""
    if isinstance(node, str):
        return node
    if isinstance(node[0], list):
        return " ".join(map(words, node))
    return " ".join(map(words, node[2:]))


def found(tree, tag):
    """Return every element of a kind, in order."""
    here = [tree] if tree and tree[0] == tag else []
    return here + [hit for child in tree if isinstance(child, list) for hit in found(child, tag)]


class TestContent:
    def test_a_list_shows_the_newest_first_and_as_many_as_asked_for(self, client):
        for number in range(4):
            print_editions([make_payload(title=f"Nummer {number}")])
        data = client.get(f"{LIST}.json?number=3").json()
        assert [words(title).strip() for title in found(data["tree"], "h2")] == [
            "Nummer 3",
            "Nummer 2",
            "Nummer 1",
        ]
        assert (data["schema"], data["state"], data["language"], data["direction"]) == (
            1,
            "shown",
            "sv",
            "ltr",
        )

    def test_a_list_is_narrowed_like_every_list(self, client):
        print_editions([make_term("area", "unga", "Unga")])
        print_editions([make_payload(title="Om unga", areas=[make_ref("area", "unga", "Unga")])])
        print_editions([make_payload(title="Om annat")])
        text = client.get(f"{LIST}?area=unga").content.decode()
        assert "Om unga" in text
        assert "Om annat" not in text

    def test_frame_and_element_show_the_same(self, client, message):
        for address in (item(message), item(message, query="?text=full"), figure(message), LIST):
            path, _, query = address.partition("?")
            tree = client.get(f"{path}.json?{query}").json()["tree"]
            page = client.get(address).content.decode()
            missing = [word for word in words(tree).split() if word.replace("&", "&amp;") not in page]
            assert missing == [], address

    def test_an_item_says_who_answers_and_who_has_said_it(self, client, message):
        text = words(client.get(item(message, ".json")).json()["tree"])
        assert "Frågor besvaras av Järva stadsdelsförvaltning" in " ".join(text.split())
        assert "Lokalpolisområde Järva" in text
        assert "Exempeldata" in text

    def test_the_whole_text_is_there_when_asked_for(self, client, message):
        short = words(client.get(item(message, ".json")).json()["tree"])
        whole = words(client.get(item(message, ".json", "?text=full")).json()["tree"])
        for part in (
            "Vi öppnar i juni.",
            "Kostar det något?",
            "Vi ses i parken.",
            "Påhittade lyktor per kvarter",
        ):
            assert part not in short
            assert part in whole

    def test_a_correction_is_said(self, client, message):
        print_editions([correct(message, "Fel månad.", title="Nya lampor i juni")])
        text = words(client.get(item(message, ".json")).json()["tree"])
        assert "Nya lampor i juni" in text
        assert "Rättat" in text
        assert "Fel månad." in text
        assert "Rättad" in words(client.get(f"{LIST}.json").json()["tree"])

    def test_a_figure_has_its_chart_and_the_table_with_its_values(self, client):
        svg = charts.draw(
            chart="line",
            title="Lyktor < 3 & fler",
            description="",
            columns=["A", "B"],
            rows=[("2024", ["1", "2.5"]), ("2025", ["3", None])],
            unit="st",
            language="sv",
            element_id="x",
        )
        payload = make_full_payload(body=[make_figure(svg=svg)])
        print_editions([payload])
        tree = client.get(figure(payload, ".json")).json()["tree"]
        drawing = found(tree, "svg")[0]
        assert drawing[1]["viewBox"].startswith("0 0 360 ")
        assert words(found(drawing, "title")[0]) == "Lyktor < 3 & fler"
        assert [words(cell) for cell in found(tree, "td")] == ["12", "15,5", "7", "–"]

    def test_the_other_side_of_a_language(self, client):
        print_editions([make_payload(language="ar", title="عنوان", summary="ملخص")])
        data = client.get(f"{LIST}.json?language=ar").json()
        assert (data["direction"], data["ui"]) == ("rtl", "ar")
        assert found(data["tree"], "p")[0][1] == {"class": "kicker"}
        assert data["copy"].startswith("نسخة من {time}.")
        page = client.get(f"{LIST}?language=ar").content.decode()
        assert "رسالة" in page
        assert '<html lang="ar" dir="rtl"' in page

    def test_words_around_english_are_english(self, client):
        print_editions([make_payload(language="en", title="Lamps")])
        data = client.get(f"{LIST}.json?language=en").json()
        assert "From Samverkan Järva" in " ".join(words(data["tree"]).split())
        assert data["copy"] == "Copy from {time}. The press room cannot be reached at the moment."

    def test_an_empty_list_says_so(self, client):
        assert "Här finns inget att visa ännu." in client.get(LIST).content.decode()


class TestGone:
    def test_withdrawn_says_why_and_nothing_of_the_text(self, client, message):
        before = client.get(item(message, ".json")).json()
        edition = print_editions([withdraw(message, "Bytet är uppskjutet.")])[0]
        for address in (item(message), figure(message), item(message, ".json")):
            response = client.get(address)
            assert response.status_code == 410
            assert "Bytet är uppskjutet." in response.content.decode()
            assert "Nya lampor" not in response.content.decode()
        data = client.get(item(message, ".json")).json()
        assert (data["state"], before["removed"], data["removed"]) == ("gone", 0, edition.seq)

    def test_every_answer_tells_how_far_removals_have_come(self, client, message):
        other = make_payload()
        print_editions([other])
        edition = print_editions([withdraw(message)])[0]
        print_editions([correct(other)])
        for address in (f"{LIST}.json", item(other, ".json")):
            assert client.get(address).json()["removed"] == edition.seq

    def test_deleted_says_nothing_but_that(self, client, message):
        print_editions([delete(message)])
        text = client.get(item(message)).content.decode()
        assert "Det som fanns här är borttaget." in text
        assert "Nya lampor" not in text
        assert message["id"] not in text

    @pytest.mark.parametrize("end", ["", ".json"])
    def test_what_is_not_there_is_404_in_its_own_form(self, client, message, end):
        addresses = [
            f"/embed/v1/item/0123456789{end}",
            item(message, end, "?language=en"),
            figure(message, end, "nej"),
            f"/embed/v1/item/{'x' * 100}{end}",
        ]
        answers = [client.get(address) for address in addresses]
        assert {answer.status_code for answer in answers} == {404}
        assert {"ETag" in answer.headers for answer in answers} == {False}
        assert len({answer.content for answer in answers}) == 1

    @pytest.mark.parametrize(
        "query",
        [
            "area=finns-inte",
            "areas=unga",
            "number=0",
            "number=21",
            "number=x",
            "language=xx",
            "theme=pink",
            "type=x",
        ],
    )
    def test_a_choice_that_cannot_be_is_refused_aloud(self, client, query):
        for end in ("", ".json"):
            response = client.get(f"{LIST}{end}?{query}")
            assert response.status_code == 400
            assert query.split("=")[0].removesuffix("s") in response.content.decode()

    def test_an_item_is_not_narrowed(self, client, message):
        assert client.get(item(message, query="?area=unga")).status_code == 400

    def test_unreadable_and_oversized_addresses_are_refused(self, client):
        assert client.get(f"{LIST}?area=%00").status_code == 400
        assert client.get(f"{LIST}?area={'x' * 3000}").status_code == 414

    def test_only_reading(self, client):
        assert client.post(f"{LIST}.json").status_code == 405


class TestHeaders:
    def test_frames_may_stand_anywhere_and_do_nothing_else(self, client, message):
        for response in (
            client.get(item(message)),
            client.get("/embed/v1/item/0123456789"),
            client.get(f"{LIST}?x=1"),
        ):
            policy = response.headers["Content-Security-Policy"]
            assert "frame-ancestors *" in policy
            assert "default-src 'none'" in policy
            assert "unsafe" not in policy
            assert "X-Frame-Options" not in response.headers

    def test_a_304_does_not_take_that_back(self, client, message):
        etag = assert_conditional(client, item(message))
        again = client.get(item(message), headers={"If-None-Match": etag})
        assert "frame-ancestors *" in again.headers["Content-Security-Policy"]
        assert "X-Frame-Options" not in again.headers

    def test_nothing_else_may_be_framed(self, client, message):
        for path in ("/sv/", "/sv/badda-in/", f"/sv/meddelanden/{message['id']}/", item(message, ".json")):
            response = client.get(path)
            assert "frame-ancestors 'self'" in response.headers["Content-Security-Policy"]
            assert response.headers["X-Frame-Options"] == "SAMEORIGIN"

    def test_data_may_be_read_by_any_site_also_when_refused(self, client, message):
        for address in (f"{LIST}.json", "/embed/v1/item/0123456789.json", f"{LIST}.json?x=1"):
            response = client.get(address)
            assert response.headers["Access-Control-Allow-Origin"] == "*"
            assert response.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
            assert not response.cookies

    def test_search_engines_pass_embeds_by(self, client, message):
        assert client.get(item(message)).headers["X-Robots-Tag"] == "noindex"


class TestCost:
    def test_kept_answers_cost_one_look(self, client, message):
        for address in (
            LIST,
            f"{LIST}.json",
            item(message),
            item(message, ".json"),
            figure(message, ".json"),
        ):
            assert_conditional(client, address)
            assert count_queries(client, address) == 1

    def test_a_list_costs_the_same_at_any_length(self, client):
        area = [make_ref("area", "unga", "Unga")]
        print_editions(
            [make_term("area", "unga", "Unga"), *(make_full_payload(areas=area) for _ in range(12))]
        )
        short = count_queries(client, f"{LIST}.json?number=1&area=unga")
        assert count_queries(client, f"{LIST}.json?number=12&area=unga") == short <= 4


class TestScript:
    def test_the_moving_address_serves_the_source(self, client):
        response = client.get("/embed/v1.js")
        assert response.content == current().body
        assert response.headers["Content-Type"] == "text/javascript; charset=utf-8"
        assert "immutable" not in response.headers["Cache-Control"]
        assert response.headers["Access-Control-Allow-Origin"] == "*"

    def test_the_pinned_address_never_changes(self, client):
        response = client.get(f"/embed/v1/{current().digest}.js")
        assert response.content == current().body
        assert "immutable" in response.headers["Cache-Control"]
        assert client.get("/embed/v1/0000000000000000.js").status_code == 404

    def test_it_comes_packed_and_unpacked(self, client):
        packed = client.get("/embed/v1.js", headers={"Accept-Encoding": "br, gzip"})
        assert packed.headers["Content-Encoding"] == "gzip"
        assert packed.content == current().packed
        assert "Accept-Encoding" in packed.headers["Vary"]
        plain = client.get("/embed/v1.js")
        assert packed.headers["ETag"] != plain.headers["ETag"]
        again = client.get("/embed/v1.js", headers={"If-None-Match": plain.headers["ETag"]})
        assert (again.status_code, again.content) == (304, b"")

    def test_an_embed_weighs_less_than_15_kb(self, client, message):
        import gzip

        data = client.get(f"{LIST}.json").content
        assert len(current().packed) + len(gzip.compress(data)) < 15_000


def test_the_data_is_plain_json(client, message):
    response = client.get(item(message, ".json"))
    assert response.headers["Content-Type"] == "application/json"
    assert set(json.loads(response.content)) == {
        "schema", "state", "removed", "language", "direction", "ui", "title", "copy", "tree",
    }  # fmt: skip
