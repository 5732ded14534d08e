"""From where a request comes, as a name that says nothing: for counting, kept in the cache for a day at most.

An address is hashed with a secret that is made for each day, lives in the cache alone and is gone with it: what was
counted yesterday can't be turned back into an address, by nobody. No address is logged or stored.
"""

from __future__ import annotations

import hmac
import ipaddress
import logging
import secrets
import threading

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest

from cms.common import clock

logger = logging.getLogger(__name__)
_TWO_DAYS = 2 * 24 * 3600


def sender_of(request: HttpRequest) -> str:
    """Return today's name of the network that a request comes from: one IPv4 address, or a /64 of IPv6.

    `X-Forwarded-For` is read only as far as `FORWARDED_FOR_HOPS` says: so many of our own proxies add an entry each, so
    that many entries from its end are true and the rest is whatever the client wrote.
    """
    network = network_of(_address(request))
    return hmac.digest(_secrets.of_today(), network.encode(), "sha256").hex()[:32]


def network_of(text: str) -> str:
    """Return the network of an address as a proxy or a server writes it; "" for what is none.

    Whoever has IPv6 has a whole /64 of addresses, so those count as one.
    """
    text = text.strip()
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:  # IPv4 with a port
        text = text.partition(":")[0]
    try:
        address = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return ""
    if isinstance(address, ipaddress.IPv4Address):
        return str(address)
    if address.ipv4_mapped is not None:
        return str(address.ipv4_mapped)
    return str(ipaddress.ip_network((address, 64), strict=False))


def _address(request: HttpRequest) -> str:
    hops: int = settings.FORWARDED_FOR_HOPS
    if hops:
        entries = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
        if len(entries) >= hops and entries[-hops].strip():
            return str(entries[-hops])
    return str(request.META.get("REMOTE_ADDR", ""))


class _Secrets:
    """The day's secret, read from the shared cache once in each process. Without the cache, one of our own."""

    def __init__(self) -> None:
        self._day = ""
        self._secret = b""
        self._lock = threading.Lock()

    def of_today(self) -> bytes:
        day = clock.now().date().isoformat()
        with self._lock:
            if day != self._day:
                self._day, self._secret = day, _shared_secret(day)
            return self._secret

    def forget(self) -> None:
        with self._lock:
            self._day = ""


def _shared_secret(day: str) -> bytes:
    made = secrets.token_bytes(32)
    try:
        cache = caches["limits"]
        cache.add(f"secret:{day}", made, _TWO_DAYS)
        found: bytes = cache.get(f"secret:{day}") or made
    except Exception:  # whatever the cache's client raises: the API answers on without it
        logger.warning(
            "The cache does not answer; addresses are counted in this process alone", exc_info=True
        )
        return made
    return found


_secrets = _Secrets()


def forget() -> None:
    """Read the secret again. For tests, which empty the cache."""
    _secrets.forget()
