"""One request too many is refused, told when to come back, and nobody else's."""

from __future__ import annotations

import datetime as dt
import re
import shutil
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor

from django.core.cache import caches
from django.core.cache.backends.redis import RedisCache
from django.test import RequestFactory

import pytest

from cms.common import clock
from pressroom.api.keys import limits, senders
from pressroom.api.keys.senders import sender_of
from tests.assertions.http import assert_problem, count_queries
from tests.factories.cms_ledger import make_payload, print_editions
from tests.factories.pressroom_partners import bearer, make_key

NOW = dt.datetime(2029, 3, 6, 9, 1, tzinfo=clock.UTC)
ITEMS = "/api/v1/items"


@pytest.fixture(autouse=True)
def _frozen(settings):
    settings.API_LIMITS = {"anonymous": 5, "partner": 8}
    with clock.set_to(NOW):
        yield


def used_up(caller: str, policy: str = "anonymous") -> int:
    """Return how many requests a caller gets before it is one too many."""
    return next(number for number in range(1000) if limits.take(policy, caller).is_over)


class TestCounting:
    def test_as_many_as_the_limit_and_not_one_more(self):
        assert used_up("a") == 5
        assert limits.take("anonymous", "a").is_over

    def test_callers_and_policies_are_counted_apart(self):
        assert (used_up("a"), used_up("b"), used_up("a", "partner")) == (5, 5, 8)

    def test_a_new_window_begins_with_all_of_it(self):
        used_up("a")
        with clock.set_to(NOW + dt.timedelta(seconds=240)):
            assert not limits.take("anonymous", "a").is_over

    def test_what_is_left_is_told(self):
        first, second = limits.take("anonymous", "a"), limits.take("anonymous", "a")
        assert (first.remaining, second.remaining, first.resets_in) == (4, 3, 240)
        assert second.policy_field() == '"anonymous";q=5;w=300'
        assert second.field() == '"anonymous";r=3;t=240'

    def test_0_is_no_limit(self, settings):
        settings.API_LIMITS = {"anonymous": 0}
        assert limits.take("anonymous", "a") is None

    @pytest.mark.parametrize("limit", [1, 59, 60, 61, 600, 601])
    def test_lots_of_any_size_add_up(self, settings, limit):
        settings.API_LIMITS = {"anonymous": limit}
        assert used_up("a") == limit

    def test_most_requests_ask_no_cache(self, settings, monkeypatch):
        settings.API_LIMITS = {"anonymous": 600}
        asked = []
        real = limits._add
        monkeypatch.setattr(limits, "_add", lambda *args, **more: asked.append(args) or real(*args, **more))
        used_up("a")
        assert len(asked) == 60
        for _ in range(50):
            limits.take("anonymous", "a")
        assert len(asked) == 60  # nor do those that are refused

    def test_two_processes_together_give_no_more_than_the_limit(self, settings):
        settings.API_LIMITS = {"anonymous": 600}
        others = limits._Counters()
        window = int(NOW.timestamp()) // limits.WINDOW
        given = 0
        for _ in range(600):
            given += others.take("anonymous:a", window, 600) <= 600
            given += not limits.take("anonymous", "a").is_over
        assert given == 600

    def test_threads_together_give_no_more_than_the_limit(self, settings):
        settings.API_LIMITS = {"anonymous": 600}

        def ask(_number: int) -> bool:
            with clock.set_to(NOW):
                return not limits.take("anonymous", "a").is_over

        with ThreadPoolExecutor(8) as pool:
            assert sum(pool.map(ask, range(2000))) == 600

    def test_memory_is_bounded(self, monkeypatch):
        monkeypatch.setattr(limits, "_MOST", 3)
        for number in range(9):
            limits.take("anonymous", str(number))
        assert len(limits._counters._entries) == 3

    def test_without_the_cache_each_process_counts_for_itself(self, monkeypatch):
        def broken(*args, **options):
            raise ConnectionError("no redis")

        monkeypatch.setattr(caches["limits"], "incr", broken)
        assert used_up("a") == 5


