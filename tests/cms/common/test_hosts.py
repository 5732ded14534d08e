"""Host names as people write them and as browsers send them."""

from __future__ import annotations

import pytest

from cms.common.hosts import host_of_sender, read_host


@pytest.mark.parametrize(
    ("text", "host"),
    [
        ("www.polisen.example", "www.polisen.example"),
        ("  WWW.Polisen.Example. ", "www.polisen.example"),
        ("https://www.polisen.example:8443/nyheter/?a=1", "www.polisen.example"),
        ("https://någon:hemligt@järva.example/", "xn--jrva-loa.example"),
        ("localhost:8000", "localhost"),
        ("http://[2001:db8::1]:80/", "2001:db8::1"),
        ("a_b.example", "a_b.example"),
        ("", ""),
        ("two words", ""),
        ("https://[broken", ""),
        ("-a.example", ""),
        ("a..example", ""),
        (f"{'a' * 64}.example", ""),
        (".".join(["a" * 60] * 5), ""),
        ("=cmd()", ""),
        ("https://" + "a" * 3000, ""),
    ],
)
def test_a_host_is_read_or_refused(text, host):
    assert read_host(text) == host


@pytest.mark.parametrize("value", ["null", "", "about:blank", "www.polisen.example", "file:///etc/passwd"])
def test_a_header_that_is_no_web_address_names_no_host(value):
    assert host_of_sender(value) == ""


def test_a_header_names_its_host_only():
    assert host_of_sender("https://www.polisen.example/hemlig/sida?x=1") == "www.polisen.example"
