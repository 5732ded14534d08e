"""The sitemap names every readable address once, with its languages."""

from xml.etree import ElementTree as ET

import pytest

from cms.common.languages import LANGUAGES
from pressroom.views import sitemaps
from tests.factories.cms_ledger import make_payload, make_term, print_editions, withdraw

pytestmark = pytest.mark.django_db

NS = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}


def entries(response):
    root = ET.fromstring(response.content)
    return {
        url.find("s:loc", NS).text: [link.get("hreflang") for link in url.findall("x:link", NS)]
        for url in root.findall("s:url", NS)
    }


def test_robots_are_shown_the_sitemap_and_kept_out_of_the_workshop(client):
    text = client.get("/robots.txt").content.decode()
    assert "Disallow: /admin/" in text
    assert "Sitemap: http://testserver/sitemap.xml" in text


def test_names_items_terms_and_own_pages_with_their_languages(client):
    item = make_payload(title="Sommar", slug="sommar")
    gone = make_payload(slug="fel")
    print_editions(
        [item, {**item, "language": "en", "slug": "summer"}, gone, make_term("place", "kista", "Kista")]
    )
    print_editions([withdraw(gone)])
    found = entries(client.get("/sitemap.xml"))
    assert found[f"http://testserver/sv/meddelanden/{item['id']}/sommar/"] == ["en", "sv"]
    assert found[f"http://testserver/en/messages/{item['id']}/summer/"] == ["en", "sv"]
    assert found["http://testserver/sv/platser/kista/"] == []
    assert found["http://testserver/sv/"] == list(LANGUAGES)
    assert not any("fel" in address for address in found)


def test_is_split_without_parting_translations(client, monkeypatch):
    monkeypatch.setattr(sitemaps, "MAX_ADDRESSES", 4)
    items = [make_payload(slug=f"nr-{number}") for number in range(7)]
    print_editions([*items, *({**item, "language": "en"} for item in items[::2])])
    index = ET.fromstring(client.get("/sitemap.xml").content)
    parts = [part.text.removeprefix("http://testserver") for part in index.findall("s:sitemap/s:loc", NS)]
    assert len(parts) == 3
    found = [entries(client.get(part)) for part in parts]
    addresses = [address for part in found for address in part if "nr-" in address]
    assert len(addresses) == len(set(addresses)) == 11
    translated = [
        languages for part in found for address, languages in part.items() if "nr-" in address and languages
    ]
    assert translated == [["en", "sv"]] * 8


def test_answers_304(client):
    response = client.get("/sitemap.xml")
    assert client.get("/sitemap.xml", headers={"if-none-match": response["ETag"]}).status_code == 304
