"""Partners' pages at the desk: who gets there, what is shown, and what the buttons do."""

from __future__ import annotations

import csv
import datetime as dt
import io

from django.test import Client
from django.urls import reverse

import pytest

from cms.accounts.models import Role
from cms.common import clock
from cms.items.services import ensure_desk, sync_access
from pressroom.copies.consumer import Checker, take_in
from pressroom.copies.fetching import Outcome
from pressroom.copies.models import PartnerPage
from pressroom.copies.reading import read_page
from pressroom.partners import services as partners
from tests.factories.cms_ledger import correct, print_editions, withdraw
from tests.factories.cms_workshop import make_chief, make_member, make_organisation
from tests.factories.pressroom_copies import (
    SENTENCES,
    TITLE,
    Remembering,
    html_of,
    make_page,
    make_partner_page,
    make_text,
)
from tests.factories.pressroom_partners import make_partner

pytestmark = pytest.mark.django_db
LIST, FILE = "/admin/partnersidor/", "/admin/partnersidor/sidor.csv"
URL = "https://kommunen.example/nyhet"


def client_of(role: Role) -> Client:
    organisation = make_organisation()
    ensure_desk(organisation)
    user = make_member(organisation, role=role)
    sync_access(user)
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def officer() -> Client:
    return client_of(Role.PRESS_OFFICER)


@pytest.fixture
def text():
    payload = make_text()
    take_in(print_editions([payload]))
    return payload


def visit(content: str = "", **outcome) -> None:
    """Have every page visited now that has `content`, or ends in `outcome`."""
    PartnerPage.objects.update(due_at=clock.now() - dt.timedelta(minutes=1))

    def answer(visit):
        return Outcome(visit, **(outcome or {"reading": read_page(make_page(content))}))

    Checker(Remembering(answer)).turn()


def page_path(page: PartnerPage) -> str:
    return reverse("copies:page", args=[page.pk])


