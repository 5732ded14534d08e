"""The release desk in Wagtail's own pages: in the menu, beside terms and organisations."""

from __future__ import annotations

from django.test import Client
from django.urls import reverse

import pytest

from cms.accounts.models import Role
from cms.items.services import sync_access
from cms.releases.admin import registration
from tests.factories.cms_workshop import Desk, make_member, make_tag, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def keeper(desk: Desk, client: Client) -> Client:
    """Return a browser in which somebody who keeps the terms is logged in."""
    client.force_login(make_user(is_superuser=True))
    return client


def test_menu_leads_to_the_desk_and_to_what_is_out(editor: Client) -> None:
    text = editor.get("/admin/", follow=True).content.decode()
    assert reverse("releases:list") in text
    assert reverse("releases:public") in text


def test_terms_editor_leads_to_its_release(keeper: Client, desk: Desk) -> None:
    address = reverse("releases:review", args=["area", desk.area.translation_key])
    editor = keeper.get(f"/admin/snippets/cms/area/edit/{desk.area.pk}/")
    assert editor.status_code == 200
    assert address in editor.content.decode()


def test_list_of_terms_leads_to_each_release(keeper: Client, desk: Desk) -> None:
    tag = make_tag("lyktor")
    terms = keeper.get("/admin/snippets/cms/area/").content.decode()
    assert reverse("releases:review", args=["area", desk.area.translation_key]) in terms
    tags = keeper.get("/admin/snippets/cms/tag/").content.decode()
    assert reverse("releases:review", args=["tag", tag.key]) in tags


def test_new_term_has_no_release_yet(keeper: Client) -> None:
    answer = keeper.get("/admin/snippets/cms/area/add/")
    assert answer.status_code == 200
    assert "/admin/slapp/area/" not in answer.content.decode()


def test_organisations_editor_leads_to_its_release(client: Client, desk: Desk) -> None:
    person = make_member(desk.organisation, role=Role.ADMINISTRATOR)
    sync_access(person)
    client.force_login(person)
    text = client.get(f"/admin/snippets/cms/organisation/edit/{desk.organisation.pk}/").content.decode()
    assert reverse("releases:review", args=["organisation", desk.organisation.key]) in text


def test_what_cannot_be_printed_has_no_way_to_a_release(desk: Desk) -> None:
    assert list(registration.snippet_buttons(desk.editor, desk.editor)) == []
    [button] = registration.snippet_buttons(desk.area, desk.editor)
    assert button.url == reverse("releases:review", args=["area", desk.area.translation_key])
