"""The release desk as an editor meets it: look through, release, correct, plan, withdraw; every refusal in words."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.test import Client
from django.urls import reverse

import pytest

from cms.accounts.models import Membership, Role
from cms.common import clock
from cms.items.models import Item
from cms.items.services import sync_access
from cms.ledger.models import CurrentEdition, Edition, LedgerHead
from cms.releases import services
from cms.releases.admin.standing import standings
from cms.releases.enums import Action, ReleaseStatus
from cms.releases.models import Release
from cms.releases.preconditions import review
from tests.factories.cms_workshop import Desk, edit, entry_for, make_member, make_message, make_user

pytestmark = pytest.mark.django_db


def review_url(page: Item) -> str:
    return reverse("releases:review_page", args=[page.pk])


def digest(page: Item) -> str:
    return review(page.item_type, page.translation_key, page.language).digest


def form_of(page: Item, **changes: Any) -> dict[str, Any]:
    return {"take_sv": "on", "digest_sv": digest(page), "when": "now", **changes}


def head() -> int:
    return LedgerHead.objects.get(id=1).seq


def release(page: Item, desk: Desk) -> None:
    services.release_now(entries=[entry_for(page)], by=desk.editor)


class TestLookingThrough:
    def test_says_that_nothing_is_missing_and_shows_the_digest(self, editor: Client, desk: Desk):
        page = make_message(desk, title="Sommaren i Järva")
        response = editor.get(review_url(page))
        text = response.content.decode()
        assert response.status_code == 200
        assert "Sommaren i Järva" in text
        assert "Inte publik" in text
        assert digest(page)[:12] in text
        assert f'value="{digest(page)}"' in text

    def test_what_is_missing_links_to_the_field(self, editor: Client, desk: Desk):
        page = make_message(desk, areas=[], summary="")
        text = editor.get(review_url(page)).content.decode()
        edit_url = reverse("wagtailadmin_pages:edit", args=[page.pk])
        assert f'href="{edit_url}?falt=areas"' in text
        assert f'href="{edit_url}?falt=summary"' in text
        assert 'name="take_sv"' not in text

    def test_says_who_else_must_approve(self, editor: Client, desk: Desk, other_desk: Desk):
        page = make_message(desk, signatories=[other_desk.organisation])
        text = editor.get(review_url(page)).content.decode()
        assert "Kan inte släppas av en organisation ensam" in text
        assert str(other_desk.organisation) in text

    def test_tells_who_may_release_to_whoever_may_not(self, client: Client, desk: Desk):
        writer = make_member(desk.organisation, may_release=False)
        sync_access(writer)
        client.force_login(writer)
        text = client.get(review_url(make_message(desk))).content.decode()
        assert "Du får granska men inte släppa" in text
        assert desk.editor.get_username() in text
        assert 'type="submit" class="button"' not in text

    def test_a_builder_that_fails_is_told_in_words(self, editor: Client, desk: Desk, monkeypatch):
        page = make_message(desk)
        from cms.items.payload import ItemSource

        def fail(self: Any) -> None:
            raise OSError("skivan är full")

        monkeypatch.setattr(ItemSource, "build", fail)
        response = editor.get(review_url(page))
        assert response.status_code == 200
        assert "skivan är full" in response.content.decode()

    @pytest.mark.parametrize(
        "path",
        [
            "/admin/slapp/999999/",
            f"/admin/slapp/message/{uuid.UUID(int=1)}/",
            f"/admin/slapp/x/{uuid.UUID(int=1)}/",
        ],
    )
    def test_what_never_existed_is_not_found(self, editor: Client, path: str):
        assert editor.get(path).status_code == 404

    def test_a_page_that_is_no_item_is_not_found(self, editor: Client, desk: Desk):
        assert editor.get(f"/admin/slapp/{desk.page.pk}/").status_code == 404

    def test_a_stranger_sees_nothing(self, client: Client, desk: Desk, other_desk: Desk):
        client.force_login(other_desk.editor)
        page = make_message(desk, title="Hemligt utkast")
        for name in ("review_page", "withdraw_page"):
            response = client.get(reverse(f"releases:{name}", args=[page.pk]))
            assert response.status_code == 302
            assert "Hemligt utkast" not in response.content.decode()
        preview = reverse("releases:preview", args=["message", page.translation_key, "sv"])
        assert client.get(preview).status_code == 302

    def test_preview_shows_the_public_page(self, editor: Client, desk: Desk):
        page = make_message(desk, title="Sommaren i Järva")
        url = reverse("releases:preview", args=["message", page.translation_key, "sv"])
        response = editor.get(url)
        assert response.status_code == 200
        assert "Sommaren i Järva" in response.content.decode()

    @pytest.mark.parametrize(("kind", "language"), [("ting", "sv"), ("message", "en"), ("message", "xx")])
    def test_preview_of_what_is_not_there_is_not_found(
        self, editor: Client, desk: Desk, kind: str, language: str
    ):
        key = make_message(desk).translation_key
        url = reverse("releases:preview", args=[kind, key, language])
        assert editor.get(url).status_code == 404

    def test_preview_of_what_cannot_be_built_is_not_found(self, editor: Client, desk: Desk, monkeypatch):
        page = make_message(desk)
        url = reverse("releases:preview", args=["message", page.translation_key, "sv"])
        incomplete = make_message(desk, summary="")
        missing = reverse("releases:preview", args=["message", incomplete.translation_key, "sv"])
        assert editor.get(missing).status_code == 404
        from cms.items.payload import ItemSource

        def fail(self: Any) -> None:
            raise OSError("skivan är full")

        monkeypatch.setattr(ItemSource, "build", fail)
        assert editor.get(url).status_code == 404

    def test_what_could_be_better_is_said_and_stops_nothing(self, editor: Client, desk: Desk):
        page = make_message(desk)
        row = standings("message", page.translation_key, desk.editor)[0]
        text = editor.get(review_url(page)).content.decode()
        assert row.advice
        assert (row.blocking, row.can_go, row.history_url) == ([], True, "")
        assert all(str(check.message) in text for check in row.advice)

    def test_a_term_and_an_organisation_have_the_same_page(self, editor: Client, desk: Desk, client: Client):
        own = reverse("releases:review", args=["organisation", desk.organisation.key])
        assert editor.get(own).status_code == 200
        client.force_login(make_user(is_superuser=True))
        area = reverse("releases:review", args=["area", desk.area.translation_key])
        assert client.get(area).status_code == 200


class TestReleasing:
    def test_goes_out_and_links_to_the_public_page(self, editor: Client, desk: Desk):
        page = make_message(desk, title="Sommaren i Järva")
        response = editor.post(review_url(page), form_of(page), follow=True)
        current = CurrentEdition.objects.get(item_key=page.translation_key)
        text = response.content.decode()
        assert current.title == "Sommaren i Järva"
        assert "är ute" in text
        assert current.path in text

    def test_a_draft_changed_meanwhile_is_refused(self, editor: Client, desk: Desk):
        page = make_message(desk)
        form = form_of(page)
        edit(page, title="Något annat")
        before = head()
        response = editor.post(review_url(page), form)
        text = response.content.decode()
        assert response.status_code == 422
        assert "har ändrats sedan du granskade den" in text
        assert "Inget har släppts" in text
        assert head() == before
        assert digest(page) in text, "a second press releases what the page now shows"

    def test_a_joint_item_is_refused_with_the_organisations(
        self, editor: Client, desk: Desk, other_desk: Desk
    ):
        page = make_message(desk, signatories=[other_desk.organisation])
        before = head()
        response = editor.post(review_url(page), form_of(page))
        assert response.status_code == 422
        assert str(other_desk.organisation) in response.content.decode()
        assert head() == before

    def test_nothing_ticked_is_refused(self, editor: Client, desk: Desk):
        page = make_message(desk)
        response = editor.post(review_url(page), form_of(page, take_sv=""))
        assert "Välj minst ett språk" in response.content.decode()
        assert not Edition.objects.filter(item_key=page.translation_key).exists()

    def test_without_the_right_is_refused(self, client: Client, desk: Desk):
        writer = make_member(desk.organisation, may_release=False)
        sync_access(writer)
        client.force_login(writer)
        page = make_message(desk)
        response = client.post(review_url(page), form_of(page))
        assert response.status_code == 422
        assert not Edition.objects.filter(item_key=page.translation_key).exists()

    def test_a_form_without_token_is_refused(self, desk: Desk):
        browser = Client(enforce_csrf_checks=True)
        browser.force_login(desk.editor)
        page = make_message(desk)
        assert browser.post(review_url(page), form_of(page)).status_code == 403
        assert not Edition.objects.filter(item_key=page.translation_key).exists()

    def test_a_correction_needs_its_note(self, editor: Client, desk: Desk):
        page = make_message(desk)
        release(page, desk)
        edit(page, title="Ny rubrik")
        response = editor.post(review_url(page), form_of(page))
        assert "Skriv för läsaren vad som rättas" in response.content.decode()
        assert CurrentEdition.objects.get(item_key=page.translation_key).number == 1

    def test_a_correction_goes_out_with_its_note(self, editor: Client, desk: Desk):
        page = make_message(desk)
        release(page, desk)
        edit(page, title="Ny rubrik")
        editor.post(review_url(page), form_of(page, note_sv="Fel datum."))
        current = CurrentEdition.objects.get(item_key=page.translation_key)
        assert (current.number, current.title, current.note) == (2, "Ny rubrik", "Fel datum.")

    def test_rubbish_in_the_form_is_refused_in_words(self, editor: Client, desk: Desk):
        page = make_message(desk)
        rubbish = {
            "take_sv": "on",
            "digest_sv": "x" * 9000,
            "when": "igår",
            "day": "32/13",
            "time": "kl",
            "which": "?",
        }
        assert editor.post(review_url(page), rubbish).status_code == 422


class TestPlanning:
    @pytest.fixture(autouse=True)
    def _stopped(self) -> Any:
        with clock.set_to(dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)):
            yield

    def plan(self, editor: Client, page: Item, day: str, time: str, **more: str) -> Any:
        return editor.post(review_url(page), form_of(page, when="later", day=day, time=time, **more))

    def test_swedish_time_becomes_an_instant(self, editor: Client, desk: Desk):
        page = make_message(desk)
        response = self.plan(editor, page, "2026-03-03", "10:00")
        planned = Release.objects.latest("pk")
        assert response.status_code == 302
        assert planned.scheduled_at == dt.datetime(2026, 3, 3, 9, tzinfo=dt.UTC)
        assert planned.status == ReleaseStatus.PLANNED
        assert "svensk tid" in editor.get("/admin/slapp/").content.decode()
        assert not Edition.objects.filter(item_key=page.translation_key).exists()

    def test_the_hour_that_is_skipped_is_refused(self, editor: Client, desk: Desk):
        response = self.plan(editor, make_message(desk), "2026-03-29", "02:30")
        assert "finns inte den dagen" in response.content.decode()

    def test_the_hour_that_comes_twice_is_asked_for(self, editor: Client, desk: Desk):
        page = make_message(desk)
        response = self.plan(editor, page, "2026-10-25", "02:30")
        text = response.content.decode()
        assert "kommer två gånger" in text
        assert 'name="which"' in text

    @pytest.mark.parametrize(("which", "hour"), [("first", 0), ("second", 1)])
    def test_the_hour_that_comes_twice_can_be_told(self, editor: Client, desk: Desk, which: str, hour: int):
        self.plan(editor, make_message(desk), "2026-10-25", "02:30", which=which)
        assert Release.objects.latest("pk").scheduled_at == dt.datetime(2026, 10, 25, hour, 30, tzinfo=dt.UTC)

    def test_the_past_is_refused(self, editor: Client, desk: Desk):
        response = self.plan(editor, make_message(desk), "2026-02-01", "10:00")
        assert "har redan varit" in response.content.decode()

    def test_a_day_that_is_none_is_refused(self, editor: Client, desk: Desk):
        text = self.plan(editor, make_message(desk), "i morgon", "10:00").content.decode()
        assert "giltigt datum" in text
        assert "både datum och klockslag" not in text

    def test_half_a_time_is_refused(self, editor: Client, desk: Desk):
        response = self.plan(editor, make_message(desk), "2026-03-03", "")
        assert "både datum och klockslag" in response.content.decode()

    def test_a_planned_release_can_be_cancelled(self, editor: Client, desk: Desk):
        self.plan(editor, make_message(desk), "2026-03-03", "10:00")
        planned = Release.objects.latest("pk")
        response = editor.post(reverse("releases:cancel", args=[planned.pk]), follow=True)
        planned.refresh_from_db()
        assert planned.status == ReleaseStatus.CANCELLED
        assert "är inställt" in response.content.decode()

    def test_a_stranger_cannot_cancel(self, editor: Client, desk: Desk, other_desk: Desk):
        self.plan(editor, make_message(desk), "2026-03-03", "10:00")
        planned = Release.objects.latest("pk")
        editor.force_login(other_desk.editor)
        assert editor.post(reverse("releases:cancel", args=[planned.pk])).status_code == 404
        planned.refresh_from_db()
        assert planned.status == ReleaseStatus.PLANNED


class TestFailedRelease:
    def test_shows_its_cause_and_can_be_tried_again(self, editor: Client, desk: Desk):
        page = make_message(desk, title="Sommaren i Järva")
        planned = services.plan_release(entries=[entry_for(page)], by=desk.editor)
        planned.status, planned.failure = ReleaseStatus.FAILED, "Skivan är full."
        planned.save()
        assert "Skivan är full." in editor.get("/admin/slapp/").content.decode()
        assert "Skivan är full." in editor.get("/admin/").content.decode()
        editor.post(reverse("releases:retry", args=[planned.pk]))
        planned.refresh_from_db()
        assert planned.status == ReleaseStatus.RELEASED

    def test_that_fails_again_says_why(self, editor: Client, desk: Desk):
        page = make_message(desk)
        planned = services.plan_release(entries=[entry_for(page)], by=desk.editor)
        edit(page, title="Ändrad")
        response = editor.post(reverse("releases:retry", args=[planned.pk]), follow=True)
        assert "har ändrats sedan du granskade den" in response.content.decode()

    def test_reading_does_not_decide(self, editor: Client, desk: Desk):
        planned = services.plan_release(entries=[entry_for(make_message(desk))], by=desk.editor)
        assert editor.get(reverse("releases:retry", args=[planned.pk])).status_code == 405


class TestWithdrawing:
    def url(self, page: Item) -> str:
        return reverse("releases:withdraw_page", args=[page.pk])

    def test_needs_a_reason(self, editor: Client, desk: Desk):
        page = make_message(desk)
        release(page, desk)
        response = editor.post(self.url(page), {"action": "withdraw", "languages": ["sv"], "reason": " "})
        assert "varför texten dras tillbaka" in response.content.decode()
        assert not CurrentEdition.objects.get(item_key=page.translation_key).is_gone

    @pytest.mark.parametrize(("action", "kind"), [("withdraw", "withdrawn"), ("delete", "deleted")])
    def test_takes_the_text_away(self, editor: Client, desk: Desk, action: str, kind: str):
        page = make_message(desk)
        release(page, desk)
        form = {"action": action, "languages": ["sv"], "reason": "Uppgiften stämde inte."}
        response = editor.post(self.url(page), form, follow=True)
        current = CurrentEdition.objects.get(item_key=page.translation_key)
        assert (current.kind, current.note) == (kind, "Uppgiften stämde inte.")
        assert response.status_code == 200

    def test_deleted_text_is_called_so(self, editor: Client, desk: Desk):
        page = make_message(desk)
        release(page, desk)
        form = {"action": "delete", "languages": ["sv"], "reason": "Personuppgift."}
        editor.post(self.url(page), form)
        assert "Borttagen" in editor.get(review_url(page)).content.decode()

    def test_without_the_right_is_refused_in_words(self, client: Client, desk: Desk):
        page = make_message(desk)
        release(page, desk)
        writer = make_member(desk.organisation, may_release=False)
        sync_access(writer)
        client.force_login(writer)
        form = {"action": "delete", "languages": ["sv"], "reason": "Nej."}
        response = client.post(self.url(page), form)
        assert response.status_code == 422
        assert f"Be {desk.editor.get_username()}" in response.content.decode()
        assert not CurrentEdition.objects.get(item_key=page.translation_key).is_gone

    def test_of_what_is_not_public_says_so(self, editor: Client, desk: Desk):
        assert "inget att dra tillbaka" in editor.get(self.url(make_message(desk))).content.decode()

    def test_works_when_the_page_is_deleted_in_wagtail(self, editor: Client, desk: Desk):
        page = make_message(desk, title="Sommaren i Järva")
        release(page, desk)
        key = page.translation_key
        page.delete()
        listed = editor.get(reverse("releases:public")).content.decode()
        url = reverse("releases:withdraw", args=["message", key])
        assert "Sommaren i Järva" in listed
        assert url in listed
        assert editor.get(url).status_code == 200
        editor.post(url, {"action": "withdraw", "languages": ["sv"], "reason": "Gäller inte längre."})
        assert CurrentEdition.objects.get(item_key=key).is_gone

    def test_says_that_a_public_text_has_lost_its_draft(self, editor: Client, desk: Desk):
        page = make_message(desk)
        release(page, desk)
        key = page.translation_key
        page.delete()
        review_page = editor.get(reverse("releases:review", args=["message", key]))
        assert "Publik, men utkastet är borttaget" in review_page.content.decode()

    def test_a_stranger_is_refused(self, client: Client, desk: Desk, other_desk: Desk):
        page = make_message(desk)
        release(page, desk)
        client.force_login(other_desk.editor)
        form = {"action": "delete", "languages": ["sv"], "reason": "Nej."}
        assert client.post(self.url(page), form).status_code == 302
        assert not CurrentEdition.objects.get(item_key=page.translation_key).is_gone


class TestPublicList:
    def test_leaves_out_what_is_gone_and_what_is_of_others(
        self, editor: Client, desk: Desk, other_desk: Desk
    ):
        mine, theirs, gone = (
            make_message(desk, title="Vårt budskap"),
            make_message(other_desk, title="Deras budskap"),
            make_message(desk, title="Tillbakadraget"),
        )
        for page, owner in ((mine, desk), (theirs, other_desk), (gone, desk)):
            release(page, owner)
        withdraw = entry_for(gone, action=Action.WITHDRAW, note="Fel.")
        services.release_now(entries=[withdraw], by=desk.editor)
        text = editor.get(reverse("releases:public")).content.decode()
        assert "Vårt budskap" in text
        assert "Deras budskap" not in text
        assert "Tillbakadraget" not in text

    def test_an_administrator_sees_terms(self, client: Client, desk: Desk):
        from cms.items.services import sync_access

        administrator = make_member(desk.organisation, role=Role.ADMINISTRATOR)
        sync_access(administrator)
        client.force_login(administrator)
        assert Membership.objects.filter(user=administrator).exists()
        assert desk.area.name in client.get(reverse("releases:public")).content.decode()
