"""A press officer looks after a partner's webhooks: makes one, sees its secret once, reads the log, sends again."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PATIENCE_MS, Site, running
from tests.browser.seed import PASSWORD
from tests.browser.seed_webhooks import KEEPER, PAGE, PARTNER, WEBHOOK
from tests.browser.test_sharing import look

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Serve a desk with one webhook. Nothing follows the ledger here: nothing is sent."""
    fill = "import django; django.setup(); from tests.browser.seed_webhooks import seed; seed()"
    with running(tmp_path_factory.mktemp("webhooks"), fill) as running_site:
        yield running_site


def right_of(locator: Any) -> float:
    """Return where an element ends, in pixels from the page's start."""
    return float(locator.evaluate("element => element.getBoundingClientRect().right"))


def test_webhook_from_its_making_to_its_log(site: Site, chromium: Any) -> None:
    """axe looks at each page's own part at two widths."""
    faults: list[str] = []
    page = chromium.new_context(viewport={"width": 1280, "height": 900}, locale="sv-SE").new_page()
    page.set_default_timeout(PATIENCE_MS)
    page.goto(f"{site.url}/admin/login/")
    page.fill("[name=username]", KEEPER)
    page.fill("[name=password]", PASSWORD)
    page.get_by_role("button", name="Logga in").click()
    page.wait_for_url("**/admin/")
    page.goto(f"{site.url}/admin/webhooks/")
    expect(page.locator(".press")).to_contain_text(f"{PARTNER}: {WEBHOOK}")
    look(page, faults, within=".press")

    page.get_by_role("link", name="Ny webhook").click()
    page.locator("[name=partner]").select_option(label=PARTNER)
    page.fill("[name=name]", "Webbplatsen")
    page.fill("[name=url]", "https://10.0.0.1/hook")
    page.get_by_label("Trygghet").check()
    page.get_by_role("button", name="Skapa webhook").click()
    expect(page.locator(".error-message")).to_contain_text("öppna nätet")
    look(page, faults, within=".press")
    page.fill("[name=url]", "https://hook.example/pressrum")
    page.get_by_role("button", name="Skapa webhook").click()
    expect(page.locator(".press")).to_contain_text(re.compile("whsec_.{20}"))
    look(page, faults, within=".press")
    page.set_viewport_size({"width": 360, "height": 800})
    secret = page.locator("code", has_text="whsec_")  # shown once, so all of it
    assert right_of(secret) <= right_of(page.locator(".press-card").first)
    page.set_viewport_size({"width": 1280, "height": 900})
    page.get_by_role("link", name="Till webhooken").click()
    expect(page.locator(".press")).to_contain_text("områden: trygghet")
    expect(page.locator(".press")).not_to_contain_text("whsec_")
    page.get_by_role("button", name="Pausa").click()
    page.locator(".messages .success", has_text="pausad").wait_for()

    page.goto(f"{site.url}/admin/webhooks/")
    page.get_by_role("link", name=WEBHOOK).click()
    page.locator("summary", has_text="försök").last.click()
    expect(page.locator(".press")).to_contain_text("Databasen svarar inte")
    look(page, faults, within=".press")
    page.get_by_role("button", name="Skicka igen edition_").first.click()
    page.locator(".messages .success", has_text="skickas igen").wait_for()

    page.goto(f"{site.url}/admin/partner/")
    page.get_by_role("link", name=PARTNER).click()
    page.get_by_role("link", name="Sidor med våra texter").click()
    look(page, faults, within=".press")
    page.fill("[name=pages]", "https://10.0.0.1/")
    page.get_by_role("button", name="Lägg till").click()
    expect(page.get_by_role("alert")).to_contain_text("öppna nätet")
    page.get_by_role("link", name=PAGE).click()
    expect(page.locator(".press-changes ins")).to_have_text("dagtid,")
    look(page, faults, within=".press")
    assert faults == []
