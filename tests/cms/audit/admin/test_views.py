"""The log in the workshop: who sees it, what of it, narrowed, page by page, and as files."""

from __future__ import annotations

import datetime as dt
import json
import re

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

import pytest

from cms.accounts.models import Role
from cms.audit.enums import Act
from cms.audit.services import Outsider
from cms.common import clock
from cms.items.services import ensure_desk, sync_access
from cms.releases.services import release_now
from tests.factories.cms_audit import make_entry, make_subject
from tests.factories.cms_workshop import (
    entry_for,
    make_chief,
    make_desk,
    make_member,
    make_message,
    make_organisation,
)

pytestmark = pytest.mark.django_db
LOG, JSON, CSV = "/admin/logg/", "/admin/logg/logg.json", "/admin/logg/logg.csv"
DUE = "2029-03-07T08:30:00.000Z"
DAY = dt.datetime(2029, 3, 6, 12, 0, tzinfo=dt.UTC)


@pytest.fixture
def jarva():
    return make_organisation("jarva", name="Järva")


def client_of(organisation, role=Role.ADMINISTRATOR):
    client = Client()
    user = make_member(organisation, role=role)
    ensure_desk(organisation)
    sync_access(user)
    client.force_login(user)
    return client


def chief():
    client = Client()
    client.force_login(make_chief())
    return client


def seqs(client, query=""):
    return [int(seq) for seq in re.findall(r"<td>(\d+)</td>", client.get(LOG + query).text)]


class TestWhoSees:
    @pytest.mark.parametrize("path", [LOG, JSON, CSV])
    def test_editors_see_nothing(self, jarva, path):
        make_entry(subject=make_subject("Hemlig rubrik"))
        response = client_of(jarva, Role.EDITOR).get(path)
        assert response.status_code == 302  # Wagtail's answer to a refusal: the first page, and why
        assert "Hemlig rubrik" not in response.text

    @pytest.mark.parametrize("path", [LOG, JSON, CSV])
    def test_nobody_is_sent_to_the_door(self, path):
        assert Client().get(path).url.startswith("/admin/login/")

    @pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.PRESS_OFFICER])
    def test_members_see_their_organisations_rows_alone_on_the_page_and_in_files(self, jarva, role):
        make_entry(subject=make_subject("Vår rubrik"))
        make_entry(subject=make_subject("Hemlig rubrik"), organisation="polisen")
        client = client_of(jarva, role)
        for path in (LOG, JSON, CSV):
            response = client.get(path)
            text = response.getvalue().decode() if response.streaming else response.text
            assert "Vår rubrik" in text
            assert "Hemlig rubrik" not in text

    def test_superusers_see_all(self):
        make_entry(organisation="jarva")
        make_entry(organisation="polisen")
        assert seqs(chief()) == [2, 1]

    @pytest.mark.parametrize(("role", "is_there"), [(Role.ADMINISTRATOR, True), (Role.EDITOR, False)])
    def test_the_menu_has_it_for_those_who_may(self, jarva, role, is_there):
        assert (LOG in client_of(jarva, role).get("/admin/").text) is is_there


class TestNarrowing:
    def test_by_what_stands_in_the_form(self, jarva):
        for number, act in enumerate((Act.APPROVAL_SIGNED, Act.RELEASE_MOVED, Act.APPROVAL_SIGNED)):
            with clock.set_to(DAY + dt.timedelta(days=number)):
                make_entry(act=act, by=Outsider(f"Dana {number}"), subject=make_subject(f"Lykta {number}"))
        client = client_of(jarva)
        assert seqs(client) == [3, 2, 1]
        assert seqs(client, "?act=approval.signed") == [3, 1]
        assert seqs(client, "?person=dana+1") == [2]
        assert seqs(client, "?title=lykta+2") == [3]
        assert seqs(client, "?organisation=jarva") == [3, 2, 1]
        assert seqs(client, "?since=2029-03-07") == [3, 2]
        assert seqs(client, "?until=2029-03-07") == [2, 1]
        assert seqs(client, "?since=2029-03-07&until=2029-03-07") == [2]

    def test_days_are_swedish(self, jarva):
        with clock.set_to(dt.datetime(2029, 3, 6, 23, 30, tzinfo=dt.UTC)):
            make_entry()
        client = client_of(jarva)
        assert seqs(client, "?since=2029-03-07") == [1]
        assert seqs(client, "?until=2029-03-06") == []

    def test_the_end_of_the_calendar(self, jarva):
        make_entry()
        assert seqs(client_of(jarva), "?until=9999-12-31") == [1]

    @pytest.mark.parametrize(
        "query", ["?since=igår", "?subject=x", "?act=item.burnt", "?organisation=polisen", "?title=%00"]
    )
    def test_what_cannot_be_asked_for_is_refused(self, jarva, query):
        make_entry()
        make_organisation("polisen")
        client = client_of(jarva)
        assert client.get(LOG + query).status_code == 422
        assert seqs(client, query) == []
        assert client.get(JSON + query).status_code == 422

    def test_an_items_history_holds_its_releases(self):
        desk = make_desk("jarva")
        page, other = make_message(desk), make_message(desk)
        release_now(entries=[entry_for(page)], by=desk.editor)
        release_now(entries=[entry_for(other)], by=desk.editor)
        text = chief().get(f"{LOG}?subject={page.translation_key}").text
        assert re.findall(r"<code>(\w+\.\w+)</code>", text) == [
            "release.released",
            "release.planned",
            "item.version_saved",
        ]
        assert f"Vad som har gjorts med ”{page.title}”" in text


