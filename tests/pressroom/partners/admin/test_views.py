"""The partner desk: who sees what, and what its buttons do."""

from __future__ import annotations

import datetime as dt
import re

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

import pytest

from cms.accounts.models import Role
from cms.common import clock
from cms.items.services import ensure_desk, sync_access
from pressroom.partners import desk_links
from pressroom.partners.desk_links import DeskLink
from pressroom.partners.keys.checking import holder_of
from pressroom.partners.models import Partner
from tests.factories.cms_workshop import make_member, make_organisation
from tests.factories.pressroom_partners import make_key, make_partner

pytestmark = pytest.mark.django_db
LIST, NEW = "/admin/partner/", "/admin/partner/ny/"


@pytest.fixture
def jarva():
    organisation = make_organisation("jarva")
    ensure_desk(organisation)
    return organisation


def client_of(organisation, role=Role.PRESS_OFFICER) -> Client:
    user = make_member(organisation, role=role)
    sync_access(user)
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def officer(jarva) -> Client:
    return client_of(jarva)


@pytest.fixture
def editor(jarva) -> Client:
    return client_of(jarva, Role.EDITOR)


class TestWho:
    def test_nobody_is_sent_to_the_door(self):
        assert Client().get(LIST).url.startswith("/admin/login/")

    def test_approvers_have_no_business_there(self, jarva):
        make_partner("Hemlig partner")
        response = client_of(jarva, Role.APPROVER).get(LIST)
        assert response.status_code == 302
        assert "partner" not in client_of(jarva, Role.APPROVER).get("/admin/").text.lower()

    def test_editors_look_and_change_nothing(self, editor):
        partner = make_partner("Region")
        assert "Region" in editor.get(LIST).text
        page = editor.get(f"{LIST}{partner.pk}/").text
        assert 'name="act"' not in page
        assert NEW not in editor.get(LIST).text
        assert editor.get(NEW).status_code == 302
        assert editor.post(NEW, {"name": "Ny"}).status_code == 302
        refused = editor.post(f"{LIST}{partner.pk}/", {"act": "pause"})
        assert refused.status_code == 422
        assert "administratörer" in refused.text
        assert list(Partner.objects.values_list("name", "is_active")) == [("Region", True)]

    def test_the_menu_leads_here(self, officer):
        assert f'"{LIST}"' in officer.get("/admin/").text


class TestRegistry:
    def test_a_partner_is_registered_and_changed(self, officer, jarva):
        saved = officer.post(
            NEW, {"name": "Region", "organisation": jarva.pk, "hosts": "a.example\nb.example"}
        )
        partner = Partner.objects.get()
        assert saved.url == f"{LIST}{partner.pk}/"
        form = officer.get(f"{LIST}{partner.pk}/andra/").text
        assert "a.example\nb.example" in form
        officer.post(f"{LIST}{partner.pk}/andra/", {"name": "Regionen", "hosts": "c.example"})
        partner.refresh_from_db()
        assert (partner.name, partner.organisation) == ("Regionen", None)
        assert [row.host for row in partner.hosts.all()] == ["c.example"]

    @pytest.mark.parametrize(
        ("fields", "said"),
        [
            ({"name": ""}, "måste fyllas i|obligatoriskt"),
            ({"name": "Region"}, "Det finns redan"),
            ({"name": "Ny", "hosts": "?!"}, "inget värdnamn"),
            ({"name": "Ny", "hosts": "a.example"}, "hör redan till Region"),
            ({"name": "Ny", "contact_email": "x"}, "e-post"),
        ],
    )
    def test_what_cannot_be_saved_is_said_and_kept_in_the_form(self, officer, fields, said):
        make_partner("Region", hosts=["a.example"])
        response = officer.post(NEW, fields)
        assert response.status_code == 422
        assert any(part in response.text for part in said.split("|"))
        assert f'value="{fields["name"]}"' in response.text or not fields["name"]
        assert Partner.objects.count() == 1

    def test_the_list_costs_the_same_however_many_there_are(self, officer, jarva):
        def queries() -> int:
            with CaptureQueriesContext(
                connection,
            ) as seen:
                officer.get(LIST)
            return len(seen)

        make_partner(organisation=jarva, hosts=["a.example"])
        queries()
        before = queries()
        for number in range(5):
            make_partner(organisation=jarva, hosts=[f"b{number}.example"])
        assert queries() == before


