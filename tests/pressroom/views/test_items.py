"""The page of an item: everything of its payload, its history, and what is said when it is gone."""

import datetime as dt
import json
import re

import pytest

from cms.common import clock
from cms.common.digests import digest_of
from cms.ledger import queries
from cms.ledger.append import NewEdition
from cms.ledger.enums import EditionKind
from tests.factories.cms_ledger import (
    correct,
    delete,
    make_full_payload,
    make_payload,
    make_ref,
    make_term,
    print_editions,
    refresh,
    withdraw,
)

pytestmark = pytest.mark.django_db

RELEASED = dt.datetime(2026, 3, 3, 8, 0, tzinfo=clock.UTC)


def path_of(payload, language="sv"):
    return queries.find_current(item_type=payload["type"], public_id=payload["id"], language=language).path


def text_of(response):
    """Return the words of a page, white space as single spaces."""
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


@pytest.fixture
def full():
    payload = make_full_payload(title="Fler kvällar i parken")
    print_editions([payload], released_at=RELEASED)
    return payload


class TestItem:
    def test_shows_everything_of_the_payload(self, client, full):
        response = client.get(path_of(full))
        words = text_of(response)
        for expected in (
            "Fler kvällar i parken",
            "Gemensamt budskap",
            "tisdag 3 mars 2026 kl. 09.00",
            "Från Järva stadsdelsförvaltning",
            "Vi öppnar i juni.",
            "Kostar det något?",
            "Vi ses i parken.",
            "Anna Exempel , enhetschef, Järva stadsdelsförvaltning",
            "Påhittade lyktor per kvarter",
            "15,5",
            "Räknade för hand i ett påhittat kvarter.",
            "Exempeldata",
            "Lokalpolisområde Järva",
            "Unga i riskzon",
            "Fler unga i fritidsaktiviteter",
            "Rinkeby",
            "Sommar",
            "Boende",
            "Underlag (pdf)",
            "Foto: exempel",
        ):
            assert expected in words
        html = response.content.decode()
        assert 'alt="Ungdomar spelar fotboll på Kvarnbyplan."' in html
        assert re.search(r'srcset="/filer/[^"]+ 400w, /filer/[^"]+ 1200w"', html)
        assert "download>Hämta värdena" in html

    def test_has_no_inline_script_or_style(self, client, full):
        html = client.get(path_of(full)).content.decode()
        scripts = re.findall(r"<script[^>]*>", html)
        assert scripts == ['<script type="application/ld+json">']
        assert "<style" not in html
        assert not re.search(r"<[^>]+\sstyle=", html)

    def test_is_described_for_search_engines_and_shares(self, client):
        payload = make_full_payload(title='"</script><b>&', slug="x")
        print_editions([payload], released_at=RELEASED)
        html = client.get(path_of(payload)).content.decode()
        block = re.search(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)[1]
        article = json.loads(block)
        assert article["@type"] == "NewsArticle"
        assert article["headline"] == '"</script><b>&'
        assert article["datePublished"] == "2026-03-03T08:00:00.000Z"
        assert [author["name"] for author in article["author"]] == [
            "Järva stadsdelsförvaltning",
            "Lokalpolisområde Järva",
        ]
        assert f'<link rel="canonical" href="http://testserver{path_of(payload)}">' in html
        assert '<meta property="og:image" content="http://testserver/filer/' in html
        assert "<b>&" not in html

    @pytest.mark.parametrize("tail", ["", "fel-slug/"])
    def test_a_wrong_address_of_it_moves_to_the_right_one(self, client, full, tail):
        response = client.get(f"/sv/meddelanden/{full['id']}/{tail}?cursor=")
        assert response.status_code == 301
        assert response["Location"] == f"{path_of(full)}?cursor="

    def test_a_missing_final_slash_moves_to_the_right_address(self, client, full):
        path = path_of(full)
        response = client.get(path.removesuffix("/"))
        assert (response.status_code, response["Location"]) == (301, path)

    def test_a_correction_is_dated_and_explained(self, client, full):
        print_editions(
            [correct(full, "Fel datum i ingressen.")], released_at=RELEASED + dt.timedelta(days=1, hours=1)
        )
        words = text_of(client.get(path_of(full)))
        assert "onsdag 4 mars 2026 kl. 10.00 : Fel datum i ingressen." in words
        assert "Ändrad onsdag 4 mars 2026 kl. 10.00" in words

    def test_says_who_agreed_and_when(self, client, full):
        response = client.get(path_of(full))
        words, html = text_of(response), response.content.decode()
        assert (
            "Överenskommet av Järva stadsdelsförvaltning 3 mars 2026 kl. 08.00 "
            "Lokalpolisområde Järva 3 mars 2026 kl. 08.00" in words
        )
        assert '<a href="/sv/organisationer/polisen/"><bdi>Lokalpolisområde Järva</bdi></a>' in html

    def test_says_it_in_english_too(self, client):
        payload = make_full_payload(language="en")
        print_editions([payload], released_at=RELEASED)
        words = text_of(client.get(path_of(payload, "en")))
        assert "Agreed by Järva stadsdelsförvaltning 3 March 2026 at 08:00" in words

    def test_of_one_organisation_is_agreed_by_its_sender(self, client):
        payload = make_payload()
        print_editions([payload], released_at=RELEASED)
        words = text_of(client.get(path_of(payload)))
        assert "Avsändare Järva stadsdelsförvaltning 3 mars 2026 kl. 08.00" in words
        assert "Överenskommet" not in words

    def test_organisation_that_it_does_not_refer_to_is_named_without_a_link(self, client):
        payload = make_payload()
        agreed = [{"organisation": "skolan", "name": "Skolan", "at": "2026-03-03T07:00:00.000Z"}]
        print_editions([NewEdition(payload, EditionKind.PUBLISHED, agreed=agreed)])
        html = client.get(path_of(payload)).content.decode()
        assert "<li><bdi>Skolan</bdi> <time" in html

    def test_offers_the_digest_and_the_proof(self, client, full):
        html = client.get(path_of(full)).content.decode()
        digest = digest_of(full)
        assert f"<summary>Kontrollsumma <code>{digest[:12]}…</code></summary>" in html
        assert f'<code class="digest__whole">{digest}</code>' in html
        path = f"/api/v1/items/{full['id']}/editions/1/proof?language=sv"
        assert f'<a href="{path}">Signerat bevis (JSON)</a>' in html
        assert client.get(path).json()["digest"] == digest

    def test_a_refreshed_name_is_no_change(self, client, full):
        print_editions([refresh(full)], released_at=RELEASED + dt.timedelta(days=1))
        assert "Ändrad" not in text_of(client.get(path_of(full)))

    def test_names_its_languages(self, client, full):
        print_editions([{**full, "language": "en", "title": "More evenings", "slug": "more-evenings"}])
        html = client.get(path_of(full)).content.decode()
        assert f'hreflang="en" href="http://testserver{path_of(full, "en")}"' in html
        english = client.get(path_of(full, "en"))
        assert "Joint message" in text_of(english)
        assert '<html lang="en" dir="ltr">' in english.content.decode()

    def test_a_language_from_the_right_is_set_from_the_right(self, client):
        payload = make_payload(language="ar", title="الصيف في يارفا", slug="summer")
        print_editions([payload])
        html = client.get(path_of(payload, "ar")).content.decode()
        assert '<html lang="ar" dir="rtl">' in html
        assert '<header class="masthead">' in html
        assert "غرفة الصحافة" in html
        assert "الجهة المسؤولة التي تجيب: \u2068Järva stadsdelsförvaltning\u2069." in html

    def test_a_language_it_does_not_have_names_those_it_has(self, client, full):
        response = client.get(f"/en/messages/{full['id']}/")
        assert response.status_code == 404
        assert f'href="{path_of(full)}"' in response.content.decode()
        assert "Not in this language" in text_of(response)

    def test_related_items_are_linked(self, client, full):
        other = make_payload(title="Sommarlovskort", tags=[make_ref("tag", "sommar", "Sommar")])
        print_editions([other])
        assert "Sommarlovskort" in text_of(client.get(path_of(full)))


