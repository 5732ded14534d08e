"""Webhooks in the workshop: who gets there, each button, and what a page must never show again."""

from __future__ import annotations

import re

from django.test import Client
from django.urls import reverse

import pytest

from cms.accounts.models import Role
from cms.items.services import ensure_desk, sync_access
from cms.ledger.consumers import consume
from pressroom.webhooks.enums import State
from pressroom.webhooks.models import WebhookDelivery, WebhookEndpoint, WebhookSecret
from pressroom.webhooks.queueing import POSITION, queue
from pressroom.webhooks.sender import Sender
from tests.factories.cms_ledger import make_payload, make_term, print_editions
from tests.factories.cms_workshop import make_chief, make_member, make_organisation
from tests.factories.pressroom_webhooks import REFUSED, TAKEN, Remembering, make_endpoint, make_partner

pytestmark = pytest.mark.django_db
LIST, NEW = "/admin/webhooks/", "/admin/webhooks/ny/"


def page_of(endpoint: WebhookEndpoint, name: str = "detail") -> str:
    return reverse(f"webhooks:{name}", args=[endpoint.pk])


@pytest.fixture
def desk() -> Client:
    client = Client()
    client.force_login(make_chief())
    return client


def publish(outcome=None, count: int = 1) -> None:
    for _number in range(count):
        print_editions([make_payload()])
    consume(POSITION, queue)
    if outcome is not None:
        sender = Sender(Remembering(outcome))
        while sender.turn() == 0:
            pass


def asked_for(**changes) -> dict:
    return {"name": "Nyheter", "url": "https://hook.example/a", "is_full": "1", **changes}


class TestWhoGetsThere:
    @pytest.mark.parametrize("path", [LIST, NEW, "detail", "change"])
    def test_members_without_the_right_do_not(self, path):
        endpoint = make_endpoint(name="Hemlig webhook")
        organisation = make_organisation()
        client, user = Client(), make_member(organisation, role=Role.EDITOR)
        ensure_desk(organisation)
        sync_access(user)
        client.force_login(user)
        address = path if path.startswith("/") else page_of(endpoint, path)
        for response in (client.get(address), client.post(address, {"act": "remove"} | asked_for())):
            assert response.status_code == 302  # Wagtail's answer to a refusal: the first page, and why
            assert "Hemlig webhook" not in response.text
        if not path.startswith("/"):
            unknown = reverse(f"webhooks:{path}", args=[endpoint.pk + 1])
            assert client.get(unknown).status_code == 302  # and not told which there are
        assert WebhookEndpoint.objects.get().name == "Hemlig webhook"
        assert LIST not in client.get("/admin/").text

    def test_nobody_is_sent_to_the_door(self):
        assert Client().get(LIST).url.startswith("/admin/login/")

    def test_menu_and_the_partners_page_lead_there(self, desk):
        assert LIST in desk.get("/admin/").text
        mine, other = make_endpoint(name="Vår webhook"), make_endpoint(name="Andras webhook")
        address = f"{LIST}?partner={mine.partner.pk}"
        page = desk.get(reverse("partners:partner", args=[mine.partner.pk])).text
        assert address in page
        assert "1 webhook" in page
        listed = desk.get(address).text
        assert "Vår webhook" in listed
        assert other.name not in listed
        assert desk.get(f"{LIST}?partner=999").status_code == 404


