"""Subscribers get the feed that they subscribed to, as it stands, signed, at least once, until they are gone."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings as django_settings
from django.db import connection

import feedparser
import pytest

from cms.common import clock
from cms.ledger import consumers
from cms.ledger.consumers import Consumer, position_of
from pressroom.outgoing.client import Answer
from pressroom.outgoing.enums import Failure
from pressroom.outgoing.exceptions import NotAnsweredError
from pressroom.websub import consumer, sending, topics
from pressroom.websub.models import WebSubSubscription
from tests.factories.cms_ledger import (
    correct,
    delete,
    make_payload,
    make_ref,
    make_term,
    print_editions,
    withdraw,
)
from tests.pressroom.websub.conftest import is_signed

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 3, 3, 8, tzinfo=clock.UTC)
AREA = make_ref("area", "handel", "Handel")


def topic(path: str = "/sv/feed.atom") -> str:
    return f"{django_settings.PUBLIC_BASE_URL}{path}"


def subscribe(
    callback: str, *, path: str = "/sv/feed.atom", host: str = "", **more: Any
) -> WebSubSubscription:
    values = {"host": host or callback, "expires_at": NOW + dt.timedelta(days=1), "next_try_at": NOW} | more
    return WebSubSubscription.objects.create(topic=topic(path), callback=callback, **values)


class Answers:
    """Stands for everybody's servers: answers by callback, remembers who was asked."""

    def __init__(self, **statuses: int) -> None:
        self.statuses = statuses
        self.asked: list[str] = []

    def __call__(self, method: str, url: str, **_more: Any) -> Answer:
        self.asked.append(url)
        status = self.statuses.get(url, 204)
        if not status:
            raise NotAnsweredError(Failure.TIMEOUT)
        return Answer(status, {}, b"", False, 0.0)


@pytest.fixture(autouse=True)
def _still() -> Any:
    with clock.set_to(NOW):
        yield


def test_what_changes_the_feed_is_sent_signed_as_the_feed_stands(
    subscriber: Any, ask: Any, work: Any, client: Any
) -> None:
    payload = make_payload(title="Första rubriken")
    print_editions([payload])
    ask(callback=subscriber.receiver.url(), secret="hemligt")
    work()
    assert not subscriber.sent  # what it can fetch itself is not sent
    print_editions([correct(payload, title="Andra rubriken")])
    work()
    [sent] = subscriber.sent
    assert sent.body == client.get("/sv/feed.atom").content
    assert sent.headers["content-type"] == "application/atom+xml"
    assert sent.headers["link"] == f'<{topic("/websub/hub")}>; rel="hub", <{topic()}>; rel="self"'
    assert is_signed(sent, "hemligt")
    assert not is_signed(sent, "annat")
    assert feedparser.parse(sent.body).entries[0].title == "Andra rubriken"
    work()
    assert len(subscriber.sent) == 1


def test_secrets_are_stored_sealed_before_and_after_the_callbacks_word(
    subscriber: Any, ask: Any, work: Any
) -> None:
    """Looked at in the tables themselves, whatever the models call their columns."""

    def stored(table: str) -> str:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT * FROM {table}")
            return str(cursor.fetchall())

    ask(callback=subscriber.receiver.url(), secret="alldeles-hemligt")
    assert "127.0.0.1" in stored("pressroom_websubrequest")
    assert "alldeles-hemligt" not in stored("pressroom_websubrequest")
    work()
    assert "127.0.0.1" in stored("pressroom_websubsubscription")
    assert "alldeles-hemligt" not in stored("pressroom_websubsubscription")


def test_what_can_not_be_signed_waits_and_is_sent_when_the_former_key_is_back(
    subscriber: Any, ask: Any, work: Any, settings: Any, caplog: Any
) -> None:
    ask(callback=subscriber.receiver.url(), secret="hemligt")
    work()
    former = settings.SECRET_KEY
    settings.SECRET_KEY = "en-annan-nyckel-" + "x" * 50
    print_editions([make_payload()])
    work()
    assert not subscriber.sent
    assert "SECRET_KEY_FALLBACKS" in caplog.text
    assert "hemligt" not in caplog.text
    one = WebSubSubscription.objects.get()
    assert (one.tries, one.next_try_at) == (0, NOW + dt.timedelta(minutes=5))
    settings.SECRET_KEY_FALLBACKS = [former]
    with clock.set_to(NOW + dt.timedelta(minutes=5)):
        work()
    [sent] = subscriber.sent
    assert is_signed(sent, "hemligt")


