"""An editor of one organisation sees and changes nothing of another's drafts, wherever Wagtail could show them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse

from wagtail.models import Collection, GroupPagePermission, Page, Site

import pytest

from cms.accounts.models import Membership, Role
from cms.accounts.services import Member, set_memberships
from cms.common import clock
from cms.items.admin.home import waiting_for
from cms.items.models import DeskPage
from cms.items.services import BASE_GROUP, collection_of, ensure_desk, group_name, sync_access
from cms.media.models import PressImage
from cms.messages.models import JointMessage
from cms.releases.services import plan_release
from tests.cms.items.admin.test_no_way_around import form_data
from tests.factories.cms_files import png
from tests.factories.cms_workshop import (
    Desk,
    edit,
    entry_for,
    make_member,
    make_message,
    make_organisation,
    make_user,
)

pytestmark = pytest.mark.django_db

SECRET = "Polisens hemliga utkast"


@pytest.fixture
def theirs(other_desk: Desk) -> JointMessage:
    """Return the other organisation's draft."""
    page = make_message(other_desk, title=SECRET)
    edit(page, summary="Mer hemligt")
    return page


class TestOthersDrafts:
    @pytest.mark.parametrize(
        "name",
        [
            "wagtailadmin_explore",
            "wagtailadmin_pages:edit",
            "wagtailadmin_pages:delete",
            "wagtailadmin_pages:move",
            "wagtailadmin_pages:copy",
            "wagtailadmin_pages:history",
            "wagtailadmin_pages:usage",
            "wagtailadmin_pages:view_draft",
            "wagtailadmin_pages:preview_on_edit",
            "wagtailadmin_pages:unpublish",
            "wagtailadmin_pages:workflow_history",
            "releases:review_page",
            "releases:withdraw_page",
        ],
    )
    def test_direct_address(self, editor: Client, theirs: JointMessage, name: str):
        response = editor.get(reverse(name, args=[theirs.pk]))
        assert response.status_code in {302, 403, 404}
        assert SECRET not in response.content.decode()

    def test_revisions(self, editor: Client, theirs: JointMessage):
        first, last = theirs.revisions.order_by("pk")[0].pk, theirs.revisions.order_by("-pk")[0].pk
        for name, args in (
            ("revisions_compare", [theirs.pk, first, last]),
            ("revisions_view", [theirs.pk, last]),
            ("revisions_revert", [theirs.pk, first]),
        ):
            response = editor.get(reverse(f"wagtailadmin_pages:{name}", args=args))
            assert response.status_code in {302, 403, 404}
            assert SECRET not in response.content.decode()

    @pytest.mark.parametrize(
        "path",
        [
            "/admin/",
            "/admin/pages/",
            "/admin/pages/search/?q=Polisens",
            "/admin/pages/?q=Polisens&search_all=1",
            "/admin/choose-page/",
            "/admin/choose-page/search/?q=Polisens",
            "/admin/slapp/",
            "/admin/slapp/ute/",
            "/admin/reports/site-history/",
            "/admin/reports/aging-pages/",
            "/admin/reports/locked/",
            "/admin/reports/page-types-usage/",
        ],
    )
    def test_lists(self, editor: Client, theirs: JointMessage, path: str):
        assert SECRET not in editor.get(path).content.decode()

    def test_chooser_below_their_desk(self, editor: Client, theirs: JointMessage, other_desk: Desk):
        response = editor.get(reverse("wagtailadmin_choose_page_child", args=[other_desk.page.pk]))
        assert SECRET not in response.content.decode()

    def test_listing_api_of_the_menu(self, editor: Client, theirs: JointMessage, other_desk: Desk):
        response = editor.get(f"/admin/api/main/pages/?child_of={other_desk.page.pk}")
        assert SECRET not in response.content.decode()

    def test_usage_of_an_organisation(self, editor: Client, theirs: JointMessage, other_desk: Desk):
        url = reverse("wagtailsnippets_cms_organisation:usage", args=[other_desk.organisation.pk])
        assert SECRET not in editor.get(url).content.decode()

    def test_translation_with_wagtail_localize(self, editor: Client, theirs: JointMessage):
        url = reverse("wagtail_localize:submit_page_translation", args=[theirs.pk])
        response = editor.get(url)
        assert response.status_code in {302, 403}
        assert SECRET not in response.content.decode()

    def test_writing_over(self, editor: Client, theirs: JointMessage):
        editor.post(reverse("wagtailadmin_pages:edit", args=[theirs.pk]), form_data(theirs))
        assert theirs.get_latest_revision_as_object().title == SECRET

    def test_writing_on_their_desk(self, editor: Client, other_desk: Desk):
        url = reverse("wagtailadmin_pages:add", args=["cms", "jointmessage", other_desk.page.pk])
        assert editor.get(url).status_code in {302, 403}


