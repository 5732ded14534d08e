"""The organisation registry in the admin: administrators change their own, and nobody's else."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from wagtail.test.utils.form_data import inline_formset, nested_form_data

import pytest

from cms.accounts.models import Membership, Role
from cms.items.services import group_name, sync_access
from cms.organisations.models import Organisation
from tests.factories.cms_files import png
from tests.factories.cms_workshop import make_member, make_organisation, make_user, print_terms

pytestmark = pytest.mark.django_db


@pytest.fixture
def organisation() -> Organisation:
    return make_organisation("jarva", "Järva")


@pytest.fixture
def administrator(organisation: Organisation, client: Client) -> Client:
    user = make_member(organisation, role=Role.ADMINISTRATOR)
    sync_access(organisation)
    client.force_login(user)
    return client


def edit_url(organisation: Organisation) -> str:
    return reverse("wagtailsnippets_cms_organisation:edit", args=[organisation.pk])


def form_data(organisation: Organisation, **more: Any) -> dict[str, Any]:
    texts = [
        {"id": row.pk, "language": row.language, "name": row.name, "short_name": "x", "answers_for": "Allt."}
        for row in organisation.texts.all()
    ]
    members = [
        {"id": row.pk, "user": row.user_id, "role": row.role, "may_release": "on"}
        for row in organisation.memberships.all()
    ]
    contacts = [
        {"id": row.pk, "name": row.name, "phone": row.phone, "hours": row.hours, "sort_order": 0}
        for row in organisation.press_contacts.all()
    ]
    values: dict[str, Any] = {
        "code": organisation.code,
        "website": "",
        "duty_phone": "08-1",
        "sort_order": 0,
        "texts": inline_formset(texts, initial=len(texts)),
        "press_contacts": inline_formset(contacts, initial=len(contacts)),
        "memberships": inline_formset(members, initial=len(members)),
        "delegates": inline_formset([]),
    }
    return nested_form_data(values | more)


def test_an_administrator_changes_the_own_organisation(administrator: Client, organisation: Organisation):
    response = administrator.post(edit_url(organisation), form_data(organisation))
    organisation.refresh_from_db()
    assert response.status_code == 302
    assert organisation.duty_phone == "08-1"


def test_nobody_elses(administrator: Client):
    other = make_organisation("polisen")
    assert administrator.get(edit_url(other)).status_code in {302, 403}
    administrator.post(edit_url(other), form_data(other))
    other.refresh_from_db()
    assert other.duty_phone == ""


@pytest.mark.parametrize("name", ["delete", "history", "usage"])
def test_other_views_of_another_organisation(administrator: Client, name: str):
    other = make_organisation("polisen")
    url = reverse(f"wagtailsnippets_cms_organisation:{name}", args=[other.pk])
    assert administrator.get(url).status_code in {302, 403}


def test_an_editor_looks_but_does_not_change(client: Client, organisation: Organisation):
    user = make_member(organisation)
    sync_access(organisation)
    client.force_login(user)
    assert client.get(reverse("wagtailsnippets_cms_organisation:list")).status_code == 200
    assert client.get(edit_url(organisation)).status_code in {302, 403}


def test_a_new_member_gets_in_at_once(administrator: Client, organisation: Organisation):
    newcomer = make_user()
    members = [{"user": newcomer.pk, "role": "editor"}]
    data = form_data(organisation, memberships=inline_formset(members))
    administrator.post(edit_url(organisation), data)
    assert Membership.objects.filter(user=newcomer, organisation=organisation).exists()
    assert newcomer.groups.filter(name=group_name(organisation)).exists()


def test_a_logo_is_cleaned_and_stored(administrator: Client, organisation: Organisation):
    logo = SimpleUploadedFile("logga.png", png(), content_type="image/png")
    administrator.post(edit_url(organisation), form_data(organisation, logo_file=logo))
    organisation.refresh_from_db()
    assert organisation.logo is not None
    assert organisation.logo.media_type == "image/png"


@pytest.mark.parametrize("data", [b"<svg onload='alert(1)'/>", b"", b"GIF89a" + b"x" * 50])
def test_a_logo_that_is_no_picture_is_refused_beside_the_field(
    administrator: Client, organisation: Organisation, data: bytes
):
    logo = SimpleUploadedFile("logga.png", data, content_type="image/png")
    response = administrator.post(edit_url(organisation), form_data(organisation, logo_file=logo))
    organisation.refresh_from_db()
    assert response.status_code == 200
    assert "logo_file" in response.context["form"].errors
    assert organisation.logo is None


def test_hours_that_cannot_be_read_are_refused(administrator: Client, organisation: Organisation):
    contacts = [{"name": "Presstjänsten", "phone": "1", "hours": "ibland", "sort_order": 0}]
    response = administrator.post(
        edit_url(organisation), form_data(organisation, press_contacts=inline_formset(contacts))
    )
    assert response.status_code == 200
    assert "mån-fre 08:00-17:00" in response.content.decode()


def test_the_code_stays_after_the_first_print(client: Client, organisation: Organisation):
    print_terms(organisation)
    client.force_login(make_user(is_superuser=True))
    client.post(edit_url(organisation), form_data(organisation, code="annan"))
    organisation.refresh_from_db()
    assert organisation.code == "jarva"


def test_shows_who_answers_now_and_leads_to_the_release(administrator: Client, organisation: Organisation):
    text = administrator.get(edit_url(organisation)).content.decode()
    assert "Den här svarar nu" in text
    assert reverse("releases:review", args=["organisation", organisation.key]) in text


class TestOwnRights:
    """Nobody changes their own: a second administrator or a superuser does."""

    def rows(self, organisation: Organisation, **own: Any) -> dict[str, Any]:
        row = organisation.memberships.get(role=Role.ADMINISTRATOR)
        values = {"id": row.pk, "user": row.user_id, "role": row.role} | own
        return form_data(organisation, memberships=inline_formset([values], initial=1))

    @pytest.fixture
    def plain(self, administrator: Client, organisation: Organisation) -> Client:
        """Return the browser of an administrator who may not release."""
        organisation.memberships.update(may_release=False)
        return administrator

    @pytest.mark.parametrize(
        "own", [{"may_release": "on"}, {"role": Role.EDITOR}, {"DELETE": "on"}, {"is_deputy": "on"}]
    )
    def test_are_refused(self, plain: Client, organisation: Organisation, own: dict[str, Any]):
        answer = plain.post(edit_url(organisation), self.rows(organisation, **own))
        assert answer.status_code == 200
        assert "Du kan inte ändra dina egna roller" in answer.text
        row = organisation.memberships.get()
        assert (row.role, row.may_release, row.is_deputy) == (Role.ADMINISTRATOR, False, False)

    def test_a_second_row_for_oneself_is_refused(self, plain: Client, organisation: Organisation):
        row = organisation.memberships.get()
        rows = [
            {"id": row.pk, "user": row.user_id, "role": row.role},
            {"user": row.user_id, "role": Role.PRESS_OFFICER, "may_release": "on"},
        ]
        data = form_data(organisation, memberships=inline_formset(rows, initial=1))
        assert "Du kan inte ändra dina egna roller" in plain.post(edit_url(organisation), data).text
        assert organisation.memberships.count() == 1

    def test_giving_ones_row_to_somebody_else_is_refused(self, plain: Client, organisation: Organisation):
        data = self.rows(organisation, user=make_user().pk)
        assert "Du kan inte ändra dina egna roller" in plain.post(edit_url(organisation), data).text

    def test_everything_else_is_saved_beside_the_own_row(self, plain: Client, organisation: Organisation):
        assert plain.post(edit_url(organisation), self.rows(organisation)).status_code == 302
        organisation.refresh_from_db()
        assert organisation.duty_phone == "08-1"

    def test_another_administrator_does_it(self, plain: Client, organisation: Organisation, client: Client):
        first = organisation.memberships.get()
        second = make_member(organisation, role=Role.ADMINISTRATOR, may_release=False)
        sync_access(organisation)
        client.force_login(second)
        rows = [
            {"id": first.pk, "user": first.user_id, "role": first.role, "may_release": "on"},
            {"id": second.memberships.get().pk, "user": second.pk, "role": Role.ADMINISTRATOR},
        ]
        data = form_data(organisation, memberships=inline_formset(rows, initial=2))
        assert client.post(edit_url(organisation), data).status_code == 302
        first.refresh_from_db()
        assert first.may_release

    def test_a_superuser_may(self, organisation: Organisation, client: Client):
        chief = make_user(is_superuser=True)
        client.force_login(chief)
        rows = [{"user": chief.pk, "role": Role.ADMINISTRATOR, "may_release": "on"}]
        data = form_data(organisation, memberships=inline_formset(rows))
        assert client.post(edit_url(organisation), data).status_code == 302
        assert organisation.memberships.get().user == chief


def test_an_administrator_names_delegates_without_account(administrator: Client, organisation: Organisation):
    rows = [{"name": "Dana", "email": "dana@example.org", "is_deputy": "on"}]
    answer = administrator.post(
        edit_url(organisation), form_data(organisation, delegates=inline_formset(rows))
    )
    assert answer.status_code == 302
    delegate = organisation.delegates.get()
    assert (delegate.name, delegate.is_deputy) == ("Dana", True)
