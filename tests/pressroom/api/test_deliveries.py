"""A partner sees what became of the messages to its own webhooks: all of it, and nobody else's, and no secret."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest

from cms.common import clock
from pressroom.partners.enums import Scope
from pressroom.partners.keys import services
from pressroom.webhooks.enums import State
from pressroom.webhooks.posting import Outcome
from pressroom.webhooks.replaying import send_test
from pressroom.webhooks.sender import Sender
from tests.assertions.http import assert_problem, count_queries, parameter_codes
from tests.assertions.openapi import assert_fits
from tests.factories.cms_ledger import FIRST_RELEASE, correct, make_payload, print_editions
from tests.factories.cms_workshop import make_chief
from tests.factories.pressroom_partners import bearer, make_key, make_partner
from tests.factories.pressroom_webhooks import HUNG, TAKEN, Remembering, make_endpoint, make_keeper

pytestmark = pytest.mark.django_db
WEBHOOKS, LOG = "/api/v1/webhooks", "/api/v1/webhooks/deliveries"
NOW = FIRST_RELEASE + dt.timedelta(days=1)
SECRET_ANSWER = "hemligt svar"
ITEM = make_payload(title="Lyktor")


@pytest.fixture(autouse=True)
def _frozen():
    with clock.set_to(NOW):
        yield


@pytest.fixture
def partner():
    return make_partner("Region")


@pytest.fixture
def headers(partner):
    return bearer(make_key(partner, scope=Scope.WEBHOOKS))


@pytest.fixture
def log(partner):
    """Bring messages into each state: one partner's on two webhooks, another partner's on one."""
    fine = make_endpoint(partner=partner, name="Nyheter", url="https://region.example/hook?token=hemlig")
    bad = make_endpoint(partner=partner, name="Test", url="https://test.example/hemlig")
    make_endpoint(name="Annans", url="https://annan.example/")
    answers = {"https://region.example/hook?token=hemlig": TAKEN}
    hands = Remembering(lambda parcel: answers.get(parcel.url, Outcome(500, "", 0.25, SECRET_ANSWER)))
    sender = Sender(hands)
    print_editions([ITEM])
    sender.turn()
    print_editions([correct(ITEM)])
    with clock.set_to(NOW + dt.timedelta(minutes=1)):
        sender.turn()
        sender.turn()
    return fine, bad


def ask(client, headers, query: str = "") -> dict:
    response = client.get(f"{LOG}{query}", headers=headers)
    assert response.status_code == 200, response.content
    assert_fits("DeliveryPage", response.json())
    return response.json()


def told(body) -> list[tuple]:
    return [(d["event"], d["seq"], d["state"], len(d["attempts"])) for d in body["deliveries"]]


def test_a_partner_sees_all_of_its_own_and_nothing_of_others(client, headers, log):
    fine, bad = log
    body = ask(client, headers)
    assert {entry["webhook"] for entry in body["deliveries"]} == {str(fine.key), str(bad.key)}
    of_fine = ask(client, headers, f"?webhook={fine.key}")
    assert told(of_fine) == [
        ("edition.corrected", 2, "delivered", 1),
        ("edition.published", 1, "delivered", 1),
    ]
    newest = of_fine["deliveries"][0]
    assert newest["item"] == {
        "type": "message",
        "id": ITEM["id"],
        "language": "sv",
        "number": 2,
        "api_url": f"http://testserver/api/v1/items/{ITEM['id']}?language=sv",
    }
    assert newest["attempts"] == [
        {"number": 1, "at": newest["done_at"], "milliseconds": 100, "status": 204, "error": None}
    ]
    assert newest["next_attempt_at"] is None


def test_what_failed_says_when_and_when_it_is_tried_again(client, headers, log):
    _fine, bad = log
    waiting = ask(client, headers, f"?webhook={bad.key}&state=waiting")["deliveries"]
    assert [entry["seq"] for entry in waiting] == [2, 1]
    first = waiting[1]
    assert [attempt["status"] for attempt in first["attempts"]] == [500] * len(first["attempts"])
    assert first["next_attempt_at"] > first["created_at"]
    assert first["done_at"] is None


def test_what_was_not_answered_says_why_and_a_test_is_about_nothing(client, headers, partner):
    endpoint = make_endpoint(partner=partner)
    send_test(endpoint=endpoint, by=make_keeper())
    Sender(Remembering(HUNG)).turn()
    [entry] = ask(client, headers)["deliveries"]
    assert (entry["event"], entry["seq"], entry["item"], entry["state"]) == (
        "webhook.test",
        None,
        None,
        "dead",
    )
    [attempt] = entry["attempts"]
    assert (attempt["status"], attempt["error"], attempt["milliseconds"]) == (None, "timeout", 20_000)


def test_neither_addresses_nor_secrets_nor_answers_are_told(client, headers, log):
    for path in (WEBHOOKS, LOG):
        text = client.get(path, headers=headers).content.decode()
        assert SECRET_ANSWER not in text
        for part in ("hemlig", "example/", "whsec", "whsk", "Annans"):
            assert part not in text, part


def test_webhooks_are_listed_with_how_they_stand(client, headers, log):
    fine, bad = log
    bad.state, bad.reason = State.DISABLED, "failing"
    bad.save()
    response = client.get(WEBHOOKS, headers=headers)
    assert_fits("OwnWebhookList", response.json())
    first, second = response.json()["webhooks"]
    assert (first["id"], first["name"], first["state"], first["waiting"]) == (
        str(fine.key),
        "Nyheter",
        "active",
        0,
    )
    assert first["last_success_at"]
    assert (second["state"], second["reason"], second["waiting"]) == ("disabled", "failing", 2)
    assert (first["reason"], second["last_success_at"]) == (None, None)


def test_it_comes_in_parts_that_keep_their_filters(client, headers, log):
    _fine, bad = log
    found, address, parts = [], f"{LOG}?limit=1&webhook={bad.key}&state=waiting&created_since=2000-01-01", 0
    while address is not None:
        body = client.get(address.removeprefix("http://testserver"), headers=headers).json()
        found += [entry["seq"] for entry in body["deliveries"]]
        address, parts = body["next"], parts + 1
    assert (found, parts) == ([2, 1], 2)


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("?state=delivered", 2),
        ("?state=dead", 0),
        (f"?created_since={clock.isoformat(NOW)}", 4),
        (f"?created_since={clock.isoformat(NOW + dt.timedelta(seconds=1))}", 2),
        (f"?created_until={clock.isoformat(NOW)}", 0),
        (f"?created_until={NOW.date()}", 4),
    ],
)
def test_it_is_narrowed_by_state_and_time(client, headers, log, query, count):
    assert len(ask(client, headers, query)["deliveries"]) == count


@pytest.mark.parametrize("path", [WEBHOOKS, LOG])
def test_it_is_for_keys_with_the_scope_alone(client, partner, path):
    response = client.get(f"{path}?colour=blue")
    assert_problem(response, 401, "key_needed")
    for scope in (Scope.READ, Scope.REACH):
        refusal = client.get(path, headers=bearer(make_key(partner, scope=scope)))
        assert "`webhooks`" in assert_problem(refusal, 403, "scope_missing")["detail"]
    key = make_key(partner, scope=Scope.WEBHOOKS)
    answer = client.get(path, headers=bearer(key))
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert answer.headers["Vary"] == "Authorization"
    services.revoke(key=key.key, by=make_chief())
    assert_problem(client.get(path, headers=bearer(key)), 401, "revoked_key")


def test_the_scope_holds_the_ones_before_it(client, headers):
    assert client.get("/api/v1/reach", headers=headers).status_code == 200


@pytest.mark.parametrize(
    ("query", "parameter", "code"),
    [
        ("webhook=x", "webhook", "out_of_range"),
        (f"webhook={uuid.UUID(int=7)}", "webhook", "unknown_value"),
        ("state=lost", "state", "out_of_range"),
        ("limit=0", "limit", "out_of_range"),
        ("limit=101", "limit", "out_of_range"),
        ("cursor=x", "cursor", "invalid_cursor"),
        ("cursor=MTIzNDU2Nzg5MDEyMzQ1Njc4OTAx", "cursor", "invalid_cursor"),
        ("created_since=igår", "created_since", "not_a_time"),
        ("partner=1", "partner", "unknown_parameter"),
    ],
)
def test_what_cannot_be_answered_is_named(client, headers, query, parameter, code):
    problem = assert_problem(client.get(f"{LOG}?{query}", headers=headers), 400, "invalid_parameters")
    assert parameter_codes(problem) == {parameter: code}


def test_another_partners_webhook_is_as_unknown_as_none(client, headers):
    other = make_endpoint()
    texts = [
        client.get(f"{LOG}?webhook={key}", headers=headers).content for key in (other.key, uuid.UUID(int=7))
    ]
    assert texts[0] == texts[1]


def test_it_costs_the_same_however_much_there_is(client, headers, log, partner):
    client.get(LOG, headers=headers)
    before = count_queries(client, LOG, **headers)
    print_editions([make_payload() for _ in range(10)])
    Sender(Remembering()).turn()
    assert count_queries(client, LOG, **headers) == before == 4
    assert count_queries(client, WEBHOOKS, **headers) == 2
