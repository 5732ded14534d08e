"""Partners' pages for tests: our texts amid all that stands around them on a real site."""

from __future__ import annotations

from html import escape
from typing import Any

from cms.common import clock
from cms.common.digests import sha256_hex
from cms.ledger.payload import Payload
from pressroom.copies.fetching import Outcome, Visit
from pressroom.copies.models import PartnerPage
from pressroom.partners.models import Partner
from tests.factories.cms_ledger import make_payload
from tests.factories.pressroom_partners import make_partner

_BEFORE = """<!doctype html><html lang="{language}" dir="{direction}"><head><meta charset="utf-8">
<title>{title} – Påhittade kommunen</title><script>var text = "Detta är inget som någon läser på sidan.";</script>
</head><body>
<div class="cookie-banner" role="dialog"><p>Vi använder kakor för att webbplatsen ska fungera.
Godkänner du alla kakor?</p>
<button>Godkänn alla</button><button>Bara nödvändiga</button></div>
<nav><ul><li><a href="/">Start</a></li><li><a href="/nyheter">Nyheter</a></li><li>Kontakta oss</li></ul></nav><main>"""
_AFTER = """</main><aside>
<h2>Läs också</h2><ul><li>Ny simhall öppnar i höst</li><li>Snöröjning i vinter</li></ul></aside>
<footer>
<p>Påhittade kommunen, 123 45 Orten. Telefon 08-123 45 67. Öppet vardagar 8 till 16.</p></footer></body></html>"""

#: A text with whole sentences, of which corrections can be made.
SENTENCES = (
    "Belysningen på Kvarnbyplan byts ut under våren och blir klar i maj.",
    "Arbetet görs nattetid, så att butikerna kan hålla öppet som vanligt.",
    "De boende får ett brev hem i brevlådan två veckor innan arbetet börjar.",
)
SUMMARY = "Nya lyktor ska göra Kvarnbyplan tryggare för alla som rör sig där."
TITLE = "Kvarnbyplan får nya lyktor"


def make_text(**overrides: Any) -> Payload:
    """Return the payload of a text; `sentences` become its one section."""
    sentences = overrides.pop("sentences", SENTENCES)
    block = {
        "type": "text",
        "id": "t1",
        "role": "statement",
        "heading": "",
        "html": "".join(f"<p>{escape(one)}</p>" for one in sentences),
    }
    given: dict[str, Any] = {"title": TITLE, "summary": SUMMARY, "body": [block]}
    return make_payload(**(given | overrides))


def html_of(payload: Payload) -> str:
    """Return how a site would set a text: heading, preamble, paragraphs."""
    body = "".join(block.get("html", "") for block in payload["body"])
    return f'<h1>{escape(payload["title"])}</h1><p class="ingress">{escape(payload["summary"])}</p>{body}'


def make_page(content: str, *, title: str = "Sida", language: str = "sv", direction: str = "ltr") -> bytes:
    """Return a whole page with menus, a cookie banner and a footer around `content`."""
    before = _BEFORE.format(title=escape(title), language=language, direction=direction)
    return f"{before}{content}{_AFTER}".encode()


def make_partner_page(
    url: str = "https://kommunen.example/nyhet", *, partner: Partner | None = None, **fields: Any
) -> PartnerPage:
    """Return a page to be visited, due now."""
    now = clock.now()
    given = {
        "partner": partner or make_partner(),
        "url": url,
        "url_digest": sha256_hex(url.encode()),
        "host": Visit(0, url).host,
        "created_at": now,
        "due_at": now,
    }
    return PartnerPage.objects.create(**(given | fields))


class Remembering:
    """Hands that visit nobody: each visit ends at once with what `answer` makes of it, and is kept."""

    def __init__(self, answer: Any, *, most: int = 4) -> None:
        self.answer, self.most = answer, most
        self.visits: list[Visit] = []
        self._back: list[Outcome] = []

    def free(self) -> int:
        return self.most - len(self._back)

    def hosts(self) -> set[str]:
        return {outcome.visit.host for outcome in self._back}

    def start(self, visit: Visit) -> None:
        self.visits.append(visit)
        self._back.append(self.answer(visit))

    def finished(self, wait: float) -> list[Outcome]:
        found, self._back = self._back, []
        return found
