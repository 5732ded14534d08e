"""A partner's page on another origin, under a strict policy: element and frame; our server up, down and changing."""

from __future__ import annotations

import datetime as dt
import html
import http.server
import re
import threading
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from cms.common import clock
from tests.browser import seed_embeds
from tests.browser.conftest import PATIENCE_MS, Site, running
from tests.browser.test_accessibility import TAGS

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SEED = "from tests.browser import seed_embeds"
#: Sums up every shift that was not made by the reader, from the first paint on.
WATCH_SHIFTS = """
window.shifts = [];
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shifts.push(entry.value);
}).observe({ type: "layout-shift", buffered: true });
"""


@dataclass
class Partner:
    """A site of somebody else's: one page, whose body a test writes, under the strictest policy that lets us in."""

    ours: str
    body: str = ""
    css: str = "body { margin: 1rem; font-family: serif; max-width: 40rem; }"
    attributes: str = 'lang="sv"'
    head: str = ""
    policy: str = ""
    url: str = ""
    asked: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.policy = f"script-src 'self' {self.ours}; style-src 'self'; require-trusted-types-for 'script'"
        self.head = f'<script src="{self.ours}/embed/v1.js" async></script>'

    def page(self) -> str:
        return (
            f'<!doctype html><html {self.attributes}><head><meta charset="utf-8"><title>Partnern</title>'
            f'<meta name="viewport" content="width=device-width"><link rel="stylesheet" href="/site.css">'
            f"{self.head}</head>"
            f"<body><main><h1>Partnern</h1><p>Före.</p>{self.body}<p id='after'>Efter.</p></main></body></html>"
        )


class _Pages(http.server.BaseHTTPRequestHandler):
    def __init__(self, partner: Partner, *args: Any) -> None:
        self.partner = partner
        super().__init__(*args)

    def do_GET(self) -> None:
        is_css = self.path == "/site.css"
        body = (self.partner.css if is_css else self.partner.page()).encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/css" if is_css else "text/html; charset=utf-8")
        self.send_header("Content-Security-Policy", self.partner.policy)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: Any) -> None:
        pass


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with running(
        tmp_path_factory.mktemp("embeds"), f"import django; django.setup(); {SEED}; seed_embeds.seed()"
    ) as site:
        yield site


@pytest.fixture
def partner(site: Site) -> Iterator[Partner]:
    partner = Partner(site.url)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), partial(_Pages, partner))
    partner.url = f"http://localhost:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield partner
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def is_out(site: Site) -> Iterator[None]:
    """The message is out as it first was, before and after."""
    yield
    site.run(f"{SEED}; seed_embeds.publish_again()")


@pytest.fixture
def stopped(site: Site) -> Iterator[Callable[[], None]]:
    """A way to stop our server; it runs again afterwards."""
    yield site.stop_web
    if site.children[0].poll() is not None:
        site.start_web()


@pytest.fixture
def reader(page: Any) -> Any:
    """A tab in which every breach of the partner's policy is written down."""
    page.breaches = []
    page.on("console", lambda line: page.breaches.append(line.text) if _is_breach(line.text) else None)
    page.add_init_script(WATCH_SHIFTS)
    return page


def _is_breach(text: str) -> bool:
    return "Content Security Policy" in text or "requires 'Trusted" in text


LIST = '<samverkan-list number="3"><a href="{ours}/sv/">Nyheter</a></samverkan-list>'
FIGURE = '<samverkan-figure item="{id}" figure="f1"><a href="{ours}/sv/">Figur</a></samverkan-figure>'
FRAME = '<iframe src="{ours}/embed/v1/item/{id}{more}" title="Ram" width="600" height="1500"></iframe>'
ITEM = '<samverkan-item item="{id}"{more}><a href="{ours}/sv/">Nya lampor</a></samverkan-item>'


def item(partner: Partner, more: str = "") -> str:
    return ITEM.format(ours=partner.ours, id=seed_embeds.item_id(), more=f" {more}" if more else "")


