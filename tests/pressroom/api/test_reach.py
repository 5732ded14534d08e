"""A partner sees its own reach, whole, in parts, and nobody else's."""

from __future__ import annotations

import datetime as dt

import pytest

from cms.common import clock
from pressroom.partners.enums import Scope
from pressroom.partners.keys import services
from pressroom.reach.storing import add_counts
from tests.assertions.http import assert_problem, count_queries, parameter_codes
from tests.assertions.openapi import assert_fits
from tests.factories.cms_workshop import make_chief
from tests.factories.pressroom_partners import bearer, make_key, make_partner

pytestmark = pytest.mark.django_db
REACH = "/api/v1/reach"
NOW = dt.datetime(2029, 3, 6, 9, 0, tzinfo=clock.UTC)
MONDAY, TUESDAY = dt.date(2029, 3, 5), dt.date(2029, 3, 6)
A, B = "aaaaaaaaaa", "bbbbbbbbbb"


@pytest.fixture(autouse=True)
def _frozen():
    with clock.set_to(NOW):
        yield


@pytest.fixture
def partner():
    return make_partner("Region", hosts=["r.example"])


@pytest.fixture
def headers(partner):
    key = make_key(partner, scope=Scope.REACH)
    old = make_key(partner)
    services.revoke(key=old.key, by=make_chief())
    other = make_key()
    add_counts(
        {
            (MONDAY, "api", A, f"key:{key.key.pk}"): 1,
            (MONDAY, "api", A, f"key:{old.key.pk}"): 2,
            (MONDAY, "api", "", f"key:{key.key.pk}"): 4,
            (TUESDAY, "embed", B, "host:r.example"): 8,
            (TUESDAY, "webhook", A, f"partner:{partner.pk}"): 16,
            (dt.date(2029, 1, 1), "api", A, f"key:{key.key.pk}"): 32,
            (MONDAY, "api", A, f"key:{other.key.pk}"): 1000,
            (MONDAY, "embed", A, "host:annan.example"): 2000,
            (MONDAY, "page", A, ""): 4000,
            (MONDAY, "webhook", A, f"partner:{other.key.partner_id}"): 8000,
        }
    )
    return bearer(key)


def figures(body) -> list[tuple]:
    return [(figure["day"], figure["item"], figure["channel"], figure["count"]) for figure in body["figures"]]


WHOLE = [
    ("2029-03-05", None, "api", 4),
    ("2029-03-05", A, "api", 3),
    ("2029-03-06", A, "webhook", 16),
    ("2029-03-06", B, "embed", 8),
]


def test_a_partner_sees_all_that_is_its_own_and_nothing_else(client, headers):
    response = client.get(REACH, headers=headers)
    assert response.status_code == 200
    assert figures(response.json()) == WHOLE
    assert_fits("ReachPage", response.json())
    assert (response.json()["since"], response.json()["until"]) == ("2029-02-05", "2029-03-06")
    assert response.headers["Cache-Control"] == "private, no-cache"
    assert response.headers["Vary"] == "Authorization"


def test_days_can_be_chosen(client, headers):
    asked = f"{REACH}?since=2029-01-01&until=2029-03-05"
    assert figures(client.get(asked, headers=headers).json()) == [("2029-01-01", A, "api", 32), *WHOLE[:2]]


def test_it_comes_in_parts(client, headers):
    found, address = [], f"{REACH}?limit=1"
    while address is not None:
        body = client.get(address.removeprefix("http://testserver"), headers=headers).json()
        found += figures(body)
        address = body["next"]
    assert found == WHOLE


def test_without_a_key_it_is_not_for_anybody(client, headers):
    response = client.get(REACH)
    assert_problem(response, 401, "key_needed")
    assert response.headers["WWW-Authenticate"] == 'Bearer realm="api"'


def test_a_key_without_the_scope_is_refused(client, headers):
    assert_problem(client.get(REACH, headers=bearer(make_key())), 403, "scope_missing")


def test_a_key_that_another_process_has_just_revoked_shows_nothing_more(client, partner):
    key = make_key(partner, scope=Scope.REACH)
    assert client.get(REACH, headers=bearer(key)).status_code == 200
    services.revoke(key=key.key, by=make_chief())  # not committed: what is remembered here stays
    assert client.get("/api/v1/openapi.json", headers=bearer(key)).status_code == 200
    assert_problem(client.get(REACH, headers=bearer(key)), 401, "revoked_key")


@pytest.mark.parametrize(
    ("query", "parameter", "code"),
    [
        ("since=x", "since", "out_of_range"),
        ("until=1772528400", "until", "out_of_range"),
        ("since=2029-03-07", "since", "out_of_range"),
        ("since=2028-03-05&until=2029-03-06", "since", "out_of_range"),
        ("until=0001-01-01&since=0001-01-02", "since", "out_of_range"),
        ("limit=0", "limit", "out_of_range"),
        ("limit=1001", "limit", "out_of_range"),
        ("cursor=x", "cursor", "invalid_cursor"),
        ("cursor=MjAyOS0wMy0wNSBhYSBiYg", "cursor", "invalid_cursor"),
        ("cursor=MjAyOS0wMy0wNSBhYSBmZWVk!!!!", "cursor", "invalid_cursor"),
        ("partner=1", "partner", "unknown_parameter"),
    ],
)
def test_what_cannot_be_answered_is_named(client, headers, query, parameter, code):
    problem = assert_problem(client.get(f"{REACH}?{query}", headers=headers), 400, "invalid_parameters")
    assert parameter_codes(problem) == {parameter: code}


@pytest.mark.parametrize("query", ["until=0001-01-01", "until=9999-12-31&since=9999-12-31"])
def test_the_ends_of_the_calendar_are_answered(client, headers, query):
    assert client.get(f"{REACH}?{query}", headers=headers).json()["figures"] == []


def test_it_costs_the_same_however_much_there_is(client, headers, partner):
    client.get(REACH, headers=headers)
    before = count_queries(client, REACH, **headers)
    add_counts({(TUESDAY, "embed", f"item{number:06}", "host:r.example"): 1 for number in range(300)})
    assert count_queries(client, REACH, **headers) == before == 4


def test_a_stranger_is_not_told_what_is_wrong_with_the_parameters(client):
    answer = client.get("/api/v1/reach?cursor=x&limit=0")
    assert (answer.status_code, answer.json()["code"]) == (401, "key_needed")
