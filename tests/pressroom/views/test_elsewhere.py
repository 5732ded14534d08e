"""A page with nothing in its language says so in that language, and leads to those that have something."""

import pytest

from tests.factories.cms_ledger import make_payload, make_term, print_editions, withdraw

pytestmark = pytest.mark.django_db

NOTHING = {"ar": "لم يُنشر شيء بهذه اللغة بعد.", "tr": "Bu dilde henüz bir şey yayımlanmadı."}


@pytest.fixture
def printed():
    payload = make_payload()
    print_editions(
        [
            payload,
            {**payload, "language": "en", "title": "Lamps", "slug": "lamps"},
            make_term("area", "unga", "Unga"),
            make_term("organisation", "jarva", "Järva"),
        ]
    )
    return payload


@pytest.mark.parametrize("language", NOTHING)
@pytest.mark.parametrize("page", ["", "news/", "messages/"])
def test_news(client, printed, language, page):
    html = client.get(f"/{language}/{page}").content.decode()
    assert NOTHING[language] in html
    swedish = {"": "/sv/", "news/": "/sv/nyheter/", "messages/": "/sv/meddelanden/"}[page]
    assert f'<li><a href="{swedish}" lang="sv" hreflang="sv"><bdi>Svenska</bdi></a></li>' in html
    assert f'<li><a href="/en/{page}" lang="en" hreflang="en"><bdi>English</bdi></a></li>' in html
    assert 'elsewhere__list"' in html
    assert "Inget" not in html


@pytest.mark.parametrize(
    ("page", "swedish"),
    [("areas/", "/sv/omraden/"), ("contact/", "/sv/kontakt/"), ("about/", "/sv/om/")],
)
def test_terms(client, printed, page, swedish):
    html = client.get(f"/ar/{page}").content.decode()
    assert NOTHING["ar"] in html
    assert f'<li><a href="{swedish}" lang="sv" hreflang="sv">' in html
    assert '<li><a href="/en/' not in html.partition("elsewhere__list")[2].partition("</ul>")[0]


def test_search_engines_are_told_not_to_keep_it(client, printed):
    assert '<meta name="robots" content="noindex">' in client.get("/ar/messages/").content.decode()
    assert '<meta name="robots" content="noindex">' not in client.get("/en/messages/").content.decode()


def test_where_there_is_nothing_in_any_language_there_is_no_way(client, printed):
    page = client.get("/ar/briefings/")
    assert "elsewhere__list" not in page.content.decode()
    assert "لم يُنشر شيء هنا بعد." in page.content.decode()


def test_what_is_withdrawn_is_no_way(client):
    payload = make_payload()
    print_editions([payload])
    print_editions([withdraw(payload)])
    assert "elsewhere__list" not in client.get("/ar/messages/").content.decode()


def test_a_page_with_something_does_not_ask(client, printed, django_assert_max_num_queries):
    client.get("/sv/")
    with django_assert_max_num_queries(4):
        client.get("/sv/meddelanden/?utm_source=x")