def shown(page: Any, name: str = "samverkan-item", state: str = "shown") -> Any:
    """Wait until an element shows something; return it."""
    found = page.locator(f"{name}[data-state={state}]").first
    found.wait_for(timeout=PATIENCE_MS)
    return found


def test_elements_show_the_news_under_the_strictest_policy(reader: Any, partner: Partner, site: Site):
    partner.body = LIST.format(ours=site.url) + item(partner, 'text="full"')
    partner.body += FIGURE.format(ours=site.url, id=seed_embeds.item_id())
    reader.goto(partner.url)
    listed = shown(reader, "samverkan-list")
    expect(listed.get_by_role("link", name=seed_embeds.TITLE)).to_be_visible()
    expect(listed.get_by_role("heading", level=3)).to_have_count(2)
    whole = shown(reader)
    expect(whole.get_by_role("heading", name="Bakgrund", level=4)).to_be_visible()
    expect(whole.get_by_text("Läs rapporten först sen.")).to_be_visible()
    expect(whole.get_by_role("link", name="rapporten")).to_have_attribute("href", "https://www.example.org/")
    figure = shown(reader, "samverkan-figure")
    expect(figure.get_by_role("img", name="Lyktor")).to_be_visible()
    expect(figure.get_by_role("cell", name="15,5")).to_be_visible()
    expect(figure.get_by_role("columnheader", name="2025")).to_be_visible()
    # The links inside are for readers without script, and for the worst day.
    expect(reader.get_by_role("link", name="Nyheter", exact=True)).to_be_hidden()
    family = listed.locator(".title").first.evaluate("node => getComputedStyle(node).fontFamily")
    assert family == "serif"
    assert reader.breaches == []


def test_no_cookie_and_no_third_party(reader: Any, partner: Partner, site: Site):
    asked: list[str] = []
    reader.on("request", lambda request: asked.append(request.url))
    partner.body = LIST.format(ours=site.url) + item(partner)
    reader.goto(partner.url)
    shown(reader)
    shown(reader, "samverkan-list")
    assert reader.context.cookies() == []
    assert [url for url in asked if not url.startswith((partner.url, site.url))] == []
    assert len([url for url in asked if ".json" in url]) == 2  # once each


def test_a_change_of_attributes_is_followed_with_one_question(reader: Any, partner: Partner, site: Site):
    asked: list[str] = []
    partner.body = LIST.format(ours=site.url)
    reader.goto(partner.url)
    expect(shown(reader, "samverkan-list").get_by_role("listitem")).to_have_count(2)
    reader.on("request", lambda request: asked.append(request.url.partition("?")[2]))
    reader.locator("samverkan-list").evaluate(
        "node => { node.setAttribute('number', '1'); node.setAttribute('type', 'message'); }"
    )
    expect(reader.locator("samverkan-list").get_by_role("listitem")).to_have_count(1)
    assert asked == ["type=message&number=1"]


def test_a_pinned_script_runs_and_an_altered_one_does_not(reader: Any, partner: Partner, site: Site):
    from pressroom.snippets.script import current

    address = f"{site.url}/embed/v1/{current().digest}.js"
    script = '<script src="{}" integrity="{}" crossorigin="anonymous" async></script>'
    partner.body = item(partner)
    partner.head = script.format(address, current().integrity)
    reader.goto(partner.url)
    expect(shown(reader).get_by_role("link", name=seed_embeds.TITLE)).to_be_visible()
    partner.head = script.format(address, f"sha384-{'A' * 64}")
    reader.goto(partner.url)
    expect(reader.get_by_role("link", name="Nya lampor", exact=True)).to_be_visible()
    assert reader.locator("[data-state]").count() == 0


def test_without_script_there_is_a_link(chromium: Any, partner: Partner, site: Site):
    context = chromium.new_context(java_script_enabled=False)
    tab = context.new_page()
    partner.body = item(partner)
    tab.goto(partner.url)
    expect(tab.get_by_role("link", name="Nya lampor")).to_have_attribute("href", f"{site.url}/sv/")
    context.close()


