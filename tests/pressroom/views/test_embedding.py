"""The page where embeds are chosen, without script."""

from __future__ import annotations

import html
import re

import pytest

from tests.assertions.http import assert_conditional, count_queries
from tests.factories.cms_ledger import (
    make_full_payload,
    make_payload,
    make_ref,
    make_term,
    print_editions,
    withdraw,
)

pytestmark = pytest.mark.django_db

PAGE = "/sv/badda-in/"


def snippet(response, name):
    """Return what is there to copy."""
    found = re.search(rf'id="snippet-{name}".*?<code>(.*?)</code>', response.content.decode(), re.DOTALL)
    return html.unescape(found[1]) if found else None


@pytest.fixture
def briefing():
    payload = make_full_payload(type="briefing", title="Läget i juni")
    print_editions([payload])
    return payload


def test_it_begins_with_a_list(client):
    response = client.get(PAGE)
    assert snippet(response, "element").startswith(
        '<samverkan-list language="sv"><a href="http://testserver/sv/nyheter/">'
    )
    assert snippet(response, "script") == '<script src="http://testserver/embed/v1.js" async></script>'
    assert_conditional(client, PAGE)


def test_a_narrowed_list_links_to_the_same_list(client):
    print_editions(
        [make_term("area", "unga", "Unga"), make_payload(areas=[make_ref("area", "unga", "Unga")])]
    )
    response = client.get(f"{PAGE}?kind=list&area=unga&number=3&type=message&theme=dark&tag=")
    assert 'area="unga" number="3" theme="dark"' in snippet(response, "element")
    assert "/sv/nyheter/?type=message&amp;area=unga" in snippet(response, "element")
    assert client.get(snippet(response, "link").removeprefix("http://testserver")).status_code == 200


def test_an_item_is_chosen_or_pasted(client, briefing):
    chosen = client.get(f"{PAGE}?kind=item&item={briefing['id']}&text=full")
    link = f"http://testserver/sv/lagesbilder/{briefing['id']}/{briefing['slug']}/"
    pasted = client.get(PAGE, {"kind": "item", "link": link, "text": "full"})
    assert snippet(chosen, "element") == snippet(pasted, "element")
    assert f'item="{briefing["id"]}" text="full"' in snippet(chosen, "element")


def test_a_figure_is_the_items_first_unless_chosen(client, briefing):
    response = client.get(f"{PAGE}?kind=figure&item={briefing['id']}")
    assert 'figure="f1"' in snippet(response, "element")
    assert "Påhittade lyktor per kvarter" in snippet(response, "element")
    marked = f"http://testserver/sv/lagesbilder/{briefing['id']}/#f1"
    assert snippet(client.get(PAGE, {"link": marked}), "element") == snippet(response, "element")


@pytest.mark.parametrize(
    ("query", "status", "said"),
    [
        ("kind=item", 200, "Välj ett inlägg"),
        ("kind=item&item=0123456789", 404, "Inlägget finns inte"),
        ("kind=list&number=99", 400, "Något av valen finns inte"),
        ("link=https://example.org/", 404, "Adressen är inte en sida"),
    ],
)
def test_what_cannot_be_shown_is_said(client, query, status, said):
    response = client.get(f"{PAGE}?{query}")
    assert response.status_code == status
    assert said in response.content.decode()
    assert snippet(response, "element") is None


def test_an_item_without_figures_and_a_withdrawn_one(client, briefing):
    plain = make_payload()
    print_editions([plain])
    assert "har inga figurer" in client.get(f"{PAGE}?kind=figure&item={plain['id']}").content.decode()
    print_editions([withdraw(briefing)])
    response = client.get(f"{PAGE}?kind=item&item={briefing['id']}")
    assert response.status_code == 404
    assert "Läget i juni" not in response.content.decode()


def test_what_a_link_says_is_never_markup(client):
    text = client.get(PAGE, {"link": '"><script>bad()</script>'}).content.decode()
    assert "<script>bad()" not in text


def test_it_may_show_a_frame_of_ours_and_nothing_else(client):
    policy = client.get(PAGE).headers["Content-Security-Policy"]
    assert "frame-src 'self'" in policy
    assert "unsafe" not in policy


def test_it_costs_the_same_with_many_items(client, briefing):
    few = count_queries(client, f"{PAGE}?kind=item&item={briefing['id']}")
    print_editions([make_payload() for _ in range(20)])
    assert count_queries(client, f"{PAGE}?kind=item&item={briefing['id']}") == few


def test_pages_lead_here(client, briefing):
    item = client.get(f"/sv/lagesbilder/{briefing['id']}/{briefing['slug']}/").content.decode()
    assert f"/sv/badda-in/?kind=item&amp;item={briefing['id']}" in item
    assert 'href="/sv/badda-in/"' in client.get("/sv/for-redaktioner/").content.decode()
