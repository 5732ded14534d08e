"""What is pasted: safe whatever a title says, and reading back as what was chosen."""

from __future__ import annotations

from html.parser import HTMLParser

from django.http import QueryDict

import pytest

from pressroom.selection import Selection
from pressroom.snippets.addresses import data_path, frame_path
from pressroom.snippets.choice import Embed, read_embed
from pressroom.snippets.markup import snippets_for
from pressroom.snippets.room import Room, room_for
from tests.factories.cms_ledger import make_figure, make_image

ROOM = Room(40, 50)


def read(markup):
    """Return every element with its attributes, and the text."""
    reader = _Elements()
    reader.feed(markup)
    return reader.found, reader.text


class _Elements(HTMLParser):
    def __init__(self):
        super().__init__()
        self.found, self.text = [], ""

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.text += data


def test_an_element_carries_every_choice_and_a_link():
    embed = Embed("list", "en", Selection(("example", "message"), {"area": "unga"}), number=3, theme="dark")
    found, text = read(snippets_for(embed, link="http://x/?a=1&b=2", title="News", room=ROOM).element)
    attributes = {"language": "en", "type": "example,message", "area": "unga", "number": "3", "theme": "dark"}
    assert found == [("samverkan-list", attributes), ("a", {"href": "http://x/?a=1&b=2"})]
    assert text == "News"


@pytest.mark.parametrize("title", ['"><script>bad()</script>', "Lampor & ljus", "'\"<b>"])
def test_a_title_is_never_markup(title):
    snippets = snippets_for(Embed("item", item="7fk3m9q2xd"), link="http://x/", title=title, room=ROOM)
    elements, text = read(snippets.element)
    assert [tag for tag, _ in elements] == ["samverkan-item", "a"]
    assert text == title
    assert read(snippets.frame)[0][0][1]["title"] == title


def test_a_frame_has_a_height_and_asks_for_what_was_chosen():
    embed = Embed("item", item="7fk3m9q2xd", is_full=True, theme="auto")
    ((tag, attributes),), _text = read(snippets_for(embed, link="", title="T", room=ROOM).frame)
    assert tag == "iframe"
    assert attributes["src"] == "http://testserver/embed/v1/item/7fk3m9q2xd?text=full&theme=auto"
    assert attributes["height"] == "640"


def test_the_rule_reserves_room_for_this_one_only():
    style = snippets_for(Embed("item", item="abc"), link="", title="", room=ROOM).style
    assert style.startswith('samverkan-item[item="abc"] { display: block; min-block-size: 40em; }')


def test_the_pinned_script_cannot_be_altered_unseen():
    ((_tag, attributes),), _text = read(
        snippets_for(Embed("list"), link="", title="", room=ROOM).pinned_script
    )
    assert attributes["integrity"].startswith("sha384-")
    assert attributes["crossorigin"] == "anonymous"


@pytest.mark.parametrize(
    "embed",
    [
        Embed("list"),
        Embed("list", "en", Selection(("message",), {"area": "a", "tag": "b"}), number=7, theme="light"),
        Embed("item", "ar", item="abc", is_full=True),
        Embed("figure", item="abc", figure="f1", theme="auto"),
    ],
)
def test_an_address_reads_back_as_what_was_chosen(embed):
    query = QueryDict(frame_path(embed).partition("?")[2])
    assert read_embed(query, kind=embed.kind, item=embed.item, figure=embed.figure) == embed
    assert data_path(embed).partition("?")[0].endswith(".json")


def make_document(**more):
    edition = {"corrections": []}
    return {"title": "T", "summary": "S" * 200, "image": None, "edition": edition, "body": []} | more


def test_room_grows_with_what_there_is():
    embed = Embed("item", item="x")
    bare = room_for(embed, make_document())
    pictured = room_for(embed, make_document(image=make_image()))
    assert pictured.wide - bare.wide == pytest.approx(40 * 675 / 1200 + 3, abs=1)
    assert pictured.narrow < pictured.wide
    texts = [{"type": "text", "heading": "", "html": "<p>" + "ord " * 200 + "</p>"}]
    whole = Embed("item", item="x", is_full=True)
    assert room_for(whole, make_document(body=texts)).wide > bare.wide
    assert room_for(whole, make_document(body=texts)).narrow > room_for(whole, make_document(body=texts)).wide
    figure = make_figure(svg='<svg viewBox="0 0 360 320" width="360" height="320"></svg>')
    assert room_for(Embed("figure", item="x", figure="f1"), make_document(body=[figure])).wide > 30
    assert room_for(Embed("list", number=10)).wide > room_for(Embed("list", number=5)).wide