@pytest.fixture
def redis_cache(tmp_path):
    """A Redis of this test's own, on a socket in the file system."""
    program = shutil.which("redis-server")
    if program is None:
        pytest.skip("redis-server is not installed.")
    socket = tmp_path / "redis.sock"
    command = [program, "--port", "0", "--unixsocket", str(socket), "--save", "", "--dir", str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        try:
            wait_for(socket)
            yield RedisCache(f"unix://{socket}", {"KEY_PREFIX": "limits"})
        finally:
            process.terminate()


def wait_for(path) -> None:
    for _ in range(200):
        if path.exists():
            return
        time.sleep(0.05)
    raise TimeoutError(f"{path} did not come.")


def test_redis_counts_the_same(monkeypatch, redis_cache):
    monkeypatch.setattr(limits, "caches", {"limits": redis_cache})
    monkeypatch.setattr(senders, "caches", {"limits": redis_cache})
    name = sender_of(RequestFactory().get("/"))
    assert used_up(name) == 5
    for module in (limits, senders):
        module.forget()  # another process
    assert sender_of(RequestFactory().get("/")) == name
    assert used_up(name) == 0


@pytest.mark.django_db
class TestAnswers:
    @pytest.fixture(autouse=True)
    def _printed(self):
        print_editions([make_payload()])

    def ask(self, client, times: int, **more):
        return [client.get(ITEMS, **more) for _ in range(times)][-1]

    def test_one_too_many_is_refused_with_when_to_come_back(self, client):
        assert self.ask(client, 5).status_code == 200
        refused = self.ask(client, 1)
        body = assert_problem(refused, 429, "rate_limited")
        assert body["violated-policies"] == ["anonymous"]
        assert refused.headers["Retry-After"] == "240"
        assert refused.headers["RateLimit-Policy"] == '"anonymous";q=5;w=300'
        assert refused.headers["RateLimit"] == '"anonymous";r=0;t=240'
        assert refused.headers["Cache-Control"] == "no-store"

    def test_another_network_is_not_concerned(self, client):
        self.ask(client, 6)
        assert self.ask(client, 1, REMOTE_ADDR="192.0.2.9").status_code == 200

    def test_a_partner_gets_more_whatever_its_neighbours_did(self, client):
        self.ask(client, 6)
        headers = bearer(make_key())
        assert self.ask(client, 8, headers=headers).status_code == 200
        refused = self.ask(client, 1, headers=headers)
        assert assert_problem(refused, 429, "rate_limited")["violated-policies"] == ["partner"]

    def test_bad_keys_count_for_their_sender(self, client):
        bad = {"Authorization": "Bearer x"}
        assert self.ask(client, 5, headers=bad).status_code == 401
        assert self.ask(client, 1, headers=bad).status_code == 429
        assert self.ask(client, 1).status_code == 429

    def test_what_is_left_stands_only_in_answers_for_one(self, client):
        anonymous, partner = client.get(ITEMS), client.get(ITEMS, headers=bearer(make_key()))
        assert "RateLimit" not in anonymous.headers
        assert anonymous.headers["RateLimit-Policy"] == '"anonymous";q=5;w=300'
        assert partner.headers["RateLimit"] == '"partner";r=7;t=240'

    def test_the_fields_are_structured_fields(self, client):
        member = re.compile(r'"[a-z]+"(;[a-z]+=\d+)+')  # RFC 9651: an item of a list, with parameters
        response = client.get(ITEMS, headers=bearer(make_key()))
        assert member.fullmatch(response.headers["RateLimit"])
        assert member.fullmatch(response.headers["RateLimit-Policy"])

    def test_asking_what_may_be_asked_is_not_counted(self, client):
        for _ in range(9):
            client.options(ITEMS)
        assert client.get(ITEMS).status_code == 200

    def test_counting_costs_no_query(self, client, settings):
        settings.API_LIMITS = {"anonymous": 100}
        client.get(ITEMS)
        assert count_queries(client, ITEMS) == 1
        settings.API_LIMITS = {"anonymous": 1}
        assert count_queries(client, ITEMS) == 0

    def test_no_address_is_written_anywhere(self, client, caplog):
        for _ in range(6):
            client.get(ITEMS, REMOTE_ADDR="192.0.2.77")
        assert "192.0.2.77" not in caplog.text
        assert "192.0.2.77" not in str(caches["limits"]._cache)
