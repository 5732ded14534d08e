"""Nothing is subscribed that its callback has not confirmed, and nothing is asked for that the hub does not have."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from cms.common import clock
from pressroom.outgoing.enums import Failure
from pressroom.outgoing.exceptions import NotAnsweredError
from pressroom.websub import asking
from pressroom.websub.models import WebSubRequest, WebSubSubscription
from pressroom.websub.sealed import open_secret
from tests.factories.cms_ledger import make_payload, make_term, print_editions
from tests.fakes.receiver import Reply

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 3, 3, 8, tzinfo=clock.UTC)
CALLBACK = "https://example.org/callback"


def test_subscribed_when_the_callback_confirms(subscriber: Any, ask: Any, work: Any, settings: Any) -> None:
    callback = subscriber.receiver.url("/cb?id=7&x=%C3%A5")
    with clock.set_to(NOW):
        response = ask(callback=callback, secret="hemligt", lease_seconds="86400")
        assert response.status_code == 202
        assert not subscriber.asked  # not while the stranger waits
        assert not WebSubSubscription.objects.exists()
        work()
    [asked] = subscriber.asked
    topic = f"{settings.PUBLIC_BASE_URL}/sv/feed.atom"
    assert asked["id"] == "7"
    assert asked["x"] == "å"
    assert (asked["hub.mode"], asked["hub.topic"], asked["hub.lease_seconds"]) == (
        "subscribe",
        topic,
        "86400",
    )
    assert len(asked["hub.challenge"]) >= 40
    one = WebSubSubscription.objects.get()
    assert (one.topic, one.callback, one.host, open_secret(one.sealed_secret)) == (
        topic,
        callback,
        "127.0.0.1",
        "hemligt",
    )
    assert one.expires_at == NOW + dt.timedelta(days=1)
    assert not WebSubRequest.objects.exists()


@pytest.mark.parametrize("challenge", ["", "annat", "{challenge}x", " {challenge}"])
def test_wrong_challenge_is_a_denial(subscriber: Any, ask: Any, work: Any, challenge: str) -> None:
    subscriber.challenge = challenge
    ask(callback=subscriber.receiver.url())
    work()
    assert len(subscriber.asked) == 1
    assert not WebSubSubscription.objects.exists()
    assert not WebSubRequest.objects.exists()


@pytest.mark.parametrize("mode", ["subscribe", "unsubscribe"])
def test_what_a_stranger_asks_in_somebodys_name_changes_nothing(
    subscriber: Any, ask: Any, work: Any, mode: str
) -> None:
    ask(callback=subscriber.receiver.url(), secret="vårt")
    work()
    before = WebSubSubscription.objects.values().get()
    subscriber.confirms = False
    ask(callback=subscriber.receiver.url(), secret="deras", mode=mode)
    work()
    assert len(subscriber.asked) == 2
    assert WebSubSubscription.objects.values().get() == before


def test_subscribing_again_renews_lease_and_secret(subscriber: Any, ask: Any, work: Any) -> None:
    for day, secret in enumerate(["ett", "två"]):
        with clock.set_to(NOW + dt.timedelta(days=day)):
            ask(callback=subscriber.receiver.url(), secret=secret)
            work()
    one = WebSubSubscription.objects.get()
    assert (open_secret(one.sealed_secret), one.expires_at) == (
        "två",
        NOW + dt.timedelta(days=1, seconds=asking.USUAL),
    )


def test_unsubscribed_when_the_callback_confirms(subscriber: Any, ask: Any, work: Any) -> None:
    for mode in ("subscribe", "unsubscribe"):
        ask(callback=subscriber.receiver.url(), mode=mode)
        work()
    assert "hub.lease_seconds" not in subscriber.asked[1]
    assert not WebSubSubscription.objects.exists()


@pytest.mark.parametrize(
    ("wanted", "given"),
    [("", asking.USUAL), ("1", asking.SHORTEST), ("7200", 7200), ("99999999999", asking.LONGEST)],
)
def test_leases_have_bounds(ask: Any, wanted: str, given: int) -> None:
    ask(callback=CALLBACK, lease_seconds=wanted)
    assert WebSubRequest.objects.get().lease_seconds == given


@pytest.mark.parametrize(
    ("fields", "named"),
    [
        ({"mode": "publish"}, "hub.mode"),
        ({"mode": ""}, "hub.mode"),
        ({"topic": "https://elsewhere.example/feed.atom"}, "hub.topic"),
        ({"topic": "{base}/sv/"}, "hub.topic"),
        ({"topic": "{base}/xx/feed.atom"}, "hub.topic"),
        ({"topic": "{base}/sv/feed.atom?limit=10"}, "hub.topic"),
        ({"topic": "{base}/sv/feed.atom?archive=1"}, "hub.topic"),
        ({"topic": "{base}/sv/feed.atom?"}, "hub.topic"),
        ({"topic": "{base}/sv/feed.atom?type=message&type=briefing"}, "hub.topic"),
        ({"topic": "{base}/sv/feed.atom?area=finns-inte"}, "hub.topic"),
        ({"topic": "{base}/sv/feed.atom#x"}, "hub.topic"),
        ({"topic": "{base}.example.org/sv/feed.atom"}, "hub.topic"),
        ({"topic": "{base}/sv/feed.atom?tag=" + "a" * 600}, "hub.topic"),
        ({"callback": ""}, "hub.callback"),
        ({"callback": "http://example.org/"}, "hub.callback"),
        ({"callback": "https://127.0.0.1/"}, "hub.callback"),
        ({"callback": "https://169.254.169.254/"}, "hub.callback"),
        ({"callback": "https://user:pass@example.org/"}, "hub.callback"),
        ({"callback": "https://example.org/#x"}, "hub.callback"),
        ({"callback": "https://exämple.org/"}, "hub.callback"),
        ({"callback": "https://example.org/" + "a" * 600}, "hub.callback"),
        ({"secret": "x" * 200}, "hub.secret"),
        ({"secret": "a\nb"}, "hub.secret"),
        ({"lease_seconds": "long"}, "hub.lease_seconds"),
        ({"lease_seconds": "-1"}, "hub.lease_seconds"),
    ],
)
def test_refused_with_what_is_wrong(ask: Any, settings: Any, fields: dict[str, str], named: str) -> None:
    filled = {name: value.replace("{base}", settings.PUBLIC_BASE_URL) for name, value in fields.items()}
    response = ask(**{"callback": CALLBACK} | filled)
    assert response.status_code == 400
    assert response.content.decode().startswith(f"{named}:")
    assert not WebSubRequest.objects.exists()


def test_a_feed_of_a_selection_is_a_topic_as_it_names_itself(ask: Any, client: Any) -> None:
    print_editions([make_term("area", "handel", "Handel"), make_payload()])
    feed = client.get("/sv/feed.json?area=handel&type=message").json()
    assert ask(callback=CALLBACK, topic=feed["feed_url"]).status_code == 202
    assert feed["hubs"] == [{"type": "WebSub", "url": "http://testserver/websub/hub"}]


def test_so_many_of_a_host_wait_at_most(ask: Any) -> None:
    for number in range(asking.WAITING_PER_HOST):
        assert ask(callback=f"{CALLBACK}/{number}").status_code == 202
    response = ask(callback=f"{CALLBACK}/one-more")
    assert (response.status_code, response["Retry-After"]) == (503, "120")
    assert ask(callback="https://another.example/").status_code == 202


def test_so_many_wait_altogether_at_most(ask: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "WAITING", 2)
    assert [ask(callback=f"https://h{n}.example/").status_code for n in range(3)] == [202, 202, 503]


def test_so_many_subscriptions_of_a_host_to_a_feed_at_most(
    subscriber: Any, ask: Any, work: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "PER_TOPIC_AND_HOST", 1)
    for path in ("/a", "/b"):
        ask(callback=subscriber.receiver.url(path))
        work()
    assert WebSubSubscription.objects.get().callback.endswith("/a")
    told = subscriber.asked[-1]
    assert told["hub.mode"] == "denied"
    assert "subscriptions of a host" in told["hub.reason"]
    ask(callback=subscriber.receiver.url("/a"), secret="ny")  # renewing is none more
    work()
    assert open_secret(WebSubSubscription.objects.get().sealed_secret) == "ny"


class Dead:
    def __init__(self) -> None:
        self.calls = 0

    def __call__(self, *_args: Any, **_more: Any) -> Any:
        self.calls += 1
        raise NotAnsweredError(Failure.TIMEOUT)


def test_a_callback_that_does_not_answer_is_asked_three_times(ask: Any) -> None:
    dead = Dead()
    with clock.set_to(NOW):
        ask(callback=CALLBACK)
        assert asking.verify_next(ask=dead)
        assert not asking.verify_next(ask=dead)
    at = NOW
    for wait in asking.ASK_AGAIN:
        at += dt.timedelta(seconds=wait)
        with clock.set_to(at):
            assert asking.verify_next(ask=dead)
    assert dead.calls == 3
    assert not WebSubRequest.objects.exists()


def test_a_server_in_trouble_is_asked_again(subscriber: Any, ask: Any, work: Any) -> None:
    subscriber.receiver.answer = Reply(status=502)
    ask(callback=subscriber.receiver.url())
    work()
    assert WebSubRequest.objects.get().tries == 1


def test_a_name_that_leads_inside_is_not_asked(ask: Any, settings: Any) -> None:
    settings.OUTGOING_TO_THIS_MACHINE = False
    ask(callback="https://localhost/")
    assert asking.verify_next()
    assert not WebSubRequest.objects.exists()


def test_killed_after_the_word_it_asks_again_and_subscribes_once(
    subscriber: Any, ask: Any, work: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def die(*_args: Any) -> None:
        raise KeyboardInterrupt

    ask(callback=subscriber.receiver.url())
    with monkeypatch.context() as patched:
        patched.setattr(asking, "_grant", die)
        with pytest.raises(KeyboardInterrupt):
            asking.verify_next()
    assert WebSubRequest.objects.count() == 1
    work()
    assert len(subscriber.asked) == 2
    assert WebSubSubscription.objects.count() == 1


def test_two_workers_with_one_request_do_it_once(subscriber: Any, ask: Any) -> None:
    ask(callback=subscriber.receiver.url())
    request = WebSubRequest.objects.get()
    asking._grant(request, asking.send)
    WebSubSubscription.objects.all().delete()
    asking._grant(request, asking.send)
    assert not WebSubSubscription.objects.exists()


class TestAddress:
    def test_takes_forms_only(self, client: Any) -> None:
        response = client.get("/websub/hub")
        assert (response.status_code, response["Allow"]) == (405, "POST")
        assert client.post("/websub/hub", "{}", content_type="application/json").status_code == 400
        big = "hub.mode=subscribe&x=" + "a" * 5000
        assert (
            client.post("/websub/hub", big, content_type="application/x-www-form-urlencoded").status_code
            == 400
        )

    @pytest.mark.parametrize("hub", ["", "https://hub.example/"])
    def test_is_not_there_without_a_hub_of_our_own(self, client: Any, settings: Any, hub: str) -> None:
        settings.WEBSUB_HUB = hub
        assert client.post("/websub/hub").status_code == 404
