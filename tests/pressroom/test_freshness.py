"""How long a shared cache may answer by itself: never by default, and never past what is announced."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.http import HttpResponse
from django.test import Client, RequestFactory

import pytest

from cms.common import clock
from cms.ledger.overlay import looking_ahead
from cms.releases.models import Release
from cms.releases.services import plan_release
from pressroom import freshness
from pressroom.http import clock_bucket, ledger_response
from tests.cms.ledger.test_overlay import foreseen_title
from tests.factories.cms_ledger import make_payload, make_ref, make_term, print_editions, withdraw
from tests.factories.cms_workshop import entry_for, make_desk, make_message

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 3, 2, 12, 0, 1, tzinfo=clock.UTC)


@pytest.fixture(autouse=True)
def _still() -> Iterator[None]:
    with clock.set_to(NOW):
        yield


@pytest.fixture
def shared(settings: Any) -> None:
    settings.SHARED_CACHE_SECONDS = 5
    settings.SHARED_CACHE_STALE_SECONDS = 4
    settings.SHARED_CACHE_ERROR_SECONDS = 60


def announce(at: dt.datetime, status: str = "confirmed") -> Any:
    facts = {"starts_at": clock.isoformat(at), "zone": "Europe/Stockholm", "status": status}
    owner = make_ref("organisation", "jarva", "Järva")
    entry = make_term("calendar", f"k{at.timestamp():.0f}", "Besked", calendar=facts, owner=owner)
    print_editions([entry])
    return entry


def said(at: dt.datetime = NOW, **more: Any) -> str:
    with clock.set_to(at):
        request = RequestFactory().get("/sv/")
        return str(ledger_response(request, lambda _head: HttpResponse("x"), **more)["Cache-Control"])


FULL = "public, max-age=0, s-maxage=5, stale-while-revalidate=4, stale-if-error=60"


def test_nothing_is_kept_unasked_by_default() -> None:
    print_editions([make_payload()])
    assert said() == "public, no-cache"


@pytest.mark.usefixtures("shared")
class TestShared:
    def test_for_the_seconds_that_the_operator_says(self) -> None:
        assert said() == FULL

    def test_stale_only_if_the_operator_says_so(self, settings: Any) -> None:
        settings.SHARED_CACHE_STALE_SECONDS = settings.SHARED_CACHE_ERROR_SECONDS = 0
        assert said() == "public, max-age=0, s-maxage=5"

    @pytest.mark.parametrize(
        ("seconds", "expected"),
        [
            (10.9, FULL),
            (8.2, "public, max-age=0, s-maxage=5, stale-while-revalidate=2, stale-if-error=60"),
            (6, "public, max-age=0, s-maxage=5, stale-if-error=60"),
            (3.5, "public, max-age=0, s-maxage=2, stale-if-error=60"),
            (1.9, "public, no-cache"),
            (0, "public, no-cache"),
            (-599, "public, no-cache"),  # late: it may come out any moment
            (-600, FULL),
        ],
    )
    def test_not_past_an_announced_release(self, seconds: float, expected: str) -> None:
        announce(NOW + dt.timedelta(minutes=20))
        assert said(NOW + dt.timedelta(minutes=20, seconds=-seconds)) == expected

    @pytest.mark.parametrize("status", ["cancelled", "released"])
    def test_what_is_not_promised_any_more_bounds_nothing(self, status: str) -> None:
        announce(NOW + dt.timedelta(seconds=2), status)
        assert said() == FULL

    def test_the_next_announcement_counts_whatever_is_overdue_for_long(self) -> None:
        announce(NOW - dt.timedelta(hours=2))
        announce(NOW + dt.timedelta(seconds=4), "provisional")
        assert said().startswith("public, max-age=0, s-maxage=3,")

    def test_a_withdrawn_announcement_bounds_nothing(self) -> None:
        print_editions([withdraw(announce(NOW + dt.timedelta(seconds=2)))])
        assert said() == FULL

    def test_what_follows_the_clock_is_kept_to_the_end_of_its_half_minute(self) -> None:
        at = NOW.replace(second=28)
        assert "s-maxage=1," in said(at, variant=clock_bucket(at))
        assert said(at) == FULL

    def test_a_planned_release_that_is_not_announced_changes_nothing(self, client: Client) -> None:
        desk = make_desk("jarva")
        page = make_message(desk)
        before = said()
        plan_release(entries=[entry_for(page)], by=desk.editor, at=NOW + dt.timedelta(seconds=3))
        assert Release.objects.filter(scheduled_at=NOW + dt.timedelta(seconds=3)).exists()
        freshness.forget()
        assert said() == before == FULL

    def test_a_look_ahead_is_kept_nowhere(self) -> None:
        with looking_ahead(foreseen_title()):
            assert said() == "no-store"

    def test_the_calendar_is_read_once_at_a_head(
        self, client: Client, django_assert_num_queries: Any
    ) -> None:
        print_editions([make_payload()])
        client.get("/api/v1/items")
        with django_assert_num_queries(1):
            assert "s-maxage=5" in client.get("/api/v1/items")["Cache-Control"]

    def test_a_question_that_waits_for_changes_is_kept_nowhere(self, client: Client) -> None:
        print_editions([make_payload()])
        assert "s-maxage=5" in client.get("/api/v1/changes?since=1")["Cache-Control"]
        assert client.get("/api/v1/changes?since=1&wait=1")["Cache-Control"] == "public, no-cache"

    def test_what_is_gone_is_kept_like_a_page(self, client: Client) -> None:
        payload = make_payload()
        print_editions([payload])
        print_editions([withdraw(payload)])
        for path in (f"/sv/meddelanden/{payload['id']}/", f"/api/v1/items/{payload['id']}"):
            response = client.get(path)
            assert response.status_code == 410
            assert "s-maxage=5" in response["Cache-Control"]

    @pytest.mark.parametrize(
        "path", ["/sv/meddelanden/0000000000/", "/api/v1/items/0000000000", "/filer/a/b.pdf"]
    )
    def test_what_is_not_there_is_not_kept(self, client: Client, path: str) -> None:
        response = client.get(path)
        assert response.status_code == 404
        assert response["Cache-Control"].endswith("no-cache")


class TestNames:
    def test_only_in_the_headers_that_the_operator_wants(self, settings: Any, client: Client) -> None:
        print_editions([make_payload()])
        assert not {"Surrogate-Key", "Cache-Tag"} & set(client.get("/api/v1/items").headers)
        settings.SURROGATE_KEY_HEADERS = ["Surrogate-Key", "Cache-Tag"]
        freshness.forget()
        response = client.get("/api/v1/items?limit=3")
        assert response["Surrogate-Key"] == "ledger list:sv"
        assert response["Cache-Tag"] == "ledger,list:sv"
        again = client.get("/api/v1/items?limit=3", headers={"If-None-Match": response["ETag"]})
        assert (again.status_code, again["Surrogate-Key"]) == (304, "ledger list:sv")

    def test_too_many_become_the_one_that_every_edition_touches(self, settings: Any) -> None:
        settings.SURROGATE_KEY_HEADERS = ["Cache-Tag"]
        names = [f"n{number}" for number in range(freshness.MOST_NAMES + 1)]
        assert freshness.surrogate_headers(names[:-1])["Cache-Tag"].count(",") == freshness.MOST_NAMES - 1
        assert freshness.surrogate_headers(names) == {"Cache-Tag": "ledger"}
