"""A subscriber on this machine, and the hub's worker turned by hand."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from django.test import Client

import pytest

from pressroom.websub import consumer
from tests.fakes.receiver import Received, Receiver, Reply

FORM = "application/x-www-form-urlencoded"


class Subscriber:
    """Somebody's server that confirms what it is asked, unless it is told otherwise, and keeps what it is sent."""

    def __init__(self) -> None:
        self.confirms: bool = True
        self.challenge = "{challenge}"
        self.status = 204
        self.receiver = Receiver(self._answer)

    def _answer(self, request: Received) -> Reply:
        if request.method == "POST":
            return Reply(status=self.status)
        asked = self.query(request)
        if not self.confirms:
            return Reply(status=404)
        return Reply(
            status=200, body=self.challenge.format(challenge=asked.get("hub.challenge", "")).encode()
        )

    @staticmethod
    def query(request: Received) -> dict[str, str]:
        return {name: values[0] for name, values in parse_qs(urlsplit(request.path).query).items()}

    @property
    def asked(self) -> list[dict[str, str]]:
        """The parameters of each question about an intent."""
        return [self.query(request) for request in self.receiver.received if request.method == "GET"]

    @property
    def sent(self) -> list[Received]:
        """What it was sent."""
        return [request for request in self.receiver.received if request.method == "POST"]


def is_signed(request: Received, secret: str) -> bool:
    """Check a signature as a subscriber does."""
    expected = hmac.new(secret.encode(), request.body, hashlib.sha256).hexdigest()
    return hmac.compare_digest(request.headers["x-hub-signature"], f"sha256={expected}")


@pytest.fixture
def subscriber(settings: Any) -> Iterator[Subscriber]:
    settings.OUTGOING_TO_THIS_MACHINE = True
    one = Subscriber()
    with one.receiver:
        yield one


@pytest.fixture
def ask(client: Client, settings: Any) -> Callable[..., Any]:
    """Return a function that asks the hub; fields without `hub.`."""

    def post(**fields: Any) -> Any:
        form = {"mode": "subscribe", "topic": f"{settings.PUBLIC_BASE_URL}/sv/feed.atom"} | fields
        body = urlencode({f"hub.{name}": value for name, value in form.items()})
        return client.post("/websub/hub", body, content_type=FORM)

    return post


@pytest.fixture
def work(settings: Any) -> Callable[[], None]:
    """Return a function that turns the hub's readers until they have nothing to do at once."""

    def turn() -> None:
        for one in (consumer.verify, consumer.mark):
            while one() == 0:
                pass
        consumer.look_at_contacts()
        while consumer.distribute() == 0:
            pass

    return turn
