"""axe finds nothing on any public page template, at three widths, light and dark (WCAG 2.2 AA).

The pages are those of the example data, found through the API and the pages themselves, so that a new kind of page is
looked at when it is linked.
"""

from __future__ import annotations

import json
import urllib.request
from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from cms.ledger.addresses import list_path
from tests.browser.conftest import PATIENCE_MS, Site

pytestmark = [pytest.mark.browser, pytest.mark.slow]

WIDTHS = (320, 768, 1280)
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PLAIN = (
    "/sv/", "/en/", "/sv/nyheter/", "/sv/meddelanden/", "/sv/lagesbilder/", "/sv/goda-exempel/",
    "/sv/organisationer/", "/sv/omraden/", "/sv/mal/", "/sv/platser/", "/sv/malgrupper/", "/sv/amnen/",
    "/sv/kalender/", "/sv/om/", "/en/about/", "/sv/kontakt/", "/sv/for-redaktioner/",
    "/sv/sok/", "/sv/sok/?q=polisen", "/en/search/?q=finnsinte",
    "/sv/badda-in/", "/en/embed/?number=2", "/embed/v1/list", "/api/v1/docs/",
    "/sv/meddelanden/finns-inte/", "/sv/meddelanden/?area=unga-i-riskzon", "/godkann/finns-inte/",
)  # fmt: skip


def get(url: str) -> Any:
    """Return a JSON answer."""
    with urllib.request.urlopen(url, timeout=30) as response:
        return json.load(response)


def changes(api: str) -> Iterator[Any]:
    """Yield the whole ledger, page by page."""
    since, more = 0, True
    while more:
        answer = get(f"{api}/changes?since={since}&limit=100")
        yield from answer["changes"]
        since, more = answer["changes"][-1]["seq"], answer["has_more"]


@pytest.fixture(scope="module")
def addresses(example_site: Site) -> list[str]:
    """Return one address of every kind of page that the example data has."""
    api = f"{example_site.url}/api/v1"
    found = [example_site.url + path for path in PLAIN]
    items = get(f"{api}/items?language=sv&limit=100")["items"]
    for item_type in ("message", "briefing", "example"):
        of_type = [item for item in items if item["type"] == item_type]
        found.append(of_type[0]["url"])
        found += [item["edition"]["history_url"] for item in of_type[:1]]
    corrected = next(item for item in items if item["edition"]["corrections"])
    found += [corrected["url"], corrected["edition"]["history_url"]]
    former = corrected["edition"]["url"].rsplit("/", 2)[0]
    found.append(f"{former}/1/")
    found += [item["url"] for item in items if len(item["signatories"]) > 1][:1]
    for kind in ("areas", "goals", "organisations", "places", "audiences", "tags"):
        found.append(get(f"{api}/{kind}?language=sv")["items"][0]["url"])
    english = {item["id"] for item in get(f"{api}/items?language=en&limit=100")["items"]}
    untranslated = next(item for item in items if item["id"] not in english)
    found.append(untranslated["url"].replace("/sv/meddelanden/", "/en/messages/"))
    gone = next(
        change for change in changes(api) if change["kind"] == "withdrawn" and change["language"] == "sv"
    )
    found.append(f"{example_site.url}{list_path(gone['type'], 'sv')}{gone['id']}/")
    return list(dict.fromkeys(found))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(example_site: Site, chromium: Any, addresses: list[str], scheme: str) -> None:
    """Every page at every width; at 320 px nothing needs sideways scrolling (WCAG 1.4.10), no request leaves us."""
    assert len(addresses) > 30
    faults: list[str] = []
    context = chromium.new_context(color_scheme=scheme)
    context.set_default_timeout(PATIENCE_MS)
    tab = context.new_page()
    tab.on("console", lambda line: faults.append(line.text) if "Content Security" in line.text else None)
    tab.on(
        "request",
        lambda request: (
            None
            if request.url.startswith((example_site.url, "data:"))
            else faults.append(f"a call to {request.url}")
        ),
    )
    for address in addresses:
        tab.goto(address)
        # Dark changes colours only, and those are the same at every width.
        for width in WIDTHS if scheme == "light" else WIDTHS[-1:]:
            tab.set_viewport_size({"width": width, "height": 900})
            wide = tab.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            if wide > 0:
                faults.append(f"{address} at {width}: {wide} px too wide")
            results = Axe().run(tab, options={"runOnly": TAGS}).response
            faults += [
                f"{address} at {width}: {found['id']}: {found['nodes'][0]['html'][:120]}"
                for found in results["violations"]
            ]
    context.close()
    assert faults == []
