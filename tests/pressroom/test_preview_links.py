"""Links in a preview stay in it; what is not part of it is left as it is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pressroom.preview_links import Links, with_banner

FILES = {
    "/filer/a/0123456789abcdef/b & c.jpg": "/dela/T/fil/0123/b",
    "/filer/a/0123456789abcdef/d.jpg": "/dela/T/fil/0123/d",
}
LINKS = Links("/dela/T/sida", FILES)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("/sv/", "/dela/T/sida/sv/"),
        ("/", "/dela/T/sida/"),
        ("http://testserver/sv/nyheter/?tag=a&b=1#x", "/dela/T/sida/sv/nyheter/?tag=a&b=1#x"),
        ("/sv/feed.rss?type=message", "/dela/T/sida/sv/feed.rss?type=message"),
        ("/so/messages/x/", "/dela/T/sida/so/messages/x/"),
        ("/filer/a/0123456789abcdef/b & c.jpg", "/dela/T/fil/0123/b"),
        ("/filer/annan/0123456789abcdef/b.jpg", "/filer/annan/0123456789abcdef/b.jpg"),
        ("/static/pressroom/pressroom.css", "/static/pressroom/pressroom.css"),
        ("/api/v1/items", "/api/v1/items"),
        ("/svenska/", "/svenska/"),
        ("//evil.example/sv/", "//evil.example/sv/"),
        ("http://testserver.evil.example/sv/", "http://testserver.evil.example/sv/"),
        ("https://other.example/sv/", "https://other.example/sv/"),
        ("mailto:a@b.example", "mailto:a@b.example"),
        ("#content", "#content"),
        ("?cursor=1", "?cursor=1"),
        ("", ""),
    ],
)
def test_addresses(before, after):
    assert LINKS.address(before) == after


def test_every_kind_of_attribute_is_rewritten_and_no_text():
    page = (
        '<a class="x" href="/sv/?a=1&amp;b=2">href="/sv/"</a> <form action="/sv/nyheter/" method="get">'
        '<img src="/filer/a/0123456789abcdef/b &amp; c.jpg" alt="">'
        '<img alt="1 &gt; 0" srcset="/filer/a/0123456789abcdef/d.jpg 400w, /filer/x/0123456789abcdef/y.jpg 800w">'
        '<script type="application/ld+json">{"url": "http://testserver/sv/"}</script>'
    )
    assert LINKS.page(page) == (
        '<a class="x" href="/dela/T/sida/sv/?a=1&amp;b=2">href="/sv/"</a> '
        '<form action="/dela/T/sida/sv/nyheter/" method="get">'
        '<img src="/dela/T/fil/0123/b" alt="">'
        '<img alt="1 &gt; 0" srcset="/dela/T/fil/0123/d 400w, /filer/x/0123456789abcdef/y.jpg 800w">'
        '<script type="application/ld+json">{"url": "http://testserver/sv/"}</script>'
    )


def test_a_feeds_addresses_are_absolute_and_stay_inside():
    feed = '<link>http://testserver/sv/?a=1&amp;b=2</link><x url="http://testserver/filer/nix/y.jpg">http://other/sv/</x>'
    assert LINKS.feed(feed) == (
        "<link>http://testserver/dela/T/sida/sv/?a=1&amp;b=2</link>"
        '<x url="http://testserver/filer/nix/y.jpg">http://other/sv/</x>'
    )


@given(st.text())
def test_text_without_tags_is_never_touched(text):
    page = text.replace("<", "&lt;")
    assert LINKS.page(page) == page


def test_the_banner_stands_first_and_the_head_gets_its_lines():
    page = '<html><head><title>x</title></head><body class="a"><p>\\1</p></body></html>'
    assert with_banner(page, "<aside>\\1</aside>", "<meta>") == (
        '<html><head><title>x</title><meta></head><body class="a"><aside>\\1</aside><p>\\1</p></body></html>'
    )


def test_the_link_past_everything_stays_the_first():
    first = '<body>\n<a class="skip-link" href="#content" lang="en">Till innehållet</a>'
    assert with_banner(f"{first}<main>", "<aside>", "") == f"{first}<aside><main>"