class TestOnePartner:
    def test_it_is_paused_and_resumed(self, officer):
        partner = make_partner("Region")
        page = f"{LIST}{partner.pk}/"
        assert officer.post(page, {"act": "pause"}).status_code == 302
        assert "Partnern vilar" in officer.get(page).text
        officer.post(page, {"act": "resume"})
        assert "Partnern vilar" not in officer.get(page).text

    def test_another_button_is_none(self, officer):
        partner = make_partner()
        assert officer.post(f"{LIST}{partner.pk}/", {"act": "delete"}).status_code == 404
        assert officer.get(f"{LIST}999/").status_code == 404

    def test_names_are_text(self, officer):
        partner = make_partner("<b>Fet</b>", contact_name="<i>Kursiv</i>")
        page = officer.get(f"{LIST}{partner.pk}/").text
        assert "<b>Fet" not in page
        assert "<i>Kursiv" not in page

    def test_other_applets_add_links(self, officer, monkeypatch):
        monkeypatch.setattr(desk_links, "_makers", [])
        partner = make_partner("Region")
        desk_links.add(lambda of: DeskLink("Webhooks", f"/admin/x/{of.pk}/", "3 aktiva"))
        page = officer.get(f"{LIST}{partner.pk}/").text
        assert f'href="/admin/x/{partner.pk}/"' in page
        assert "3 aktiva" in page


class TestKeys:
    ISSUE = {"act": "issue", "label": "Servern", "scope": "read"}

    def issue(self, officer, partner, **more):
        until = (clock.now() + dt.timedelta(days=30)).date().isoformat()
        return officer.post(f"{LIST}{partner.pk}/", self.ISSUE | {"until": until} | more)

    def test_a_key_is_shown_once_and_kept_nowhere(self, officer):
        partner = make_partner()
        shown = self.issue(officer, partner)
        text = re.search(r'value="(samverkan_[^"]+)"', shown.text)[1]
        assert "no-store" in shown.headers["Cache-Control"]
        assert holder_of(text).partner_id == partner.pk
        assert text not in officer.get(f"{LIST}{partner.pk}/").text
        assert partner.keys.get().name in officer.get(f"{LIST}{partner.pk}/").text

    def test_it_works_to_the_end_of_the_swedish_day(self, officer):
        partner = make_partner()
        self.issue(officer, partner, until="2027-06-30")
        assert partner.keys.get().expires_at == dt.datetime(2027, 6, 30, 22, 0, tzinfo=dt.UTC)

    @pytest.mark.parametrize(
        "fields",
        [{"until": "9999-12-31"}, {"until": "2001-01-01"}, {"until": "x"}, {"scope": "allt"}, {"label": ""}],
    )
    def test_what_cannot_be_given_out_is_said(self, officer, fields):
        partner = make_partner()
        response = self.issue(officer, partner, **fields)
        assert response.status_code == 422
        assert 'role="alert"' in response.text
        assert not partner.keys.exists()

    def test_a_key_is_exchanged_and_revoked(self, officer):
        partner = make_partner()
        self.issue(officer, partner)
        old = partner.keys.get()
        shown = officer.post(
            f"{LIST}{partner.pk}/", {"act": "rotate", "key": old.name, "until": "2027-06-30"}
        )
        new = partner.keys.exclude(pk=old.pk).get()
        assert f"samverkan_{new.name}_" in shown.text
        assert f"Ersatt av {new.name}" in shown.text
        officer.post(f"{LIST}{partner.pk}/", {"act": "revoke", "key": new.name})
        assert "Återkallad" in officer.get(f"{LIST}{partner.pk}/").text
        refused = officer.post(
            f"{LIST}{partner.pk}/", {"act": "rotate", "key": new.name, "until": "2027-06-30"}
        )
        assert "gäller inte längre" in refused.text

    def test_another_partners_key_is_not_found_here(self, officer):
        key = make_key().key
        partner = make_partner()
        assert officer.post(f"{LIST}{partner.pk}/", {"act": "revoke", "key": key.name}).status_code == 404

    def test_editors_give_out_nothing(self, editor):
        partner = make_partner()
        assert self.issue(editor, partner).status_code == 422
        assert "samverkan_" not in self.issue(editor, partner).text
        assert not partner.keys.exists()

    def test_the_page_costs_the_same_however_many_keys_there_are(self, officer):
        partner = make_partner()
        page = f"{LIST}{partner.pk}/"

        def queries() -> int:
            with CaptureQueriesContext(connection) as seen:
                officer.get(page)
            return len(seen)

        make_key(partner)
        queries()
        before = queries()
        for _ in range(4):
            make_key(partner)
        assert queries() == before
