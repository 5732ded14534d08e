"""Less, more, and in which order: `fields`, `include`, `sort` and times, and what can be filtered at all."""

from __future__ import annotations

import datetime as dt

import pytest

from cms.common import clock
from pressroom.api.v1.filters import FILTERED_BY, ItemParameters
from pressroom.api.v1.openapi import description
from pressroom.api.v1.shapes import field_names
from tests.assertions.http import assert_conditional, assert_problem, count_queries, parameter_codes
from tests.assertions.openapi import assert_fits
from tests.factories.cms_ledger import (
    correct,
    delete,
    make_full_payload,
    make_payload,
    make_ref,
    make_term,
    print_editions,
    withdraw,
)
from tests.factories.cms_workshop import make_organisation

pytestmark = pytest.mark.django_db

ITEMS = "/api/v1/items"
#: Parameters that say how much is shown, not which items.
SHOWING = {"limit", "cursor", "fields", "include"}
NOON = dt.datetime(2026, 3, 2, 11, 0, tzinfo=dt.UTC)


def titles(response):
    return [card["title"] for card in response.json()["items"]]


@pytest.fixture
def full():
    """A message with one of everything, and all that it refers to."""
    payload = make_full_payload(title="Sommaren i Järva")
    terms = [
        make_term("organisation", "jarva", "Järva stadsdelsförvaltning"),
        make_term("organisation", "polisen", "Lokalpolisområde Järva"),
        make_term("area", "unga-i-riskzon", "Unga i riskzon", summary="Stöd till unga."),
        make_term("goal", "fler-i-fritid", "Fler unga i fritidsaktiviteter"),
        make_term("audience", "boende", "Boende"),
        make_term("tag", "sommar", "Sommar"),
        make_term("place", "rinkeby", "Rinkeby"),
        make_term("place", "tensta", "Tensta"),
    ]
    print_editions([*terms, payload])
    return payload


class TestFields:
    def test_only_those_asked_for_and_what_says_what_it_is(self, client, full):
        (card,) = client.get(f"{ITEMS}?fields=title,edition").json()["items"]
        assert set(card) == {"type", "id", "language", "title", "edition"}
        document = client.get(f"{ITEMS}/{full['id']}?fields=body").json()
        assert set(document) == {"type", "id", "language", "body"}

    def test_repeated_or_with_commas_is_the_same(self, client, full):
        one = client.get(f"{ITEMS}?fields=title,url").json()["items"]
        assert one == client.get(f"{ITEMS}?fields=title&fields=url").json()["items"]

    def test_everywhere_documents_and_cards_are(self, client, full):
        for address in (
            f"{ITEMS}/{full['id']}/editions/1",
            "/api/v1/areas/unga-i-riskzon",
            "/api/v1/goals/fler-i-fritid",
        ):
            assert set(client.get(f"{address}?fields=title").json()) == {"type", "id", "language", "title"}
        for address in ("/api/v1/areas", "/api/v1/goals", "/api/v1/tags", "/api/v1/calendar"):
            for entry in client.get(f"{address}?fields=title").json()["items"]:
                assert set(entry) == {"type", "id", "language", "title"}

    def test_members_of_one_document_are_fields_too(self, client, full):
        one = f"{ITEMS}/{full['id']}"
        assert "translations" not in client.get(f"{one}?fields=title").json()
        assert client.get(f"{one}?fields=translations").json()["translations"][0]["language"] == "sv"
        assert client.get(f"{one}/editions/1?fields=is_current").json()["is_current"] is True

    @pytest.mark.parametrize("name", field_names("Card"))
    def test_each_can_be_asked_for(self, client, full, name):
        assert client.get(f"{ITEMS}?fields={name}").status_code == 200

    def test_what_a_list_does_not_show_is_refused_there(self, client, full):
        body = assert_problem(client.get(f"{ITEMS}?fields=body"), 400, "invalid_parameters")
        assert "title" in body["errors"][0]["detail"]

    def test_pages_go_on_in_the_same_shape(self, client):
        print_editions([make_payload() for _ in range(3)])
        page = client.get(
            f"{ITEMS}?limit=2&fields=title&sort=first_released_at&released_since=2026-01-01"
        ).json()
        following = client.get(page["next"]).json()
        assert set(following["items"][0]) == {"type", "id", "language", "title"}
        assert [card["title"] for card in client.get(following["previous"]).json()["items"]] == [
            card["title"] for card in page["items"]
        ]