class TestOwnDesk:
    def add_url(self, desk: Desk) -> str:
        return reverse("wagtailadmin_pages:add", args=["cms", "jointmessage", desk.page.pk])

    def test_a_new_item_belongs_to_the_desks_organisation(self, editor: Client, desk: Desk):
        response = editor.get(self.add_url(desk))
        form = response.context["form"]
        assert form.initial["owner_organisation"] == desk.organisation.pk
        assert list(form.fields["owner_organisation"].queryset) == [desk.organisation]
        assert [entry.block_type for entry in form.initial["body"]] == ["statement", "residents"]

    def test_an_unfinished_draft_can_be_saved(self, editor: Client, desk: Desk):
        blank = JointMessage(slug="", owner_organisation=desk.organisation)
        data = form_data(blank, title="Bara en rubrik", summary="")
        response = editor.post(self.add_url(desk), data)
        made = JointMessage.objects.get(title="Bara en rubrik")
        assert response.status_code == 302
        assert made.slug == "bara-en-rubrik"
        assert made.owner_organisation == desk.organisation

    def test_another_owner_is_refused(self, editor: Client, desk: Desk, other_desk: Desk):
        blank = JointMessage(slug="fel", owner_organisation=other_desk.organisation)
        response = editor.post(self.add_url(desk), form_data(blank))
        assert response.status_code == 200
        assert not JointMessage.objects.filter(slug="fel").exists()

    @pytest.mark.parametrize("name", ["edit", "delete", "move", "copy"])
    def test_the_desk_itself_stays(self, editor: Client, desk: Desk, name: str):
        response = editor.get(reverse(f"wagtailadmin_pages:{name}", args=[desk.page.pk]))
        assert response.status_code in {302, 403}

    def test_no_desk_is_made_by_hand(self, editor: Client, desk: Desk):
        url = reverse("wagtailadmin_pages:add", args=["cms", "deskpage", desk.page.pk])
        assert editor.get(url).status_code in {302, 403}

    def test_preview_of_a_begun_draft(self, editor: Client, desk: Desk):
        url = reverse("wagtailadmin_pages:preview_on_add", args=["cms", "jointmessage", desk.page.pk])
        blank = JointMessage(slug="", owner_organisation=desk.organisation)
        editor.post(url, form_data(blank, title="Bara en rubrik", summary=""))
        text = editor.get(url).content.decode()
        assert "Bara en rubrik" in text
        assert "Hemlig text" in text


class TestHome:
    def test_begins_something_new_in_one_press(self, editor: Client, desk: Desk):
        text = editor.get("/admin/").content.decode()
        for kind in ("cms/jointmessage", "cms/briefing", "examples/goodexample"):
            assert f"/admin/pages/add/{kind}/{desk.page.pk}/" in text

    def test_shows_what_waits_and_how_much_is_missing(self, editor: Client, desk: Desk):
        make_message(desk, title="Nästan klar", summary="", areas=[])
        text = editor.get("/admin/").content.decode()
        assert "Nästan klar" in text
        assert "2 saker saknas" in text

    def test_a_person_without_organisation_is_told_what_to_do(self, client: Client):
        user = make_user()
        sync_access(user)
        user.groups.add(Group.objects.get_or_create(name=BASE_GROUP)[0])
        organisation = make_organisation()
        sync_access(make_member(organisation, role=Role.APPROVER))
        client.force_login(user)
        assert "Du skriver inte för någon organisation än" in client.get("/admin/").content.decode()

    def test_leaves_out_wagtails_noise(self, editor: Client):
        text = editor.get("/admin/").content.decode()
        for noise in ("w-summary", "editor guide", "redaktörsguide", "Workflow"):
            assert noise not in text


