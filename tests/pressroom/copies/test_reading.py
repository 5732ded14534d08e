"""A page taken apart: what a reader sees, and what points to texts of ours. Whatever the bytes are."""

from __future__ import annotations

import pytest

from cms.common.languages import LANGUAGES
from pressroom.copies.reading import MOST_WORDS, Reference, read_page, reference_of

ID = "7fk3m9q2xd"
PAGE = f"http://testserver/sv/meddelanden/{ID}/sommaren/"


def words(markup: str | bytes, content_type: str = "text/html; charset=utf-8") -> str:
    body = markup if isinstance(markup, bytes) else markup.encode()
    return " ".join(read_page(body, content_type).words.raws)


def references(markup: str) -> list[tuple[str, str, bool]]:
    return [
        (one.item, one.language, one.is_embed) for one in read_page(markup.encode(), "text/html").references
    ]


@pytest.mark.parametrize(
    ("markup", "read"),
    [
        ("<p>ett</p><p>två</p>", "ett två"),
        ("<ul><li>ett</li><li>två</li></ul>tre", "ett två tre"),
        ("ett<br>två<td>tre", "ett två tre"),
        ("<p>lyk<b>tor</b><wbr>na</p>", "lyktorna"),
        ("<p>den <del>5</del> <ins>6</ins> maj</p>", "den 6 maj"),
        ("<p>a</p><script>b</script><style>c</style><template>d</template><noscript>e</noscript>", "a"),
        ('<p>a<span class="visually-hidden x">b</span><i hidden>c</i><i aria-hidden="true">d</i>e</p>', "ae"),
        ("<p>a<!-- b -->c</p>", "ac"),
        ('<samverkan-item item="x"><a href="/">b</a></samverkan-item>a', "a"),
        ("<p>a &amp; b &lt;c&gt;", "a & b <c>"),
        ("", ""),
        ("\x00", ""),
        ("<" * 1000, None),
        ("<div>" * 5000 + "djupt", None),
    ],
)
def test_words_are_what_a_reader_sees(markup, read):
    assert read is None or words(markup) == read


def test_no_page_costs_more_than_it_may():
    assert len(read_page(("<p>ord</p>" * (MOST_WORDS + 10)).encode()).words) == MOST_WORDS


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        ("<p>Järva</p>".encode(), ""),
        ("<p>Järva</p>".encode(), "text/html; charset=utf-8"),
        ("<p>Järva</p>".encode("latin-1"), "text/html; charset=ISO-8859-1"),
        ('<meta charset="iso-8859-1"><p>Järva</p>'.encode("latin-1"), "text/html"),
        (b"\xef\xbb\xbf" + "<p>Järva</p>".encode(), "text/html; charset=iso-8859-1"),
        ('<meta charset="utf-8"><p>Järva</p>'.encode(), "text/html; charset=finns-inte"),
        ("<p>Järva</p>".encode("utf-16"), "text/html; charset=utf-8"),
    ],
)
def test_charset_is_what_the_page_or_its_header_says(body, content_type):
    assert words(body, content_type) == "Järva"


@pytest.mark.parametrize(
    ("markup", "found"),
    [
        (f'<a href="{PAGE}">x</a>', [(ID, "sv", False)]),
        (f'<a href="http://testserver/en/messages/{ID}/">x</a>', [(ID, "en", False)]),
        (
            f'<blockquote cite="http://testserver/sv/meddelanden/{ID}/utgava/2/">x</blockquote>',
            [(ID, "sv", False)],
        ),
        (
            f'<article data-source="http://testserver/api/v1/items/{ID}?language=en">x</article>',
            [(ID, "en", False)],
        ),
        (
            f'<script type="application/ld+json">{{"isBasedOn": "{PAGE}"}}</script>',
            [(ID, "sv", False)],
        ),
        (f'<samverkan-item item="{ID}" language="en"></samverkan-item>', [(ID, "en", True)]),
        (f'<samverkan-figure item="{ID}" figure="f1"></samverkan-figure>', [(ID, "sv", True)]),
        ('<samverkan-list area="x"></samverkan-list>', [("", "sv", True)]),
        (f'<iframe src="http://testserver/embed/v1/item/{ID}?language=en"></iframe>', [(ID, "en", True)]),
        (f'<a href="http://testserver/embed/v1/item/{ID}">x</a>', [(ID, "sv", False)]),
        ('<iframe src="http://testserver/embed/v1/list"></iframe>', [("", "sv", True)]),
        (f'<samverkan-item item="{ID}"><a href="{PAGE}">x</a></samverkan-item>', [(ID, "sv", True)]),
        ('<samverkan-item item="../x"></samverkan-item>', []),
        (f'<samverkan-item item="{ID}" language="xx"></samverkan-item>', []),
        (f'<a href="https://annan.example/sv/meddelanden/{ID}/">x</a>', []),
        ('<a href="http://[">x</a><a href="http://testserver/sv/omraden/unga/">x</a>', []),
    ],
)
def test_what_points_to_a_text_of_ours(markup, found):
    assert references(markup) == found


def test_permanent_ids_are_found_wherever_they_stand():
    urn = "urn:uuid:6f0b4a1e-5d1c-5c57-9a3e-0d2f6f3c7b11"
    for markup in (f'<p data-id="{urn}">x', f'<script type="application/ld+json">["{urn}"]</script>'):
        assert read_page(markup.encode()).urns == (urn,)


def test_headings_and_title():
    assert read_page(b"<title>En sida</title><h2>Nya <b>lyktor</b></h2><h3></h3><p>x").headings == (
        ("en", "sida"),
        ("nya", "lyktor"),
    )


@pytest.mark.parametrize(
    "address", ["", "x", "ftp://testserver/sv/meddelanden/abc/", "http://testserver/", "http://["]
)
def test_what_is_no_address_of_a_text(address):
    assert reference_of(address) is None


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_address_may_ask_for_any_of_our_languages(language):
    address = f"https://testserver/api/v1/items/{ID}?language={language}"
    assert reference_of(address) == Reference(ID, language, is_embed=False)


def test_an_address_may_be_written_in_any_case_of_host():
    assert reference_of(f"https://TESTSERVER/sv/meddelanden/{ID}/") == Reference(ID, "sv", is_embed=False)
