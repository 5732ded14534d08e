"""A request with a key is its partner's; one with a bad key is refused, whatever anybody has asked before."""

from __future__ import annotations

import datetime as dt

import pytest

from cms.common import clock
from cms.ledger.exceptions import NotSeenAheadError
from cms.ledger.overlay import foresee, looking_ahead
from pressroom.partners import services as partners
from pressroom.partners.enums import Scope
from pressroom.partners.keys import checking, services
from pressroom.partners.keys.checking import holder_of
from tests.assertions.http import assert_problem, count_queries
from tests.factories.cms_ledger import make_payload, print_editions
from tests.factories.cms_workshop import make_chief
from tests.factories.pressroom_partners import bearer, make_key

pytestmark = pytest.mark.django_db
ITEMS = "/api/v1/items"


@pytest.fixture(autouse=True)
def _printed():
    print_editions([make_payload()])


def ask(client, text: str, path: str = ITEMS):
    return client.get(path, headers={"Authorization": text})


class TestGoodKey:
    def test_the_answer_is_that_of_anybody(self, client):
        assert client.get(ITEMS, headers=bearer(make_key())).content == client.get(ITEMS).content

    def test_the_scheme_has_no_case(self, client):
        assert ask(client, f"bearer {make_key().text}").status_code == 200

    def test_no_shared_cache_keeps_it(self, client):
        headers = bearer(make_key())
        first = client.get(ITEMS, headers=headers)
        again = client.get(ITEMS, headers={**headers, "If-None-Match": first.headers["ETag"]})
        assert again.status_code == 304
        for response in (first, again):
            assert response.headers["Cache-Control"] == "private, no-cache"
            assert response.headers["Vary"] == "Authorization"

    def test_anonymous_answers_are_kept_apart_from_it(self, client):
        response = client.get(ITEMS)
        assert response.headers["Cache-Control"] == "public, no-cache"
        assert response.headers["Vary"] == "Authorization"

    def test_a_kept_answer_costs_no_more_with_a_key_than_without(self, client):
        headers = bearer(make_key())
        client.get(ITEMS, headers=headers)
        assert count_queries(client, ITEMS) == 1
        assert count_queries(client, ITEMS, **headers) == 1

    def test_a_script_on_a_page_may_not_send_one(self, client):
        assert "authorization" not in client.options(ITEMS).headers["Access-Control-Allow-Headers"].lower()


class TestBadKey:
    @pytest.mark.parametrize(
        "text",
        [
            "",
            "Bearer",
            "Bearer x",
            "Bearer samverkan_0000000000_" + "a" * 43,
            "Basic YTpi",
            "samverkan_0000000000_" + "a" * 43,
            "Bearer " + "a" * 9000,
        ],
    )
    def test_it_is_refused_and_told_how_to_do_it(self, client, text):
        client.get(ITEMS)  # kept, for everybody without a key
        response = ask(client, text)
        assert_problem(response, 401, "invalid_key")
        assert response.headers["WWW-Authenticate"].startswith("Bearer ")
        assert response.headers["Cache-Control"] == "private, no-cache"
        assert "a" * 43 not in response.text

    def test_a_wrong_secret_with_a_right_name_is_no_better_and_says_no_more(self, client):
        issued = make_key()
        services.revoke(key=issued.key, by=make_chief())
        name = issued.text.rsplit("_", 1)[0][: len("samverkan_") + 10]
        assert_problem(ask(client, f"Bearer {name}_{'a' * 43}"), 401, "invalid_key")

    def test_a_revoked_one_is_refused_though_it_has_just_worked(self, client):
        issued = make_key()
        assert client.get(ITEMS, headers=bearer(issued)).status_code == 200
        revoke_committed(issued)
        assert_problem(client.get(ITEMS, headers=bearer(issued)), 401, "revoked_key")

    def test_an_expired_one_is_refused_the_instant_it_ends(self, client):
        issued = make_key(days=1)
        headers = bearer(issued)
        assert client.get(ITEMS, headers=headers).status_code == 200
        with clock.set_to(issued.key.expires_at - dt.timedelta(seconds=1)):
            assert client.get(ITEMS, headers=headers).status_code == 200
        with clock.set_to(issued.key.expires_at):
            assert_problem(client.get(ITEMS, headers=headers), 401, "expired_key")

    def test_those_of_a_resting_partner_are_refused(self, client, django_capture_on_commit_callbacks):
        issued = make_key()
        client.get(ITEMS, headers=bearer(issued))
        with django_capture_on_commit_callbacks(execute=True):
            partners.pause(partner=issued.key.partner, by=make_chief())
        assert_problem(client.get(ITEMS, headers=bearer(issued)), 401, "paused_partner")

    def test_every_address_refuses(self, client):
        for path in ("/api/v1/changes", "/api/v1/openapi.json", "/api/v1/docs/", "/api/v1/keys", "/api/x"):
            assert_problem(ask(client, "Bearer x", path), 401, "invalid_key")

    def test_what_is_no_key_at_all_costs_no_query(self, client):
        assert count_queries(client, ITEMS, Authorization="Bearer nonsense") == 0


def revoke_committed(issued):
    services.revoke(key=issued.key, by=make_chief())
    checking.forget()  # what the service does when its transaction, which is the test's, is committed


class TestMemory:
    def test_another_process_notices_within_ten_seconds(self):
        at = dt.datetime(2029, 3, 6, 9, 0, tzinfo=clock.UTC)
        with clock.set_to(at):
            issued = make_key()
            holder_of(issued.text)
            services.revoke(
                key=issued.key, by=make_chief()
            )  # no commit here: as if somebody else had done it
        with clock.set_to(at + dt.timedelta(seconds=9)):
            assert holder_of(issued.text).key_id == issued.key.pk
        with clock.set_to(at + dt.timedelta(seconds=10)), pytest.raises(checking.KeyRefused):
            holder_of(issued.text)

    def test_where_it_matters_nothing_is_remembered(self):
        issued = make_key()
        holder_of(issued.text)
        services.revoke(key=issued.key, by=make_chief())
        with pytest.raises(checking.KeyRefused):
            holder_of(issued.text, remembered=False)

    def test_an_unknown_name_is_asked_for_once(self, django_assert_num_queries):
        with django_assert_num_queries(1):
            for _ in range(3):
                with pytest.raises(checking.KeyRefused):
                    holder_of(f"samverkan_0000000000_{'a' * 43}")

    def test_memory_is_bounded(self, monkeypatch):
        monkeypatch.setattr(checking, "_MOST", 3)
        for number in range(9):
            with pytest.raises(checking.KeyRefused):
                holder_of(f"samverkan_000000000{number}_{'a' * 43}")
        assert len(checking._memory._entries) == 3

    def test_a_look_ahead_knows_nobody(self):
        issued = make_key()
        with looking_ahead(foresee([], at=clock.now())), pytest.raises(NotSeenAheadError):
            holder_of(issued.text)


def test_a_scope_holds_the_one_before_it():
    read, reach = holder_of(make_key().text), holder_of(make_key(scope=Scope.REACH).text)
    assert (read.may(Scope.READ), read.may(Scope.REACH)) == (True, False)
    assert (reach.may(Scope.READ), reach.may(Scope.REACH)) == (True, True)
