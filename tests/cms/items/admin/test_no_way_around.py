"""Nothing that Wagtail can do to a page changes what readers see: only a release does."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from wagtail.models import Locale
from wagtail_localize.models import Translation, TranslationSource

import pytest

from cms.common import clock
from cms.items.models import Item
from cms.ledger.models import CurrentEdition, CurrentFacet, Edition, LedgerHead, ListedChange, PublicFile
from cms.messages.models import JointMessage
from cms.releases.services import release_now
from tests.factories.cms_workshop import Desk, edit, entry_for, make_message, make_user

pytestmark = pytest.mark.django_db

SURFACES = [
    "/sv/",
    "/sv/meddelanden/",
    "/sv/feed.rss",
    "/api/v1/items",
    "/api/v1/changes",
    "/sitemap.xml",
    "/en/",
]


@pytest.fixture
def superuser() -> Any:
    return make_user(is_superuser=True)


@pytest.fixture
def admin(superuser: Any, client: Client) -> Client:
    client.force_login(superuser)
    return client


@pytest.fixture
def page(desk: Desk, other_desk: Desk) -> JointMessage:
    """Return a message that is out, with a draft that has been changed since."""
    made = make_message(desk, title="Sommaren i Järva")
    release_now(entries=[entry_for(made)], by=desk.editor)
    edit(made, title="Hemlig ändring")
    return JointMessage.objects.get(pk=made.pk)


@pytest.fixture
def draft(desk: Desk) -> JointMessage:
    """Return a message that never was out."""
    return JointMessage.objects.get(pk=make_message(desk, title="Hemligt utkast").pk)


class Public:
    """Everything that readers can get, and every row that it is made of."""

    def __init__(self, page: Item) -> None:
        self.address = CurrentEdition.objects.get(item_key=page.translation_key).path

    def rows(self) -> list[Any]:
        models = (Edition, LedgerHead, CurrentEdition, CurrentFacet, ListedChange, PublicFile)
        return [list(model.objects.order_by("pk").values()) for model in models]

    def answers(self) -> list[tuple[str, int, bytes]]:
        reader = Client()
        found = [(path, reader.get(path)) for path in [*SURFACES, self.address]]
        return [(path, response.status_code, response.content) for path, response in found]


@pytest.fixture
def unchanged(page: JointMessage) -> Any:
    """Compare all that is public before and after the test."""
    public = Public(page)
    rows, answers = public.rows(), public.answers()
    assert [status for _path, status, _body in answers] == [200] * len(answers)
    yield
    assert public.rows() == rows
    for before, after in zip(answers, public.answers(), strict=True):
        assert after == before
        assert "Hemlig" not in after[2].decode()


def post_edit(admin: Client, page: Item, **more: Any) -> Any:
    url = reverse("wagtailadmin_pages:edit", args=[page.pk])
    return admin.post(url, form_data(page, **more))


def form_data(page: Any, **more: Any) -> dict[str, Any]:
    """Return what the editor's form of the page would send."""
    from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

    text = rich_text("<p>Hemlig text</p>")
    return nested_form_data(
        {
            "title": "Hemlig rubrik",
            "slug": page.slug,
            "summary": "Hemlig ingress",
            "owner_organisation": page.owner_organisation_id,
            "responsible": page.owner_organisation_id,
            "body": streamfield([("statement", {"heading": "", "text": text})]),
            "attachments": inline_formset([]),
            "comments": inline_formset([]),
            "image": "",
            "tags": "",
            **more,
        }
    )


