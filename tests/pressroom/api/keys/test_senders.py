"""From where a request comes: which address is believed, and that nothing of it is left."""

from __future__ import annotations

import datetime as dt

from django.core.cache import caches
from django.test import RequestFactory

import pytest

from cms.common import clock
from pressroom.api.keys import senders
from pressroom.api.keys.senders import network_of, sender_of
from pressroom.checks import check_senders

NOW = dt.datetime(2029, 3, 6, 9, 0, tzinfo=clock.UTC)


def from_(address: str, forwarded: str = "") -> str:
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    return sender_of(RequestFactory().get("/", headers=headers, REMOTE_ADDR=address))


@pytest.mark.parametrize(
    ("text", "network"),
    [
        ("192.0.2.7", "192.0.2.7"),
        (" 192.0.2.7:51234 ", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("[2001:db8:1:2::9]:443", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("", ""),
        ("unknown", ""),
        ("192.0.2.7.example", ""),
    ],
)
def test_an_address_is_read_as_servers_and_proxies_write_it(text, network):
    assert network_of(text) == network


def test_neighbours_in_ipv6_are_one_and_in_ipv4_two():
    assert from_("2001:db8::1") == from_("2001:db8::2:3")
    assert from_("2001:db8::1") != from_("2001:db8:0:1::1")
    assert from_("192.0.2.7") != from_("192.0.2.8")


class TestForwarded:
    def test_the_header_is_not_believed_unless_it_is_said(self):
        assert from_("192.0.2.7", "203.0.113.1") == from_("192.0.2.7", "203.0.113.2") == from_("192.0.2.7")

    @pytest.mark.parametrize(("hops", "seen"), [(1, "203.0.113.3"), (2, "203.0.113.2"), (3, "203.0.113.1")])
    def test_so_many_entries_from_its_end_are_believed(self, settings, hops, seen):
        expected = from_(seen)
        settings.FORWARDED_FOR_HOPS = hops
        assert from_("192.0.2.7", "203.0.113.1, 203.0.113.2,203.0.113.3") == expected

    def test_what_the_client_wrote_before_changes_nothing(self, settings):
        settings.FORWARDED_FOR_HOPS = 1
        assert from_("192.0.2.7", "198.51.100.1, 203.0.113.3") == from_(
            "192.0.2.7", "198.51.100.2, 203.0.113.3"
        )

    @pytest.mark.parametrize("forwarded", ["", "203.0.113.3", "203.0.113.3, ,"])
    def test_a_header_that_is_too_short_was_not_written_by_our_proxies(self, settings, forwarded):
        expected = from_("192.0.2.7")
        settings.FORWARDED_FOR_HOPS = 2
        assert from_("192.0.2.7", forwarded) == expected


class TestSecret:
    def test_tomorrow_the_same_address_has_another_name(self):
        with clock.set_to(NOW):
            today, again = from_("192.0.2.7"), from_("192.0.2.7")
        with clock.set_to(NOW + dt.timedelta(days=1)):
            tomorrow = from_("192.0.2.7")
        assert today == again
        assert today != tomorrow

    def test_processes_share_it_through_the_cache(self):
        first = from_("192.0.2.7")
        senders.forget()
        assert from_("192.0.2.7") == first
        caches["limits"].clear()
        senders.forget()
        assert from_("192.0.2.7") != first

    def test_without_the_cache_there_is_one_all_the_same(self, monkeypatch):
        def broken(*args, **options):
            raise ConnectionError("no redis")

        monkeypatch.setattr(caches["limits"], "add", broken)
        assert from_("192.0.2.7") == from_("192.0.2.7") != ""


class TestCheck:
    @pytest.fixture(autouse=True)
    def _behind_a_proxy(self, settings):
        settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

    def test_a_proxys_address_for_everybody_is_warned_of(self):
        assert [found.id for found in check_senders()] == ["pressroom.W001"]

    def test_not_where_it_is_said_how_many_there_are_nor_without_a_limit_or_a_proxy(self, settings):
        settings.FORWARDED_FOR_HOPS = 1
        assert check_senders() == []
        settings.FORWARDED_FOR_HOPS, settings.API_LIMITS = 0, {"anonymous": 0, "partner": 0}
        assert check_senders() == []
        del settings.SECURE_PROXY_SSL_HEADER
        settings.API_LIMITS = {"anonymous": 1, "partner": 1}
        assert check_senders() == []