@pytest.mark.usefixtures("is_out")
def test_corrected_and_withdrawn_are_seen_at_the_next_look(reader: Any, partner: Partner, site: Site):
    partner.body = LIST.format(ours=site.url) + item(partner)
    reader.goto(partner.url)
    shown(reader)
    site.run(f"{SEED}; seed_embeds.mend()")
    reader.reload()
    expect(shown(reader).get_by_role("link", name=seed_embeds.CORRECTED)).to_be_visible()
    expect(shown(reader).get_by_text("Månaden saknades.")).to_be_visible()
    expect(shown(reader, "samverkan-list").get_by_text("Rättad")).to_be_visible()
    site.run(f"{SEED}; seed_embeds.take_back()")
    # An open page finds out by itself when it is looked at again.
    reader.evaluate("document.querySelector('samverkan-item').refresh()")
    gone = shown(reader, state="gone")
    expect(gone.get_by_text(seed_embeds.REASON)).to_be_visible()
    reader.reload()
    shown(reader, state="gone")
    expect(shown(reader, "samverkan-list").get_by_role("link", name=seed_embeds.OTHER)).to_be_visible()
    assert seed_embeds.CORRECTED not in _all_text(reader)
    assert seed_embeds.CORRECTED not in _kept(reader)


def test_the_last_good_copy_is_shown_with_its_time(
    reader: Any, partner: Partner, stopped: Callable[[], None]
):
    partner.body = item(partner)
    reader.goto(partner.url)
    shown(reader)
    partner.head = f"<script>{_script()}</script>"  # the host's own copy of the script
    partner.policy = "style-src 'self'"
    partner.body = item(partner, f'server="{partner.ours}"')
    stopped()
    reader.goto(partner.url)
    copy = shown(reader, state="copy")
    expect(copy.get_by_role("link", name=seed_embeds.TITLE)).to_be_visible()
    year = reader.evaluate("new Date().getFullYear()")
    expect(copy.get_by_role("status")).to_contain_text(f"{year}")
    expect(copy.get_by_role("status")).to_contain_text("Pressrummet går inte att nå")
    # Older than a day: not shown, and no longer kept.
    reader.evaluate(
        """() => { for (const key of Object.keys(localStorage)) { const kept = JSON.parse(localStorage[key]);
        if (kept.at) localStorage[key] = JSON.stringify({...kept, at: kept.at - 24.1 * 3600e3}); } }"""
    )
    reader.reload()
    shown(reader, state="link")
    expect(reader.get_by_role("link", name="Nya lampor", exact=True)).to_be_visible()
    assert seed_embeds.TITLE not in _all_text(reader)
    assert seed_embeds.TITLE not in _kept(reader)


def test_a_page_left_open_shows_nothing_older_than_a_day(
    reader: Any, partner: Partner, stopped: Callable[[], None]
):
    reader.clock.install()
    partner.body = item(partner)
    reader.goto(partner.url)
    shown(reader)
    stopped()
    reader.clock.run_for("06:00")
    expect(shown(reader, state="copy").get_by_role("link", name=seed_embeds.TITLE)).to_be_visible()
    reader.clock.fast_forward("24:00:00")
    shown(reader, state="link")
    assert seed_embeds.TITLE not in _all_text(reader)


@pytest.mark.usefixtures("is_out")
def test_a_copy_is_not_shown_once_a_withdrawal_could_be_known(
    reader: Any, partner: Partner, site: Site, stopped: Callable[[], None]
):
    partner.body = item(partner)
    reader.goto(partner.url)
    shown(reader)
    assert seed_embeds.TITLE in _kept(reader)
    site.run(f"{SEED}; seed_embeds.take_back()")
    # The reader visits another page of the partner's, which says nothing of the item itself.
    partner.body = LIST.format(ours=site.url)
    reader.goto(partner.url)
    shown(reader, "samverkan-list")
    partner.head = f"<script>{_script()}</script>"
    partner.policy = "style-src 'self'"
    partner.body = item(partner, f'server="{partner.ours}"')
    stopped()
    reader.goto(partner.url)
    shown(reader, state="link")
    assert seed_embeds.TITLE not in _all_text(reader)


