"""From a release to a real receiver on loopback, read with the official library."""

from __future__ import annotations

import base64
import datetime as dt
import time

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from standardwebhooks import Webhook

from cms.common import clock
from pressroom.webhooks import hands as hands_module
from pressroom.webhooks import posting
from pressroom.webhooks.enums import DeliveryState
from pressroom.webhooks.hands import Threads
from pressroom.webhooks.models import WebhookAttempt, WebhookDelivery
from pressroom.webhooks.posting import Outcome, Parcel, post
from pressroom.webhooks.sender import Sender
from tests.factories.cms_ledger import make_payload, print_editions
from tests.factories.pressroom_webhooks import make_endpoint, make_webhook
from tests.fakes.receiver import Receiver, Reply

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _beside_us(settings):
    settings.OUTGOING_TO_THIS_MACHINE = True


def run(sender: Sender, *, until) -> None:
    deadline = time.monotonic() + 20
    while not until() and time.monotonic() < deadline:
        time.sleep(min(sender.turn(), 0.01))
    assert until()


def parcel(url: str, *, is_slow: bool = False) -> Parcel:
    return Parcel(1, 1, "x", is_slow, url, {"webhook-id": "a"}, b"{}")


def test_official_library_and_plain_cryptography_accept_what_a_receiver_gets():
    with Receiver() as receiver:
        made = make_webhook(url=receiver.url("/pressrum"), is_full=True)
        print_editions([make_payload(title="Sommaren i Järva")])
        run(Sender(Threads()), until=lambda: WebhookDelivery.objects.filter(state="delivered").exists())
    [request] = receiver.received
    message = Webhook(made.secrets[0].text).verify(request.body, dict(request.headers))
    assert message["data"]["document"]["title"] == "Sommaren i Järva"
    sent = request.headers
    [signature] = [part[4:] for part in sent["webhook-signature"].split(" ") if part.startswith("v1a,")]
    public = Ed25519PublicKey.from_public_bytes(base64.b64decode(made.secrets[1].public_key[5:]))
    signed = f"{sent['webhook-id']}.{sent['webhook-timestamp']}.".encode() + request.body
    public.verify(base64.b64decode(signature), signed)
    assert (request.method, request.path) == ("POST", "/pressrum")
    assert request.headers["content-type"] == "application/json"
    assert request.headers["webhook-id"] == WebhookDelivery.objects.get().message_id


def test_failure_is_recorded_with_the_beginning_of_its_answer():
    with Receiver(Reply(500, body="trasigt\x00 å".encode() + b"x" * 5_000)) as receiver:
        make_endpoint(url=receiver.url())
        print_editions([make_payload()])
        run(Sender(Threads()), until=WebhookAttempt.objects.exists)
    attempt = WebhookAttempt.objects.get()
    assert (attempt.status, attempt.answer[:9], len(attempt.answer)) == (500, "trasigt å", 998)


def test_one_that_hangs_delays_none(monkeypatch):
    monkeypatch.setattr(posting, "WITHIN", 8.0)
    monkeypatch.setattr(hands_module, "PATIENCE", 0.2)
    with Receiver(Reply(after=30)) as hanging, Receiver() as receiver:
        for _number in range(6):
            make_endpoint(url=hanging.url())
        for _number in range(6):
            make_endpoint(url=receiver.url())
        print_editions([make_payload()])
        sender = Sender(Threads(quick=4, slow=2, most=20))
        began = time.monotonic()
        run(sender, until=lambda: len(receiver.received) == 6)
        assert time.monotonic() - began < 4
        assert len(hanging.received) == 6


@pytest.mark.parametrize(
    ("header", "seconds"),
    [("120", 120), (" 5 ", 5), ("-1", None), ("soon", None), ("", None), ("99999999999999999999", 10**7)],
)
def test_wish_in_seconds(header, seconds):
    with Receiver(Reply(503, headers={"Retry-After": header})) as receiver:
        wish = post(parcel(receiver.url())).wish
    assert wish == (None if seconds is None else dt.timedelta(seconds=seconds))


@pytest.mark.parametrize(
    ("header", "seconds"), [("Tue, 06 Mar 2029 09:01:00 GMT", 60), ("Tue, 06 Mar 2029 08:00:00 GMT", 0)]
)
def test_wish_as_a_date(header, seconds):
    with (
        clock.set_to(dt.datetime(2029, 3, 6, 9, 0, tzinfo=clock.UTC)),
        Receiver(Reply(503, headers={"Retry-After": header})) as receiver,
    ):
        assert post(parcel(receiver.url())).wish == dt.timedelta(seconds=seconds)


def test_refused_address_is_an_outcome():
    assert post(parcel("https://10.0.0.1/")).error == "not_public"


class TestThreads:
    def test_fault_of_ours_is_an_outcome_and_logged(self, caplog):
        def fail(parcel):
            raise KeyError("x")

        hands = Threads(fail)
        hands.start(parcel("https://hook.example/"))
        [sent] = hands.finished(5)
        assert (sent.outcome, hands.is_busy()) == (Outcome(None, "fault", 0.0), False)
        assert "could not be sent" in caplog.text

    def test_hands_are_counted_and_room_is_made_for_those_that_wait(self, monkeypatch):
        with Receiver(Reply(after=30)) as hanging:
            hands = Threads(quick=2, slow=1, most=4)
            assert hands.free() == (2, 1)
            hands.start(parcel(hanging.url()))
            hands.start(parcel(hanging.url(), is_slow=True))
            assert hands.free() == (1, 0)
            monkeypatch.setattr(hands_module, "PATIENCE", 0.0)
            assert hands.free() == (2, 0)
            hands.start(parcel(hanging.url()))
            hands.start(parcel(hanging.url()))
            assert hands.free() == (0, 0)
            assert hands.is_busy()


def test_state_of_a_delivery_is_told_by_the_answer_alone():
    with Receiver(Reply(302, headers={"Location": "https://elsewhere.example/"})) as receiver:
        make_endpoint(url=receiver.url())
        print_editions([make_payload()])
        run(Sender(Threads()), until=WebhookAttempt.objects.exists)
    assert WebhookDelivery.objects.get().state == DeliveryState.WAITING