class TestMaking:
    def test_secrets_are_shown_once_and_never_again(self, desk):
        partner = make_partner()
        response = desk.post(NEW, asked_for(partner=partner.pk, type=["message"], kind=["corrected"]))
        assert response.status_code == 201
        assert "no-store" in response["Cache-Control"]
        [secret] = set(re.findall(r"whsec_[A-Za-z0-9+/=]+", response.text))
        assert "whpk_" in response.text
        assert "whsk_" not in response.text
        endpoint = WebhookEndpoint.objects.get()
        assert (endpoint.partner, endpoint.is_full) == (partner, True)
        assert endpoint.filters == {"kind": ["corrected"], "type": ["message"]}
        for address in (LIST, page_of(endpoint), page_of(endpoint, "change")):
            shown = desk.get(address).text
            assert secret not in shown
            assert "whsk_" not in shown

    @pytest.mark.parametrize(
        ("changes", "said"),
        [
            ({"url": "http://hook.example/"}, "https://"),
            ({"url": "https://10.0.0.1/"}, "öppna nätet"),
            ({"url": "https://u:p@hook.example/"}, "lösenord"),
            ({"url": "https://hook.example:22/"}, "port"),
            ({"url": ""}, "error-message"),
            ({"name": ""}, "error-message"),
            ({"type": ["secret"]}, "error-message"),
            ({"tag": ["unknown"]}, "error-message"),
        ],
    )
    def test_what_cannot_be_is_said_at_its_field(self, desk, changes, said):
        response = desk.post(NEW, asked_for(partner=make_partner().pk) | changes)
        assert response.status_code == 422
        assert said in response.text
        assert not WebhookEndpoint.objects.exists()

    def test_dormant_partner_is_not_offered(self, desk):
        partner = make_partner(name="Vilande tidningen", is_active=False)
        assert "Vilande tidningen" not in desk.get(NEW).text
        assert desk.post(NEW, asked_for(partner=partner.pk)).status_code == 422

    def test_terms_are_offered_as_they_are_printed(self, desk):
        print_editions([make_term("tag", "sommar", "Sommar"), make_term("area", "trygghet", "Trygghet")])
        text = desk.get(NEW).text
        assert "Trygghet" in text
        posted = asked_for(partner=make_partner().pk, tag=["sommar"], area=["trygghet"])
        assert desk.post(NEW, posted).status_code == 201
        assert WebhookEndpoint.objects.get().filters == {"area": ["trygghet"], "tag": ["sommar"]}


class TestChanging:
    def test_form_shows_what_is_and_saves_what_was_asked(self, desk):
        endpoint = make_endpoint(filters={"tag": ["borta"], "type": ["message"]}, is_full=True)
        text = desk.get(page_of(endpoint, "change")).text
        assert endpoint.url in text
        assert 'value="borta" selected' in text  # a tag that is printed no more stays until it is taken away
        posted = asked_for(url="https://ny.example/", is_full="", tag=["borta"])
        response = desk.post(page_of(endpoint, "change"), posted, follow=True)
        assert "sparad" in response.text
        endpoint.refresh_from_db()
        assert (endpoint.url, endpoint.is_full, endpoint.filters) == (
            "https://ny.example/", False, {"tag": ["borta"]},
        )  # fmt: skip

    def test_refused_address_changes_nothing(self, desk):
        endpoint = make_endpoint()
        response = desk.post(page_of(endpoint, "change"), asked_for(url="https://[::1]/"))
        assert response.status_code == 422
        assert WebhookEndpoint.objects.get().url == endpoint.url


class TestActing:
    @pytest.mark.parametrize(
        ("act", "before", "after"),
        [
            ("pause", State.ACTIVE, State.PAUSED),
            ("disable", State.ACTIVE, State.DISABLED),
            ("resume", State.PAUSED, State.ACTIVE),
            ("resume", State.DISABLED, State.ACTIVE),
        ],
    )
    def test_state_buttons(self, desk, act, before, after):
        endpoint = make_endpoint(state=before)
        assert f'value="{act}"' in desk.get(page_of(endpoint)).text
        response = desk.post(page_of(endpoint), {"act": act}, follow=True)
        assert response.status_code == 200
        endpoint.refresh_from_db()
        assert endpoint.state == after

    def test_removing_leads_to_the_list(self, desk):
        endpoint = make_endpoint()
        assert desk.post(page_of(endpoint), {"act": "remove"}).url == LIST
        assert not WebhookEndpoint.objects.exists()

    def test_test_message_is_queued_and_its_fate_shown(self, desk):
        endpoint = make_endpoint()
        assert "på väg" in desk.post(page_of(endpoint), {"act": "test"}, follow=True).text
        publish(REFUSED, count=0)
        text = desk.get(page_of(endpoint)).text
        assert "svar 500" in text
        assert "Gav upp" in text

    @pytest.mark.parametrize("scheme", ["v1", "v1a"])
    def test_new_secret_is_shown_once(self, desk, scheme):
        endpoint = make_endpoint()
        response = desk.post(page_of(endpoint), {"act": "rotate", "scheme": scheme})
        assert "no-store" in response["Cache-Control"]
        assert ("whsec_" in response.text, "whpk_" in response.text) == (scheme == "v1", scheme == "v1a")
        assert "whsk_" not in response.text
        assert WebhookSecret.objects.filter(endpoint=endpoint, scheme=scheme).count() == 2
        assert "slutar" in desk.get(page_of(endpoint)).text

    def test_refused_act_says_so_and_changes_nothing(self, desk):
        endpoint = make_endpoint(state=State.PAUSED)
        response = desk.post(page_of(endpoint), {"act": "test"})
        assert response.status_code == 422
        assert "Slå på den först" in response.text
        assert not WebhookDelivery.objects.exists()

    @pytest.mark.parametrize(
        "posted", [{}, {"act": "x"}, {"act": "rotate"}, {"act": "rotate", "scheme": "v2"}]
    )
    def test_unknown_act_is_not_found(self, desk, posted):
        assert desk.post(page_of(make_endpoint()), posted).status_code == 404

    @pytest.mark.parametrize("name", ["detail", "change"])
    def test_unknown_webhook_is_not_found(self, desk, name):
        assert desk.get(reverse(f"webhooks:{name}", args=[99])).status_code == 404


