"""Who answers now: live, but only for organisations that are public."""

from __future__ import annotations

import datetime as dt

import pytest

from cms.common import clock
from pressroom.api.v1.openapi import description
from tests.assertions.http import assert_conditional, assert_problem
from tests.assertions.openapi import assert_fits
from tests.factories.cms_ledger import delete, make_term, print_editions
from tests.factories.cms_workshop import make_organisation

pytestmark = pytest.mark.django_db

MONDAY_NOON = dt.datetime(2026, 3, 2, 11, 0, tzinfo=dt.UTC)
MONDAY_NIGHT = dt.datetime(2026, 3, 2, 22, 0, tzinfo=dt.UTC)
URL = "/api/v1/contacts?organisation=jarva"


@pytest.fixture
def organisation():
    return make_organisation("jarva", "Järva stadsdelsförvaltning", duty_phone="08-508 00 000")


def test_within_and_outside_hours(client, organisation):
    print_editions([make_term("organisation", "jarva", "Järva stadsdelsförvaltning")])
    with clock.set_to(MONDAY_NOON):
        day = client.get(URL).json()
    with clock.set_to(MONDAY_NIGHT):
        night = client.get(URL).json()
    assert (day["is_open"], day["contacts"][0]["is_open"], day["opens_at"]) == (True, True, None)
    assert (night["is_open"], night["duty_phone"]) == (False, "08-508 00 000")
    assert night["opens_at"] == "2026-03-03T07:00:00.000Z"
    assert_fits("ContactAnswer", day)
    assert_fits("ContactAnswer", night)


def test_an_organisation_that_is_not_printed_is_unknown(client, organisation):
    assert_problem(client.get(URL), 404, "not_found")
    term = make_term("organisation", "jarva", "Järva stadsdelsförvaltning")
    print_editions([term])
    assert client.get(URL).status_code == 200
    print_editions([delete(term)])
    assert_problem(client.get(URL), 404, "not_found")


def test_answer_is_conditional_within_half_a_minute(client, organisation):
    print_editions([make_term("organisation", "jarva", "Järva stadsdelsförvaltning")])
    with clock.set_to(MONDAY_NOON):
        assert_conditional(client, URL)


def test_address_is_described():
    assert "/api/v1/contacts" in description()["paths"]