class TestGone:
    def test_a_withdrawn_item_says_why_and_who_answers_but_nothing_of_its_text(self, client, full):
        path = path_of(full)
        print_editions([withdraw(full, "Datumet var fel.")], released_at=RELEASED + dt.timedelta(days=1))
        for address in (path, f"/sv/meddelanden/{full['id']}/", f"/sv/meddelanden/{full['id']}/historik/"):
            response = client.get(address)
            words = text_of(response)
            assert response.status_code == 410
            assert "Datumet var fel." in words
            assert "onsdag 4 mars 2026 kl. 09.00" in words
            assert "Järva stadsdelsförvaltning har ansvaret" in words
            assert "Fler kvällar" not in words
            assert "Vi öppnar i juni" not in words

    def test_a_deleted_item_says_nothing(self, client, full):
        path = path_of(full)
        print_editions([delete(full)])
        response = client.get(path)
        words = text_of(response)
        assert response.status_code == 410
        assert "Borttagen" in words
        assert "Järva stadsdelsförvaltning" not in words.replace("Järvas", "")

    def test_a_withdrawn_language_leaves_the_other(self, client, full):
        print_editions([{**full, "language": "en", "title": "More evenings", "slug": "more-evenings"}])
        path = path_of(full)
        print_editions([withdraw(full)])
        assert client.get(path_of(full, "en")).status_code == 200
        assert "More evenings" in text_of(client.get(path))