class TestInclude:
    def test_terms_and_organisations_once_each(self, client, full):
        print_editions([make_full_payload()])
        body = client.get(f"{ITEMS}?include=terms,organisations").json()
        assert len(body["items"]) == 2
        assert [(card["type"], card["id"]) for card in body["included"]["terms"]] == [
            ("area", "unga-i-riskzon"),
            ("audience", "boende"),
            ("goal", "fler-i-fritid"),
            ("place", "rinkeby"),
            ("tag", "sommar"),
        ]
        assert [card["id"] for card in body["included"]["organisations"]] == ["jarva", "polisen"]
        assert body["included"]["terms"][0]["summary"] == "Stöd till unga."
        assert "contacts" not in body["included"]
        assert_fits("ItemPage", body)

    def test_of_one_item_and_with_few_fields(self, client, full):
        body = client.get(f"{ITEMS}/{full['id']}?include=terms&fields=title").json()
        assert set(body) == {"type", "id", "language", "title", "included"}
        assert {card["id"] for card in body["included"]["terms"]} >= {"unga-i-riskzon", "sommar"}

    def test_what_is_not_public_or_not_in_the_language_is_left_out(self, client, full):
        print_editions([{**full, "language": "en"}])
        assert client.get(f"{ITEMS}?language=en&include=terms").json()["included"] == {"terms": []}
        print_editions(
            [delete(make_term("tag", "sommar", "Sommar")), withdraw(make_term("place", "rinkeby", "R"))]
        )
        included = client.get(f"{ITEMS}?include=terms").json()["included"]["terms"]
        assert {card["id"] for card in included}.isdisjoint({"sommar", "rinkeby"})

    def test_who_answers_now_follows_the_clock(self, client, full):
        make_organisation("jarva", "Järva stadsdelsförvaltning", duty_phone="08-508 00 000")
        make_organisation("annan", "Någon annan")
        address = f"{ITEMS}?include=contacts&fields=title"
        with clock.set_to(NOON):
            day = client.get(address).json()["included"]["contacts"]
            encoded = client.get(address.replace("contacts", "%63ontacts")).json()["included"]["contacts"]
        with clock.set_to(NOON + dt.timedelta(hours=11)):
            night = client.get(address).json()["included"]["contacts"]
            again = client.get(address.replace("contacts", "%63ontacts")).json()["included"]["contacts"]
        assert [(answer["organisation"], answer["is_open"]) for answer in day] == [("jarva", True)]
        assert [(answer["organisation"], answer["is_open"]) for answer in night] == [("jarva", False)]
        assert (encoded, again) == (day, night)

    def test_an_organisation_that_is_not_printed_says_nothing(self, client):
        make_organisation("jarva", "Järva stadsdelsförvaltning")
        print_editions([make_payload()])
        assert client.get(f"{ITEMS}?include=contacts").json()["included"] == {"contacts": []}

    def test_who_is_quoted_is_included_with_the_whole_text(self, client, full):
        body = client.get(f"{ITEMS}/{full['id']}?include=organisations").json()
        assert {card["id"] for card in body["included"]["organisations"]} == {"jarva", "polisen"}

    def test_queries_do_not_grow_with_the_entries(self, client, full):
        make_organisation("jarva", "Järva stadsdelsförvaltning")
        print_editions([make_full_payload() for _ in range(60)])
        everything = "limit=100&include=terms,organisations,contacts"
        # The head before and after, the list; the terms; the organisations of the registry with texts and contacts.
        assert count_queries(client, f"{ITEMS}?{everything}") == 7
        assert count_queries(client, f"{ITEMS}?limit=100&include=terms") == 4
        assert count_queries(client, f"{ITEMS}?limit=100&fields=title&sort=first_released_at") == 3
        assert count_queries(client, f"{ITEMS}/{full['id']}?fields=title") == 3
        assert count_queries(client, f"{ITEMS}?limit=100&include=terms") == 1  # kept


