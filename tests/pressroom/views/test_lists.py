"""Lists: kinds, filters, paging, terms, and the pages that gather them."""

import re

import pytest

from cms.ledger.queries import find_current
from pressroom.views.listing import PAGE_SIZE
from tests.factories.cms_ledger import make_image, make_payload, make_ref, make_term, print_editions, withdraw

pytestmark = pytest.mark.django_db

LISTS = ["/sv/nyheter/", "/sv/meddelanden/", "/en/news/", "/en/good-examples/"]
PAGES = [
    "/sv/",
    "/en/",
    "/sv/om/",
    "/en/about/",
    "/sv/kontakt/",
    "/sv/for-redaktioner/",
    "/sv/mal/",
    "/sv/platser/",
]


def titles(response):
    """Return the titles of the stories on a page."""
    return re.findall(r'class="teaser__title"><a href="[^"]+">([^<]+)</a>', response.content.decode())


@pytest.fixture
def terms():
    """Two areas and a place that are public."""
    print_editions(
        [
            make_term("area", "unga", "Unga"),
            make_term("area", "platser", "Platser"),
            make_term("place", "kista", "Kista"),
        ]
    )


def printed(title, **more):
    payload = make_payload(title=title, **more)
    print_editions([payload])
    return payload


@pytest.mark.parametrize("path", LISTS + PAGES)
def test_every_page_stands_on_an_empty_ledger(client, path):
    assert client.get(path).status_code == 200


def test_the_root_leads_to_swedish(client):
    response = client.get("/")
    assert (response.status_code, response["Location"]) == (302, "/sv/")


def test_a_kind_has_a_list_of_its_own(client):
    printed("Ett budskap")
    printed("En lägesbild", type="briefing")
    assert titles(client.get("/sv/meddelanden/")) == ["Ett budskap"]
    assert titles(client.get("/sv/lagesbilder/")) == ["En lägesbild"]
    assert titles(client.get("/sv/nyheter/")) == ["En lägesbild", "Ett budskap"]
    assert titles(client.get("/en/news/")) == []


def test_filters_combine(client, terms):
    unga, kista = make_ref("area", "unga", "Unga"), make_ref("place", "kista", "Kista")
    printed("Bara unga", areas=[unga])
    printed("Bara Kista", places=[kista])
    printed("Unga i Kista", areas=[unga], places=[kista], type="example")
    assert titles(client.get("/sv/nyheter/?area=unga")) == ["Unga i Kista", "Bara unga"]
    assert titles(client.get("/sv/nyheter/?area=unga&place=kista")) == ["Unga i Kista"]
    assert titles(client.get("/sv/meddelanden/?area=unga")) == ["Bara unga"]
    assert titles(client.get("/sv/nyheter/?type=example&type=message&area=unga")) == [
        "Unga i Kista",
        "Bara unga",
    ]
    assert titles(client.get("/sv/nyheter/?area=platser")) == []


def test_a_filtered_list_says_so_and_offers_its_feed(client, terms):
    html = client.get("/sv/nyheter/?area=unga").content.decode()
    assert "Urval: Unga" in html
    assert '<option value="unga" selected>Unga</option>' in html
    assert 'href="/sv/feed.rss?area=unga"' in html
    assert "Inget stämmer med urvalet." in html


def test_empty_fields_and_what_other_sites_add_are_passed_over(client, terms):
    printed("Ett budskap")
    assert titles(client.get("/sv/nyheter/?area=&place=&utm_source=x&fbclid=%C3%A5")) == ["Ett budskap"]


def test_paging_goes_both_ways_and_misses_nothing(client):
    count = PAGE_SIZE * 2 + 5
    print_editions([make_payload(title=f"Nr {number}") for number in range(count)])
    seen, path, pages = [], "/sv/nyheter/", []
    while path:
        html = client.get(path)
        seen += titles(html)
        pages.append(titles(html))
        older = re.search(r'rel="next" href="([^"]+)"', html.content.decode())
        path = older[1] if older else ""
    assert seen == [f"Nr {number}" for number in reversed(range(count))]
    newer = re.search(r'rel="prev" href="([^"]+)"', html.content.decode())[1]
    assert titles(client.get(newer)) == pages[1]


def test_paging_keeps_the_filters_and_repeats_nothing(client, terms):
    unga, kista = make_ref("area", "unga", "Unga"), make_ref("place", "kista", "Kista")
    count = PAGE_SIZE + 5
    print_editions(
        [make_payload(title=f"Nr {number}", areas=[unga], places=[kista]) for number in range(count)]
    )
    first = client.get("/sv/nyheter/?area=unga&place=kista")
    older = re.search(
        r'rel="next" href="(/sv/nyheter/\?area=unga&amp;place=kista&amp;cursor=[^"]+)"',
        first.content.decode(),
    )
    second = client.get(older[1].replace("&amp;", "&"))
    assert titles(first) + titles(second) == [f"Nr {number}" for number in reversed(range(count))]


def test_a_withdrawn_item_is_in_no_list(client):
    payload = printed("Fel uppgift", image=make_image())
    print_editions([withdraw(payload)])
    for path in ["/sv/", "/sv/nyheter/", "/sv/meddelanden/"]:
        assert "Fel uppgift" not in client.get(path).content.decode()


