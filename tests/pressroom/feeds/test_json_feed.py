"""The JSON feed: version 1.1 by its specification, and our own members."""

from __future__ import annotations

import datetime as dt

import pytest

from cms.organisations.models import Organisation, PressContact
from tests.assertions.feeds import assert_valid_json_feed
from tests.assertions.http import assert_conditional
from tests.assertions.json_contract import assert_contract
from tests.factories.cms_ledger import (
    correct,
    delete,
    make_full_payload,
    make_key,
    make_payload,
    print_editions,
    withdraw,
)

FEED = "/sv/feed.json"
AT = dt.datetime(2026, 3, 3, 8, 0, tzinfo=dt.UTC)

pytestmark = pytest.mark.django_db


def read(client, url=FEED):
    return assert_valid_json_feed(client.get(url).content)


def test_whole_feed_is_as_promised(client):
    message = make_full_payload(key=make_key("contract"), title="Sommaren i Järva", slug="sommaren-i-jarva")
    gone = make_payload(key=make_key("gone"), title="Fel rubrik", slug="fel-rubrik")
    print_editions([message, gone], released_at=AT)
    print_editions([correct(message, "Vi skrev fel månad.")], released_at=AT + dt.timedelta(hours=1))
    print_editions([withdraw(gone)], released_at=AT + dt.timedelta(days=1))
    response = client.get(FEED)
    assert response.headers["Content-Type"] == "application/feed+json; charset=utf-8"
    assert_contract("feed.json", assert_valid_json_feed(response.content))


def test_item_says_what_the_api_says(client):
    message = make_full_payload()
    print_editions([message])
    item = read(client)["items"][0]
    document = client.get(f"/api/v1/items/{message['id']}").json()
    assert [item[name] for name in ("id", "url", "title", "summary")] == [
        document[name] for name in ("uri", "url", "title", "summary")
    ]
    assert item["date_published"] == document["edition"]["first_released_at"]
    assert item["date_modified"] == document["edition"]["changed_at"]
    assert item["_press"]["edition"]["digest"] == document["edition"]["digest"]
    assert item["_press"]["image"]["alt"] == document["image"]["alt"]
    assert item["tags"] == ["Unga i riskzon", "Fler unga i fritidsaktiviteter", "Sommar", "Rinkeby", "Boende"]


def test_press_desk_is_in_the_item(client):
    organisation = Organisation.objects.create(code="jarva", duty_phone="08-1")
    PressContact.objects.create(organisation=organisation, name="Anna Exempel", phone="08-508")
    print_editions([make_payload()])
    press = read(client)["items"][0]["_press"]
    assert press["responsible"]["duty_phone"] == "08-1"
    assert press["responsible"]["contacts"][0]["phone"] == "08-508"
    assert (
        press["contact"] == "Frågor besvaras av Järva stadsdelsförvaltning. Anna Exempel, 08-508. Jour: 08-1."
    )


def test_withdrawn_is_marked_and_has_none_of_its_text(client):
    payload = make_payload(title="Sommaren", summary="Fel uppgift.", slug="fel-uppgift")
    print_editions([payload], released_at=AT)
    before = read(client)["items"][0]
    print_editions([withdraw(payload, "Det stämde inte.")], released_at=AT + dt.timedelta(days=1))
    feed = read(client)
    item = feed["items"][0]
    assert (item["id"], item["title"]) == (before["id"], "Tillbakadraget: Sommaren")
    assert item["_press"]["gone"] == {
        "kind": "withdrawn",
        "at": "2026-03-04T08:00:00.000Z",
        "title": "Sommaren",
        "reason": "Det stämde inte.",
    }
    assert feed["_press"]["changed_at"] == "2026-03-04T08:00:00.000Z"
    content = client.get(FEED).content.decode()
    assert "el uppgift" not in content
    assert "fel-uppgift" not in content


def test_deleted_says_nothing_but_that(client):
    payload = make_payload(title="Sommaren")
    print_editions([payload])
    print_editions([delete(payload)])
    item = read(client)["items"][0]
    assert set(item["_press"]) == {"gone"}
    assert "Sommaren" not in str(item)
    assert "Järva" not in str(item)


def test_empty_feed_is_valid(client):
    assert read(client)["items"] == []


def test_answer_is_conditional_and_readable_by_any_site(client):
    print_editions([make_payload()])
    assert_conditional(client, FEED)
    assert client.get(FEED).headers["Access-Control-Allow-Origin"] == "*"
