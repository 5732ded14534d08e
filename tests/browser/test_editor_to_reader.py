"""An editor's whole way, in a browser: write, see what is missing, mend, preview, release, correct, withdraw.

After each step a reader looks, who knows nothing of the workshop: front page, item page, RSS (feedparser) and API.
"""

from __future__ import annotations

import json
import re
import urllib.error
import urllib.request
from typing import Any

import feedparser
import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PATIENCE_MS
from tests.browser.seed import EDITOR, PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.slow]

TITLE = "Belysningen i Rinkeby byts"
CORRECTED = "Belysningen i Rinkeby byts i oktober"


class Reader:
    """Reads what is public, over HTTP only."""

    def __init__(self, url: str) -> None:
        self.url = url

    def get(self, path: str) -> tuple[int, str]:
        address = path if path.startswith("http") else f"{self.url}{path}"
        try:
            with urllib.request.urlopen(address, timeout=30) as response:
                return response.status, response.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()

    def feed_titles(self) -> list[str]:
        return [entry.title for entry in feedparser.parse(self.get("/sv/feed.rss")[1]).entries]

    def api_titles(self) -> list[str]:
        return [item["title"] for item in json.loads(self.get("/api/v1/items?language=sv")[1])["items"]]

    def front(self) -> str:
        return self.get("/sv/")[1]


def log_in(page: Any, server: str) -> None:
    page.goto(f"{server}/admin/login/")
    page.fill("[name=username]", EDITOR)
    page.fill("[name=password]", PASSWORD)
    page.get_by_role("button", name="Logga in").click()
    page.wait_for_url("**/admin/")


def save_and_review(page: Any) -> None:
    page.locator("footer button[aria-expanded]").last.click()
    page.get_by_role("button", name=re.compile("Spara och granska")).click()
    page.wait_for_url(re.compile(r"/admin/slapp/"))


def write_section(page: Any, number: int, text: str) -> None:
    page.locator(".public-DraftEditor-content").nth(number).click()
    page.keyboard.type(text)
    # The rich text editor writes to the form's field a quarter of a second after the last key.
    field = page.locator(f'[name="body-{number}-value-text"]')
    expect(field).to_have_value(re.compile(re.escape(text)), timeout=PATIENCE_MS)


def test_from_first_word_to_withdrawal(page: Any, server: str):
    reader = Reader(server)
    log_in(page, server)

    # One press to a new message, with the sections it needs laid out.
    page.get_by_role("link", name="Gemensamt budskap").click()
    page.fill("#id_title", TITLE)
    save_and_review(page)

    # What is missing leads to its field: the right tab is open and the first box has the focus.
    assert page.get_by_text("Välj minst ett prioriterat område").is_visible()
    page.locator('a[href$="falt=areas"]').click()
    expect(page.locator("[name=areas]").first).to_be_focused(timeout=PATIENCE_MS)
    assert page.get_by_role("tab", name="Vem och vad").get_attribute("aria-selected") == "true"
    page.keyboard.press("Space")
    page.locator("[name=audiences]").first.check()
    page.get_by_role("tab", name="Text", exact=True).click()
    page.fill("#id_summary", "Alla lampor på Rinkebystråket byts mot starkare.")
    write_section(page, 0, "Vi byter alla lampor under hösten.")
    write_section(page, 1, "Det blir ljusare på vägen hem.")
    save_and_review(page)
    assert page.locator(".press-checks--stop li").all_inner_texts() == []

    # The preview is the public page, and nobody else can see it.
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Läs som den blir").click()
    preview = opened.value
    preview.wait_for_load_state()
    assert preview.get_by_role("heading", name=TITLE).is_visible()
    assert preview.get_by_text("Det blir ljusare på vägen hem.").is_visible()
    preview.close()
    assert TITLE not in reader.front()
    assert TITLE not in reader.feed_titles()

    # Release: at once on the front page, the item page, in RSS and in the API.
    page.get_by_role("button", name="Släpp", exact=True).click()
    page.locator(".messages .success", has_text="är ute.").wait_for()
    address = page.get_by_role("link", name="Visa som läsare").get_attribute("href")
    status, text = reader.get(address)
    assert status == 200
    assert TITLE in text
    assert TITLE in reader.front()
    assert TITLE in reader.feed_titles()
    assert TITLE in reader.api_titles()

    # A correction with its note.
    page.get_by_role("link", name="Redigera").click()
    page.fill("#id_title", CORRECTED)
    save_and_review(page)
    assert CORRECTED not in reader.front()
    page.fill("[name=note_sv]", "Månaden saknades.")
    page.get_by_role("button", name="Släpp", exact=True).click()
    page.locator(".messages .success", has_text="är ute.").wait_for()
    _status, text = reader.get(address)
    assert CORRECTED in text
    assert "Månaden saknades." in text
    assert CORRECTED in reader.feed_titles()
    assert CORRECTED in reader.api_titles()

    # Withdrawn: gone everywhere, and the reader is told why.
    page.get_by_role("link", name=re.compile("Dra tillbaka")).click()
    page.fill("[name=reason]", "Bytet är inställt.")
    assert page.locator("[data-press-reason]").inner_text() == "Bytet är inställt."
    page.get_by_role("button", name="Dra tillbaka", exact=True).click()
    page.locator(".messages .success", has_text="är tillbakadragen").wait_for()
    status, text = reader.get(address)
    assert status == 410
    assert "Bytet är inställt." in text
    assert "ljusare på vägen hem" not in text
    assert CORRECTED not in reader.front()
    assert CORRECTED not in reader.feed_titles()
    assert CORRECTED not in reader.api_titles()


def test_the_preview_beside_the_editor_follows_what_is_written(page: Any, server: str):
    log_in(page, server)
    page.get_by_role("link", name="Gemensamt budskap").click()
    page.fill("#id_title", "Ett halvfärdigt utkast")
    page.locator("[data-side-panel-toggle=preview]").click()
    frame = page.frame_locator("#w-preview-iframe").first
    heading = frame.get_by_role("heading", name="Ett halvfärdigt utkast")
    expect(heading).to_be_visible(timeout=PATIENCE_MS)
