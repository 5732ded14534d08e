"""While signatures are out no way leads to the draft: editor, API, bulk actions, older versions, translations."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.test import Client
from django.urls import reverse

from wagtail.models import Locale
from wagtail_localize.models import StringTranslation, Translation, TranslationSource

import pytest

from cms.approval.enums import RequestStatus
from cms.approval.models import ApprovalRequest
from cms.common import clock
from cms.messages.models import JointMessage
from cms.releases import asking
from tests.factories.cms_workshop import Desk, edit, make_message, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(desk: Desk, other_desk: Desk) -> JointMessage:
    """Return a joint message with two versions and an English translation."""
    made = make_message(desk, title="Sommaren", signatories=[other_desk.organisation])
    edit(made, summary="Andra versionen.")
    source, _created = TranslationSource.update_or_create_from_instance(JointMessage.objects.get(pk=made.pk))
    english = Translation.objects.create(source=source, target_locale=Locale.objects.get(language_code="en"))
    english.save_target(publish=False)
    return JointMessage.objects.get(pk=made.pk)


@pytest.fixture
def english(page: JointMessage) -> JointMessage:
    return JointMessage.objects.get(translation_key=page.translation_key, locale__language_code="en")


@pytest.fixture
def asked(page: JointMessage, english: JointMessage, desk: Desk) -> ApprovalRequest:
    return asking.ask_for_approval(
        item_type="message",
        item_key=page.translation_key,
        languages=["sv", "en"],
        by=desk.editor,
        due_at=clock.now() + dt.timedelta(days=3),
    )


@pytest.fixture(params=["editor", "superuser"])
def person(request: Any, desk: Desk) -> Client:
    """Return the browser of the desk's editor, then of a superuser: the lock holds for both."""
    client = Client()
    people = {"editor": lambda: desk.editor, "superuser": lambda: make_user(is_superuser=True)}
    client.force_login(people[request.param]())
    return client


@pytest.fixture
def unchanged(page: JointMessage, english: JointMessage, asked: ApprovalRequest) -> Any:
    """Compare the drafts before and after, and see that the request stands."""
    before = versions(page, english)
    yield
    assert versions(page, english) == before
    asked.refresh_from_db()
    assert asked.status == RequestStatus.OPEN
    assert asking.void_if_changed(asked) is False


def versions(*pages: JointMessage) -> list[Any]:
    return [
        (row.latest_revision_id, row.alias_of_id, row.path)
        for row in JointMessage.objects.filter(pk__in=[page.pk for page in pages]).order_by("pk")
    ]


