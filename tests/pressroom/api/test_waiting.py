"""Long polling: held while nothing is new, answered when something is, and never so many that no thread is left."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from urllib.request import urlopen

from django.http import HttpRequest, HttpResponse

import orjson
import pytest

from pressroom.api.v1 import waiting
from tests.assertions.http import assert_problem, count_queries, parameter_codes
from tests.factories.cms_ledger import make_payload, print_editions


def never(seconds: float) -> None:
    raise AssertionError("It waited.")


def asked(rf, query: str, sleep: Callable[[float], None]) -> HttpResponse:
    """Ask the wrapper alone; the answer behind it says nothing but that it was reached."""
    view = waiting.waits(lambda request: HttpResponse("reached"), sleep=sleep)
    response = view(rf.get(f"/api/v1/changes?{query}"))
    assert isinstance(response, HttpResponse)
    assert response.content == b"reached"
    return response


@pytest.mark.django_db
class TestWaits:
    @pytest.mark.parametrize(
        "query",
        [
            "since=1",
            "since=1&wait=0",
            "since=0&wait=25",
            "since=2&wait=25",
            "since=1&wait=26",
            "since=1&wait=-1",
            "since=1&wait=x",
            "since=1&wait=%D9%A1",
            "since=1&wait=1&wait=1",
            "since=1&since=1&wait=1",
        ],
    )
    def test_only_at_the_ledgers_end_and_when_asked_in_earnest(self, rf, query):
        print_editions([make_payload()])
        asked(rf, query, never)

    def test_until_the_ledger_moves(self, rf):
        print_editions([make_payload()])
        slept = []

        def sleep(seconds: float) -> None:
            slept.append(seconds)
            if len(slept) == 3:
                print_editions([make_payload()])

        response = asked(rf, "since=1&wait=25", sleep)
        assert slept == [waiting.POLL] * 3
        assert "Retry-After" not in response.headers

    def test_on_an_empty_ledger_too(self, rf):
        asked(rf, "since=0&wait=25", lambda _seconds: print_editions([make_payload()]) and None)

    def test_no_longer_than_asked(self, rf):
        print_editions([make_payload()])
        began = time.monotonic()
        asked(rf, "since=1&wait=1", time.sleep)
        assert 1 <= time.monotonic() - began < 3

    def test_one_query_for_each_look(self, rf, django_assert_num_queries):
        print_editions([make_payload()])
        with django_assert_num_queries(3):  # before, and two looks in a second
            asked(rf, "since=1&wait=1", time.sleep)


@pytest.mark.django_db
class TestRoom:
    def test_who_finds_no_room_is_answered_at_once_and_told_when_to_come_back(self, rf, settings):
        settings.CHANGES_WAITERS = 1
        inside = []

        def sleep(seconds: float) -> None:
            inside.append(asked(rf, "since=0&wait=25", never))
            print_editions([make_payload()])

        outside = asked(rf, "since=0&wait=25", sleep)
        assert [answer.headers["Retry-After"] for answer in inside] == [str(waiting.RETRY_AFTER)]
        assert "Retry-After" not in outside.headers

    def test_a_server_with_few_threads_holds_nobody(self, rf, settings):
        settings.CHANGES_WAITERS = 0
        assert "Retry-After" in asked(rf, "since=0&wait=25", never).headers

    def test_a_place_is_given_back_after_a_failure(self, rf, settings):
        settings.CHANGES_WAITERS = 1

        def fail(seconds: float) -> None:
            raise RuntimeError("the database went away")

        for _ in range(2):
            with pytest.raises(RuntimeError):
                asked(rf, "since=0&wait=25", fail)
        asked(rf, "since=0&wait=25", lambda _seconds: print_editions([make_payload()]) and None)


@pytest.mark.django_db
class TestAnswers:
    def test_is_the_same_as_without_waiting(self, client):
        print_editions([make_payload()])
        plain = client.get("/api/v1/changes?since=0").json()
        assert client.get("/api/v1/changes?since=0&wait=25").json() == plain

    def test_nothing_new_is_an_empty_answer_or_304(self, client):
        print_editions([make_payload()])
        first = client.get("/api/v1/changes?since=1&wait=1")
        assert first.json()["changes"] == []
        again = client.get("/api/v1/changes?since=1&wait=1", headers={"If-None-Match": first.headers["ETag"]})
        assert again.status_code == 304

    @pytest.mark.parametrize(
        ("wait", "code"), [("26", "out_of_range"), ("-1", "out_of_range"), ("long", "not_a_number")]
    )
    def test_a_wait_that_is_none_is_refused(self, client, wait, code):
        body = assert_problem(client.get(f"/api/v1/changes?wait={wait}"), 400, "invalid_parameters")
        assert parameter_codes(body) == {"wait": code}

    def test_costs_one_query_more_while_something_is_new(self, client):
        print_editions([make_payload()])
        client.get("/api/v1/changes?since=0&wait=25")
        assert count_queries(client, "/api/v1/changes?since=0&wait=25") == 2

    def test_elsewhere_there_is_no_such_parameter(self, client):
        body = assert_problem(client.get("/api/v1/items?wait=1"), 400, "invalid_parameters")
        assert parameter_codes(body) == {"wait": "unknown_parameter"}

    def test_other_pages_may_read_when_to_come_back(self, client):
        exposed = client.get("/api/v1/changes").headers["Access-Control-Expose-Headers"]
        assert "Retry-After" in exposed


@pytest.mark.django_db(transaction=True)
def test_a_waiting_client_hears_of_a_release_at_once(live_server):
    print_editions([make_payload()])
    heard: list[float] = []

    def listen() -> None:
        with urlopen(f"{live_server.url}/api/v1/changes?since=1&wait=25", timeout=40) as answer:
            assert [change["seq"] for change in orjson.loads(answer.read())["changes"]] == [2]
            heard.append(time.monotonic())

    listener = threading.Thread(target=listen)
    listener.start()
    time.sleep(0.8)
    assert heard == []
    print_editions([make_payload()])
    released = time.monotonic()
    listener.join(timeout=20)
    assert heard[0] - released < 3


def test_the_longest_wait_is_shorter_than_what_proxies_allow():
    assert waiting.MAX_WAIT < 30


def test_a_request_that_is_none_of_these_is_passed_on_unread():
    seen: list[HttpRequest] = []
    request = HttpRequest()
    view = waiting.waits(lambda request: HttpResponse(str(seen.append(request))), sleep=never)
    view(request)
    assert seen == [request]