class TestSync:
    def test_follows_the_memberships(self):
        organisation, user = make_organisation(), make_user()
        set_memberships(organisation=organisation, members=[Member(user, Role.EDITOR)])
        sync_access(organisation)
        assert {group.name for group in user.groups.all()} == {BASE_GROUP, group_name(organisation)}
        set_memberships(organisation=organisation, members=[])
        sync_access(organisation)
        assert not user.groups.exists()

    def test_an_approver_gets_in_but_does_not_write(self):
        organisation = make_organisation()
        user = make_member(organisation, role=Role.APPROVER)
        sync_access(user)
        assert {group.name for group in user.groups.all()} == {BASE_GROUP}

    def test_leaves_groups_of_others_alone(self):
        organisation, user = make_organisation(), make_user()
        user.groups.add(Group.objects.create(name="Driften"))
        sync_access(user)
        assert [group.name for group in user.groups.all()] == ["Driften"]
        assert not Membership.objects.filter(organisation=organisation).exists()

    def test_gives_the_right_to_write_on_one_desk_and_never_to_publish(self):
        organisation = make_organisation()
        sync_access(organisation)
        rows = GroupPagePermission.objects.filter(group__name=group_name(organisation))
        desks = DeskPage.objects.filter(organisation=organisation)
        assert {row.page_id for row in rows} == {desk.pk for desk in desks}
        assert {row.permission.codename for row in rows} == {"add_page", "change_page"}
        assert {desk.locale.language_code for desk in desks} == {"sv", "en"}

    def test_is_idempotent(self):
        organisation = make_organisation()

        def counts() -> list[int]:
            models: list[Any] = [Group, GroupPagePermission, DeskPage, Collection, Page, Site]
            return [model.objects.count() for model in models]

        sync_access(organisation)
        before = counts()
        sync_access(organisation)
        ensure_desk(organisation)
        collection_of(organisation)
        assert counts() == before

    def test_the_site_has_its_root_among_the_desks(self):
        desk = ensure_desk(make_organisation())
        root = Site.objects.get(is_default_site=True).root_page
        assert desk.is_descendant_of(root)
        assert not Page.objects.filter(title__startswith="Welcome to your new").exists()


def test_pictures_of_another_organisation_are_not_offered(editor: Client, desk: Desk, other_desk: Desk):
    for owner in (desk, other_desk):
        PressImage.objects.create(
            title=f"Bild från {owner.organisation.code}",
            file=ContentFile(png(), name="bild.png"),
            collection=collection_of(owner.organisation),
        )
    for path in ("/admin/images/", reverse("wagtailimages_chooser:choose"), "/admin/api/main/images/"):
        text = editor.get(path).content.decode().replace("\\u00e5", "å")
        assert "Bild från jarva" in text
        assert "Bild från polisen" not in text


def test_what_is_planned_does_not_wait_until_it_is_changed(editor: Client, desk: Desk):
    page = make_message(desk, title="Trygghetsvandring")
    tomorrow = clock.now() + dt.timedelta(days=1)
    plan_release(entries=[entry_for(page)], by=desk.editor, at=tomorrow)
    assert waiting_for(desk.editor) == []
    edit(page, title="Trygghetsvandring i Tensta")
    assert [row.title for row in waiting_for(desk.editor)] == ["Trygghetsvandring i Tensta"]
    assert "ändrad sedan släppet planerades" in editor.get("/admin/").content.decode()