@pytest.mark.usefixtures("unchanged")
class TestUnchanged:
    def test_saving(self, admin: Client, page: JointMessage):
        response = post_edit(admin, page)
        page.refresh_from_db()
        assert response.status_code == 302
        assert page.get_latest_revision_as_object().title == "Hemlig rubrik"

    def test_publishing_by_a_superuser_in_the_editor(self, admin: Client, page: JointMessage):
        assert post_edit(admin, page, **{"action-publish": "1"}).status_code == 302
        page.refresh_from_db()
        assert not page.live

    def test_publishing_from_code(self, page: JointMessage, draft: JointMessage):
        for row in (page, draft):
            row.get_latest_revision().publish()
            row.refresh_from_db()
            assert row.live

    def test_scheduling(self, page: JointMessage, draft: JointMessage):
        for row in (page, draft):
            row.go_live_at = clock.now() - dt.timedelta(minutes=1)
            row.save_revision(approved_go_live_at=row.go_live_at)
            row.expire_at = clock.now() - dt.timedelta(seconds=1)
            row.save()
        call_command("publish_scheduled")

    def test_unpublishing(self, page: JointMessage, admin: Client):
        page.get_latest_revision().publish()
        page.refresh_from_db()
        admin.post(reverse("wagtailadmin_pages:unpublish", args=[page.pk]))
        page.unpublish()

    def test_moving(self, page: JointMessage, other_desk: Desk):
        page.move(other_desk.page, pos="last-child")

    def test_copying(self, page: JointMessage, desk: Desk):
        page.get_latest_revision().publish()
        page.refresh_from_db()
        copy = page.copy(
            update_attrs={"slug": "kopia", "title": "Hemlig kopia"}, keep_live=True, to=desk.page
        )
        assert copy.translation_key != page.translation_key

    def test_aliasing(self, page: JointMessage, desk: Desk):
        page.get_latest_revision().publish()
        page.refresh_from_db()
        page.create_alias(parent=desk.page, update_slug="alias")

    def test_aliasing_into_english(self, page: JointMessage):
        page.copy_for_translation(Locale.objects.get(language_code="en"), copy_parents=True, alias=True)

    def test_deleting(self, page: JointMessage, admin: Client):
        response = admin.post(reverse("wagtailadmin_pages:delete", args=[page.pk]))
        assert response.status_code == 302
        assert not JointMessage.objects.filter(pk=page.pk).exists()

    def test_deleting_the_desk_with_everything(self, page: JointMessage, desk: Desk):
        desk.page.delete()
        assert not JointMessage.objects.filter(pk=page.pk).exists()

    def test_translating_and_publishing_with_wagtail_localize(
        self, page: JointMessage, django_capture_on_commit_callbacks: Any
    ):
        page.get_latest_revision().publish()
        page.refresh_from_db()
        source, _created = TranslationSource.update_or_create_from_instance(page)
        target = Translation.objects.create(
            source=source, target_locale=Locale.objects.get(language_code="en")
        )
        with django_capture_on_commit_callbacks(execute=True):
            target.save_target(publish=True)
        assert target.get_target_instance().live

    @pytest.mark.parametrize("action", ["publish", "unpublish", "delete", "move"])
    def test_bulk_actions(
        self, admin: Client, page: JointMessage, draft: JointMessage, other_desk: Desk, action: str
    ):
        url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", action])
        rows = f"?id={page.pk}&id={draft.pk}"
        response = admin.post(
            url + rows, {"include_descendants": "on", "chooser": other_desk.page.pk, "move_applicable": "on"}
        )
        assert response.status_code in {200, 302}

    def test_autosave(self, admin: Client, page: JointMessage):
        url = reverse("wagtailadmin_pages:edit", args=[page.pk])
        latest = page.get_latest_revision()
        data = form_data(page, loaded_revision_id=latest.pk, overwrite_revision_id=latest.pk)
        response = admin.post(url, data, headers={"Accept": "application/json"})
        assert response.status_code < 500

    def test_wagtails_own_addresses(self, page: JointMessage, draft: JointMessage):
        for row in (page, draft):
            row.get_latest_revision().publish()
        reader = Client()
        for path in (
            f"/{page.slug}/",
            f"/sv/{draft.slug}/",
            "/api/v2/pages/",
            "/api/v3/pages/",
            "/documents/1/x.pdf",
        ):
            assert reader.get(path).status_code == 404


@pytest.mark.usefixtures("draft")
class TestWords:
    """What Wagtail says about publishing is not said here."""

    def text(self, admin: Client, page: Item) -> str:
        return admin.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()

    def test_the_editor_offers_no_publishing(self, admin: Client, page: JointMessage):
        page.get_latest_revision().publish()
        text = self.text(admin, page)
        for word in ("action-publish", "schedule-publishing-dialog", "/unpublish/", "page-status-tag"):
            assert word not in text
        assert "Granska och släpp" in text
        assert "action-review" in text

    def test_the_status_panel_tells_the_public_edition(self, admin: Client, page: JointMessage):
        text = self.text(admin, page)
        assert "Utgåva 1 är ute sedan" in text
        assert CurrentEdition.objects.get(item_key=page.translation_key).path in text

    def test_save_and_review_leads_to_the_release(self, admin: Client, page: JointMessage):
        response = post_edit(admin, page, **{"action-review": "1"})
        assert response["Location"] == reverse("releases:review_page", args=[page.pk])

    def test_the_list_says_what_is_public(self, admin: Client, page: JointMessage, desk: Desk):
        text = admin.get(reverse("wagtailadmin_explore", args=[desk.page.pk])).content.decode()
        assert "Inte publik" in text
        assert reverse("releases:review_page", args=[page.pk]) in text

    @pytest.mark.parametrize("name", ["delete", "move_confirm"])
    def test_warns_that_readers_still_see_the_text(
        self, admin: Client, page: JointMessage, other_desk: Desk, name: str
    ):
        args = [page.pk] if name == "delete" else [page.pk, other_desk.page.pk]
        text = admin.get(reverse(f"wagtailadmin_pages:{name}", args=args)).content.decode()
        assert "är publik och förblir det" in text
        assert reverse("releases:withdraw", args=["message", page.translation_key]) in text

    def test_says_so_after_several_are_deleted(self, admin: Client, page: JointMessage):
        url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"])
        text = admin.post(f"{url}?id={page.pk}&next=/admin/", follow=True).content.decode()
        assert "är publik och förblir det" in text

    def test_does_not_warn_of_a_draft(self, admin: Client, draft: JointMessage):
        text = admin.get(reverse("wagtailadmin_pages:delete", args=[draft.pk])).content.decode()
        assert "är publik" not in text


def test_every_kind_of_page_refuses_to_be_published(desk: Desk, page: JointMessage, superuser: Any):
    tester = page.permissions_for_user(superuser)
    checks: list[Callable[[], bool]] = [
        tester.can_publish,
        tester.can_unpublish,
        tester.can_unschedule,
        desk.page.permissions_for_user(superuser).can_submit_for_moderation,
        desk.page.permissions_for_user(superuser).can_publish_subpage,
    ]
    assert not any(check() for check in checks)
