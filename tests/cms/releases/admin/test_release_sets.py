"""Release sets and the page of a release, as an editor meets them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.test import Client
from django.urls import reverse

import pytest

from cms.approval import services as approvals
from cms.common import clock
from cms.items.services import sync_access
from cms.ledger.models import CurrentEdition
from cms.releases import calendar, services
from cms.releases.calendar import Words
from cms.releases.enums import Action, ReleaseStatus
from cms.releases.models import CalendarEntry, Release
from cms.releases.preconditions import review
from tests.factories.cms_workshop import (
    Desk,
    edit,
    entry_for,
    make_chief,
    make_desk,
    make_member,
    make_message,
    make_organisation,
)

pytestmark = pytest.mark.django_db
NEW = "/admin/slapp/ny/"
NOW = dt.datetime(2026, 3, 2, 12, tzinfo=clock.UTC)


@pytest.fixture(autouse=True)
def _still():
    with clock.set_to(NOW):
        yield


def name_of(page: Any) -> str:
    return f"{page.item_type}_{page.translation_key}_{page.language}"


def form_of(*pages: Any, **changes: Any) -> dict[str, Any]:
    data = {"title": "Sommarsläppet", "act": "release", "when": "now"}
    for page in pages:
        name = name_of(page)
        data[f"take_{name}"] = "on"
        data[f"digest_{name}"] = review(page.item_type, page.translation_key, page.language).digest
    return data | changes


def detail(release: Release) -> str:
    return reverse("releases:detail", args=[release.pk])


def plan(desk: Desk, *pages: Any, days: int = 1) -> Release:
    return services.plan_release(
        entries=[entry_for(page) for page in pages],
        by=desk.editor,
        at=NOW + dt.timedelta(days=days),
        title="Sommarsläppet",
    )


def release_all(desk: Desk, *pages: Any) -> Release:
    return services.release_now(
        entries=[entry_for(page) for page in pages], by=desk.editor, title="Sommarsläppet"
    )


class TestChoosing:
    def test_offers_own_drafts_with_what_is_missing(self, editor: Client, desk: Desk):
        make_message(desk, title="Sommaren i Järva")
        make_message(desk, title="Halvfärdigt", summary="")
        out = make_message(desk, title="Redan ute")
        release_all(desk, out)
        make_message(make_desk(), title="Andras utkast")
        text = editor.get(NEW).content.decode()
        assert "Sommaren i Järva" in text
        assert "Halvfärdigt" in text
        assert "Åtgärda" in text
        assert text.count('type="checkbox" name="take_') == 1
        assert "Redan ute" not in text
        assert "Andras utkast" not in text

    def test_says_whose_signatures_lack(self, editor: Client, desk: Desk):
        other = make_organisation("polisen", "Polisen")
        make_message(desk, signatories=[desk.organisation, other])
        text = editor.get(NEW).content.decode()
        assert "Signaturer saknas" in text
        assert "Polisen" in text

    def test_search_keeps_what_is_chosen(self, editor: Client, desk: Desk):
        chosen = make_message(desk, title="Vald")
        make_message(desk, title="Sommarlov")
        make_message(desk, title="Höstlov")
        text = editor.post(NEW, form_of(chosen, act="search", q="sommar")).content.decode()
        assert f'name="take_{name_of(chosen)}" id="id_take_{name_of(chosen)}" checked' in text
        assert 'value="Sommarsläppet"' in text
        assert "Sommarlov" in text
        assert "Höstlov" not in text

    def test_another_organisations_draft_cannot_be_chosen(self, editor: Client, desk: Desk):
        foreign = make_message(make_desk(), title="Andras")
        response = editor.post(NEW, form_of(foreign))
        assert response.status_code == 422
        assert "Välj minst en text" in response.content.decode()
        assert not Release.objects.filter(title="Sommarsläppet").exists()

    def test_nonsense_in_the_address_chooses_nothing(self, editor: Client, desk: Desk):
        assert editor.get(f"{NEW}?take_x=on&take_a_b=on&fran=999&fran=x").status_code == 200


class TestReleasing:
    def test_all_go_out_in_one_release(self, editor: Client, desk: Desk):
        pages = [make_message(desk, title="Ett"), make_message(desk, title="Två")]
        response = editor.post(NEW, form_of(*pages))
        release = Release.objects.get(title="Sommarsläppet")
        assert response["Location"] == detail(release)
        assert release.items.count() == 2
        assert CurrentEdition.objects.filter(item_type="message").count() == 2

    def test_planned_set_is_not_public(self, editor: Client, desk: Desk):
        page = make_message(desk)
        editor.post(NEW, form_of(page, when="later", day="2026-03-03", time="09:00", embargo_text="Tyst."))
        release = Release.objects.get(title="Sommarsläppet")
        assert release.scheduled_at == dt.datetime(2026, 3, 3, 8, tzinfo=clock.UTC)
        assert release.embargo_text == "Tyst."
        assert not CurrentEdition.objects.filter(item_type="message").exists()

    def test_correction_needs_its_note(self, editor: Client, desk: Desk):
        page = make_message(desk, title="Ute")
        first = release_all(desk, page)
        edit(page, title="Rättad rubrik")
        assert "Rättad rubrik" in editor.get(f"{NEW}?fran={first.pk}").content.decode()
        refused = editor.post(NEW, form_of(page))
        assert refused.status_code == 422
        assert "vad som rättas i ”Rättad rubrik”" in refused.content.decode()
        editor.post(NEW, form_of(page, **{f"note_{name_of(page)}": "Rubriken var fel."}))
        assert CurrentEdition.objects.get(item_type="message").note == "Rubriken var fel."

    def test_now_under_embargo_asks_for_the_typed_word(self, editor: Client, desk: Desk):
        page = make_message(desk)
        refused = editor.post(NEW, form_of(page, embargo_text="Tyst till tisdag.", confirm="ja"))
        assert refused.status_code == 422
        assert "Embargot upphör" in refused.content.decode()
        assert not CurrentEdition.objects.filter(item_type="message").exists()
        editor.post(NEW, form_of(page, embargo_text="Tyst till tisdag.", confirm=" släpp "))
        assert CurrentEdition.objects.filter(item_type="message").exists()

    def test_changed_draft_is_refused_and_shown_anew(self, editor: Client, desk: Desk):
        page = make_message(desk)
        data = form_of(page)
        edit(page, title="Ändrad under tiden")
        refused = editor.post(NEW, data)
        assert refused.status_code == 422
        text = refused.content.decode()
        assert "har ändrats sedan du granskade den" in text
        assert f'value="{form_of(page)[f"digest_{name_of(page)}"]}"' in text

    @pytest.mark.parametrize(
        ("day", "time", "said"),
        [
            ("2026-03-29", "02:30", "Klockan 02.30 finns inte den dagen"),
            ("2026-10-25", "02:30", "kommer två gånger den dagen"),
            ("2026-03-02", "08:00", "Den tiden har redan varit"),
            ("", "", "Ange både datum och klockslag"),
        ],
    )
    def test_times_that_do_not_exist_are_explained(
        self, editor: Client, desk: Desk, day: str, time: str, said: str
    ):
        page = make_message(desk)
        response = editor.post(NEW, form_of(page, when="later", day=day, time=time))
        assert response.status_code == 422
        assert said in response.content.decode()

    @pytest.mark.parametrize(("which", "hour"), [("first", 0), ("second", 1)])
    def test_hour_that_comes_twice_can_be_named(self, editor: Client, desk: Desk, which: str, hour: int):
        page = make_message(desk)
        editor.post(NEW, form_of(page, when="later", day="2026-10-25", time="02:30", which=which))
        assert Release.objects.get(title="Sommarsläppet").scheduled_at == dt.datetime(
            2026, 10, 25, hour, 30, tzinfo=clock.UTC
        )


class TestDetail:
    def test_shows_items_digests_and_signatures(self, editor: Client, desk: Desk):
        page = make_message(desk, title="Ett")
        release = plan(desk, page)
        found = review(page.item_type, page.translation_key, "sv")
        approvals.open_request(
            payloads={"sv": found.payload},
            organisation_ids={desk.organisation.pk},
            by=desk.editor,
            written_by_id=None,
            due_at=NOW + dt.timedelta(hours=3),
        )
        text = editor.get(detail(release)).content.decode()
        assert release.items.get().digest[:12] in text
        assert "tillfrågad" in text
        assert "Inte kontrollerat än" in text
        assert "tisdag 3 mars 2026 kl. 13.00, svensk tid" in text

    def test_strangers_find_nothing(self, client: Client, desk: Desk):
        release = plan(desk, make_message(desk))
        other = make_desk()
        client.force_login(other.editor)
        sync_access(other.organisation)
        assert client.get(detail(release)).status_code == 404
        assert client.post(detail(release), {"act": "cancel"}).status_code == 404
        assert client.get(reverse("releases:withdraw_set", args=[release.pk])).status_code == 404

    def test_check_names_the_hindrance_at_its_item(self, editor: Client, desk: Desk):
        fine, changed = make_message(desk, title="Bra"), make_message(desk, title="Dålig")
        release = plan(desk, fine, changed)
        text = editor.post(detail(release), {"act": "check"}, follow=True).content.decode()
        assert text.count("Inget hindrar.") == 2
        edit(changed, title="Dåligare")
        text = editor.post(detail(release), {"act": "check"}, follow=True).content.decode()
        assert "har ändrats sedan du granskade den" in text
        assert text.count("Inget hindrar.") == 1

    def test_moves_with_a_time_that_exists(self, editor: Client, desk: Desk):
        release = plan(desk, make_message(desk))
        refused = editor.post(detail(release), {"act": "move", "day": "2026-03-29", "time": "02:30"})
        assert refused.status_code == 422
        editor.post(detail(release), {"act": "move", "day": "2026-03-04", "time": "10:00"})
        release.refresh_from_db()
        assert release.scheduled_at == dt.datetime(2026, 3, 4, 9, tzinfo=clock.UTC)

    def test_cancels(self, editor: Client, desk: Desk):
        release = plan(desk, make_message(desk))
        editor.post(detail(release), {"act": "cancel"})
        release.refresh_from_db()
        assert release.status == ReleaseStatus.CANCELLED
        assert editor.post(detail(release), {"act": "check"}).status_code == 302

    def test_retries_what_failed(self, editor: Client, desk: Desk):
        release = plan(desk, make_message(desk))
        Release.objects.filter(pk=release.pk).update(
            status=ReleaseStatus.FAILED, failure="Disken var full.", scheduled_at=NOW
        )
        assert "Disken var full." in editor.get(detail(release)).content.decode()
        editor.post(detail(release), {"act": "retry"})
        release.refresh_from_db()
        assert release.status == ReleaseStatus.RELEASED

    def test_unknown_act_is_not_found(self, editor: Client, desk: Desk):
        assert editor.post(detail(plan(desk, make_message(desk))), {"act": "x"}).status_code == 404


class TestCalendar:
    def announce(self, editor: Client, release: Release, desk: Desk, **changes: Any) -> Any:
        data = {
            "act": "announce",
            "organisation": desk.organisation.pk,
            "status": "confirmed",
            "title_sv": "Besked om sommaren",
            "summary_sv": "",
            "title_en": "",
            "summary_en": "",
        }
        return editor.post(detail(release), data | changes)

    def test_announced_release_is_in_the_public_calendar_and_nothing_else_of_it(
        self, editor: Client, client: Client, desk: Desk
    ):
        release = plan(desk, make_message(desk, title="Hemlig rubrik", summary="Hemlig ingress."))
        assert self.announce(editor, release, desk).status_code == 302
        entry = CalendarEntry.objects.get()
        item = release.items.get()
        paths = ["/sv/kalender/", CurrentEdition.objects.get(item_key=entry.key).path, "/sv/", "/sitemap.xml"]
        paths += ["/api/v1/calendar", "/api/v1/changes", "/sv/feed.rss"]
        for path in paths:
            body = client.get(path).content.decode()
            for secret in ("Hemlig", str(item.item_key), item.digest, str(release.key), "Sommarsläppet"):
                assert secret not in body, (path, secret)
        assert "Besked om sommaren" in client.get("/sv/kalender/").content.decode()

    def test_title_is_required(self, editor: Client, desk: Desk):
        release = plan(desk, make_message(desk))
        assert self.announce(editor, release, desk, title_sv="").status_code == 422
        assert not CalendarEntry.objects.exists()

    def test_another_organisation_cannot_be_named(self, editor: Client, desk: Desk):
        release = plan(desk, make_message(desk))
        other = make_desk().organisation
        assert self.announce(editor, release, desk, organisation=other.pk).status_code == 422

    def test_superuser_may_announce_for_any(self, client: Client, desk: Desk):
        release = plan(desk, make_message(desk))
        client.force_login(make_chief())
        other = make_desk("polisen").organisation
        assert self.announce(client, release, desk, organisation=other.pk).status_code == 302
        assert CalendarEntry.objects.get().organisation == other

    def test_entry_has_the_same_page_as_every_printed_thing(self, editor: Client, desk: Desk):
        release = plan(desk, make_message(desk))
        self.announce(editor, release, desk)
        entry = CalendarEntry.objects.get()
        page = editor.get(reverse("releases:review", args=["calendar", entry.key]))
        assert page.status_code == 200
        assert "Besked om sommaren" in page.content.decode()

    def test_provisional_time_is_confirmed(self, editor: Client, desk: Desk):
        release = plan(desk, make_message(desk))
        self.announce(editor, release, desk, status="provisional")
        assert "Bekräfta tiden" in editor.get(detail(release)).content.decode()
        editor.post(detail(release), {"act": "confirm"})
        assert CalendarEntry.objects.get().status == "confirmed"

    def test_confirmed_time_moves_and_ends_with_a_reason_only(
        self, editor: Client, client: Client, desk: Desk
    ):
        release = plan(desk, make_message(desk))
        self.announce(editor, release, desk)
        move = {"act": "move", "day": "2026-03-04", "time": "10:00"}
        refused = editor.post(detail(release), move)
        assert refused.status_code == 422
        assert "Skriv ett skäl" in refused.content.decode()
        editor.post(detail(release), move | {"reason": "Nämnden möts senare."})
        path = CurrentEdition.objects.get(item_type="calendar").path
        text = client.get(path).content.decode()
        assert "onsdag 4 mars 2026 kl. 10.00" in text
        assert "Nämnden möts senare." in text
        assert editor.post(detail(release), {"act": "cancel"}).status_code == 422
        editor.post(detail(release), {"act": "cancel", "reason": "Det blir inget."})
        text = client.get(path).content.decode()
        assert "Inställt" in text
        assert "Det blir inget." in text

    def test_list_sends_an_announced_release_to_its_own_page(self, editor: Client, desk: Desk):
        release = plan(desk, make_message(desk))
        calendar.announce(
            release=release, organisation=desk.organisation, texts={"sv": Words("Nytt")}, by=desk.editor
        )
        response = editor.post(reverse("releases:cancel", args=[release.pk]), follow=True)
        assert "på släppets egen sida" in response.content.decode()
        assert detail(release) in response.content.decode()


class TestTakingBack:
    def test_withdraws_all_that_is_still_public_in_one_release(self, editor: Client, desk: Desk):
        pages = [make_message(desk, title="Ett"), make_message(desk, title="Två"), make_message(desk)]
        release = release_all(desk, *pages)
        services.release_now(
            entries=[entry_for(pages[2], action=Action.WITHDRAW, note="Redan borta.")], by=desk.editor
        )
        url = reverse("releases:withdraw_set", args=[release.pk])
        assert url in editor.get(detail(release)).content.decode()
        assert editor.post(url, {"reason": " "}).status_code == 422
        response = editor.post(url, {"reason": "Uppgifterna stämde inte."})
        withdrawal = Release.objects.latest("pk")
        assert response["Location"] == detail(withdrawal)
        assert withdrawal.items.count() == 2
        notes = CurrentEdition.objects.filter(item_type="message", note="Uppgifterna stämde inte.")
        assert notes.count() == 2
        assert "Inget av det här är publikt" in editor.get(url).content.decode()
        assert editor.post(url, {"reason": "Igen."}).status_code == 422

    def test_who_may_not_release_may_not_withdraw(self, client: Client, desk: Desk):
        release = release_all(desk, make_message(desk))
        reader = make_member(desk.organisation, may_release=False)
        sync_access(desk.organisation)
        client.force_login(reader)
        url = reverse("releases:withdraw_set", args=[release.pk])
        assert "Du får inte dra tillbaka" in client.get(url).content.decode()
        assert client.post(url, {"reason": "Nej."}).status_code == 422
        assert not CurrentEdition.objects.filter(kind="withdrawn").exists()
