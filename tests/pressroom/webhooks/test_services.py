"""What the partner desk does with endpoints, who may, and what the log of acts keeps."""

from __future__ import annotations

import datetime as dt

import pytest

from cms.accounts.models import Role
from cms.audit.models import AuditEntry
from cms.common import clock
from cms.common.sealing import unseal
from cms.ledger.consumers import consume
from pressroom.outgoing.exceptions import AddressRefusedError
from pressroom.webhooks import services
from pressroom.webhooks.claiming import PURPOSE, claim
from pressroom.webhooks.enums import Scheme, State
from pressroom.webhooks.exceptions import (
    MayNotManageWebhooksError,
    PartnerDormantError,
    TooMuchToReplayError,
    WebhookNotActiveError,
)
from pressroom.webhooks.filters import Filters
from pressroom.webhooks.models import WebhookDelivery, WebhookEndpoint, WebhookSecret
from pressroom.webhooks.queueing import POSITION, queue
from pressroom.webhooks.replaying import (
    first_seq_since,
    replay_dead,
    replay_delivery,
    replay_since,
    send_test,
)
from pressroom.webhooks.sender import Sender
from tests.factories.cms_ledger import FIRST_RELEASE, make_payload, print_editions
from tests.factories.cms_workshop import make_member, make_organisation
from tests.factories.pressroom_webhooks import (
    REFUSED,
    Remembering,
    make_endpoint,
    make_keeper,
    make_partner,
    make_webhook,
)

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2029, 3, 6, 9, 0, tzinfo=clock.UTC)


def publish(count: int = 1) -> None:
    for _number in range(count):
        print_editions([make_payload()])
    consume(POSITION, queue)


def send(hands: Remembering) -> list[str]:
    sender = Sender(hands)
    while sender.turn() == 0:
        pass
    return [parcel.headers["webhook-id"] for parcel in hands.parcels]


def seqs(endpoint: WebhookEndpoint, **narrowed) -> list[int]:
    rows = WebhookDelivery.objects.filter(endpoint=endpoint, **narrowed).order_by("seq")
    return list(rows.values_list("seq", flat=True))


def newest_act() -> tuple[str, dict]:
    entry = AuditEntry.objects.order_by("-seq").first()
    return entry.act, entry.read_facts()


class TestMaking:
    def test_secrets_are_given_once_and_kept_sealed(self):
        made = make_webhook()
        shared, pair = made.secrets
        assert (shared.scheme, pair.scheme) == (Scheme.SHARED, Scheme.KEY_PAIR)
        kept = {row.scheme: row for row in WebhookSecret.objects.filter(endpoint=made.endpoint)}
        assert shared.text not in kept[Scheme.SHARED].sealed
        assert unseal(kept[Scheme.SHARED].sealed, purpose=PURPOSE) == shared.text
        assert kept[Scheme.KEY_PAIR].public_key == pair.public_key

    def test_it_starts_at_the_head_of_the_ledger_and_is_recorded(self):
        publish(2)
        partner = make_partner(organisation=make_organisation("jarva"))
        made = make_webhook(url="https://hook.example/a?token=hemlig", partner=partner)
        assert (made.endpoint.since_seq, made.endpoint.state) == (2, State.ACTIVE)
        assert newest_act() == ("webhook.created", {"host": "hook.example"})
        entry = AuditEntry.objects.order_by("-seq").first()
        assert (entry.subject_type, entry.organisation) == ("webhook", "jarva")
        assert entry.actor_name
        assert "hemlig" not in str(vars(entry))

    @pytest.mark.parametrize(
        "url", ["http://hook.example/", "https://127.0.0.1/", "https://u:p@hook.example/"]
    )
    def test_address_that_may_not_be_asked_is_refused(self, url):
        with pytest.raises(AddressRefusedError):
            make_webhook(url=url)
        endpoint = make_endpoint()
        with pytest.raises(AddressRefusedError):
            services.change_endpoint(
                endpoint=endpoint, name="x", url=url, is_full=False, filters=Filters(), by=make_keeper()
            )
        assert WebhookEndpoint.objects.get().url == endpoint.url

    def test_dormant_partner_gets_none(self):
        with pytest.raises(PartnerDormantError):
            make_webhook(partner=make_partner(is_active=False))