def test_a_stranger_in_our_place_shows_nothing(reader: Any, partner: Partner, site: Site):
    """What is not known cannot be built, whatever the answer says."""
    tree = [
        ["p", {"onclick": "bad()", "style": "color:red", "class": "x"}, "Text"],
        ["script", 0, "bad()"],
        ["iframe", {"src": "https://bad.example"}],
        ["a", {"href": "javascript:bad()"}, "Länk"],
        ["img", {"src": "https://bad.example/spy.gif", "alt": ""}],
        [
            "svg",
            0,
            ["script", 0, "bad()"],
            ["rect", {"fill": "url(https://bad.example/x)", "onload": "bad()"}],
        ],
    ]
    body = {
        "schema": 1,
        "state": "shown",
        "removed": 0,
        "language": "sv",
        "direction": "ltr",
        "ui": "sv",
        "copy": "",
        "tree": tree,
    }
    reader.route(
        "**/embed/v1/item/**",
        lambda route: route.fulfill(json=body, headers={"Access-Control-Allow-Origin": "*"}),
    )
    partner.body = item(partner)
    reader.goto(partner.url)
    shown(reader)
    html = reader.locator("samverkan-item").evaluate("node => node.shadowRoot.innerHTML")
    assert "Text" in html
    assert not [word for word in ("bad", "script", "iframe", "style=", "javascript") if word in html]


@pytest.mark.parametrize("width", [360, 1100])
def test_nothing_on_the_page_moves(reader: Any, partner: Partner, site: Site, width: int):
    found = seed_embeds.item_id()
    queries = [
        "number=3",
        f"kind=item&item={found}",
        f"kind=item&item={found}&text=full",
        f"kind=figure&item={found}",
    ]
    reader.set_viewport_size({"width": width, "height": 2600})
    for query in queries:
        lines = {name: _snippet(site, query, name) for name in ("element", "style", "frame")}
        partner.body, partner.css = lines["element"], f"{partner.css}\n{lines['style']}"
        reader.goto(partner.url)
        reader.locator("[data-state=shown]").wait_for()
        _settle(reader)
        assert reader.evaluate("window.shifts") == [], query
        # In a frame of the height that the builder gives, without our script.
        partner.body, partner.head, script = lines["frame"], "", partner.head
        reader.goto(partner.url)
        reader.frame_locator("iframe").get_by_role("link", name="Samverkan Järva").wait_for()
        _settle(reader)
        assert reader.evaluate("window.shifts") == [], f"frame {query}"
        partner.head = script


def _snippet(site: Site, query: str, name: str) -> str:
    """Return what the builder gives to copy."""
    with urllib.request.urlopen(f"{site.url}/sv/badda-in/?{query}", timeout=30) as response:
        page = response.read().decode()
    text = re.search(rf'id="snippet-{name}".*?<code>(.*?)</code>', page, re.DOTALL)
    assert text, (query, name)
    return html.unescape(text[1])


def _settle(page: Any) -> None:
    page.evaluate("() => new Promise(done => setTimeout(done, 600))")


def test_a_second_visit_takes_exactly_the_room_it_needed(reader: Any, partner: Partner, site: Site):
    """Without the host's rule: the script remembers how high the content was."""
    reader.clock.install()
    partner.body = item(partner, 'text="full" theme="light"')
    reader.goto(partner.url)
    height = shown(reader).evaluate(
        "node => Math.ceil(node.shadowRoot.firstElementChild.getBoundingClientRect().height + 32)"
    )
    held: list[Any] = []

    def hold(route: Any) -> None:
        held.append(route)

    reader.clock.pause_at(
        clock.now() + dt.timedelta(minutes=2)
    )  # however slow this machine is, it does not give up
    reader.route("**/embed/v1/item/**", hold)  # our answer is late
    reader.reload(wait_until="load")
    element = reader.locator("samverkan-item[aria-busy]")
    expect(element).to_have_css("min-block-size", f"{height}px", timeout=PATIENCE_MS)
    before = reader.locator("#after").bounding_box()
    held[0].continue_()
    shown(reader)
    assert reader.locator("#after").bounding_box() == before


