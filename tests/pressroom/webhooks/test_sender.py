"""Turns of the sender, with hands that answer as they are told, in a clock that tests set."""

from __future__ import annotations

import datetime as dt

from django.core import mail
from django.db import OperationalError

import orjson
import pytest

from cms.audit.models import AuditEntry
from cms.common import clock
from cms.ledger.models import ConsumerPosition
from pressroom.webhooks import pruning, schedule
from pressroom.webhooks.claiming import LEASE, claim
from pressroom.webhooks.enums import DeliveryState, State
from pressroom.webhooks.models import WebhookAttempt, WebhookDelivery, WebhookEndpoint, WebhookSecret
from pressroom.webhooks.posting import Outcome
from pressroom.webhooks.recording import record
from pressroom.webhooks.replaying import send_test
from pressroom.webhooks.sender import Sender
from tests.factories.cms_ledger import correct, make_payload, print_editions, withdraw
from tests.factories.pressroom_webhooks import (
    HUNG,
    REFUSED,
    TAKEN,
    Remembering,
    make_endpoint,
    make_keeper,
    make_partner,
)

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2029, 3, 6, 9, 0, tzinfo=clock.UTC)
SECOND = dt.timedelta(seconds=1)


def send_all(hands: Remembering, at: dt.datetime = NOW) -> list[str]:
    """Turn a new sender until there is nothing to do; return the ids of what was sent."""
    before = len(hands.parcels)
    sender = Sender(hands)
    with clock.set_to(at):
        while sender.turn() == 0:
            pass
    return [parcel.headers["webhook-id"] for parcel in hands.parcels[before:]]


def publish(count: int = 1, at: dt.datetime = NOW) -> None:
    for _number in range(count):
        print_editions([make_payload()], released_at=at)


def made(**fields) -> WebhookEndpoint:
    with clock.set_to(NOW):
        return make_endpoint(**fields)


def state_of(seq: int = 1) -> WebhookDelivery:
    return WebhookDelivery.objects.get(seq=seq)


class TestSending:
    def test_what_is_released_is_sent_once_and_recorded(self):
        endpoint = made()
        publish(3)
        hands = Remembering()
        assert len(send_all(hands)) == 3
        assert send_all(hands) == []
        assert [orjson.loads(parcel.body)["data"]["seq"] for parcel in hands.parcels] == [1, 2, 3]
        assert {parcel.url for parcel in hands.parcels} == {endpoint.url}
        delivery = state_of(1)
        assert (delivery.state, delivery.attempts, delivery.next_at) == (DeliveryState.DELIVERED, 1, None)
        attempt = WebhookAttempt.objects.get(delivery=delivery)
        assert (attempt.number, attempt.status, attempt.error, attempt.milliseconds) == (1, 204, "", 100)
        endpoint.refresh_from_db()
        assert (endpoint.lease, endpoint.due_at, endpoint.failures) == ("", None, 0)
        assert endpoint.succeeded_at == NOW

    def test_one_endpoint_gets_one_message_at_a_time(self):
        made()
        publish(3)
        with clock.set_to(NOW):
            Sender(Remembering(quick=0, slow=0)).turn()
            assert (len(claim(quick=8, slow=8)), len(claim(quick=8, slow=8))) == (1, 0)

    def test_endpoint_with_much_to_get_goes_behind_the_others(self):
        first = made()
        publish(5)
        second = made()
        publish(1)
        hands = Remembering(quick=1, slow=0)
        sender = Sender(hands)
        for turn in range(10):
            with clock.set_to(NOW + turn * SECOND):
                sender.turn()
        order = [parcel.endpoint_id for parcel in hands.parcels]
        assert order == [first.pk, first.pk, second.pk, first.pk, first.pk, first.pk, first.pk]

    @pytest.mark.parametrize("state", [State.PAUSED, State.DISABLED])
    def test_nothing_goes_to_one_that_is_not_active(self, state):
        endpoint = made()
        publish()
        with clock.set_to(NOW):
            Sender(Remembering(quick=0, slow=0)).turn()
        WebhookEndpoint.objects.filter(pk=endpoint.pk).update(state=state)
        assert send_all(Remembering()) == []

    def test_nothing_goes_to_a_dormant_partner(self):
        partner = make_partner()
        made(partner=partner)
        publish()
        with clock.set_to(NOW):
            Sender(Remembering(quick=0, slow=0)).turn()
        partner.is_active = False
        partner.save()
        assert send_all(Remembering()) == []

    def test_endpoint_whose_secret_cannot_be_read_waits_and_says_so(self, caplog):
        endpoint = made()
        publish()
        WebhookSecret.objects.filter(endpoint=endpoint).update(sealed="x")
        assert send_all(Remembering()) == []
        assert "SECRET_KEY_FALLBACKS" in caplog.text
        assert state_of().state == DeliveryState.WAITING

    def test_what_could_not_be_recorded_is_recorded_at_the_next_turn(self, monkeypatch):
        made()
        publish()
        hands = Remembering()
        sender = Sender(hands)

        def away(sent):
            raise OperationalError("away")

        with clock.set_to(NOW):
            with monkeypatch.context() as patch:
                patch.setattr("pressroom.webhooks.sender.record", away)
                with pytest.raises(OperationalError):
                    sender.turn()
            sender.turn()
        assert (len(hands.parcels), state_of().state) == (1, DeliveryState.DELIVERED)