ACTS = {
    "create": lambda endpoint, by: make_webhook(by=by),
    "change": lambda endpoint, by: services.change_endpoint(
        endpoint=endpoint, name="x", url=endpoint.url, is_full=True, filters=Filters(), by=by
    ),
    "pause": lambda endpoint, by: services.pause_endpoint(endpoint=endpoint, by=by),
    "disable": lambda endpoint, by: services.disable_endpoint(endpoint=endpoint, by=by),
    "resume": lambda endpoint, by: services.resume_endpoint(endpoint=endpoint, by=by),
    "remove": lambda endpoint, by: services.remove_endpoint(endpoint=endpoint, by=by),
    "rotate": lambda endpoint, by: services.rotate_secret(endpoint=endpoint, scheme=Scheme.SHARED, by=by),
    "test": lambda endpoint, by: send_test(endpoint=endpoint, by=by),
    "replay": lambda endpoint, by: replay_since(endpoint=endpoint, seq=1, by=by),
    "replay_dead": lambda endpoint, by: replay_dead(endpoint=endpoint, by=by),
    "replay_one": lambda endpoint, by: replay_delivery(delivery=endpoint.deliveries.get(), by=by),
}


@pytest.mark.parametrize("act", ACTS)
def test_only_who_runs_the_partner_desk_may(act):
    endpoint = make_endpoint()
    publish()
    before = (WebhookEndpoint.objects.values().get(), AuditEntry.objects.count())
    organisation = make_organisation()
    for person in (
        make_member(organisation, role=Role.EDITOR),
        make_member(organisation, role=Role.APPROVER),
    ):
        with pytest.raises(MayNotManageWebhooksError):
            ACTS[act](endpoint, person)
    assert (WebhookEndpoint.objects.values().get(), AuditEntry.objects.count()) == before
    ACTS[act](endpoint, make_member(organisation, role=Role.PRESS_OFFICER))


@pytest.mark.parametrize(
    ("act", "recorded"),
    [
        ("change", "webhook.changed"),
        ("pause", "webhook.paused"),
        ("disable", "webhook.disabled"),
        ("remove", "webhook.removed"),
        ("rotate", "webhook.secret_rotated"),
        ("test", "webhook.tested"),
        ("replay", "webhook.replayed"),
        ("replay_dead", "webhook.replayed"),
        ("replay_one", "webhook.replayed"),
    ],
)
def test_each_act_is_recorded_once_with_its_host(act, recorded):
    endpoint = make_endpoint(url="https://hook.example/a?token=hemlig")
    publish()
    before = AuditEntry.objects.count()
    ACTS[act](endpoint, make_keeper())
    assert AuditEntry.objects.count() == before + 1
    name, facts = newest_act()
    assert (name, facts["host"]) == (recorded, "hook.example")


class TestPausing:
    def test_what_is_released_meanwhile_waits_and_goes_when_it_is_resumed(self):
        endpoint, keeper = make_endpoint(), make_keeper()
        services.pause_endpoint(endpoint=endpoint, by=keeper)
        services.pause_endpoint(endpoint=endpoint, by=keeper)
        assert AuditEntry.objects.filter(act="webhook.paused").count() == 1
        publish(2)
        assert send(Remembering()) == []
        services.resume_endpoint(endpoint=endpoint, by=keeper)
        services.resume_endpoint(endpoint=endpoint, by=keeper)
        assert newest_act()[0] == "webhook.resumed"
        assert AuditEntry.objects.filter(act="webhook.resumed").count() == 1
        assert len(send(Remembering())) == 2

    def test_disabled_one_is_told_on_return_what_it_missed_and_nothing_twice(self):
        endpoint, keeper = make_endpoint(), make_keeper()
        publish()
        send(Remembering())
        services.disable_endpoint(endpoint=endpoint, by=keeper)
        publish(2)
        assert seqs(endpoint) == [1]
        services.resume_endpoint(endpoint=endpoint, by=keeper)
        assert seqs(endpoint) == [1, 2, 3]
        assert len(send(Remembering())) == 2
        endpoint.refresh_from_db()
        assert (endpoint.state, endpoint.reason, endpoint.missed_after) == (State.ACTIVE, "", None)

    def test_one_of_a_dormant_partner_is_not_resumed(self):
        endpoint = make_endpoint(state=State.PAUSED)
        endpoint.partner.is_active = False
        endpoint.partner.save()
        with pytest.raises(PartnerDormantError):
            services.resume_endpoint(endpoint=endpoint, by=make_keeper())


class TestChanging:
    def test_new_address_starts_without_the_failures_of_the_old(self):
        endpoint = make_endpoint(is_slow=True)
        WebhookEndpoint.objects.update(failures=9, failing_since=NOW, rest_until=NOW + dt.timedelta(days=1))
        changed = {"is_full": True, "filters": Filters.read({"type": ["message"]}), "by": make_keeper()}
        same = services.change_endpoint(endpoint=endpoint, name="Ny", url=endpoint.url, **changed)
        assert (same.failures, same.is_slow, same.name, same.is_full) == (9, True, "Ny", True)
        assert same.filters == {"type": ["message"]}
        moved = services.change_endpoint(endpoint=endpoint, name="Ny", url="https://ny.example/", **changed)
        assert (moved.failures, moved.failing_since, moved.rest_until, moved.is_slow) == (
            0,
            None,
            None,
            False,
        )