class TestHistory:
    def test_lists_all_editions_with_what_they_did(self, client, full):
        print_editions([correct(full, "Fel datum.")])
        words = text_of(client.get(f"/sv/meddelanden/{full['id']}/historik/"))
        assert "Utgåva 2 gäller nu" in words
        assert "rättad" in words
        assert "Fel datum." in words
        assert "Utgåva 1" in words

    def test_each_edition_says_who_agreed_and_offers_its_proof(self, client, full):
        print_editions([correct(full, "Fel datum.")], released_at=RELEASED + dt.timedelta(days=1))
        page = client.get(f"/sv/meddelanden/{full['id']}/historik/")
        words, html = text_of(page), page.content.decode()
        for day in (3, 4):
            assert f"Lokalpolisområde Järva {day} mars 2026 kl. 08.00" in words
        for number in (1, 2):
            assert f"/editions/{number}/proof?language=sv" in html

    def test_a_terms_history_has_digests_and_no_proof(self, client):
        print_editions([make_term("area", "platser", "Otrygga platser")])
        html = client.get("/sv/omraden/platser/historik/").content.decode()
        assert "Kontrollsumma" in html
        assert "Signerat bevis" not in html

    def test_a_former_edition_stays_readable_with_a_banner(self, client, full):
        print_editions([correct(full, title="Ny rubrik", slug="ny-rubrik")])
        former = client.get(f"/sv/meddelanden/{full['id']}/utgava/1/")
        assert former.status_code == 200
        assert "Det här är en tidigare utgåva." in text_of(former)
        assert "Fler kvällar i parken" in text_of(former)
        assert 'name="robots" content="noindex"' in former.content.decode()
        newest = client.get(f"/sv/meddelanden/{full['id']}/utgava/2/")
        assert "Den gäller nu." in text_of(newest)

    def test_no_edition_is_readable_after_a_withdrawal(self, client, full):
        print_editions([withdraw(full)])
        assert client.get(f"/sv/meddelanden/{full['id']}/utgava/1/").status_code == 410

    def test_what_came_before_a_withdrawal_stays_gone_when_it_is_released_anew(self, client, full):
        print_editions([withdraw(full)])
        print_editions([full])
        gone = client.get(f"/sv/meddelanden/{full['id']}/utgava/1/")
        assert gone.status_code == 410
        assert "Fler kvällar" not in text_of(gone)
        assert client.get(f"/sv/meddelanden/{full['id']}/utgava/3/").status_code == 200
        history = client.get(f"/sv/meddelanden/{full['id']}/historik/").content.decode()
        assert "utgava/3/" in history
        assert "utgava/1/" not in history
        assert "/editions/1/proof" not in history
        assert history.count("Överenskommet av") == 1

    @pytest.mark.parametrize(
        "tail", ["utgava/3/", "utgava/0/", "utgava/01/", "utgava/9999999999/", "edition/1/"]
    )
    def test_there_are_no_other_editions(self, client, full, tail):
        assert client.get(f"/sv/meddelanden/{full['id']}/{tail}").status_code == 404