def test_the_front_page_leads_with_the_newest(client):
    printed("Äldre")
    newest = printed("Nyast", image=make_image())
    html = client.get("/sv/").content.decode()
    path = find_current(item_type="message", public_id=newest["id"], language="sv").path
    assert f'<h2 class="lead__title"><a href="{path}">Nyast</a></h2>' in html
    assert titles(client.get("/sv/")) == ["Äldre"]


def test_the_agreements_page_shows_parties_areas_and_goals(client):
    print_editions(
        [
            make_term("organisation", "jarva", "Järva stadsdelsförvaltning", answers_for="Parker."),
            make_term("area", "unga", "Unga i riskzon"),
            make_term("goal", "over", "Inga särskilt utsatta områden", goal_kind="overall"),
            make_term("goal", "trygg", "Tryggheten ökar", goal_kind="effect"),
        ]
    )
    html = client.get("/sv/om/").content.decode()
    for expected in (
        "Parker.",
        "Unga i riskzon",
        "Inga särskilt utsatta områden",
        "Tryggheten ökar",
        "Effektmål",
    ):
        assert expected in html


def test_terms_are_listed_in_their_order(client):
    print_editions([make_term("area", "b", "Andra", order=2), make_term("area", "a", "Första", order=1)])
    html = client.get("/sv/omraden/").content.decode()
    assert html.index("Första") < html.index("Andra")


@pytest.mark.parametrize("path", LISTS)
@pytest.mark.parametrize("count", [1, 200])
def test_a_list_costs_at_most_four_queries_at_any_size(client, path, count, django_assert_max_num_queries):
    """The first and the last of them ask how far the ledger has come: a release in between must not be half shown."""
    item_type = "example" if "examples" in path else "message"
    print_editions([make_payload(type=item_type, language=path[1:3]) for _ in range(count)])
    with django_assert_max_num_queries(4):
        response = client.get(path)
    with django_assert_max_num_queries(1):
        assert client.get(path, headers={"if-none-match": response["ETag"]}).status_code == 304


def test_a_list_with_nothing_in_it_leads_to_the_languages_that_have_something(
    client, django_assert_max_num_queries
):
    print_editions([make_payload(), make_payload(language="so"), make_payload(type="example", language="tr")])
    with django_assert_max_num_queries(5):
        html = client.get("/ar/messages/").content.decode()
    assert 'href="/sv/meddelanden/"' in html.split("<main", 1)[1]
    assert 'href="/so/messages/"' in html.split("<main", 1)[1]
    assert 'href="/tr/messages/"' not in html.split("<main", 1)[1]
    assert '<meta name="robots" content="noindex' in html


@pytest.mark.parametrize("count", [1, 200])
def test_the_front_page_costs_the_same_at_any_size(client, count, django_assert_max_num_queries):
    print_editions([make_payload(type="briefing") for _ in range(count)])
    with django_assert_max_num_queries(14):
        client.get("/sv/")


@pytest.mark.parametrize(
    ("path", "query"),
    [
        ("/sv/", ""),
        ("/sv/nyheter/", ""),
        ("/sv/nyheter/?area=unga&type=briefing", "?type=briefing&area=unga"),
        ("/sv/lagesbilder/", "?type=briefing"),
        ("/sv/omraden/unga/", "?area=unga"),
        ("/sv/organisationer/jarva/", "?organisation=jarva"),
        ("/sv/platser/kista/", "?place=kista"),
        ("/sv/malgrupper/boende/", "?audience=boende"),
        ("/sv/amnen/sommar/", "?tag=sommar"),
        ("/sv/mal/fritid/", "?goal=fritid"),
    ],
)
def test_every_list_names_its_feeds_and_they_are_there(client, path, query):
    codes = {"area": "unga", "organisation": "jarva", "place": "kista"}
    codes |= {"audience": "boende", "tag": "sommar", "goal": "fritid"}
    print_editions([make_term(item_type, code, code.title()) for item_type, code in codes.items()])
    head = client.get(path).content.decode().split("</head>")[0]
    found = re.findall(
        r'<link rel="alternate" type="([^"]+(?:rss|atom|feed).[a-z]+)" href="([^"]+)" title="[^"]+"', head
    )
    assert found == [
        ("application/rss+xml", f"/sv/feed.rss{query}".replace("&", "&amp;")),
        ("application/atom+xml", f"/sv/feed.atom{query}".replace("&", "&amp;")),
        ("application/feed+json", f"/sv/feed.json{query}".replace("&", "&amp;")),
    ]
    for media_type, feed in found:
        response = client.get(feed.replace("&amp;", "&"))
        assert (response.status_code, response.headers["Content-Type"]) == (
            200,
            f"{media_type}; charset=utf-8",
        )


def test_page_of_a_text_in_another_language_names_that_languages_feed(client):
    print_editions([make_term("place", "kista", "كيستا", language="ar")])
    page = client.get("/ar/platser/kista/".replace("platser", "places")).content.decode()
    assert 'href="/ar/feed.atom?place=kista"' in page


def test_partners_page_lists_the_formats(client):
    print_editions([make_term("area", "unga", "Unga i riskzon")])
    page = client.get("/sv/for-redaktioner/").content.decode()
    for name in ("feed.rss", "feed.atom", "feed.json", "calendar.ics"):
        assert f"<code>http://testserver/sv/{name}</code>" in page
    assert 'href="/sv/feed.atom?area=unga"' in page
