"""Which embed an address means."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pressroom.selection import Selection
from pressroom.snippets.choice import Embed
from pressroom.snippets.targets import embed_of

SITE = "http://testserver"


@pytest.mark.parametrize(
    ("path", "embed"),
    [
        ("/sv/", Embed("list")),
        ("/en", Embed("list", "en")),
        ("/sv/nyheter/?area=unga&utm_source=x", Embed("list", selection=Selection((), {"area": "unga"}))),
        ("/en/news/", Embed("list", "en")),
        ("/sv/lagesbilder/", Embed("list", selection=Selection(("briefing",), {}))),
        ("/sv/organisationer/jarva/", Embed("list", selection=Selection((), {"organisation": "jarva"}))),
        ("/sv/meddelanden/7fk3m9q2xd/sommaren/", Embed("item", item="7fk3m9q2xd")),
        ("/ar/messages/7fk3m9q2xd/", Embed("item", "ar", item="7fk3m9q2xd")),
        ("/sv/lagesbilder/7fk3m9q2xd/x/#f1", Embed("figure", item="7fk3m9q2xd", figure="f1")),
    ],
)
def test_our_pages_are_known(path, embed):
    assert embed_of(SITE + path) == embed
    assert embed_of(f"https://TESTSERVER{path}") == embed


@pytest.mark.parametrize(
    "url",
    [
        "",
        "/sv/",
        "http://testserver.example.org/sv/",
        "http://user@testserver/sv/",
        "ftp://testserver/sv/",
        f"{SITE}/",
        f"{SITE}/sv/om/",
        f"{SITE}/sv/kalender/x/",
        f"{SITE}/sv/omraden/",
        f"{SITE}/sv/meddelanden/7fk3m9q2xd/utgava/2/",
        f"{SITE}/sv/meddelanden/%00/",
        f"{SITE}/sv/nyheter/?type=calendar",
        f"{SITE}/embed/v1/list",
    ],
)
def test_others_are_not(url):
    assert embed_of(url) is None


@given(st.text(max_size=60))
def test_no_address_breaks_it(text):
    embed_of(text)
    embed_of(f"{SITE}/sv/{text}")