class TestBodies:
    def test_thin_message_names_and_full_one_tells(self):
        made()
        made(is_full=True)
        payload = make_payload(title="Sommaren i Järva")
        print_editions([payload], released_at=NOW)
        hands = Remembering()
        send_all(hands)
        thin, full = (orjson.loads(parcel.body) for parcel in hands.parcels)
        assert thin["type"] == full["type"] == "edition.published"
        assert thin["timestamp"] == "2029-03-06T09:00:00.000Z"
        assert "document" not in thin["data"]
        assert thin["data"]["is_current"]
        assert thin["data"]["changes_url"].endswith("/api/v1/changes?since=0&limit=1")
        assert full["data"]["document"]["title"] == "Sommaren i Järva"
        assert full["data"]["id"] == payload["id"]

    def test_what_was_withdrawn_before_it_was_sent_goes_out_without_its_text(self):
        made(is_full=True)
        payload = make_payload(title="Hemlig sedan")
        print_editions([payload], released_at=NOW)
        print_editions(
            [correct(payload, "Citerar det hemliga", title="Hemlig sedan, rättad")], released_at=NOW
        )
        print_editions([withdraw(payload, "Uppgiften stämde inte.")], released_at=NOW)
        hands = Remembering()
        assert len(send_all(hands)) == 3
        bodies = [orjson.loads(parcel.body) for parcel in hands.parcels]
        assert [body["type"] for body in bodies] == [
            "edition.published",
            "edition.corrected",
            "edition.withdrawn",
        ]
        assert all(body["data"]["document"] is None and not body["data"]["is_current"] for body in bodies)
        assert not any("emlig" in parcel.body.decode() for parcel in hands.parcels)
        assert bodies[2]["data"]["note"] == "Uppgiften stämde inte."

    def test_repetition_after_a_withdrawal_has_its_id_and_no_text(self):
        made(is_full=True)
        payload = make_payload(title="Hemlig sedan")
        print_editions([payload], released_at=NOW)
        hands = Remembering(REFUSED)
        send_all(hands)
        print_editions([withdraw(payload)], released_at=NOW)
        hands.answer = TAKEN
        send_all(hands, NOW + 10 * SECOND)
        first, again = (parcel for parcel in hands.parcels if b"edition.published" in parcel.body)
        assert first.headers["webhook-id"] == again.headers["webhook-id"]
        assert first.headers["webhook-timestamp"] != again.headers["webhook-timestamp"]
        assert b"Hemlig" in first.body
        assert b"Hemlig" not in again.body


