"""A pasted link becomes a frame, in a consumer like WordPress and by the letter of the specification."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest

from tests.assertions.http import assert_conditional, count_queries
from tests.assertions.oembed import discover, paste
from tests.factories.cms_ledger import (
    delete,
    make_full_payload,
    make_payload,
    make_term,
    print_editions,
    withdraw,
)

pytestmark = pytest.mark.django_db

SITE = "http://testserver"


def oembed(**parameters):
    return f"/embed/oembed?{urlencode(parameters)}"


@pytest.fixture
def message():
    payload = make_full_payload(title="Lampor & ljus")
    print_editions([payload])
    return payload


@pytest.fixture
def page(message):
    return f"{SITE}/sv/meddelanden/{message['id']}/{message['slug']}/"


@pytest.mark.parametrize("form", ["json", "xml"])
def test_a_pasted_item_becomes_its_frame(client, message, page, form):
    pasted = paste(client, page, form=form)
    assert pasted.iframe["src"] == f"{SITE}/embed/v1/item/{message['id']}"
    assert pasted.iframe["title"] == pasted.answer["title"] == "Lampor & ljus"
    assert pasted.answer["provider_name"] == "Samverkan Järva"
    assert pasted.answer["author_name"] == "Järva stadsdelsförvaltning"
    assert client.get(pasted.iframe["src"].removeprefix(SITE)).status_code == 200


def test_sizes_stay_within_what_the_consumer_has_room_for(client, page):
    small = paste(client, page, maxwidth=300, maxheight=200)
    assert (small.answer["width"], small.answer["height"]) == (300, 200)
    assert (small.iframe["width"], small.iframe["height"]) == ("300", "200")
    assert "thumbnail_url" not in small.answer
    assert paste(client, page, maxwidth=500).answer["thumbnail_width"] == 400


def test_a_figure_is_pasted_by_its_mark(client, message, page):
    pasted = paste(client, f"{page}#f1")
    assert pasted.iframe["src"] == f"{SITE}/embed/v1/figure/{message['id']}/f1"
    assert pasted.answer["title"] == "Påhittade lyktor per kvarter"
    assert paste(client, f"{page}#b1").iframe["src"] == f"{SITE}/embed/v1/item/{message['id']}"


@pytest.mark.parametrize(
    ("path", "frame"),
    [
        ("/sv/", "list"),
        ("/en/", "list?language=en"),
        ("/sv/meddelanden/", "list?type=message"),
        ("/sv/nyheter/?type=message&type=briefing&area=unga", "list?type=briefing,message&area=unga"),
        ("/sv/omraden/unga/", "list?area=unga"),
    ],
)
def test_lists_can_be_pasted_too(client, path, frame):
    print_editions([make_term("area", "unga", "Unga"), make_payload()])
    assert paste(client, f"{SITE}{path}").iframe["src"] == f"{SITE}/embed/v1/{frame}"


def test_former_editions_and_other_pages_offer_nothing(client, message):
    for path in (f"/sv/meddelanden/{message['id']}/utgava/1/", "/sv/om/", "/sv/kontakt/", "/sv/badda-in/"):
        assert discover(client.get(path).content.decode()) == {}, path


@pytest.mark.parametrize(
    ("url", "status"),
    [
        ("https://example.org/sv/", 404),
        (f"{SITE}/sv/om/", 404),
        (f"{SITE}/admin/", 404),
        (f"{SITE}/sv/meddelanden/0123456789/x/", 404),
        (f"{SITE}/xx/meddelanden/", 404),
        ("javascript://testserver/sv/", 404),
        ("http://[", 404),
        ("", 400),
    ],
)
def test_what_is_not_ours_is_not_answered(client, url, status):
    assert client.get(oembed(url=url)).status_code == status


def test_a_withdrawn_or_deleted_item_is_not_answered(client, message, page):
    print_editions([withdraw(message)])
    assert client.get(oembed(url=page)).status_code == 404
    print_editions([delete(message)])
    assert client.get(oembed(url=page)).status_code == 404


def test_an_unknown_format_is_not_implemented(client, page):
    assert client.get(oembed(url=page, format="yaml")).status_code == 501


@pytest.mark.parametrize("width", ["0", "-1", "x", "٣", "99999999"])
def test_a_width_that_is_none_is_refused(client, page, width):
    assert client.get(oembed(url=page, maxwidth=width)).status_code == 400


def test_it_is_kept_and_costs_little(client, page):
    url = oembed(url=page)
    assert count_queries(client, url) <= 3
    assert_conditional(client, url)
    assert count_queries(client, url) == 1
    assert client.get(url).headers["Access-Control-Allow-Origin"] == "*"


@pytest.mark.django_db(transaction=True)
def test_wagtail_shows_it_with_the_settings_we_give(live_server):
    """Over HTTP, with Wagtail's own finder and the entry that docs/embedding.md tells others to make."""
    from wagtail.embeds.finders.oembed import OEmbedFinder

    payload = make_full_payload(title="Lampor & ljus")
    print_editions([payload])
    provider = {"endpoint": f"{live_server.url}/embed/oembed", "urls": [r"^http://testserver/.+$"]}
    finder = OEmbedFinder(providers=[provider])
    address = f"{SITE}/sv/meddelanden/{payload['id']}/"
    assert finder.accept(address)
    found = finder.find_embed(address, max_width=480)
    assert (found["title"], found["type"], found["width"]) == ("Lampor & ljus", "rich", 480)
    assert found["html"].startswith(f'<iframe src="{SITE}/embed/v1/item/{payload["id"]}"')
