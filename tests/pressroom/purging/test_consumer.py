"""Caches are told of every edition, in order, again when they did not confirm, and once more a little later."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator
from typing import Any

from django.core.management import call_command
from django.test import Client

import pytest

from cms.common import clock
from cms.ledger import consumers, surrogates
from cms.ledger.consumers import Consumer, how_far_behind, position_of
from cms.ledger.following import follow_once
from pressroom.purging import consumer
from pressroom.purging.backends import PurgeFailed
from tests.factories.cms_ledger import (
    correct,
    make_file,
    make_full_payload,
    make_payload,
    make_ref,
    print_editions,
    withdraw,
)
from tests.fakes.cache_server import FakeCache, fake_cache

pytestmark = pytest.mark.django_db


@pytest.fixture
def cache() -> Iterator[FakeCache]:
    with fake_cache() as cache:
        yield cache


@pytest.fixture
def varnish(cache: FakeCache, settings: Any) -> FakeCache:
    """Return a cache that is purged by name, with its reader set up at the ledger's end."""
    backend = {"BACKEND": "pressroom.purging.backends.BanBackend", "ADDRESS": f"ban+http://{cache.address}"}
    settings.PURGED_CACHES = {"front": backend}
    assert consumer.turn("front") == consumer.LOOK_EVERY
    return cache


def test_each_edition_is_purged_by_what_it_touches(varnish: FakeCache) -> None:
    payload = make_payload(areas=[make_ref("area", "handel", "Handel")])
    [edition] = print_editions([payload])
    assert consumer.turn("front") == 0
    assert [method for method, *_rest in varnish.asked] == ["BAN"]
    assert varnish.names() == [surrogates.touched_by(edition)]
    assert position_of("purge front") == edition.seq
    assert consumer.turn("front") == consumer.LOOK_EVERY


def test_begins_at_the_ledgers_end(settings: Any, cache: FakeCache) -> None:
    print_editions([make_payload()])
    settings.PURGED_CACHES = {
        "new": {"BACKEND": "pressroom.purging.backends.BanBackend", "ADDRESS": "ban+http://x"}
    }
    assert consumer.turn("new") == consumer.LOOK_EVERY
    assert how_far_behind("purge new") == 0


def test_what_the_cache_did_not_confirm_is_purged_again_in_order(varnish: FakeCache) -> None:
    payload = make_payload()
    print_editions([payload])
    varnish.status = 503
    with pytest.raises(PurgeFailed, match="answered 503"):
        consumer.turn("front")
    assert how_far_behind("purge front") == 1
    print_editions([withdraw(payload)])
    varnish.status = 200
    varnish.asked.clear()
    assert consumer.turn("front") == 0
    [names] = varnish.names()
    assert surrogates.REMOVALS in names
    assert how_far_behind("purge front") == 0


def test_a_cache_that_is_down_is_an_error_of_its_own(varnish: FakeCache, settings: Any) -> None:
    settings.PURGED_CACHES["front"]["ADDRESS"] = "ban+http://127.0.0.1:9"
    print_editions([make_payload()])
    with pytest.raises(PurgeFailed, match="failed"):
        consumer.turn("front")


def test_many_names_take_several_requests(varnish: FakeCache) -> None:
    editions = print_editions([make_payload() for _ in range(12)])
    consumer.turn("front")
    assert len(varnish.asked) > 1
    assert set().union(*varnish.names()) == frozenset().union(*map(surrogates.touched_by, editions))


def test_once_more_when_answers_that_were_under_way_have_ended(varnish: FakeCache) -> None:
    again = {"after": consumer.AGAIN_AFTER}
    consumer.turn("front", **again)
    at = dt.datetime(2026, 3, 3, 8, tzinfo=clock.UTC)
    [first] = print_editions([make_payload()], released_at=at)
    [second] = print_editions([make_payload()], released_at=at + dt.timedelta(seconds=3))
    with clock.set_to(at + dt.timedelta(seconds=4)):
        assert consumer.turn("front", **again) == consumer.LOOK_EVERY
    with clock.set_to(at + dt.timedelta(seconds=6)):
        assert consumer.turn("front", **again) == 0
        assert varnish.names() == [surrogates.touched_by(first)]
        assert consumer.turn("front", **again) == consumer.LOOK_EVERY
    with clock.set_to(at + dt.timedelta(seconds=9)):
        assert consumer.turn("front", **again) == 0
    assert varnish.names()[1] == surrogates.touched_by(second)