class TestFailures:
    def test_failed_message_is_tried_again_by_the_schedule_and_given_up(self):
        made()
        publish()
        hands = Remembering(REFUSED)
        at, times = NOW, []
        for _attempt in range(len(schedule.RETRIES) + 1):
            assert len(send_all(hands, at)) == 1
            times.append(at)
            at = state_of().next_at or at
        delivery = state_of()
        assert (delivery.state, delivery.attempts) == (DeliveryState.DEAD, 10)
        assert dt.timedelta(hours=60) < times[-1] - times[0] < dt.timedelta(hours=92)
        assert len({parcel.headers["webhook-id"] for parcel in hands.parcels}) == 1
        assert send_all(hands, at + dt.timedelta(days=9)) == []
        assert WebhookAttempt.objects.filter(status=500, answer="fel").count() == 10

    def test_message_that_is_refused_does_not_hold_up_the_next(self):
        made()
        publish(2)
        hands = Remembering(lambda parcel: REFUSED if b'"seq":1,' in parcel.body else TAKEN)
        assert len(send_all(hands)) >= 2
        assert state_of(2).state == DeliveryState.DELIVERED

    @pytest.mark.parametrize("outcome", [HUNG, Outcome(503, "", 0.1), Outcome(None, "connect", 5.0)])
    def test_endpoint_that_does_not_answer_is_left_alone_for_a_while(self, outcome):
        endpoint = made()
        publish(3)
        hands = Remembering(outcome)
        assert len(send_all(hands)) == 1
        endpoint.refresh_from_db()
        assert NOW < endpoint.rest_until <= NOW + 3 * SECOND
        assert endpoint.due_at == endpoint.rest_until
        assert len(send_all(hands, endpoint.rest_until)) == 1
        endpoint.refresh_from_db()
        assert endpoint.failures == 2

    def test_wish_to_wait_is_heeded(self):
        endpoint = made()
        publish()
        hands = Remembering(Outcome(429, "", 0.1, wish=dt.timedelta(hours=1)))
        send_all(hands)
        assert send_all(hands, NOW + 3599 * SECOND) == []
        assert len(send_all(hands, NOW + 3600 * SECOND)) == 1
        endpoint.refresh_from_db()
        assert not endpoint.is_slow

    def test_endpoint_that_answers_again_gets_at_once_what_waits(self):
        made()
        publish(3)
        hands = Remembering(REFUSED)
        send_all(hands)
        send_all(hands, NOW + 10 * SECOND)
        hands.answer = TAKEN
        WebhookDelivery.objects.filter(seq=2).update(next_at=NOW + 20 * SECOND)
        WebhookEndpoint.objects.update(due_at=NOW + 20 * SECOND)
        assert len(send_all(hands, NOW + 20 * SECOND)) == 3
        assert set(WebhookDelivery.objects.values_list("state", flat=True)) == {DeliveryState.DELIVERED}

    def test_slow_endpoints_have_hands_of_their_own(self):
        slow, quick = made(is_slow=True), made()
        publish()
        hands = Remembering(quick=8, slow=0)
        send_all(hands)
        assert [parcel.endpoint_id for parcel in hands.parcels] == [quick.pk]
        hands.slow = 1
        send_all(hands)
        assert hands.parcels[-1].endpoint_id == slow.pk
        slow.refresh_from_db()
        assert not slow.is_slow  # it has answered in time

    def test_gone_disables_and_tells_the_partner(self, django_capture_on_commit_callbacks):
        endpoint = made(url="https://hook.example/x?token=hemlig")
        publish(2)
        hands = Remembering(Outcome(410, "", 0.1))
        with django_capture_on_commit_callbacks(execute=True):
            assert len(send_all(hands)) == 1
        endpoint.refresh_from_db()
        assert (endpoint.state, endpoint.reason, endpoint.missed_after) == ("disabled", "gone", 2)
        assert (state_of(1).state, state_of(2).state) == (DeliveryState.DEAD, DeliveryState.WAITING)
        [letter] = mail.outbox
        assert letter.to == [endpoint.partner.contact_email]
        assert "410" in letter.body
        assert "hemlig" not in letter.body
        entry = AuditEntry.objects.order_by("-seq").first()
        assert (entry.act, entry.actor_name, entry.read_facts()) == (
            "webhook.disabled", "", {"host": "hook.example", "reason": "gone"},
        )  # fmt: skip

    def test_long_failure_disables_once(self, django_capture_on_commit_callbacks):
        endpoint = made()
        publish()
        hands = Remembering(REFUSED)
        send_all(hands)
        later = NOW + schedule.GIVE_UP_AFTER
        with django_capture_on_commit_callbacks(execute=True):
            send_all(hands, later - SECOND)
            endpoint.refresh_from_db()
            assert endpoint.state == State.ACTIVE
            publish(2, later)
            send_all(hands, later)
        endpoint.refresh_from_db()
        assert (endpoint.state, endpoint.reason, endpoint.state_at) == ("disabled", "failing", later)
        assert len(mail.outbox) == 1

    def test_partner_without_address_is_not_written_to(self, django_capture_on_commit_callbacks):
        endpoint = made(partner=make_partner(contact_email=""))
        publish()
        with django_capture_on_commit_callbacks(execute=True):
            send_all(Remembering(Outcome(410, "", 0.1)))
        endpoint.refresh_from_db()
        assert (endpoint.state, mail.outbox) == (State.DISABLED, [])

    def test_mail_that_cannot_be_sent_is_logged(
        self, django_capture_on_commit_callbacks, monkeypatch, caplog
    ):
        def away(*args, **more):
            raise OSError("no server")

        monkeypatch.setattr("pressroom.webhooks.notices.send_mail", away)
        made()
        publish()
        with django_capture_on_commit_callbacks(execute=True):
            send_all(Remembering(Outcome(410, "", 0.1)))
        assert "could not be sent" in caplog.text

    def test_test_message_has_one_attempt(self):
        with clock.set_to(NOW):
            endpoint = make_endpoint()
            delivery = send_test(endpoint=endpoint, by=make_keeper())
        hands = Remembering(REFUSED)
        assert len(send_all(hands)) == 1
        body = orjson.loads(hands.parcels[0].body)
        assert (body["type"], body["data"]) == ("webhook.test", {"webhook": str(endpoint.key)})
        delivery.refresh_from_db()
        assert delivery.state == DeliveryState.DEAD


