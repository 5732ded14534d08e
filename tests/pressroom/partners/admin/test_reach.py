"""Reach at the desk: a partner's own, as page and file, and where an item was shown."""

from __future__ import annotations

import csv
import datetime as dt
import io

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

import pytest

from cms.accounts.models import Role
from cms.items.services import sync_access
from cms.ledger.addresses import public_id
from cms.releases.services import release_now
from pressroom.reach.queries import Period
from pressroom.reach.storing import add_counts
from tests.factories.cms_workshop import entry_for, make_desk, make_member, make_message
from tests.factories.pressroom_partners import make_key, make_partner

pytestmark = pytest.mark.django_db
DESK = "/admin/partner/"


@pytest.fixture
def today():
    return Period.last(1).until


@pytest.fixture
def desk():
    return make_desk("jarva")


@pytest.fixture
def page(desk):
    page = make_message(desk, title="=Sommar i parken")
    release_now(entries=[entry_for(page)], by=desk.editor)
    return page


@pytest.fixture
def editor(desk) -> Client:
    return client_of(desk, Role.EDITOR)


def client_of(desk, role) -> Client:
    user = make_member(desk.organisation, role=role)
    sync_access(user)
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def partner():
    return make_partner("Region", hosts=["r.example"])


@pytest.fixture
def counted(page, partner, today):
    item = public_id(page.translation_key)
    key = make_key(partner)
    add_counts(
        {
            (today, "embed", item, "host:r.example"): 3,
            (today, "api", item, f"key:{key.key.pk}"): 4,
            (today, "webhook", item, f"partner:{partner.pk}"): 5,
            (today, "embed", item, "host:okand.example"): 61,
            (today, "page", item, ""): 71,
            (today - dt.timedelta(days=90), "embed", item, "host:r.example"): 8000,
        }
    )
    return item


class TestPartnersPage:
    def test_it_tells_of_the_partners_own_and_of_no_other(self, editor, partner, counted, today):
        text = editor.get(f"{DESK}{partner.pk}/").text
        assert "r.example" in text
        assert "=Sommar i parken" in text
        assert f"<td>{today.isoformat()}</td>" in text  # when the key was used last
        for part in ("okand.example", ">61<", ">71<", "8000"):
            assert part not in text

    def test_it_costs_the_same_however_much_there_is(self, editor, partner, counted, today):
        def queries() -> int:
            with CaptureQueriesContext(connection) as seen:
                editor.get(f"{DESK}{partner.pk}/")
            return len(seen)

        queries()
        before = queries()
        add_counts({(today, "embed", f"item{number:06}", "host:r.example"): 1 for number in range(200)})
        assert queries() == before

    def test_the_list_names_hosts_that_nobody_has(self, editor, partner, counted):
        text = editor.get(DESK).text
        table = text.split("som ingen partner har")[1]
        assert "okand.example" in table
        assert "r.example<" not in table


class TestFigures:
    def test_page_and_file_have_the_same(self, editor, partner, counted, today):
        text = editor.get(f"{DESK}{partner.pk}/rackvidd/").text
        response = editor.get(f"{DESK}{partner.pk}/rackvidd.csv")
        assert response.headers["Content-Disposition"].startswith('attachment; filename="rackvidd-')
        rows = list(csv.DictReader(io.StringIO(response.getvalue().decode())))
        assert [(row["channel"], row["count"]) for row in rows] == [
            ("api", "4"),
            ("embed", "3"),
            ("webhook", "5"),
        ]
        assert {row["title"] for row in rows} == {"'=Sommar i parken"}
        assert {row["day"] for row in rows} == {today.isoformat()}
        assert all(f"<td>{row['count']}</td>" in text for row in rows)

    def test_other_days_can_be_asked_for(self, editor, partner, counted, today):
        since = today - dt.timedelta(days=100)
        asked = f"?since={since}&until={today - dt.timedelta(days=1)}"
        rows = editor.get(f"{DESK}{partner.pk}/rackvidd.csv{asked}").getvalue().decode().splitlines()
        assert len(rows) == 2
        assert rows[1].endswith("embed,8000")
        assert "8000" in editor.get(f"{DESK}{partner.pk}/rackvidd/{asked}").text

    def test_what_is_no_day_is_as_if_it_were_not_asked(self, editor, partner, counted):
        assert editor.get(f"{DESK}{partner.pk}/rackvidd/?since=x&until=2029-02-31").status_code == 200

    @pytest.mark.parametrize("path", ["rackvidd/", "rackvidd.csv"])
    def test_approvers_and_strangers_see_none(self, desk, partner, counted, path):
        assert client_of(desk, Role.APPROVER).get(f"{DESK}{partner.pk}/{path}").status_code == 302
        assert Client().get(f"{DESK}{partner.pk}/{path}").url.startswith("/admin/login/")
        assert client_of(desk, Role.EDITOR).get(f"{DESK}9999/{path}").status_code == 404

    def test_a_long_page_is_cut_and_says_so_and_the_file_is_whole(self, editor, partner, today):
        add_counts({(today, "embed", f"item{number:06}", "host:r.example"): 1 for number in range(600)})
        text = editor.get(f"{DESK}{partner.pk}/rackvidd/").text
        assert "Filen har alla" in text
        assert text.count("item000") == 500
        file = editor.get(f"{DESK}{partner.pk}/rackvidd.csv").getvalue().decode()
        assert len(file.splitlines()) == 601


class TestWhereShown:
    def test_it_names_partners_and_unknown_hosts_and_leaves_out_readers(self, editor, counted):
        text = editor.get(f"{DESK}inlagg/{counted}/").text
        assert text.index("Region") < text.index("okand.example")
        assert "r.example" in text
        assert "71" not in text.split("<tbody>")[1]

    def test_the_items_page_leads_there_once_it_is_out(self, editor, desk, counted, page):
        draft = make_message(desk)
        there = f"{DESK}inlagg/{counted}/"
        assert there in editor.get(f"/admin/pages/{page.pk}/edit/").text
        assert "partner/inlagg" not in editor.get(f"/admin/pages/{draft.pk}/edit/").text

    def test_of_what_was_never_out_there_is_no_page(self, editor, desk):
        draft = make_message(desk)
        assert editor.get(f"{DESK}inlagg/{public_id(draft.translation_key)}/").status_code == 404