def test_a_withdrawal_is_sent_as_a_tombstone(subscriber: Any, ask: Any, work: Any) -> None:
    payload = make_payload()
    print_editions([payload])
    ask(callback=subscriber.receiver.url())
    work()
    print_editions([withdraw({**payload, "body": []})])  # type: ignore[typeddict-item]
    work()
    assert b"deleted-entry" in subscriber.sent[-1].body
    assert b"Parkleken" not in subscriber.sent[-1].body
    assert "x-hub-signature" not in subscriber.sent[-1].headers


def test_only_those_whose_feed_has_changed_are_due() -> None:
    print_editions([make_term("area", "handel", "Handel"), make_term("area", "annat", "Annat")])
    paths = ["/sv/feed.atom", "/sv/feed.rss?area=handel", "/sv/feed.json?type=message"]
    others = ["/en/feed.atom", "/sv/feed.rss?area=annat", "/sv/feed.json?type=briefing"]
    consumer.mark()
    for path in (*paths, *others):
        subscribe(f"https://x.example{path}", path=path)
    print_editions([make_payload(areas=[AREA])])
    consumer.mark()
    due = WebSubSubscription.objects.filter(due_seq__gt=0)
    assert {one.topic for one in due} == {topic(path) for path in paths}


def test_editions_that_come_together_are_sent_once() -> None:
    answers = Answers()
    subscribe("a")
    for _ in range(3):
        print_editions([make_payload()])
    consumer.mark()
    assert sending.send_due(ask=answers) == 1
    assert sending.send_due(ask=answers) == 0
    assert answers.asked == ["a"]


def test_what_comes_while_it_is_sent_is_sent_after_it(monkeypatch: pytest.MonkeyPatch) -> None:
    subscribe("a")
    print_editions([make_payload()])
    consumer.mark()
    real = sending._read

    def read_then_print(urls: set[str]) -> Any:
        contents = real(urls)
        print_editions([make_payload()])
        consumer.mark()
        return contents

    answers = Answers()
    with monkeypatch.context() as patched:
        patched.setattr(sending, "_read", read_then_print)
        assert sending.send_due(ask=answers) == 1
    assert sending.send_due(ask=answers) == 1
    assert sending.send_due(ask=answers) == 0


@pytest.mark.parametrize("status", [0, 302, 404, 500])
def test_who_fails_gets_it_later_and_later_and_is_dropped_at_last(status: int) -> None:
    answers = Answers(a=status)
    subscribe("a", expires_at=NOW + dt.timedelta(days=30))
    print_editions([make_payload()])
    consumer.mark()
    at = NOW
    for wait in sending.TRY_AGAIN:
        with clock.set_to(at):
            assert sending.send_due(ask=answers) == 1
            assert sending.send_due(ask=answers) == 0
        at += dt.timedelta(seconds=wait)
    assert WebSubSubscription.objects.exists()
    with clock.set_to(at):
        sending.send_due(ask=answers)
    assert not WebSubSubscription.objects.exists()
    assert len(answers.asked) == len(sending.TRY_AGAIN) + 1


def test_who_answers_again_begins_anew() -> None:
    answers = Answers(a=500)
    one = subscribe("a")
    print_editions([make_payload()])
    consumer.mark()
    sending.send_due(ask=answers)
    answers.statuses["a"] = 200
    with clock.set_to(NOW + dt.timedelta(seconds=sending.TRY_AGAIN[0])):
        sending.send_due(ask=answers)
    one.refresh_from_db()
    assert (one.tries, one.sent_seq) == (0, 1)


def test_who_says_gone_is_dropped_at_once() -> None:
    subscribe("a")
    print_editions([make_payload()])
    consumer.mark()
    sending.send_due(ask=Answers(a=410))
    assert not WebSubSubscription.objects.exists()


def test_who_has_subscribed_to_what_is_no_feed_any_more_is_dropped() -> None:
    subscribe("a", path="/sv/feed.atom?area=borta", due_seq=1)
    sending.send_due(ask=Answers())
    assert not WebSubSubscription.objects.exists()


def test_leases_run_out() -> None:
    subscribe("a", due_seq=1)
    with clock.set_to(NOW + dt.timedelta(days=1)):
        assert sending.send_due(ask=Answers()) == 0
    assert not WebSubSubscription.objects.exists()


def test_one_host_takes_no_more_than_its_share_of_a_turn() -> None:
    for number in range(5):
        subscribe(f"slow{number}", host="slow.example")
    subscribe("other")
    print_editions([make_payload()])
    consumer.mark()
    answers = Answers()
    assert sending.send_due(ask=answers) == sending.PER_HOST + 1
    assert "other" in answers.asked


