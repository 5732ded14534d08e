"""Which texts of ours a page has, and in which state each is."""

from __future__ import annotations

import pytest

from cms.ledger.addresses import tag_uri
from pressroom.copies.consumer import take_in
from pressroom.copies.enums import CopyState
from pressroom.copies.judging import judge
from pressroom.copies.models import PrintedTitle
from pressroom.copies.reading import read_page
from tests.factories.cms_ledger import correct, delete, make_key, make_payload, print_editions, withdraw
from tests.factories.pressroom_copies import SENTENCES, html_of, make_page, make_text

pytestmark = pytest.mark.django_db
#: What is on the page of a copy, with one sentence changed.
CHANGED = (SENTENCES[0].replace("maj", "juni"), *SENTENCES[1:])


def release(*texts) -> None:
    take_in(print_editions(list(texts)))


def judged(content: str, *, expected=(), known=()) -> list[tuple]:
    found = judge(read_page(make_page(content), "text/html"), expected=expected, known=known)
    return [(one.item, one.language, one.state.value, one.number) for one in found]


@pytest.fixture
def text():
    payload = make_text(key=make_key("lyktor"))
    release(payload)
    return payload


def address(payload) -> str:
    return f"http://testserver/sv/meddelanden/{payload['id']}/"


def link(payload) -> str:
    return f'<a href="{address(payload)}">Läs mer</a>'


def test_a_copy_is_found_by_its_title_and_followed_through_editions(text):
    copy, item = html_of(text), text["id"]
    assert judged(copy) == [(item, "sv", "current", 1)]
    release(correct(text, body=make_text(sentences=CHANGED)["body"]))
    assert judged(copy) == [(item, "sv", "earlier", 1)]
    assert judged(html_of(make_text(sentences=CHANGED))) == [(item, "sv", "current", 2)]
    assert judged(copy.replace("nattetid", "dagtid")) == [(item, "sv", "altered", 1)]
    release(withdraw(text))
    assert judged(copy) == [(item, "sv", "gone", 1)]


def test_a_copy_under_a_former_title_is_found(text):
    copy = html_of(text)
    release(correct(text, title="Ett helt nytt namn på texten om lyktor"))
    assert judged(copy) == [(text["id"], "sv", "earlier", 1)]


def test_of_a_deleted_text_nothing_is_told_but_that_it_is_there(text):
    release(delete(text))
    [found] = judge(read_page(make_page(html_of(text))), expected=(), known=())
    assert (found.state, found.passages) == (CopyState.GONE, ())


@pytest.mark.parametrize("how", ["link", "expected", "known", "urn"])
def test_without_its_title_a_copy_is_found_by_what_points_to_it(text, how):
    copy = html_of(text).replace(text["title"], "Kommunens egen rubrik")
    assert judged(copy) == []
    ways = {
        "link": lambda: judged(copy + link(text)),
        "expected": lambda: judged(copy, expected=[text["id"]]),
        "known": lambda: judged(copy, known=[(text["id"], "sv")]),
        "urn": lambda: judged(f'<article id="{tag_uri(text["key"], "sv")}">{copy}</article>'),
    }
    assert ways[how]() == [(text["id"], "sv", "current", 1)]


def test_links_and_embeds_need_no_comparison(text):
    item = text["id"]
    assert judged(f"<p>{text['title']}</p>{link(text)}") == [(item, "sv", "link", None)]
    embed = f'<samverkan-item item="{item}">{link(text)}</samverkan-item>'
    assert judged(embed) == [(item, "sv", "embed", None)]
    release(withdraw(text))
    assert judged(embed + link(text)) == [(item, "sv", "embed", None)]


def test_a_copy_beside_an_embed_is_compared_all_the_same(text):
    embed = f'<samverkan-item item="{text["id"]}"></samverkan-item>'
    copy = html_of(text).replace("nattetid", "dagtid")
    assert judged(embed + copy) == [(text["id"], "sv", "altered", 1)]


def test_an_embedded_list_is_live_and_excuses_what_is_not_seen(text):
    [found] = judged("<samverkan-list></samverkan-list>", expected=[text["id"]])
    assert found == ("", "sv", "embed", None)


def test_what_should_be_there_and_is_not_is_missing(text):
    assert judged("<p>Något annat.</p>", expected=[text["id"]]) == [(text["id"], "", "missing", None)]


def test_a_short_title_is_known_as_a_heading_only():
    short = make_text(title="Nya lyktor")
    release(short)
    body = html_of(short).replace("<h1>Nya lyktor</h1>", "<p>Nya lyktor kommer.</p>")
    assert judged(html_of(short)) == [(short["id"], "sv", "current", 1)]
    assert judged(body) == []


def test_each_language_is_a_text_of_its_own(text):
    english = make_text(
        key=make_key("lyktor"),
        id=text["id"],
        language="en",
        title="Kvarnbyplan gets brand new lamps",
        summary="New lamps shall make the square safer for all who cross it.",
        sentences=["The lamps are changed in spring and all of it is ready in May."],
    )
    release(english)
    assert judged(html_of(text) + html_of(english)) == [
        (text["id"], "en", "current", 1),
        (text["id"], "sv", "current", 1),
    ]


def test_a_refreshed_name_makes_no_earlier_edition(text):
    release(correct(text, note="Bara en bild."))
    assert judged(html_of(text)) == [(text["id"], "sv", "current", 2)]


def test_a_page_of_many_texts_costs_the_same_number_of_questions_for_each(
    text, django_assert_max_num_queries
):
    others = [make_payload(title=f"En annan text om sak nummer {number} i staden") for number in range(30)]
    release(*others)
    reading = read_page(make_page("".join(f"<li>{one['title']}</li>" for one in others) + html_of(text)))
    with django_assert_max_num_queries(34):
        found = judge(reading, expected=(), known=())
    assert [one.item for one in found] == [text["id"]]


def test_titles_are_remembered_once_and_as_digests(text):
    release(correct(text))
    row = PrintedTitle.objects.get()
    assert "lyktor" not in f"{row.start}{row.whole}{row.uri}"
