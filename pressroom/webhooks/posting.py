"""One attempt: send what is ready, and say in a few words what came of it. Knows no database."""

from __future__ import annotations

import datetime as dt
import email.utils
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from cms.common import clock
from cms.common.text import one_line
from pressroom.outgoing.client import Answer, send
from pressroom.outgoing.exceptions import OutgoingError

#: Seconds for an attempt; Standard Webhooks recommends 15 to 30.
WITHIN = 20.0
#: Bytes of an answer that are read: what is kept of it, and no more.
_MOST = 1_000


@dataclass(frozen=True, eq=False)
class Parcel:
    """A message ready to go: signed, for one endpoint, under its lease."""

    endpoint_id: int
    delivery_id: int
    lease: str
    is_slow: bool
    url: str
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True)
class Outcome:
    """What came of an attempt. `status` is None without an answer, and then `error` says why. `wish`: `Retry-After`."""

    status: int | None
    error: str
    seconds: float
    answer: str = ""
    wish: dt.timedelta | None = None

    @property
    def is_success(self) -> bool:
        """Whether the receiver has taken it."""
        return self.status is not None and 200 <= self.status < 300


class Post(Protocol):
    """What makes an attempt. Never raises."""

    def __call__(self, parcel: Parcel) -> Outcome:
        """Send and return what came of it."""


def post(parcel: Parcel) -> Outcome:
    """Send a parcel through `pressroom.outgoing`."""
    began = time.monotonic()
    try:
        answer = send("POST", parcel.url, headers=parcel.headers, body=parcel.body, within=WITHIN, most=_MOST)
    except OutgoingError as error:
        return Outcome(None, error.code, time.monotonic() - began)
    if answer.is_success:
        return Outcome(answer.status, "", answer.seconds)
    return Outcome(answer.status, "", answer.seconds, _in_short(answer), _wish(answer))


def _in_short(answer: Answer) -> str:
    return one_line(answer.body.decode("utf-8", errors="replace"))[:_MOST]


def _wish(answer: Answer) -> dt.timedelta | None:
    """Return the `Retry-After` of an answer, seconds or a date; None when there is none that can be read."""
    text = answer.headers.get("retry-after", "").strip()
    if text.isascii() and text.isdigit():
        return dt.timedelta(seconds=min(int(text), 10**7))
    try:
        at = email.utils.parsedate_to_datetime(text)
    except ValueError:
        return None
    return max(dt.timedelta(0), clock.as_utc(at) - clock.now())