class TestSort:
    def test_oldest_first_page_by_page_and_back(self, client):
        for number in range(5):
            print_editions([make_payload(title=str(number))])
        page = client.get(f"{ITEMS}?sort=first_released_at&limit=2").json()
        seen, last = [card["title"] for card in page["items"]], page
        assert page["previous"] is None
        while last["next"]:
            last = client.get(last["next"]).json()
            seen += [card["title"] for card in last["items"]]
        assert seen == ["0", "1", "2", "3", "4"]
        back = client.get(last["previous"]).json()
        assert [card["title"] for card in back["items"]] == ["2", "3"]
        assert titles(client.get(f"{ITEMS}?sort=-first_released_at")) == ["4", "3", "2", "1", "0"]

    def test_with_facets(self, client):
        tag = [make_ref("tag", "sommar", "Sommar")]
        for number in range(4):
            print_editions([make_payload(title=str(number), tags=tag if number != 2 else [])])
        assert titles(client.get(f"{ITEMS}?sort=first_released_at&tag=sommar&limit=2")) == ["0", "1"]

    def test_a_correction_moves_nothing(self, client):
        first, second = make_payload(title="Första"), make_payload(title="Andra")
        print_editions([first])
        print_editions([second])
        print_editions([correct(first, title="Första, rättad")])
        assert titles(client.get(f"{ITEMS}?sort=first_released_at")) == ["Första, rättad", "Andra"]


class TestTimes:
    @pytest.fixture(autouse=True)
    def _three_days(self):
        tag = [make_ref("tag", "sommar", "Sommar")]
        for title, at in (
            ("söndag kväll", dt.datetime(2026, 3, 1, 22, 59, 59, tzinfo=dt.UTC)),
            ("måndag", dt.datetime(2026, 3, 1, 23, 0, tzinfo=dt.UTC)),  # midnight in Sweden
            ("tisdag", dt.datetime(2026, 3, 3, 8, 0, tzinfo=dt.UTC)),
        ):
            print_editions([make_payload(title=title, tags=tag)], released_at=at)

    @pytest.mark.parametrize(
        ("query", "found"),
        [
            ("released_since=2026-03-02", ["tisdag", "måndag"]),
            ("released_until=2026-03-01", ["söndag kväll"]),
            ("released_until=2026-03-02", ["måndag", "söndag kväll"]),
            ("released_since=2026-03-02&released_until=2026-03-02", ["måndag"]),
            ("released_since=2026-03-02&released_until=2026-03-02&tag=sommar&type=message", ["måndag"]),
            ("released_since=2026-03-03T08:00:00Z", ["tisdag"]),
            ("released_since=2026-03-03T09:00:00%2B01:00", ["tisdag"]),
            ("released_since=2026-03-03T08:00:00.001Z", []),
            ("released_until=2026-03-03T08:00:00Z", ["måndag", "söndag kväll"]),
            ("released_until=2026-03-03T08:00:00.001Z", ["tisdag", "måndag", "söndag kväll"]),
            ("released_since=2026-03-02&sort=first_released_at", ["måndag", "tisdag"]),
            ("released_since=2027-01-01", []),
            ("released_until=2025-12-31", []),
            ("released_since=2026-03-03&released_until=2026-03-01", []),
        ],
    )
    def test_days_are_swedish_and_instants_exact(self, client, query, found):
        assert titles(client.get(f"{ITEMS}?{query}")) == found

    def test_page_by_page(self, client):
        page = client.get(f"{ITEMS}?released_until=2026-03-02&limit=1").json()
        assert titles(client.get(page["next"])) == ["söndag kväll"]

    def test_no_query_more(self, client):
        assert count_queries(client, f"{ITEMS}?released_since=2026-03-02&released_until=2026-03-02") == 3


