"""Three organisations agree on one text, and it goes out at its instant: not a second before, on every surface.

One declines, a new version is asked about, all approve (one by a link in a mail), the release is scheduled.
"""

from __future__ import annotations

import datetime as dt
import json
import re
import time
import urllib.request
from typing import Any

import pytest
from playwright.sync_api import expect

from cms.common import clock
from cms.common.clock import STOCKHOLM
from tests.browser.conftest import PATIENCE_MS, Site
from tests.browser.seed import DELEGATE, EDITOR, JOINT_TITLE, PASSWORD
from tests.browser.test_editor_to_reader import Reader

pytestmark = [pytest.mark.browser, pytest.mark.slow]


#: A publisher that holds to the instant is this late at most, on a busy test machine.
LATE_AT_MOST = 15


class Desk:
    """A person at their own browser, logged in to the workshop."""

    def __init__(self, chromium: Any, site: Site, name: str) -> None:
        self.page = chromium.new_context(viewport={"width": 1280, "height": 900}, locale="sv-SE").new_page()
        self.page.set_default_timeout(PATIENCE_MS)
        self.page.goto(f"{site.url}/admin/login/")
        self.page.fill("[name=username]", name)
        self.page.fill("[name=password]", PASSWORD)
        self.page.get_by_role("button", name="Logga in").click()
        self.page.wait_for_url("**/admin/")
        self.home = f"{site.url}/admin/"

    def open_request(self) -> None:
        """Open what waits for my organisation's word, from the first page."""
        self.page.goto(self.home)
        panel = self.page.locator(
            "section", has=self.page.get_by_role("heading", name="Väntar på ert godkännande")
        )
        panel.get_by_role("link", name=JOINT_TITLE).first.click()

    def approve(self) -> None:
        """Open it and approve."""
        self.open_request()
        self.page.get_by_role("button", name="Godkänn", exact=True).click()
        self.page.locator(".messages .success", has_text="Godkänt").wait_for()


def ask(editor: Desk) -> None:
    """Ask all signatories, from the review of the draft."""
    editor.page.get_by_role("link", name="Be om godkännande…").click()
    due = clock.now().astimezone(STOCKHOLM) + dt.timedelta(days=3)
    editor.page.fill("[name=due_day]", due.strftime("%Y-%m-%d"))
    editor.page.get_by_role("button", name="Be om godkännande").click()
    editor.page.locator(".messages .success", has_text="tillfrågade").wait_for()


def review(editor: Desk) -> None:
    """Open the review of the draft from the first page."""
    editor.page.goto(editor.home)
    waiting = editor.page.locator("section", has=editor.page.get_by_role("heading", name="Väntar på mig"))
    waiting.locator("a[href*='/admin/slapp/']").first.click()


def test_three_organisations_and_one_instant(chromium: Any, joint_site: Site) -> None:
    reader = Reader(joint_site.url)
    editor, jonna, petter = (Desk(chromium, joint_site, name) for name in (EDITOR, "jonna", "petter"))

    # Asked; the police decline, with other words.
    review(editor)
    ask(editor)
    petter.open_request()
    petter.page.get_by_text("Avböj…").click()
    petter.page.fill("#decline_reason", "Vi behöver säga vem man ringer.")
    petter.page.fill("#decline_proposed_wording", "Ring 114 14 om du vill tipsa.")
    petter.page.get_by_role("button", name="Avböj", exact=True).click()
    petter.page.locator(".messages .success", has_text="Avböjt").wait_for()

    # The editor reads why, changes the text, asks again.
    editor.page.reload()
    assert "Ring 114 14 om du vill tipsa." in editor.page.inner_text("main")
    review(editor)
    editor.page.get_by_role("link", name="Redigera").first.click()
    editor.page.fill("#id_summary", "En ingress om vem man ringer.")
    editor.page.locator("footer button[aria-expanded]").last.click()
    editor.page.get_by_role("button", name=re.compile("Spara och granska")).click()
    editor.page.wait_for_url(re.compile(r"/admin/slapp/"))
    ask(editor)

    # All approve: two at their desks, seeing what changed; one by the newest link in the mail.
    petter.open_request()
    assert "vem man ringer." in petter.page.locator("ins").all_inner_texts()[0]
    petter.approve()
    jonna.approve()
    link = re.findall(rf"{joint_site.url}/godkann/[\w-]+/", joint_site.mails_to(DELEGATE)[-1])[0]
    for method in ("GET", "HEAD", "GET"):  # a mail scanner looks first
        urllib.request.urlopen(urllib.request.Request(link, method=method), timeout=30).close()
    delegate = chromium.new_context(locale="sv-SE", viewport={"width": 360, "height": 740}).new_page()
    delegate.goto(link)
    frame = delegate.frame_locator("iframe").first
    expect(frame.get_by_text("En ingress om vem man ringer.")).to_be_visible(timeout=PATIENCE_MS)
    delegate.get_by_role("button", name="Godkänn").click()
    expect(delegate.get_by_text("Svaret är redan lämnat")).to_be_visible(timeout=PATIENCE_MS)

    # Scheduled for a full minute that is far enough away to watch.
    instant = clock.now().astimezone(STOCKHOLM).replace(second=0, microsecond=0) + dt.timedelta(minutes=1)
    if (instant - clock.now().astimezone(STOCKHOLM)).total_seconds() < 30:
        instant += dt.timedelta(minutes=1)
    review(editor)
    editor.page.get_by_label("Vid en bestämd tid").check()
    editor.page.fill("[name=day]", instant.strftime("%Y-%m-%d"))
    editor.page.fill("[name=time]", instant.strftime("%H:%M"))
    editor.page.get_by_role("button", name="Släpp", exact=True).click()
    editor.page.locator(".messages .success").wait_for()

    first_seen = watch(reader, instant)
    early = {name: at for name, at in first_seen.items() if at < instant.timestamp()}
    assert early == {}
    assert set(first_seen) == {"front", "list", "feed", "api"}
    page_address = next(item["url"] for item in api_items(reader) if item["title"] == JOINT_TITLE)
    assert reader.get(page_address)[0] == 200
    assert len(next(item for item in api_items(reader))["signatories"]) == 3


def api_items(reader: Reader) -> list[Any]:
    """Return the API's list."""
    items: list[Any] = json.loads(reader.get("/api/v1/items?language=sv")[1])["items"]
    return items


def watch(reader: Reader, instant: dt.datetime) -> dict[str, float]:
    """Look at every surface until all have it; return when each was seen with the text for the first time.

    The time is taken after the answer has come, so an answer that was early cannot look punctual.
    """
    looks = {
        "front": lambda: JOINT_TITLE in reader.front(),
        "list": lambda: JOINT_TITLE in reader.get("/sv/meddelanden/")[1],
        "feed": lambda: JOINT_TITLE in reader.feed_titles(),
        "api": lambda: JOINT_TITLE in reader.api_titles(),
    }
    first_seen: dict[str, float] = {}
    while time.time() < instant.timestamp() + LATE_AT_MOST and len(first_seen) < len(looks):
        for name, look in looks.items():
            if name not in first_seen and look():
                first_seen[name] = time.time()
        time.sleep(0.1)
    return first_seen