class TestLog:
    def test_messages_are_listed_with_their_attempts(self, desk):
        endpoint = make_endpoint()
        publish(TAKEN)
        publish(REFUSED)
        text = desk.get(page_of(endpoint)).text
        for words in ("edition_1_", "edition_2_", "svar 204", "svar 500", "fel", "nytt försök"):
            assert words in text
        assert "edition_2_" not in desk.get(page_of(endpoint) + "?state=delivered").text
        assert "edition_1_" in desk.get(page_of(endpoint) + "?state=delivered").text
        assert "edition_1_" in desk.get(page_of(endpoint) + "?state=nonsense&p=99").text
        assert endpoint.url.split("/")[2] in desk.get(LIST).text

    def test_answer_of_a_receiver_is_text_and_no_markup(self, desk):
        endpoint = make_endpoint()
        publish(REFUSED.__class__(500, "", 0.1, "<script>alert(1)</script>"))
        assert "<script>alert(1)" not in desk.get(page_of(endpoint)).text

    def test_one_message_is_sent_again(self, desk):
        endpoint = make_endpoint()
        publish(TAKEN)
        delivery = WebhookDelivery.objects.get()
        desk.post(page_of(endpoint), {"act": "replay", "delivery": delivery.pk})
        delivery.refresh_from_db()
        assert delivery.state == "waiting"

    @pytest.mark.parametrize("number", ["", "x", "9" * 30, "-1", "0"])
    def test_message_of_another_webhook_or_none_is_not_found(self, desk, number):
        endpoint = make_endpoint()
        assert desk.post(page_of(endpoint), {"act": "replay", "delivery": number}).status_code == 404
        other = make_endpoint()
        publish()
        foreign = WebhookDelivery.objects.get(endpoint=other)
        assert desk.post(page_of(endpoint), {"act": "replay", "delivery": foreign.pk}).status_code == 404

    def test_all_since_a_number_or_a_time(self, desk):
        print_editions([make_payload()])
        endpoint = make_endpoint()
        for posted in ({"seq": "1"}, {"at": "2020-01-01T00:00"}):
            response = desk.post(page_of(endpoint), {"act": "replay_since", **posted}, follow=True)
            assert "1 meddelande skickas igen" in response.text
        nothing = desk.post(page_of(endpoint), {"act": "replay_since", "at": "2099-01-01T00:00"}, follow=True)
        assert "0 meddelanden" in nothing.text

    @pytest.mark.parametrize(
        "posted", [{}, {"seq": "1", "at": "2020-01-01T00:00"}, {"seq": "0"}, {"at": "igår"}]
    )
    def test_unclear_start_is_refused(self, desk, posted):
        endpoint = make_endpoint()
        print_editions([make_payload()])
        response = desk.post(page_of(endpoint), {"act": "replay_since", **posted})
        assert response.status_code == 422
        assert "error-message" in response.text
        assert not WebhookDelivery.objects.exists()

    def test_all_that_was_given_up(self, desk):
        endpoint = make_endpoint()
        publish(TAKEN)
        WebhookDelivery.objects.update(state="dead")
        assert "?state=dead" in desk.get(LIST).text
        assert "1 meddelande" in desk.post(page_of(endpoint), {"act": "replay_dead"}, follow=True).text
        assert WebhookDelivery.objects.get().state == "waiting"

    def test_queries_do_not_grow_with_what_is_listed(self, desk, django_assert_max_num_queries):
        for _number in range(10):
            make_endpoint()
        publish(TAKEN, count=5)
        with django_assert_max_num_queries(30):
            desk.get(LIST)
        with django_assert_max_num_queries(30):
            desk.get(page_of(WebhookEndpoint.objects.first()))
