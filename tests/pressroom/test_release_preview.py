"""A release's preview: the public's pages over the overlay, and nothing but pages."""

from __future__ import annotations

from django.http import Http404
from django.test import Client

import pytest

from cms.ledger.append import NewEdition
from cms.ledger.enums import EditionKind
from cms.ledger.overlay import ahead, foresee
from pressroom import release_preview
from pressroom.release_preview import ReleasePreview
from tests.factories.cms_ledger import (
    FIRST_RELEASE,
    make_full_payload,
    make_payload,
    make_term,
    print_editions,
    refresh,
    withdraw,
)

pytestmark = pytest.mark.django_db
AT = FIRST_RELEASE.replace(year=2027)


def preview(*entries) -> ReleasePreview:
    new = [
        entry if isinstance(entry, NewEdition) else NewEdition(entry, EditionKind.PUBLISHED)
        for entry in entries
    ]
    return ReleasePreview(
        foresee(new, at=AT),
        prefix="/dela/T/sida",
        file_url=lambda file: f"/dela/T/fil/{file['sha256']}",
        banner="<aside>Bara för Kim</aside>",
        head='<meta name="robots" content="noindex, nofollow">',
        comment="Bara för Kim -- ingen annan",
    )


def text(response) -> str:
    return response.content.decode()


def test_pages_feeds_and_former_editions_are_shown():
    item = make_full_payload(title="Alldeles nytt")
    shown = preview(item)
    for path in ("/sv/", "/sv/nyheter/", f"/sv/meddelanden/{item['id']}/{item['slug']}/", "/sv/feed.rss"):
        response = shown.render(path)
        assert response.status_code == 200, path
        assert "Alldeles nytt" in text(response)
    assert shown.render(f"/sv/meddelanden/{item['id']}/utgava/1/").status_code == 200
    assert shown.render(f"/sv/meddelanden/{item['id']}/historik/").status_code == 200
    assert Client().get(f"/sv/meddelanden/{item['id']}/{item['slug']}/").status_code == 404


def test_a_feed_is_valid_xml_with_the_comment():
    from lxml import etree

    document = preview(make_full_payload()).render("/sv/feed.rss").content
    root = etree.fromstring(document)
    assert root.getprevious().text.strip() == "Bara för Kim – ingen annan"
    assert root.findtext("channel/item/link").startswith("http://testserver/dela/T/sida/sv/")


def test_a_feed_can_be_read_as_a_page():
    shown = preview(make_full_payload(title="Alldeles nytt"))
    assert "Alldeles nytt" in text(shown.render_feed("sv"))
    assert "Alldeles nytt" not in text(shown.render_feed("en"))
    with pytest.raises(Http404):
        shown.render_feed("xx")


def test_what_is_taken_away_is_gone():
    item = make_payload(title="Ska bort")
    print_editions([item])
    shown = preview(withdraw(item, "Stämde inte."))
    assert "Ska bort" not in text(shown.render("/sv/"))
    page = shown.render(f"/sv/meddelanden/{item['id']}/{item['slug']}/")
    assert page.status_code == 410
    assert "Stämde inte." in text(page)


def test_a_redirect_stays_inside():
    item = make_payload()
    response = preview(item).render(f"/sv/meddelanden/{item['id']}/")
    assert response["Location"] == f"/dela/T/sida/sv/meddelanden/{item['id']}/{item['slug']}/"


@pytest.mark.parametrize(
    "path",
    [
        "/api/v1/items",
        "/filer/a/b.jpg",
        "/sitemap.xml",
        "/robots.txt",
        "/xx/",
        "/admin/",
        "",
        "/sv/feed.xyz",
    ],
)
def test_nothing_else_is_part_of_it(path):
    with pytest.raises(Http404):
        preview(make_payload()).render(path)
    assert ahead() is None


def test_a_page_that_nobody_has_thought_about_is_not_part_of_it(monkeypatch):
    monkeypatch.setattr(release_preview, "_SHOWN", frozenset())
    with pytest.raises(Http404):
        preview(make_payload()).render("/sv/")


def test_an_unreadable_address_is_answered_as_in_public():
    assert preview(make_payload()).render("/sv/nyheter/", "cursor=xx").status_code == 400


def test_lists_every_page_on_which_the_release_shows():
    tag = make_term("tag", "sommar", "Sommar")
    renamed, gone = make_payload(title="Får nytt namn"), make_payload(title="Ska bort")
    print_editions([tag, make_term("place", "rinkeby", "Rinkeby"), renamed, gone])
    item = make_full_payload(title="Nytt")
    english, somali = {**item, "language": "en", "title": "New"}, {**item, "language": "so", "title": "Cusub"}
    groups = {
        group.heading: [(link.name, link.language, link.path) for link in group.links]
        for group in preview(item, english, somali, refresh(renamed), withdraw(gone)).pages()
    }
    assert [language for _name, language, _path in groups["Första sidan"]] == ["sv", "en", "so"]
    assert [name for name, *_rest in groups["Texterna, på varje språk"]] == ["Nytt", "New", "Cusub"]
    assert ("Nyheter", "sv", "/sv/nyheter/") in groups["Listor"]
    assert ("Meddelanden", "en", "/en/messages/") in groups["Listor"]
    terms = groups["Områden, mål, organisationer, ämnen och platser"]
    assert ("Ämne: Sommar", "sv", "/sv/amnen/sommar/") in terms
    assert ("Plats: Rinkeby", "sv", "/sv/platser/rinkeby/") in terms
    assert {path for _name, _language, path in groups["Flöden"]} == {
        "/sv/feed.rss",
        "/en/feed.rss",
        "/so/feed.rss",
    }
    assert [name for name, *_rest in groups["Det som tas bort"]] == ["Ska bort"]
    assert [name for name, *_rest in groups["Det som bara får ett nytt namn i sig"]] == ["Får nytt namn"]


def test_the_view_learns_nothing_of_who_looks():
    request = release_preview._request("/sv/", "a=1")
    assert set(request.META) == {"QUERY_STRING", "SERVER_NAME", "SERVER_PORT", "REQUEST_METHOD"}
    assert not request.COOKIES
    assert not hasattr(request, "user")