class TestLeases:
    def test_message_of_a_killed_sender_is_sent_again_when_its_lease_has_ended(self):
        made()
        publish()
        with clock.set_to(NOW):
            Sender(Remembering(quick=0, slow=0)).turn()
            [lost] = claim(quick=1, slow=0)  # sent, and then the process is killed
        hands = Remembering()
        assert send_all(hands, NOW + LEASE - SECOND) == []
        assert send_all(hands, NOW + LEASE) == [lost.headers["webhook-id"]]

    def test_late_failure_does_not_undo_the_success_of_another_sender(self):
        endpoint = made()
        publish()
        with clock.set_to(NOW):
            Sender(Remembering(quick=0, slow=0)).turn()
            [late] = claim(quick=1, slow=0)
        send_all(Remembering(), NOW + LEASE)
        hands = Remembering(HUNG)
        hands.start(late)
        with clock.set_to(NOW + LEASE + SECOND):
            record(hands.finished(0))
        endpoint.refresh_from_db()
        assert (state_of().state, state_of().attempts, endpoint.failures) == (DeliveryState.DELIVERED, 2, 0)

    def test_late_success_does_not_take_another_senders_lease(self):
        endpoint = made()
        publish()
        with clock.set_to(NOW):
            Sender(Remembering(quick=0, slow=0)).turn()
            [late] = claim(quick=1, slow=0)
        with clock.set_to(NOW + LEASE):
            [other] = claim(quick=1, slow=0)
            hands = Remembering()
            hands.start(late)
            record(hands.finished(0))
        endpoint.refresh_from_db()
        assert (endpoint.lease, state_of().state) == (other.lease, DeliveryState.DELIVERED)

    def test_endpoint_that_was_removed_meanwhile_is_passed_over(self):
        endpoint = made()
        publish()
        with clock.set_to(NOW):
            Sender(Remembering(quick=0, slow=0)).turn()
            hands = Remembering()
            hands.start(claim(quick=1, slow=0)[0])
            endpoint.delete()
            record(hands.finished(0))
        assert not WebhookAttempt.objects.exists()


def test_turn_at_rest_writes_nothing(django_assert_max_num_queries):
    made()
    publish()
    sender = Sender(Remembering())
    with clock.set_to(NOW):
        while sender.turn() == 0:
            pass
        with django_assert_max_num_queries(3) as queries:
            assert sender.turn() > 0
    assert all(query["sql"].startswith("SELECT") for query in queries.captured_queries)
    assert ConsumerPosition.objects.get(name="webhooks").seq == 1


def test_old_deliveries_are_thrown_away_with_their_attempts():
    made()
    publish(2)
    hands = Remembering(lambda parcel: Outcome(410, "", 0.1) if b'"seq":2,' in parcel.body else TAKEN)
    send_all(hands)
    kept = pruning.KEPT[DeliveryState.DELIVERED]
    assert pruning.prune(NOW + kept) == 0
    assert pruning.prune(NOW + kept + SECOND) == 2  # delivery and attempt
    assert [row.seq for row in WebhookDelivery.objects.all()] == [2]
    assert pruning.prune(NOW + pruning.KEPT[DeliveryState.DEAD] + SECOND) == 2
