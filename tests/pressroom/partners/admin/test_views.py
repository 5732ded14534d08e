"""The partner desk: who sees what, and what its buttons do."""

from __future__ import annotations

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

import pytest

from cms.accounts.models import Role
from cms.items.services import ensure_desk, sync_access
from pressroom.partners import desk_links
from pressroom.partners.desk_links import DeskLink
from pressroom.partners.models import Partner
from tests.factories.cms_workshop import make_member, make_organisation
from tests.factories.pressroom_partners import make_partner

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