def test_keyboard_reaches_every_link_in_order(reader: Any, partner: Partner, site: Site):
    partner.body = LIST.format(ours=site.url)
    reader.goto(partner.url)
    shown(reader, "samverkan-list")
    seen = []
    for _press in range(3):
        reader.keyboard.press("Tab")
        seen.append(reader.evaluate("document.activeElement.shadowRoot?.activeElement?.textContent"))
    assert seen == [seed_embeds.TITLE, seed_embeds.OTHER, "Samverkan Järva"]
    # A look at the same content takes nobody's place away.
    reader.evaluate("document.querySelector('samverkan-list').refresh()")
    assert reader.evaluate("document.activeElement.shadowRoot.activeElement.textContent") == "Samverkan Järva"


@pytest.mark.parametrize("attributes", ['lang="sv"', 'lang="ar" dir="rtl"'])
def test_axe_finds_nothing_also_from_the_right(reader: Any, partner: Partner, site: Site, attributes: str):
    partner.policy = ""  # axe writes into the page
    partner.attributes = attributes
    partner.body = "<h2>Nyheter</h2>" + LIST.format(ours=site.url) + item(partner, 'language="ar"')
    partner.body += item(partner, 'theme="dark" text="full"') + item(partner, 'theme="light"')
    partner.body += FRAME.format(ours=site.url, id=seed_embeds.item_id(), more="?language=ar")
    reader.goto(partner.url)
    expect(reader.locator("[data-state=shown]")).to_have_count(4, timeout=PATIENCE_MS)
    reader.frame_locator("iframe").get_by_role("link", name=seed_embeds.ARABIC).wait_for()
    found = Axe().run(reader, options={"runOnly": TAGS}).response["violations"]
    assert [(entry["id"], entry["nodes"][0]["html"][:200]) for entry in found] == []
    arabic = reader.locator("samverkan-item[language=ar]")
    title = arabic.locator(".title")
    assert title.evaluate("node => getComputedStyle(node).direction") == "rtl"
    box, words = arabic.bounding_box(), title.locator("a").bounding_box()
    assert abs((box["x"] + box["width"]) - (words["x"] + words["width"])) < 2
    # Swedish text on a page from the right is read from the left all the same.
    swedish = reader.locator("samverkan-list .title").first
    assert swedish.evaluate("node => getComputedStyle(node).direction") == "ltr"


def test_colours_follow_the_reader_where_asked_to(chromium: Any, partner: Partner, site: Site):
    context = chromium.new_context(color_scheme="dark")
    tab = context.new_page()
    partner.body = item(partner, 'theme="auto"') + item(partner, 'theme="light"')
    tab.goto(partner.url)
    expect(tab.locator("[data-state=shown]")).to_have_count(2, timeout=PATIENCE_MS)
    colours = tab.evaluate(
        "[...document.querySelectorAll('samverkan-item')].map(node => getComputedStyle(node).backgroundColor)"
    )
    assert colours == ["rgb(18, 26, 22)", "rgb(255, 255, 255)"]
    context.close()


def test_a_host_can_style_it(reader: Any, partner: Partner, site: Site):
    partner.css += "samverkan-item { --samverkan-color: rgb(1, 2, 3); }"
    partner.css += "samverkan-item::part(summary) { color: rgb(4, 5, 6); }"
    partner.body = item(partner)
    reader.goto(partner.url)
    element = shown(reader)
    assert element.evaluate("node => getComputedStyle(node).color") == "rgb(1, 2, 3)"
    assert element.locator(".summary").evaluate("node => getComputedStyle(node).color") == "rgb(4, 5, 6)"


def test_a_frame_gets_the_height_of_its_content(reader: Any, partner: Partner, site: Site):
    partner.body = FRAME.format(ours=site.url, id=seed_embeds.item_id(), more="")
    reader.goto(partner.url)
    frame = reader.frame_locator("iframe")
    expect(frame.get_by_role("link", name=seed_embeds.TITLE)).to_be_visible()
    reader.wait_for_function("() => document.querySelector('iframe').height !== '1500'")
    wanted = frame.locator("body").evaluate("node => Math.ceil(node.getBoundingClientRect().height)")
    assert reader.locator("iframe").get_attribute("height") == str(wanted)
    reader.locator("iframe").evaluate("node => (node.width = '260')")
    reader.wait_for_function("than => document.querySelector('iframe').height !== String(than)", arg=wanted)
    assert reader.breaches == []
    # And looked at again it may still be framed: a 304 does not take that back.
    reader.reload()
    expect(frame.get_by_role("link", name=seed_embeds.TITLE)).to_be_visible()


