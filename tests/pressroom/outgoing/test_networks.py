"""Every kind of address that must not be asked, and some that may."""

from __future__ import annotations

import ipaddress

import pytest

from pressroom.outgoing.networks import is_public, is_this_machine

OPEN = [
    "93.184.216.34",
    "1.1.1.1",
    "192.0.1.1",
    "172.15.0.1",
    "172.32.0.1",
    "100.63.0.1",
    "100.128.0.1",
    "9.9.9.9",
]
OPEN_V6 = [
    "2a00:1450:400f:80c::200e",
    "2001:4860:4860::8888",
    "2606:4700:4700::1111",
    "2001:200::1",
    "2620:fe::fe",
]
CLOSED = [
    "0.0.0.0", "0.1.2.3", "10.0.0.1", "100.64.0.1", "100.100.100.200", "127.0.0.1", "127.255.255.254",
    "168.63.129.16", "169.254.169.254", "172.16.0.1", "172.31.255.255", "192.0.0.192", "192.0.2.1", "192.88.99.1",
    "192.168.1.1", "198.18.0.1", "198.51.100.1", "203.0.113.1", "224.0.0.1", "239.255.255.250", "240.0.0.1",
    "255.255.255.255",
]  # fmt: skip
CLOSED_V6 = [
    "::", "::1", "::ffff:127.0.0.1", "::ffff:93.184.216.34", "::ffff:0:5db8:d822", "::93.184.216.34",
    "64:ff9b::5db8:d822", "64:ff9b:1::1", "100::1", "2001::1", "2001:0:4136:e378:8000:63bf:3fff:fdd2",
    "2001:20::1", "2001:db8::1", "2002:7f00:1::1", "2002:5db8:d822::1", "3fff::1", "5f00::1", "fc00::1",
    "fd00:ec2::254", "fe80::1", "fe80::1%eth0", "fec0::1", "ff02::1", "4000::1",
]  # fmt: skip


@pytest.mark.parametrize("address", [*OPEN, *OPEN_V6])
def test_machine_on_the_open_net_is_public(address):
    assert is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize("address", [*CLOSED, *CLOSED_V6])
def test_everything_else_is_not(address):
    assert not is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize("address", ["127.0.0.1", "127.8.9.10", "::1"])
def test_loopback_is_this_machine(address):
    assert is_this_machine(ipaddress.ip_address(address))


@pytest.mark.parametrize(
    "address", ["0.0.0.0", "::", "::ffff:127.0.0.1", "10.0.0.1", "93.184.216.34", "fe80::1"]
)
def test_nothing_else_is_this_machine(address):
    assert not is_this_machine(ipaddress.ip_address(address))