class TestTerms:
    def test_an_area_shows_its_description_and_its_news(self, client):
        area = make_term("area", "platser", "Otrygga platser", summary="Ljus och liv.")
        item = make_payload(title="Nya lyktor", areas=[make_ref("area", "platser", "Otrygga platser")])
        print_editions([area, item, make_payload(title="Något annat")])
        words = text_of(client.get("/sv/omraden/platser/"))
        assert "Ljus och liv." in words
        assert "Nya lyktor" in words
        assert "Något annat" not in words

    def test_a_goal_shows_its_indicators_with_table_source_and_method(self, client):
        indicator = {
            "id": "trygg",
            "name": "Exempelindex",
            "unit": "procent",
            "source": "Påhittad källa",
            "source_url": "",
            "method": "Påhittad metod",
            "series": [{"period": "2025", "value": "61.5"}],
            "svg": '<svg class="chart" role="img"></svg>',
        }
        print_editions(
            [make_term("goal", "trygghet", "Trygghet", goal_kind="effect", indicators=[indicator])]
        )
        response = client.get("/sv/mal/trygghet/")
        words = text_of(response)
        for expected in ("Effektmål", "Exempelindex", "61,5", "Påhittad källa", "Påhittad metod"):
            assert expected in words
        assert '<svg class="chart"' in response.content.decode()

    def test_an_organisation_shows_what_it_answers_for(self, client):
        term = make_term(
            "organisation", "jarva", "Järva sdf", answers_for="Parker.", website="https://j.example/"
        )
        print_editions([term])
        words = text_of(client.get("/sv/organisationer/jarva/"))
        assert "Parker." in words
        assert "j.example" in words

    def test_a_terms_edition_has_an_address_too(self, client):
        print_editions([make_term("place", "kista", "Kista")])
        assert client.get("/sv/platser/kista/utgava/1/").status_code == 200


def test_an_items_page_costs_the_same_whatever_the_size_of_the_ledger(
    client, full, django_assert_max_num_queries
):
    for _ in range(200):
        print_editions([make_payload(areas=[make_ref("area", "unga-i-riskzon", "Unga")])])
    path = path_of(full)
    with django_assert_max_num_queries(22):
        response = client.get(path)
    with django_assert_max_num_queries(1):
        assert client.get(path).content == response.content
    with django_assert_max_num_queries(1):
        assert client.get(path, headers={"if-none-match": response["ETag"]}).status_code == 304


class TestOutdated:
    """A translation says so when the text that it translates has changed since."""

    ENGLISH = (
        "This translation was made from an earlier edition. The Swedish text was changed on 4 March 2026."
    )

    def _print(self):
        full = make_full_payload()
        english = {**full, "language": "en", "title": "More evenings", "slug": "more-evenings"}
        print_editions([full, english])
        print_editions([correct({**full, "summary": "Rättad."})], released_at=RELEASED + dt.timedelta(days=1))
        return full, english

    def test_after_a_correction_it_says_when_and_leads_to_the_text(self, client, db):
        full, english = self._print()
        response = client.get(path_of(english, "en"))
        assert self.ENGLISH in text_of(response)
        assert (
            f'<a href="{path_of(full)}" hreflang="sv">Read the Swedish text</a>' in response.content.decode()
        )
        assert "earlier edition" not in text_of(client.get(path_of(full)))

    def test_until_it_has_followed(self, client, db):
        _full, english = self._print()
        print_editions(
            [correct({**english, "summary": "Right."})], released_at=RELEASED + dt.timedelta(days=2)
        )
        assert "earlier edition" not in text_of(client.get(path_of(english, "en")))

    def test_a_new_name_changes_no_text(self, client, db):
        full = make_full_payload()
        english = {**full, "language": "en", "title": "More evenings", "slug": "more-evenings"}
        print_editions([full, english])
        print_editions([refresh(full)], released_at=RELEASED + dt.timedelta(days=1))
        assert "earlier edition" not in text_of(client.get(path_of(english, "en")))

    def test_in_every_language(self, client, db):
        full = make_full_payload()
        print_editions([full, {**full, "language": "ti", "title": "ምሸት", "slug": "ti"}])
        print_editions([correct({**full, "summary": "Rättad."})], released_at=RELEASED + dt.timedelta(days=1))
        assert "መጋቢት 4, 2026 ተቐዪሩ" in text_of(client.get(path_of({**full, "slug": "ti"}, "ti")))