def text_of(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return " ".join(response.text.split())


class TestWho:
    def test_approvers_have_no_business_there(self):
        page = make_partner_page()
        client = client_of(Role.APPROVER)
        for path in (LIST, FILE, page_path(page)):
            assert client.get(path).status_code == 302, path

    def test_editors_look_and_change_nothing(self, text):
        page, client = make_partner_page(URL), client_of(Role.EDITOR)
        of_partner = f"{LIST}?partner={page.partner_id}"
        for path in (LIST, of_partner, page_path(page)):
            shown = text_of(client, path)
            assert URL in shown
            assert 'name="act"' not in shown
        refused = client.post(of_partner, {"act": "add", "pages": "https://ny.example/"})
        assert refused.status_code == 422
        for act in ("check", "remove"):
            assert client.post(page_path(page), {"act": act}).status_code == 422
        assert list(PartnerPage.objects.all()) == [page]


class TestAdding:
    def test_pages_are_named_line_by_line(self, officer, text):
        partner = make_partner("Regionen")
        path = f"{LIST}?partner={partner.pk}"
        pages = f"{URL} {text['id']}\nhttps://annan.example/\n"
        response = officer.post(path, {"act": "add", "pages": pages}, follow=True)
        assert "2 nya sidor besöks inom kort." in response.text
        assert partner.pages.get(url=URL).expected == [text["id"]]
        assert "Inte besökt än." in response.text

    def test_what_is_wrong_is_said_and_kept_in_the_form(self, officer):
        partner = make_partner()
        path = f"{LIST}?partner={partner.pk}"
        response = officer.post(path, {"act": "add", "pages": "https://a.example/\nhttp://b.example/"})
        assert response.status_code == 422
        assert "”http://b.example/” kan inte besökas" in response.text
        assert "https://a.example/" in response.text
        assert not PartnerPage.objects.exists()

    def test_only_to_a_partner(self, officer):
        assert officer.post(LIST, {"act": "add", "pages": URL}).status_code == 404
        assert officer.post(f"{LIST}?partner=987654", {"act": "add", "pages": URL}).status_code == 404
        assert officer.post(LIST, {"act": "nothing"}).status_code == 404


class TestShowing:
    def test_an_altered_copy_with_its_differing_words(self, officer, text):
        page = make_partner_page(URL)
        visit(html_of(text).replace("nattetid", "<i>dagtid</i>"))
        listed = text_of(officer, LIST)
        assert f"Visar en ändrad text</strong>: {TITLE} (svenska)" in listed
        shown = text_of(officer, page_path(page))
        assert "<del>nattetid,</del><ins>dagtid,</ins>" in shown
        assert "närmast utgåva 1, som gäller" in shown

    def test_an_earlier_edition_by_its_number(self, officer, text):
        page = make_partner_page(URL)
        newer = (SENTENCES[0].replace("maj", "juni"), *SENTENCES[1:])
        take_in(print_editions([correct(text, body=make_text(sentences=newer)["body"])]))
        visit(html_of(text))
        shown = text_of(officer, page_path(page))
        assert "Visar en tidigare utgåva</strong>: utgåva 1, nu gäller 2" in shown
        assert "<del>juni.</del><ins>maj.</ins>" in shown

    def test_a_withdrawn_text_without_its_words(self, officer, text):
        page = make_partner_page(URL)
        take_in(print_editions([withdraw(text)]))
        visit(html_of(text))
        shown = text_of(officer, page_path(page))
        assert "Visar en tillbakadragen text" in shown
        assert "nattetid" not in shown

    def test_a_page_that_can_not_be_read_says_why_and_since_when(self, officer):
        page = make_partner_page(URL)
        visit(trouble="status", status=503)
        shown = text_of(officer, page_path(page))
        assert "Servern svarade med ett fel (503)." in shown
        assert "Kan inte läsas sedan" in shown
        visit(trouble="not_public")
        assert "Adressen leder inte till en dator på det öppna nätet." in text_of(officer, LIST)

    def test_what_is_missing_and_what_is_nothing(self, officer, text):
        make_partner_page(URL, expected=[text["id"]])
        make_partner_page("https://tom.example/")
        visit("<p>Något helt annat.</p>")
        listed = text_of(officer, LIST)
        assert f"Texten finns inte på sidan</strong>: {TITLE}" in listed
        assert "Inget av oss hittades." in listed
        flagged = text_of(officer, f"{LIST}?visa=avviker")
        assert URL in flagged
        assert "tom.example" not in flagged

    def test_live_embeds_need_nobody(self, officer, text):
        make_partner_page(URL)
        visit(f'<samverkan-item item="{text["id"]}"></samverkan-item><samverkan-list></samverkan-list>')
        listed = text_of(officer, LIST)
        assert "Bäddar in, alltid aktuell</strong>: En lista med nyheter" in listed
        assert "Inget att titta på." in text_of(officer, f"{LIST}?visa=avviker")

    def test_hostile_pages_put_nothing_on_the_desk(self, officer, text):
        page = make_partner_page(URL)
        visit(html_of(text).replace("nattetid", "&lt;script&gt;alert(1)&lt;/script&gt;"))
        assert "<script>alert(1)" not in text_of(officer, page_path(page))
        assert "&lt;script&gt;alert(1)" in text_of(officer, page_path(page))

    def test_on_the_partners_page_and_where_the_text_is_shown(self, officer, text):
        page = make_partner_page(URL)
        visit(html_of(text).replace("nattetid", "dagtid"))
        assert "1 sida, 1 att titta på" in text_of(officer, f"/admin/partner/{page.partner_id}/")
        shown = text_of(officer, f"/admin/partner/inlagg/{text['id']}/")
        assert f'href="{page_path(page)}"' in shown
        assert "Visar en ändrad text, sedan" in shown

    def test_as_many_questions_however_many_pages(self, officer, text, django_assert_max_num_queries):
        partner = make_partner()
        for number in range(30):
            make_partner_page(f"https://site{number}.example/", partner=partner)
        with django_assert_max_num_queries(20):
            officer.get(LIST)

    def test_one_partners_pages_only(self, officer):
        one, other = make_partner_page(URL), make_partner_page("https://annan.example/")
        shown = text_of(officer, f"{LIST}?partner={one.partner_id}")
        assert URL in shown
        assert other.url not in shown


class TestActing:
    def test_now(self, officer):
        page = make_partner_page(URL, due_at=clock.now().replace(year=2200))
        assert "inom någon minut" in officer.post(page_path(page), {"act": "check"}, follow=True).text
        page.refresh_from_db()
        assert page.due_at <= clock.now()

    def test_not_while_the_partner_rests(self, officer):
        page = make_partner_page(URL)
        partners.pause(partner=page.partner, by=make_chief())
        response = officer.post(page_path(page), {"act": "check"})
        assert response.status_code == 422
        assert "Partnern vilar, så dess sidor besöks inte." in response.text

    def test_removing(self, officer):
        page = make_partner_page(URL)
        response = officer.post(page_path(page), {"act": "remove"}, follow=True)
        assert "Sidan besöks inte längre." in response.text
        assert not PartnerPage.objects.exists()
        assert officer.get(page_path(page)).status_code == 404


def test_the_file_has_a_line_for_each_text_and_is_harmless(officer, text):
    make_partner_page(URL, partner=make_partner("=Region"))
    make_partner_page("https://tom.example/")
    visit(html_of(text).replace("nattetid", "dagtid"))
    PartnerPage.objects.filter(url="https://tom.example/").get().found.all().delete()
    response = officer.get(FILE)
    assert "no-store" in response.headers["Cache-Control"]
    rows = list(csv.DictReader(io.StringIO(b"".join(response.streaming_content).decode())))
    assert {(row["partner"], row["state"], row["edition"], row["title"]) for row in rows} == {
        ("'=Region", "altered", "1", TITLE),
        (rows[-1]["partner"], "", "", ""),
    }
