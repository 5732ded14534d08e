"""Addresses as people and attackers write them."""

from __future__ import annotations

import pytest

from pressroom.outgoing.enums import Refusal
from pressroom.outgoing.exceptions import AddressRefusedError
from pressroom.outgoing.targets import MOST_CHARACTERS, Target, read_target


@pytest.mark.parametrize(
    ("url", "target", "host_header"),
    [
        ("https://hook.example", Target("https", "hook.example", 443, "/"), "hook.example"),
        ("HTTPS://Hook.Example:443/a?b=c#d", Target("https", "hook.example", 443, "/a?b=c"), "hook.example"),
        ("https://hook.example:8443/", Target("https", "hook.example", 8443, "/"), "hook.example:8443"),
        ("https://räksmörgås.example/å", Target("https", "xn--rksmrgs-5wao1o.example", 443, "/%C3%A5"), None),
        ("https://[2606:4700:4700::1111]/", Target("https", "2606:4700:4700::1111", 443, "/"), None),
    ],
)
def test_address_is_taken_apart(url, target, host_header):
    found = read_target(url)
    assert found == target
    assert host_header in {None, found.host_header}


def test_number_of_version_six_stands_in_brackets_in_the_host_header():
    assert read_target("https://[2606:4700:4700::1111]:8443/").host_header == "[2606:4700:4700::1111]:8443"


@pytest.mark.parametrize(
    ("url", "refusal"),
    [
        ("", Refusal.SCHEME),
        ("hook.example/path", Refusal.SCHEME),
        ("//hook.example/", Refusal.SCHEME),
        ("http://hook.example/", Refusal.SCHEME),
        ("ftp://hook.example/", Refusal.SCHEME),
        ("file:///etc/passwd", Refusal.SCHEME),
        ("gopher://127.0.0.1:6379/_FLUSHALL", Refusal.SCHEME),
        ("https://user:secret@hook.example/", Refusal.CREDENTIALS),
        ("https://hook.example@127.0.0.1/", Refusal.CREDENTIALS),
        ("https://@hook.example/", Refusal.CREDENTIALS),
        ("https:///path", Refusal.MALFORMED),
        ("https://hook.example:99999/", Refusal.MALFORMED),
        ("https://hook.example:x/", Refusal.MALFORMED),
        ("https://[fe80::1%25eth0]/", Refusal.MALFORMED),
        ("https://hook.example\\@127.0.0.1/", Refusal.MALFORMED),
        ("https://hook.example/\r\nX-Evil: 1", Refusal.MALFORMED),
        ("https://hook.example/a b", Refusal.MALFORMED),
        ("https://hook.example/" + "a" * MOST_CHARACTERS, Refusal.MALFORMED),
        ("https://hook.example:22/", Refusal.PORT),
        ("https://hook.example:6379/", Refusal.PORT),
        ("https://hook.example:0/", Refusal.PORT),
        ("https://93.184.216.34:6379/", Refusal.PORT),
        ("https://127.0.0.1/", Refusal.NOT_PUBLIC),
        ("https://169.254.169.254/latest/meta-data/", Refusal.NOT_PUBLIC),
        ("https://[::1]/", Refusal.NOT_PUBLIC),
        ("https://[::ffff:127.0.0.1]/", Refusal.NOT_PUBLIC),
        ("https://[64:ff9b::7f00:1]/", Refusal.NOT_PUBLIC),
    ],
)
def test_address_is_refused_with_the_reason(url, refusal):
    with pytest.raises(AddressRefusedError) as caught:
        read_target(url)
    assert caught.value.refusal == refusal
    assert caught.value.code == refusal.value


def test_other_ports_can_be_allowed(settings):
    settings.OUTGOING_PORTS = [443, 9443]
    assert read_target("https://hook.example:9443/").port == 9443


class TestDevelopmentSetting:
    @pytest.fixture(autouse=True)
    def _to_this_machine(self, settings):
        settings.OUTGOING_TO_THIS_MACHINE = True

    @pytest.mark.parametrize("url", ["http://127.0.0.1:9000/", "http://[::1]:9000/", "https://127.0.0.1:1/"])
    def test_lets_this_machine_be_asked(self, url):
        assert read_target(url).path == "/"

    @pytest.mark.parametrize(
        ("url", "refusal"),
        [
            ("https://10.0.0.1/", Refusal.NOT_PUBLIC),
            ("https://0.0.0.0/", Refusal.NOT_PUBLIC),
            ("https://[::ffff:127.0.0.1]/", Refusal.NOT_PUBLIC),
            ("http://93.184.216.34/", Refusal.SCHEME),
            ("https://93.184.216.34:6379/", Refusal.PORT),
        ],
    )
    def test_lets_nothing_else_be_asked(self, url, refusal):
        with pytest.raises(AddressRefusedError) as caught:
            read_target(url)
        assert caught.value.refusal == refusal
