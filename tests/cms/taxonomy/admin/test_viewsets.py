"""The vocabulary in the admin: everybody looks, administrators with the right to release change it."""

from __future__ import annotations

from django.test import Client
from django.urls import reverse

from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text

import pytest

from cms.accounts.models import Role
from cms.items.services import sync_access
from cms.taxonomy.models import Area, Audience, Goal, Place, Tag
from tests.factories.cms_workshop import (
    make_desk,
    make_member,
    make_message,
    make_organisation,
    make_term,
    make_user,
    print_terms,
)

pytestmark = pytest.mark.django_db

MODELS = [Area, Goal, Audience, Place, Tag]


def login(client: Client, role: Role, *, may_release: bool) -> Client:
    organisation = make_organisation()
    user = make_member(organisation, role=role, may_release=may_release)
    sync_access(organisation)
    client.force_login(user)
    return client


def url(model: type, name: str, *args: object) -> str:
    return reverse(f"wagtailsnippets_cms_{model._meta.model_name}:{name}", args=args)  # type: ignore[attr-defined]


@pytest.mark.parametrize("model", MODELS)
def test_an_editor_looks_but_does_not_change(client: Client, model: type):
    editor = login(client, Role.EDITOR, may_release=True)
    assert editor.get(url(model, "list")).status_code == 200
    assert editor.get(url(model, "add")).status_code in {302, 403}


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize(("may_release", "allowed"), [(True, True), (False, False)])
def test_an_administrator_needs_the_right_to_release(
    client: Client, model: type, may_release: bool, allowed: bool
):
    administrator = login(client, Role.ADMINISTRATOR, may_release=may_release)
    assert (administrator.get(url(model, "add")).status_code == 200) is allowed


def term_data(**more: object) -> dict[str, object]:
    values = {"name": "Trygga platser", "code": "trygga", "summary": "", "sort_order": 1}
    return nested_form_data(values | {"description": rich_text("<p>Så här.</p>")} | more)


def test_a_new_area_leads_to_its_release(client: Client):
    administrator = login(client, Role.ADMINISTRATOR, may_release=True)
    administrator.post(url(Area, "add"), term_data())
    area = Area.objects.get(code="trygga")
    text = administrator.get(url(Area, "edit", area.pk)).content.decode()
    assert reverse("releases:review", args=["area", area.translation_key]) in text


def test_one_code_for_one_area(client: Client):
    make_term(Area, "trygga")
    administrator = login(client, Role.ADMINISTRATOR, may_release=True)
    response = administrator.post(url(Area, "add"), term_data())
    assert "är upptagen" in response.content.decode()


def test_the_code_stays_after_the_first_print(client: Client):
    area = make_term(Area, "trygga")
    print_terms(area)
    client.force_login(make_user(is_superuser=True))
    client.post(url(Area, "edit", area.pk), term_data(code="annan", name="Nytt namn"))
    area.refresh_from_db()
    assert (area.code, area.name) == ("trygga", "Nytt namn")


def test_an_indicator_that_cannot_be_read_is_refused_with_its_line(client: Client):
    administrator = login(client, Role.ADMINISTRATOR, may_release=True)
    indicator = {"name": "Andel", "unit": "%", "series": "2025: mycket", "source": "Vi", "method": "Frågat."}
    data = term_data(kind="effect", indicators=inline_formset([indicator]))
    response = administrator.post(url(Goal, "add"), data)
    assert "Rad 1" in response.content.decode()
    assert not Goal.objects.exists()


def test_a_goal_is_saved_with_its_indicator(client: Client):
    administrator = login(client, Role.ADMINISTRATOR, may_release=True)
    indicator = {"name": "Andel", "unit": "%", "series": "2025; 61,5", "source": "Vi", "method": "Frågat."}
    administrator.post(url(Goal, "add"), term_data(kind="effect", indicators=inline_formset([indicator])))
    assert Goal.objects.get().indicators.get().series == "2025; 61,5"


def test_a_tag_has_its_word_in_each_language(client: Client):
    administrator = login(client, Role.ADMINISTRATOR, may_release=True)
    administrator.post(url(Tag, "add"), {"name": "Sommar", "slug": "sommar", "label_en": "Summer"})
    tag = Tag.objects.get(slug="sommar")
    assert tag.label_in("en") == "Summer"
    administrator.post(url(Tag, "edit", tag.pk), {"name": "Sommar", "slug": "sommar", "label_en": ""})
    assert Tag.objects.get(slug="sommar").label_in("en") == "Sommar"


def test_a_public_term_is_not_deleted(client: Client):
    area = make_term(Area, "trygga")
    print_terms(area)
    client.force_login(make_user(is_superuser=True))
    client.post(url(Area, "delete", area.pk))
    assert Area.objects.filter(pk=area.pk).exists()


def test_a_public_term_is_not_deleted_among_several(client: Client):
    area, draft = make_term(Area, "trygga"), make_term(Area, "utkast")
    print_terms(area)
    client.force_login(make_user(is_superuser=True))
    bulk = reverse("wagtail_bulk_action", args=["cms", "area", "delete"])
    response = client.post(f"{bulk}?id={area.pk}&id={draft.pk}", follow=True)
    assert "är publik och kan inte tas bort" in response.content.decode()
    assert Area.objects.filter(pk__in=[area.pk, draft.pk]).count() == 2


def test_usage_does_not_name_drafts_of_others(client: Client):
    desk = make_desk("polisen")
    make_message(desk, title="Polisens hemliga utkast")
    administrator = login(client, Role.ADMINISTRATOR, may_release=True)
    text = administrator.get(url(Area, "usage", desk.area.pk)).content.decode()
    assert "Polisens hemliga utkast" not in text
