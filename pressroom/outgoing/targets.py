"""Addresses as others give them, taken apart and judged before anything is looked up."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass

from django.conf import settings

from urllib3.exceptions import LocationParseError
from urllib3.util import parse_url

from pressroom.outgoing.enums import Refusal
from pressroom.outgoing.exceptions import AddressRefusedError
from pressroom.outgoing.networks import Address, is_public, is_this_machine

MOST_CHARACTERS = 2_000
_PORTS = {"https": 443, "http": 80}
#: Parsers differ on these; none belongs into an address that is sent over the net.
_UNCLEAN = re.compile(r"[\x00-\x20\x7f\\]")


#: An at sign before the host, with or without a name before it.
_WITH_SIGN = re.compile(r"[^/?#]*//[^/?#]*@")


@dataclass(frozen=True)
class Target:
    """An address taken apart: the only reading of it that there is. `path` has the query string."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def host_header(self) -> str:
        """Return the host as the request names it: with a port that is not the usual one."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _PORTS[self.scheme] else f"{host}:{self.port}"


def read_target(url: str) -> Target:
    """Take an address apart.

    Looks nothing up, so forms can call it: a name may still turn out to lead to a place that is refused.

    Raises:
        AddressRefusedError: it can't be read, is not https, carries a password, names a port that is not allowed, or
            is the number of a machine that is not on the open net.
    """
    if len(url) > MOST_CHARACTERS or _UNCLEAN.search(url):
        raise AddressRefusedError(Refusal.MALFORMED)
    try:
        parts = parse_url(url)
    except LocationParseError as error:
        raise AddressRefusedError(Refusal.MALFORMED) from error
    scheme = (parts.scheme or "").lower()
    if scheme not in _PORTS or (scheme == "http" and not settings.OUTGOING_TO_THIS_MACHINE):
        raise AddressRefusedError(Refusal.SCHEME)
    if parts.auth is not None or _WITH_SIGN.match(url):
        raise AddressRefusedError(Refusal.CREDENTIALS)
    host = (parts.host or "").strip("[]")
    if not host or "%" in host:  # a zone: only a link-local address has one
        raise AddressRefusedError(Refusal.MALFORMED)
    target = Target(scheme, host, _PORTS[scheme] if parts.port is None else parts.port, parts.request_uri)
    number = _number(host)
    if number is not None:
        check_address(target, number)
    elif not settings.OUTGOING_TO_THIS_MACHINE:
        _check_port(target)
    return target


def check_address(target: Target, address: Address) -> None:
    """Let a machine be asked, or not.

    Raises:
        AddressRefusedError: it is not on the open net; or it is, and the port is not allowed or the text not encrypted.
    """
    if settings.OUTGOING_TO_THIS_MACHINE and is_this_machine(address):
        return  # while somebody develops a receiver beside us: any port, and without a certificate
    if not is_public(address):
        raise AddressRefusedError(Refusal.NOT_PUBLIC)
    if target.scheme != "https":
        raise AddressRefusedError(Refusal.SCHEME)
    _check_port(target)


def _check_port(target: Target) -> None:
    if target.port not in settings.OUTGOING_PORTS:
        raise AddressRefusedError(Refusal.PORT)


def _number(host: str) -> Address | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None