class TestOnlyWhatIsShownCanBeAskedFor:
    """Nobody learns by a filter what no answer tells."""

    def test_every_filter_stands_in_every_card(self):
        assert set(FILTERED_BY) == ItemParameters.model_fields.keys() - SHOWING
        shapes = description()["components"]["schemas"]
        for paths in FILTERED_BY.values():
            for path in paths:
                first, _, rest = path.partition(".")
                inside = shapes["Card"]["properties"][first]
                reference = next(
                    (text for text in ("Ref", "EditionFacts") if f"schemas/{text}'" in str(inside)), "Card"
                )
                assert (rest or first) in shapes[reference]["properties"], path

    def test_what_is_found_carries_what_was_asked_for(self, client, full):
        codes = {
            ref["type"]: ref["id"]
            for field in ("areas", "goals", "audiences", "tags", "places")
            for ref in full[field]
        }
        for name, code in {**codes, "organisation": "polisen"}.items():
            (card,) = client.get(f"{ITEMS}?{name}={code}").json()["items"]
            shown = {
                ref["id"]
                for path in FILTERED_BY[name]
                for ref in [card.get(path.removesuffix(".id"))]
                for ref in (ref if isinstance(ref, list) else [ref])
                if ref
            }
            assert code in shown

    @pytest.mark.parametrize(
        "name",
        [
            "key",
            "slug",
            "title",
            "summary",
            "body",
            "share_image",
            "seq",
            "release",
            "release_key",
            "owner",
            "id",
            "item_key",
            "is_listed",
            "edition__seq",
            "facets__value",
            "note",
            "digest",
            "payload",
            "status",
            "kind",
        ],
    )
    def test_nothing_else_is_a_parameter(self, client, full, name):
        body = assert_problem(client.get(f"{ITEMS}?{name}=x"), 400, "invalid_parameters")
        assert parameter_codes(body) == {name: "unknown_parameter"}


class TestVariants:
    def test_each_has_its_own_etag(self, client, full):
        tags = [
            assert_conditional(client, address)
            for address in (
                ITEMS,
                f"{ITEMS}?fields=title",
                f"{ITEMS}?fields=title,url",
                f"{ITEMS}?include=terms",
                f"{ITEMS}?include=organisations",
                f"{ITEMS}/{full['id']}",
                f"{ITEMS}/{full['id']}?fields=title",
                f"{ITEMS}/{full['id']}?include=terms",
            )
        ]
        assert len(set(tags)) == len(tags)

    def test_an_included_term_that_is_renamed_is_another_answer(self, client, full):
        before = assert_conditional(client, f"{ITEMS}?include=terms")
        print_editions([correct(make_term("tag", "sommar", "Sommaren"))])
        assert assert_conditional(client, f"{ITEMS}?include=terms") != before


class TestChanges:
    @pytest.mark.parametrize(
        ("query", "seqs"), [("language=en", [2]), ("type=tag", [3]), ("type=tag,message&language=sv", [1, 3])]
    )
    def test_are_narrowed_and_counted_all_the_same(self, client, query, seqs):
        payload = make_payload()
        print_editions([payload, {**payload, "language": "en"}, make_term("tag", "sommar", "Sommar")])
        body = client.get(f"/api/v1/changes?{query}").json()
        assert [change["seq"] for change in body["changes"]] == seqs
        assert (body["next"], body["has_more"]) == (3, False)
        assert client.get(f"/api/v1/changes?{query}&limit=1").json()["next"] == 1
