"""Ask an address that somebody else gave, safely: `send`. Everything that goes out of here goes through it.

The name is looked up once, each number that comes back is judged, and the connection goes to such a number itself: a
name that leads elsewhere a moment later leads nowhere (DNS rebinding). No redirect is followed, no proxy of the
environment is used, no cookie or password is sent. See docs/features/outgoing.md.
"""

from __future__ import annotations

import ipaddress
import socket
import ssl
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.conf import settings

from urllib3 import HTTPConnectionPool, HTTPSConnectionPool, Timeout
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import ConnectTimeoutError, HTTPError, NewConnectionError, SSLError
from urllib3.exceptions import TimeoutError as TookTooLong

from pressroom.outgoing.deadlines import Deadline
from pressroom.outgoing.enums import Failure
from pressroom.outgoing.exceptions import AddressRefusedError, NotAnsweredError
from pressroom.outgoing.resolving import Resolve, look_up
from pressroom.outgoing.targets import Target, check_address, read_target

#: Seconds for one number of a name to take the connection.
_CONNECT_WITHIN = 5.0
#: Numbers of a name that are tried before it counts as unreachable.
_MOST_NUMBERS = 3


@dataclass(frozen=True)
class Answer:
    """What came back. Header names are in lower case; `is_cut` says that the body went on."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    is_cut: bool
    seconds: float

    @property
    def is_success(self) -> bool:
        """Whether the status is 2xx. A redirect is none: it is not followed."""
        return 200 <= self.status < 300


def send(
    method: str,
    url: str,
    *,
    within: float,
    most: int,
    headers: Mapping[str, str] | None = None,
    body: bytes | None = None,
    resolve: Resolve = look_up,
    tls: ssl.SSLContext | None = None,
) -> Answer:
    """Ask once and return what came back, whatever its status.

    Args:
        within: seconds for all of it, look-up and reading included.
        most: bytes of the body that are read; the rest is left unread.
        headers: `Host` is ours; without a `User-Agent` there is one that says whom to ask.
        resolve: looks names up; tests plant answers here.
        tls: whom to trust instead of the system's certificate authorities.

    Raises:
        AddressRefusedError: it is not asked.
        NotAnsweredError: it has been tried. A request may have arrived all the same.

    Example:
        answer = send("POST", hub, headers={"Content-Type": "..."}, body=b"hub.mode=...", within=15, most=1000)
    """
    target = read_target(url)
    asked = _Asked(target, method, _sent(target, headers or {}), body, most, tls, time.monotonic())
    with Deadline(within) as deadline:
        numbers = _allowed(target, resolve(target.host, target.port, within=deadline.left()))
        for tried, number in enumerate(numbers, start=1):
            try:
                return _ask(number, asked, deadline)
            except NotAnsweredError as error:
                # Nothing has been sent where the connection failed, so the next number is no repetition.
                if error.failure != Failure.CONNECT or tried == len(numbers):
                    raise
        raise NotAnsweredError(Failure.NAME)


@dataclass(frozen=True)
class _Asked:
    target: Target
    method: str
    headers: Mapping[str, str]
    body: bytes | None
    most: int
    tls: ssl.SSLContext | None
    began: float


def _sent(target: Target, headers: Mapping[str, str]) -> dict[str, str]:
    sent = {"User-Agent": f"samverkan-pressrum (+{settings.PUBLIC_BASE_URL})", "Accept-Encoding": "identity"}
    given = {name.lower(): name for name in headers}
    sent = {name: value for name, value in sent.items() if name.lower() not in given}
    return (
        sent
        | {name: headers[name] for key, name in given.items() if key != "host"}
        | {"Host": target.host_header}
    )


def _allowed(target: Target, numbers: Sequence[str]) -> list[str]:
    """Return the first numbers that may be asked; where there are none, say why the first may not."""
    allowed: list[str] = []
    refused: AddressRefusedError | None = None
    for number in numbers:
        try:
            check_address(target, ipaddress.ip_address(number))
        except AddressRefusedError as error:
            refused = refused or error
        else:
            allowed.append(number)
    if not allowed and refused is not None:
        raise refused
    return allowed[:_MOST_NUMBERS]


def _ask(number: str, asked: _Asked, deadline: Deadline) -> Answer:
    with _pool(number, asked, deadline) as pool:
        try:
            response = pool.urlopen(
                asked.method,
                asked.target.path,
                body=asked.body,
                headers=asked.headers,
                retries=False,
                redirect=False,
                assert_same_host=False,
                preload_content=False,
                decode_content=False,
            )
            data = b""
            while len(data) <= asked.most and (
                part := response.read(asked.most + 1 - len(data), decode_content=False)
            ):
                data += part
            response.close()
        except (HTTPError, OSError) as error:
            raise NotAnsweredError(_failure(error, deadline)) from error
    if deadline.has_passed:  # a body without a length ends where it was cut, and would look whole
        raise NotAnsweredError(Failure.TIMEOUT)
    return Answer(
        status=response.status,
        headers={name.lower(): value for name, value in response.headers.items()},
        body=data[: asked.most],
        is_cut=len(data) > asked.most,
        seconds=time.monotonic() - asked.began,
    )


def _failure(error: Exception, deadline: Deadline) -> Failure:
    if deadline.has_passed:
        return Failure.TIMEOUT
    if isinstance(error, NewConnectionError | ConnectTimeoutError):
        return Failure.CONNECT
    if isinstance(error, SSLError | ssl.SSLError):
        return Failure.CERTIFICATE
    return Failure.TIMEOUT if isinstance(error, TookTooLong) else Failure.BROKEN


def _pool(number: str, asked: _Asked, deadline: Deadline) -> HTTPConnectionPool:
    """Return a pool for one connection to a number: the name is for the certificate and the Host header only.

    urllib3 is given the number as its host, so it has no name that it could look up again.
    """
    target, left = asked.target, deadline.left()
    timeout = Timeout(connect=min(left, _CONNECT_WITHIN), read=left)
    if target.scheme == "http":
        plain = HTTPConnectionPool(number, target.port, timeout=timeout, deadline=deadline)
        plain.ConnectionCls = _Plain
        return plain
    encrypted = HTTPSConnectionPool(
        number,
        target.port,
        timeout=timeout,
        cert_reqs=ssl.CERT_REQUIRED,
        ssl_context=asked.tls or _system_trust(),
        server_hostname=target.host,
        deadline=deadline,
    )
    encrypted.ConnectionCls = _Encrypted
    return encrypted


class _Plain(HTTPConnection):
    """A connection that is cut at the deadline."""

    def __init__(self, *args: Any, deadline: Deadline, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._deadline = deadline

    def _new_conn(self) -> socket.socket:
        connection = super()._new_conn()
        self._deadline.watch(connection)
        return connection


class _Encrypted(_Plain, HTTPSConnection):
    """The same with TLS: watched from before the handshake on."""


@cache
def _system_trust() -> ssl.SSLContext:
    return ssl.create_default_context()
