"""A press officer gives a journalist early access: terms, reading, a marked file, a freeze, and the release itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.conftest import PATIENCE_MS, Site, running
from tests.browser.seed import PASSWORD
from tests.browser.seed_sharing import OFFICER, RELEASE, TITLE
from tests.browser.test_accessibility import TAGS

pytestmark = [pytest.mark.browser, pytest.mark.slow]
WIDTHS = (360, 1280)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Serve a planned release under embargo, and the publisher beside it."""
    fill = "import django; django.setup(); from tests.browser.seed_sharing import seed; seed()"
    with running(tmp_path_factory.mktemp("sharing"), fill) as running_site:
        yield running_site


def look(tab: Any, faults: list[str], *, within: str = "html") -> None:
    """Let axe look at a page at both widths; nothing may need sideways scrolling."""
    for width in WIDTHS:
        tab.set_viewport_size({"width": width, "height": 900})
        wide = tab.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        address = re.sub(r"/dela/[^/]+/", "/dela/…/", tab.url)
        if wide > 0:
            faults.append(f"{address} at {width}: {wide} px too wide")
        results = Axe().run(tab, context=within, options={"runOnly": TAGS}).response
        faults += [
            f"{address} at {width}: {found['id']}: {found['nodes'][0]['html'][:160]}"
            for found in results["violations"]
        ]


class Officer:
    """The press officer at the release's page of sharing."""

    def __init__(self, chromium: Any, site: Site) -> None:
        self.page = chromium.new_context(viewport={"width": 1280, "height": 900}, locale="sv-SE").new_page()
        self.page.set_default_timeout(PATIENCE_MS)
        self.page.goto(f"{site.url}/admin/login/")
        self.page.fill("[name=username]", OFFICER)
        self.page.fill("[name=password]", PASSWORD)
        self.page.get_by_role("button", name="Logga in").click()
        self.page.wait_for_url("**/admin/")
        self.page.goto(f"{site.url}/admin/slapp/")
        self.page.get_by_role("link", name=RELEASE).first.click()
        self.page.get_by_role("link", name="Delning och förhandsläsning…").click()

    def share(self, prefix: str, person: str, button: str) -> None:
        """Fill in one of the two forms."""
        self.page.fill(f"[name={prefix}-people]", person)
        self.page.get_by_role("button", name=button, exact=True).click()
        self.page.locator(".messages .success", has_text="Delat med 1").wait_for()

    def press(self, button: str, said: str) -> None:
        """Press a button and wait for what is said."""
        self.page.get_by_role("button", name=button).click()
        self.page.locator(".messages .success", has_text=said).wait_for()


def link_to(site: Site, address: str) -> str:
    """Return the link in the newest mail to somebody."""
    return re.findall(rf"{site.url}/dela/[\w-]+/", site.mails_to(address)[-1])[0]


def test_early_access_from_grant_to_release(chromium: Any, site: Site, tmp_path: Path) -> None:
    faults: list[str] = []
    officer = Officer(chromium, site)
    officer.share("early", "Åsa Öberg; asa@tidningen.example; Tidningen", "Ge förhandsläsning")
    officer.share("preview", "Kim Kollega; kim@kommun.example", "Dela")
    look(officer.page, faults, within=".press")

    mail = site.mails_to("asa@tidningen.example")[-1]
    assert TITLE not in mail
    assert RELEASE not in mail

    journalist = chromium.new_context(locale="sv-SE", accept_downloads=True).new_page()
    journalist.set_default_timeout(PATIENCE_MS)
    journalist.on(
        "console", lambda line: faults.append(line.text) if "Content Security" in line.text else None
    )
    link = link_to(site, "asa@tidningen.example")
    journalist.goto(link)
    expect(journalist.get_by_text("Publicera inget före tiden ovan.")).to_be_visible(timeout=PATIENCE_MS)
    assert TITLE not in journalist.content()
    look(journalist, faults)
    assert journalist.goto(f"{link}sida/sv/").url == link

    journalist.fill("[name=name]", "Åsa Öberg")
    journalist.get_by_role("button", name="Jag godtar embargot").click()
    expect(journalist.get_by_role("heading", name=RELEASE)).to_be_visible(timeout=PATIENCE_MS)
    look(journalist, faults)
    journalist.get_by_role("link", name="Första sidan").first.click()
    expect(journalist.get_by_role("heading", name=TITLE).first).to_be_visible(timeout=PATIENCE_MS)
    look(journalist, faults)
    journalist.get_by_role("link", name=TITLE).first.click()
    expect(journalist.locator("h1", has_text=TITLE)).to_be_visible(timeout=PATIENCE_MS)
    expect(journalist.get_by_text("bara för Åsa Öberg").first).to_be_visible(timeout=PATIENCE_MS)
    look(journalist, faults)

    with journalist.expect_download() as started:
        journalist.get_by_role("link", name=re.compile("Hämta värdena")).first.click()
    saved = tmp_path / started.value.suggested_filename
    started.value.save_as(saved)
    assert "asa-oberg" in saved.name
    assert "Åsa Öberg (Tidningen)" in saved.read_text("utf-8-sig").splitlines()[0]
    reading = journalist.url

    for path in ("flode/sv/", "sida/sv/finns-inte/"):
        journalist.goto(f"{link}{path}")
        look(journalist, faults)

    officer.page.reload()
    assert "Embargo godtaget" in officer.page.inner_text("main")
    officer.press("Frys all förhandsläsning", "fryst")
    for address in (reading, link):
        answer = journalist.goto(address)
        assert answer.status == 404
        assert TITLE not in journalist.content()
    dead = journalist.content()
    assert journalist.goto(f"{site.url}/dela/{'x' * 43}/").status == 404
    assert journalist.content() == dead
    look(journalist, faults)
    kim = chromium.new_context(locale="sv-SE").new_page()
    assert kim.goto(link_to(site, "kim@kommun.example")).status == 200
    look(officer.page, faults, within=".press")
    officer.press("Öppna förhandsläsningen igen", "öppen igen")

    # The release comes; the links lead to the public page, which is there.
    assert kim.goto(f"{site.url}/sv/").ok
    assert TITLE not in kim.content()
    site.run("from tests.browser.seed_sharing import release_in; release_in(8)")
    for _attempt in range(120):
        kim.goto(f"{site.url}/sv/")
        if TITLE in kim.content():
            break
        kim.wait_for_timeout(500)
    answer = journalist.goto(reading)
    assert answer.status == 200
    assert answer.url.startswith(f"{site.url}/sv/lagesbilder/")
    expect(journalist.locator("h1", has_text=TITLE)).to_be_visible(timeout=PATIENCE_MS)
    assert "Inte publikt" not in journalist.content()
    assert journalist.goto(link).url == f"{site.url}/sv/"
    assert faults == []
    log = (site.home / "server.log").read_text()
    assert not [
        each for each in (link, link_to(site, "kim@kommun.example")) if each.rstrip("/").split("/")[-1] in log
    ]