class TestPages:
    def test_older_ones_follow_without_gap_or_repetition(self):
        for _ in range(120):
            make_entry()
        client = chief()
        first = seqs(client)
        assert first == list(range(120, 70, -1))
        [older] = re.findall(r'href="([^"]*before=\d+[^"]*)"', client.get(f"{LOG}?organisation=").text)
        assert older.replace("&amp;", "&") == f"{LOG}?before=71"
        make_entry()  # shifts nothing
        assert seqs(client, "?before=71") == list(range(70, 20, -1))
        last = client.get(f"{LOG}?before=21")
        assert re.findall(r"before=\d+", last.text) == []
        assert "De nyaste" in last.text

    @pytest.mark.parametrize("before", ["x", "-1", "", "٣", "9" * 40])
    def test_a_page_that_is_none_is_the_first(self, before):
        make_entry()
        assert seqs(chief(), f"?before={before}") == [1]

    def test_a_page_costs_the_same_at_any_length(self, jarva):
        client = client_of(jarva)
        counts = []
        for number in (1, 60):
            for _ in range(number):
                make_entry()
            client.get(LOG)
            with CaptureQueriesContext(connection) as captured:
                client.get(LOG)
            counts.append(len(captured))
        assert counts[0] == counts[1]


class TestWhatARowSays:
    def test_who_when_and_what(self, jarva):
        with clock.set_to(DAY):
            make_entry(by=Outsider("Dana", "Tidningen", "dana@example.org"), facts={"is_emergency": True})
            make_entry(
                by=make_member(jarva),
                facts={"languages": ["sv", "en"], "nytt": "x", "release_at": "", "due_at": DUE},
            )
            make_entry(by=None, organisation="borta", readers=["jarva"], facts={"is_emergency": False})
        text = chief().get(LOG).text
        for words in (
            "Dana, Tidningen, dana@example.org",
            "Systemet",
            "Järva",
            "borta",
            "tisdag 6 mars 2029 kl. 13.00, svensk tid",
            "<dt>Nödläge</dt><dd>ja</dd>",
            "<dt>Nödläge</dt><dd>nej</dd>",
            "<dt>Språk</dt><dd>sv, en</dd>",
            "<dt>Nytt</dt><dd>x</dd>",
            "<dt>Avsedd tid</dt><dd>–</dd>",
            "<dt>Svar senast</dt><dd>onsdag 7 mars 2029 kl. 09.30, svensk tid</dd>",
        ):
            assert words in text

    def test_what_people_wrote_is_no_markup(self):
        make_entry(
            subject=make_subject("<script>x</script>"), by=Outsider("<b>Dana</b>"), facts={"name": "<i>"}
        )
        text = chief().get(LOG).text
        assert "<script>x" not in text
        assert "<b>Dana" not in text
        assert "<dd><i>" not in text


class TestFiles:
    def test_they_hold_all_pages_of_what_is_narrowed_and_are_kept_nowhere(self):
        for number in range(60):
            make_entry(subject=make_subject("Lykta" if number % 2 else "Bänk"))
        response = chief().get(f"{JSON}?title=lykta")
        assert response["Content-Disposition"] == 'attachment; filename="logg.json"'
        assert "no-store" in response["Cache-Control"]
        assert len(json.loads(response.getvalue())["entries"]) == 30
        assert len(chief().get(f"{CSV}?title=lykta").getvalue().decode().splitlines()) == 31

    @pytest.mark.parametrize("path", [JSON, CSV])
    def test_they_are_only_read(self, path):
        assert chief().post(path).status_code == 405

    def test_the_page_leads_to_them_with_what_is_narrowed(self):
        text = chief().get(f"{LOG}?title=lykta&before=7").text
        assert f'href="{CSV}?title=lykta"' in text
        assert f'href="{JSON}?title=lykta"' in text


class TestWaysThere:
    @pytest.mark.parametrize(("role", "is_there"), [(Role.PRESS_OFFICER, True), (Role.EDITOR, False)])
    def test_from_an_items_and_a_releases_page(self, role, is_there):
        desk = make_desk("jarva")
        page = make_message(desk)
        release = release_now(entries=[entry_for(page)], by=desk.editor)
        ensure_desk(desk.organisation)
        sync_access(desk.organisation)
        client = client_of(desk.organisation, role)
        for path, key in (
            (reverse("releases:review", args=["message", page.translation_key]), page.translation_key),
            (reverse("releases:detail", args=[release.pk]), release.key),
        ):
            response = client.get(path)
            assert response.status_code == 200
            assert (f"{LOG}?subject={key}" in response.text) is is_there

    @pytest.mark.parametrize(("make", "is_there"), [(make_message, True), (lambda desk: desk.page, False)])
    def test_from_the_editor_of_an_item(self, make, is_there):
        page = make(make_desk("jarva"))
        text = chief().get(reverse("wagtailadmin_pages:edit", args=[page.pk])).text
        assert (f"{LOG}?subject=" in text) is is_there