def test_the_lag_of_each_cache_is_seen(varnish: FakeCache, monkeypatch: pytest.MonkeyPatch) -> None:
    own: dict[str, Consumer] = {}
    monkeypatch.setattr(consumers, "_consumers", own)
    consumer.register_all()
    assert list(own) == ["purge front", "purge front again"]
    follow_once(list(own.values()))
    print_editions([make_payload()])
    out = io.StringIO()
    call_command("follow_ledger", "--status", stdout=out)
    assert "purge front: 1 editions behind" in out.getvalue()
    assert follow_once(list(own.values())) == []
    assert how_far_behind("purge front") == 0


class Foreign:
    """A backend with the interface of Wagtail's."""

    asked: list[str] = []

    def __init__(self, params: dict[str, Any]) -> None:
        assert params == {"HOSTNAMES": ["press.example.se"]}

    def purge_batch(self, urls: list[str]) -> None:
        self.asked += urls


def test_a_backend_of_wagtails_kind_is_given_addresses(settings: Any) -> None:
    backend = {"BACKEND": f"{__name__}.Foreign", "HOSTNAMES": ["press.example.se"]}
    settings.PURGED_CACHES = {"cdn": backend}
    consumer.turn("cdn")
    print_editions([make_payload()])
    consumer.turn("cdn")
    assert f"{settings.PUBLIC_BASE_URL}/sv/nyheter/" in Foreign.asked


class TestAddresses:
    @pytest.fixture
    def nginx(self, cache: FakeCache, settings: Any) -> FakeCache:
        backend = {
            "BACKEND": "pressroom.purging.backends.RefreshBackend",
            "ADDRESS": f"refresh+http://{cache.address}",
        }
        settings.PURGED_CACHES = {"front": backend}
        consumer.turn("front")
        return cache

    def test_what_our_own_pages_and_feeds_link_to_is_fetched_anew(
        self, nginx: FakeCache, client: Client
    ) -> None:
        nginx.status = 301  # where it leads to is none of our business
        area = make_ref("area", "handel", "Handel")
        file = make_file()
        payload = make_full_payload(areas=[area], attachments=[{"title": "Underlag", "file": file}])
        print_editions([payload])
        consumer.turn("front")
        assert {method for method, *_rest in nginx.asked} == {"GET"}
        assert {headers["Host"] for _method, _path, headers, _body in nginx.asked} == {"testserver"}
        expected = {
            f"/sv/meddelanden/{payload['id']}/{payload['slug']}/", f"/sv/meddelanden/{payload['id']}/historik/",
            f"/sv/meddelanden/{payload['id']}/utgava/1/", "/sv/", "/sv/nyheter/", "/sv/meddelanden/",
            "/sv/omraden/handel/", "/sv/feed.rss", "/sv/feed.atom?area=handel", "/sv/feed.json?type=message",
            "/api/v1/items", f"/api/v1/items/{payload['id']}", f"/api/v1/items/{payload['id']}?language=sv",
            f"/embed/v1/item/{payload['id']}", f"/embed/v1/item/{payload['id']}.json", "/embed/v1/list.json",
            "/sitemap.xml", f"/filer/{file['asset']}/{file['name']}",
        }  # fmt: skip
        assert expected <= set(nginx.paths())

    def test_where_it_stood_until_now_as_well(self, nginx: FakeCache) -> None:
        payload = make_payload(areas=[make_ref("area", "handel", "Handel")])
        print_editions([payload])
        consumer.turn("front")
        nginx.asked.clear()
        print_editions([correct(payload, areas=[], slug="annat")])
        consumer.turn("front")
        assert {"/sv/omraden/handel/", f"/sv/meddelanden/{payload['id']}/{payload['slug']}/"} <= set(
            nginx.paths()
        )

    def test_they_are_addresses_that_we_answer(self, nginx: FakeCache, client: Client) -> None:
        payload = make_full_payload(attachments=[], image=None, share_image=None, body=[])
        print_editions([payload])
        consumer.turn("front")
        unknown = {path for path in nginx.paths() if client.get(path).status_code == 404}
        # Terms that nobody has printed have no page of their own.
        segments = ("omraden", "mal", "organisationer", "malgrupper", "amnen", "platser")
        assert {
            path for path in unknown if not path.startswith(tuple(f"/sv/{name}/" for name in segments))
        } == set()

    def test_a_page_that_fails_is_asked_for_again(self, nginx: FakeCache) -> None:
        nginx.status = 502
        print_editions([make_payload()])
        with pytest.raises(PurgeFailed):
            consumer.turn("front")
        assert how_far_behind("purge front") == 1