class TestRotating:
    def test_former_secret_signs_beside_the_new_one_until_its_end(self):
        with clock.set_to(NOW):
            made = make_webhook()
            former = made.secrets[0]
            new = services.rotate_secret(endpoint=made.endpoint, scheme=Scheme.SHARED, by=make_keeper())
            publish()
            [both] = claim(quick=1, slow=0)
        assert former.text != new.text
        schemes = [part.split(",")[0] for part in both.headers["webhook-signature"].split(" ")]
        assert sorted(schemes) == ["v1", "v1", "v1a"]
        assert schemes[0] == "v1"
        with clock.set_to(NOW + services.OVERLAP):
            [one] = claim(quick=1, slow=0)
            assert len(one.headers["webhook-signature"].split(" ")) == 2
            services.rotate_secret(endpoint=made.endpoint, scheme=Scheme.SHARED, by=make_keeper())
        assert WebhookSecret.objects.filter(endpoint=made.endpoint, scheme=Scheme.SHARED).count() == 2


class TestReplaying:
    def test_one_message_goes_out_again_with_its_id(self):
        endpoint, hands = make_endpoint(), Remembering()
        publish(2)
        first = send(hands)
        replay_delivery(delivery=endpoint.deliveries.get(seq=1), by=make_keeper())
        assert send(hands)[2:] == first[:1]
        assert endpoint.deliveries.get(seq=1).attempts == 2

    def test_what_was_given_up_goes_out_again_and_tests_do_not(self):
        endpoint, hands = make_endpoint(), Remembering(REFUSED)
        publish(2)
        send_test(endpoint=endpoint, by=make_keeper())
        send(hands)
        endpoint.deliveries.filter(seq__isnull=False).update(state="dead", next_at=None, tries=10)
        WebhookEndpoint.objects.update(rest_until=None)
        assert replay_dead(endpoint=endpoint, by=make_keeper()) == 2
        assert set(endpoint.deliveries.filter(seq__gt=0).values_list("state", "tries")) == {("waiting", 0)}
        assert endpoint.deliveries.get(seq=None).state == "dead"

    def test_all_since_a_number_or_time_though_it_be_from_before_the_endpoint(self):
        print_editions([make_payload()], released_at=FIRST_RELEASE)
        print_editions([make_payload()], released_at=FIRST_RELEASE + dt.timedelta(hours=1))
        consume(POSITION, queue)
        endpoint, hands = make_endpoint(), Remembering()
        print_editions([make_payload()], released_at=FIRST_RELEASE + dt.timedelta(hours=2))
        consume(POSITION, queue)
        assert len(send(hands)) == 1
        seq = first_seq_since(FIRST_RELEASE + dt.timedelta(minutes=1))
        assert seq == 2
        assert first_seq_since(FIRST_RELEASE + dt.timedelta(days=1)) is None
        assert replay_since(endpoint=endpoint, seq=seq, by=make_keeper()) == 2
        assert seqs(endpoint, state="waiting") == [2, 3]
        sent = send(hands)
        assert sent[0] == sent[2]
        assert len(set(sent)) == 2

    def test_filters_hold_for_a_replay_too(self):
        print_editions([make_payload()])
        endpoint = make_endpoint(filters={"type": ["briefing"]})
        assert replay_since(endpoint=endpoint, seq=1, by=make_keeper()) == 0

    def test_too_much_is_refused(self, monkeypatch):
        monkeypatch.setattr("pressroom.webhooks.replaying.MOST", 2)
        endpoint = make_endpoint()
        publish(3)
        with pytest.raises(TooMuchToReplayError, match="2"):
            replay_since(endpoint=endpoint, seq=1, by=make_keeper())
        assert replay_since(endpoint=endpoint, seq=2, by=make_keeper()) == 2

    @pytest.mark.parametrize("state", [State.PAUSED, State.DISABLED])
    @pytest.mark.parametrize("act", ["test", "replay", "replay_dead"])
    def test_nothing_is_sent_again_to_one_that_is_not_active(self, state, act):
        with pytest.raises(WebhookNotActiveError):
            ACTS[act](make_endpoint(state=state), make_keeper())

    def test_test_message_does_not_wait_for_a_rest(self):
        endpoint, hands = make_endpoint(rest_until=clock.now() + dt.timedelta(hours=1)), Remembering()
        send_test(endpoint=endpoint, by=make_keeper())
        assert len(send(hands)) == 1