def test_a_frame_made_by_wordpress_says_its_height_and_follows_links(
    reader: Any, partner: Partner, site: Site
):
    frame = FRAME.format(ours=site.url, id=seed_embeds.item_id(), more="#?secret=abcDEF1234")
    partner.head = ""
    partner.policy = ""
    partner.body = (
        "<script>window.told = []; addEventListener('message', event => told.push(event.data));</script>"
        + frame.replace("<iframe", '<iframe sandbox="allow-scripts" security="restricted"')
    )
    reader.goto(partner.url)
    reader.wait_for_function(
        "() => told.some(data => data.message === 'height' && data.secret === 'abcDEF1234')"
    )
    reader.frame_locator("iframe").get_by_role("link", name=seed_embeds.TITLE).click()
    reader.wait_for_function("() => told.some(data => data.message === 'link')")
    told = reader.evaluate("told.find(data => data.message === 'link')")
    assert told["value"].startswith(f"{site.url}/sv/meddelanden/")
    assert told["secret"] == "abcDEF1234"


def test_the_builder_follows_each_choice(page: Any, site: Site):
    faults: list[str] = []
    page.on("console", lambda line: faults.append(line.text) if line.type == "error" else None)
    page.goto(f"{site.url}/sv/badda-in/")
    page.get_by_label("Antal").fill("1")
    page.get_by_label("Antal").blur()
    expect(page.locator("#snippet-element")).to_contain_text('number="1"')
    expect(page.locator("samverkan-list[number='1']").get_by_role("listitem")).to_have_count(1)
    page.get_by_label("ett inlägg").check()
    expect(page.get_by_role("alert")).to_contain_text("Välj ett inlägg")
    page.get_by_label("Bland de nyaste").select_option(label=seed_embeds.TITLE)
    expect(page.locator("samverkan-item").get_by_role("link", name=seed_embeds.TITLE)).to_be_visible()
    page.get_by_label("en figur med sina värden").check()
    expect(page.locator("#snippet-element")).to_contain_text("samverkan-figure")
    assert f"item={seed_embeds.item_id()}" in page.url
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Kopiera").nth(1).click()
    expect(page.get_by_role("status")).to_have_text("Kopierat.")
    assert page.evaluate("navigator.clipboard.readText()") == page.locator("#snippet-element").inner_text()
    found = Axe().run(page, options={"runOnly": TAGS}).response["violations"]
    assert [(entry["id"], entry["nodes"][0]["html"][:200]) for entry in found] == []
    assert faults == []


def test_the_builder_works_without_script(chromium: Any, site: Site):
    context = chromium.new_context(java_script_enabled=False, viewport={"width": 320, "height": 900})
    tab = context.new_page()
    tab.goto(f"{site.url}/sv/badda-in/")
    tab.get_by_label("ett inlägg").check()
    tab.get_by_label("Bland de nyaste").select_option(label=seed_embeds.TITLE)
    tab.get_by_role("button", name="Visa", exact=True).click()
    expect(tab.locator("#snippet-element")).to_contain_text("<samverkan-item")
    expect(tab.frame_locator("iframe").get_by_role("link", name=seed_embeds.TITLE)).to_be_visible()
    assert tab.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
    context.close()


def _script() -> str:
    from pressroom.snippets.script import current

    return current().body.decode()


def _all_text(page: Any) -> str:
    return str(
        page.evaluate(
            "[...document.querySelectorAll('*')].map(node => (node.shadowRoot ?? node).textContent).join(' ')"
        )
    )


def _kept(page: Any) -> str:
    return str(page.evaluate("Object.values(localStorage).join(' ')"))