@pytest.mark.usefixtures("unchanged")
class TestRefused:
    def test_the_editor(self, person: Client, page: JointMessage):
        answer = person.post(
            reverse("wagtailadmin_pages:edit", args=[page.pk]), {"title": "I smyg", "body-count": "0"}
        )
        assert answer.status_code == 200

    def test_autosave(self, person: Client, page: JointMessage):
        address = reverse("wagtailadmin_pages:edit", args=[page.pk])
        answer = person.post(
            address, {"title": "I smyg", "body-count": "0"}, headers={"Accept": "application/json"}
        )
        assert answer.status_code >= 400 or answer.json()["success"] is False

    def test_an_older_version(self, person: Client, page: JointMessage):
        first = page.revisions.order_by("created_at", "pk").first()
        address = reverse("wagtailadmin_pages:revisions_revert", args=[page.pk, first.pk])
        assert person.get(address).status_code == 200
        person.post(
            reverse("wagtailadmin_pages:edit", args=[page.pk]),
            {"revision": first.pk, "title": "Gammal", "body-count": "0"},
        )

    @pytest.mark.parametrize("action", ["revert_to_page_revision", "delete", "move", "convert_alias"])
    def test_the_admins_api(self, person: Client, page: JointMessage, action: str, other_desk: Desk):
        first = page.revisions.order_by("created_at", "pk").first()
        answer = person.post(
            f"/admin/api/main/pages/{page.pk}/action/{action}/",
            {"revision_id": first.pk, "destination_page_id": other_desk.page.pk, "position": "last-child"},
            content_type="application/json",
        )
        assert answer.status_code == 403

    @pytest.mark.parametrize("action", ["delete", "move"])
    def test_bulk_actions(self, person: Client, page: JointMessage, other_desk: Desk, action: str):
        address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", action])
        person.post(
            f"{address}?id={page.pk}", {"chooser": other_desk.page.pk, "move_applicable": "on"}, follow=True
        )

    def test_bulk_deletion_of_the_desk(self, page: JointMessage, desk: Desk):
        client = Client()
        client.force_login(make_user(is_superuser=True))
        address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"])
        answer = client.post(f"{address}?id={desk.page.pk}", follow=True)
        assert "Texten är låst" in answer.text

    @pytest.mark.parametrize("name", ["delete", "move"])
    def test_deleting_and_moving(self, person: Client, page: JointMessage, name: str):
        answer = person.post(reverse(f"wagtailadmin_pages:{name}", args=[page.pk]))
        assert answer.status_code in {302, 403}

    def test_saving_the_translation(self, person: Client, english: JointMessage):
        translation = Translation.objects.get()
        segment = translation.source.stringsegment_set.first()
        StringTranslation.objects.create(
            translation_of=segment.string, locale=translation.target_locale, context=segment.context,
            data="Summer", translation_type="manual",
        )  # fmt: skip
        address = reverse("wagtailadmin_pages:edit", args=[english.pk])
        answer = person.post(address, {"action": "publish"}, follow=True)
        assert "låst medan undertecknarna godkänner" in answer.text

    @pytest.mark.parametrize("button", ["localize-restart-translation", "localize-convert-to-alias"])
    def test_switches_of_the_translation(self, person: Client, english: JointMessage, button: str):
        address = reverse("wagtailadmin_pages:edit", args=[english.pk])
        assert person.post(address, {button: "1"}).status_code == 302

    def test_all_else_that_localize_can_do(self, person: Client, english: JointMessage):
        translation = Translation.objects.get()
        segment = translation.source.stringsegment_set.first()
        rooms = "wagtail_localize"
        for name, args in (
            ("convert_to_alias", [english.pk]),
            ("update_translations", [translation.source.pk]),
            ("upload_pofile", [translation.pk]),
            ("machine_translate", [translation.pk]),
            ("stop_translation", [translation.pk]),
        ):
            answer = person.post(reverse(f"{rooms}:{name}", args=args), {"publish_translations": "on"})
            assert answer["Location"] == "/admin/", name
        address = reverse(f"{rooms}:edit_string_translation", args=[translation.pk, segment.pk])
        assert person.put(address, "value=Summer").status_code == 403
        assert not StringTranslation.objects.exists()
        translation.refresh_from_db()
        assert translation.enabled


class TestShown:
    def test_why_and_who_can_lift_it(self, editor: Client, page: JointMessage, asked: ApprovalRequest):
        text = editor.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).text
        assert "Texten är låst medan undertecknarna godkänner den." in text
        assert "Redaktörer i Jarva kan låsa upp den" in text
        assert reverse("approvals:detail", args=[asked.key]) in text

    def test_in_the_translations_editor(self, editor: Client, english: JointMessage, asked: ApprovalRequest):
        text = editor.get(reverse("wagtailadmin_pages:edit", args=[english.pk])).text
        assert "Texten är låst medan undertecknarna godkänner den." in text
        assert "&quot;isLocked&quot;: true" in text

    def test_taking_it_back_is_one_action(self, editor: Client, page: JointMessage, asked: ApprovalRequest):
        editor.post(reverse("approvals:detail", args=[asked.key]), {"act": "take_back"})
        text = editor.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).text
        assert "Texten är låst" not in text
        answer = editor.post(reverse("wagtailadmin_pages:delete", args=[page.pk]))
        assert answer.status_code == 302
        assert not JointMessage.objects.filter(pk=page.pk).exists()


def test_what_nobody_is_asked_about_is_open(editor: Client, page: JointMessage, english: JointMessage):
    translation = Translation.objects.get()
    answer = editor.post(reverse("wagtail_localize:stop_translation", args=[translation.pk]))
    assert answer.status_code == 302
    translation.refresh_from_db()
    assert not translation.enabled