def test_killed_before_it_is_written_down_the_same_is_sent_again(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = Answers()
    subscribe("a")
    print_editions([make_payload()])
    consumer.mark()

    def die(*_args: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(sending, "_write_down", die)
        with pytest.raises(KeyboardInterrupt):
            sending.send_due(ask=answers)
    assert sending.send_due(ask=answers) == 1
    assert answers.asked == ["a", "a"]


def test_killed_while_it_marks_nothing_is_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    subscribe("a")
    print_editions([make_payload()])

    def die(*_args: Any, **_more: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(sending.WebSubSubscription.objects, "filter", die)
        with pytest.raises(KeyboardInterrupt):
            consumer.mark()
    assert position_of("websub") == 0
    assert consumer.mark() == 0
    assert WebSubSubscription.objects.get().due_seq == 1


def test_a_feed_that_half_of_a_release_has_met_is_read_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    payload = make_payload()
    print_editions([payload])
    real, readings = topics.read_channel, []

    def read(**more: Any) -> Any:
        channel = real(**more)
        if not readings:
            print_editions([correct(payload, title="Andra")])
        readings.append(channel)
        return channel

    monkeypatch.setattr(topics, "read_channel", read)
    found = topics.read_topic(topic())
    assert found is not None
    assert "Andra" in found.read().decode()
    assert len(readings) == 2


class TestOutsideHub:
    @pytest.fixture(autouse=True)
    def _outside(self, settings: Any) -> None:
        settings.WEBSUB_HUB = "https://hub.example/"

    def test_is_told_of_every_feed_that_changes(self) -> None:
        told: list[dict[str, Any]] = []

        def hub(method: str, url: str, **more: Any) -> Answer:
            told.append({"url": url, **more})
            return Answer(204, {}, b"", False, 0.0)

        print_editions([make_payload(areas=[AREA])])
        assert consumer.tell(ask=hub) == 0
        assert told[0]["url"] == "https://hub.example/"
        body = told[0]["body"].decode()
        assert body.startswith("hub.mode=publish&hub.url=")
        assert "feed.atom%3Farea%3Dhandel" in body
        assert consumer.tell(ask=hub) == consumer.LOOK_EVERY

    def test_is_told_of_the_lists_that_a_deletion_empties_after_a_withdrawal(self) -> None:
        told: list[str] = []

        def hub(_method: str, _url: str, **more: Any) -> Answer:
            told.append(more["body"].decode())
            return Answer(204, {}, b"", False, 0.0)

        payload = make_payload(areas=[AREA])
        print_editions([payload])
        bare: Any = {**payload, "areas": []}  # as a tombstone: it says nothing any more of where it stood
        print_editions([withdraw(bare)])
        consumer.tell(ask=hub)
        print_editions([delete(bare)])
        consumer.tell(ask=hub)
        assert "feed.atom%3Farea%3Dhandel" in told[-1]

    def test_is_told_again_when_it_refuses(self) -> None:
        print_editions([make_payload()])
        with pytest.raises(consumer.HubFailed, match="503"):
            consumer.tell(ask=lambda *_args, **_more: Answer(503, {}, b"", False, 0.0))
        assert position_of("websub") == 0

    def test_is_named_by_the_feeds(self, client: Any) -> None:
        assert client.get("/sv/feed.rss")["Link"].startswith('<https://hub.example/>; rel="hub"')


@pytest.mark.parametrize("name", ["feed.rss", "feed.atom"])
def test_feeds_name_the_hub_in_the_document_and_in_the_header(client: Any, settings: Any, name: str) -> None:
    print_editions([make_payload()])
    response = client.get(f"/sv/{name}")
    assert response["Link"] == f'<{topic("/websub/hub")}>; rel="hub", <{topic(f"/sv/{name}")}>; rel="self"'
    links = {link.rel: link.href for link in feedparser.parse(response.content).feed.links}
    assert (links["hub"], links["self"]) == (topic("/websub/hub"), topic(f"/sv/{name}"))
    assert "Link" not in client.get(f"/sv/{name}?limit=3")
    settings.WEBSUB_HUB = ""
    assert b'rel="hub"' not in client.get(f"/sv/{name}?type=message").content


@pytest.mark.parametrize(
    ("hub", "names"),
    [
        ("own", ["websub", "websub asking", "websub contacts", "websub sending"]),
        ("https://hub.example/", ["websub"]),
        ("", []),
    ],
)
def test_readers_are_those_of_the_chosen_hub(
    settings: Any, monkeypatch: pytest.MonkeyPatch, hub: str, names: list[str]
) -> None:
    own: dict[str, Consumer] = {}
    monkeypatch.setattr(consumers, "_consumers", own)
    settings.WEBSUB_HUB = hub
    consumer.register_all()
    assert sorted(own) == names
