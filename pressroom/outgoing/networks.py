"""Which IP addresses are machines on the open net, and which are ours, our neighbours' or nobody's.

From the IANA registries of special-purpose addresses (RFC 6890 and its updates), written out: Python's own `is_global`
differs between its releases (CVE-2024-4032).
"""

from __future__ import annotations

import ipaddress

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

_REFUSED_V4 = tuple(
    ipaddress.IPv4Network(network)
    for network in (
        "0.0.0.0/8",  # this network; 0.0.0.0 reaches the machine itself
        "10.0.0.0/8",  # private
        "100.64.0.0/10",  # behind a carrier's NAT; clouds keep services there
        "127.0.0.0/8",  # loopback
        "168.63.129.16/32",  # a public number, and yet a cloud's own service on each of its machines
        "169.254.0.0/16",  # link-local; clouds give out credentials there
        "172.16.0.0/12",  # private
        "192.0.0.0/24",  # protocol assignments
        "192.0.2.0/24",  # documentation
        "192.88.99.0/24",  # 6to4 relays
        "192.168.0.0/16",  # private
        "198.18.0.0/15",  # benchmarks
        "198.51.100.0/24",  # documentation
        "203.0.113.0/24",  # documentation
        "224.0.0.0/4",  # multicast
        "240.0.0.0/4",  # reserved, broadcast
    )
)
#: What is on the open net at all. The rest is loopback, link-local, private, multicast, IPv4-mapped, NAT64, unassigned.
_GLOBAL_V6 = ipaddress.IPv6Network("2000::/3")
_REFUSED_V6 = tuple(
    ipaddress.IPv6Network(network)
    for network in (
        "2001::/23",  # protocol assignments, Teredo among them, which carries an IPv4 address
        "2001:db8::/32",  # documentation
        "2002::/16",  # 6to4: carries an IPv4 address
        "3fff::/20",  # documentation
    )
)
_LOOPBACK = (ipaddress.IPv4Network("127.0.0.0/8"), ipaddress.IPv6Network("::1/128"))


def is_public(address: Address) -> bool:
    """Whether an address is that of a machine on the open net. One that carries another inside never is."""
    if isinstance(address, ipaddress.IPv4Address):
        return not any(address in network for network in _REFUSED_V4)
    return address in _GLOBAL_V6 and not any(address in network for network in _REFUSED_V6)


def is_this_machine(address: Address) -> bool:
    """Whether an address is this machine's own, plainly written: 127.0.0.0/8 or ::1."""
    return any(address.version == network.version and address in network for network in _LOOPBACK)
