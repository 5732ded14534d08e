"""Markup as nodes: faithful for what we write, closed to everything else."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pressroom.embeds import trees
from pressroom.embeds.trees import UnknownMarkup, to_tree
from pressroom.snippets.script import SOURCE


def test_text_attributes_and_nesting_are_kept():
    markup = '<p class="by">Från &amp; till <a href="https://example.org/?a=1&amp;b=2">oss</a><br>!</p>'
    link = ["a", {"href": "https://example.org/?a=1&b=2"}, "oss"]
    assert to_tree(markup) == [["p", {"class": "by"}, "Från & till ", link, ["br", 0], "!"]]


def test_space_between_words_stays_and_space_between_boxes_goes():
    assert to_tree("<ul>\n  <li><b>a</b>\n <i>b</i></li>\n</ul>") == [
        ["ul", 0, ["li", 0, ["b", 0, "a"], " ", ["i", 0, "b"]]]
    ]


def test_a_drawing_keeps_its_capitals():
    tree = to_tree(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><title>A &lt; B</title><rect x="1"/></svg>'
    )
    assert tree == [["svg", {"viewBox": "0 0 1 1"}, ["title", 0, "A < B"], ["rect", {"x": "1"}]]]


@pytest.mark.parametrize(
    "markup",
    [
        "<script>bad()</script>",
        "<style>p {}</style>",
        '<iframe src="https://example.org/"></iframe>',
        '<p onclick="bad()">x</p>',
        '<p style="color: red">x</p>',
        '<a href="javascript:bad()">x</a>',
        '<a href=" javascript:bad()">x</a>',
        '<a href="/relative/">x</a>',
        '<img src="data:image/svg+xml,x" alt="">',
        "<svg><foreignObject></foreignObject></svg>",
        '<svg><a href="https://example.org/"></a></svg>',
        '<svg><rect fill="url(https://example.org/x)"/></svg>',
        '<svg><rect onload="bad()"/></svg>',
        "<!-- note -->",
        "<!doctype html>",
        "<p>not closed",
        "<p><b>crossed</p></b>",
        "</p>",
    ],
)
def test_what_is_not_known_is_refused(markup):
    with pytest.raises(UnknownMarkup):
        to_tree(markup)


@given(
    st.text(
        alphabet=st.characters(exclude_characters="<>&\r\n\t\f \x00", exclude_categories=["Cs"]), min_size=1
    )
)
def test_any_text_comes_through(text):
    assert to_tree(f"<p>{text}</p>") == [["p", 0, text]]


def test_the_script_knows_the_same_names():
    source = SOURCE.read_text(encoding="utf-8")
    tags = re.search(r'\("(article.*?)"\)?\s*\+\s*"(.*?)"\)\.split', source, re.DOTALL)
    assert set(f"{tags[1]}{tags[2]}".split()) == trees._HTML
    drawn = re.search(r'DRAWN_TAGS = new Set\("(.*?)"', source)
    assert set(drawn[1].split()) == trees._SVG
    ours = set(trees._HTML_ATTRIBUTES.pattern.split("|"))
    theirs = set(re.search(r"\bATTRIBUTES =\s*/\^\((.*?)\)\$/", source)[1].split("|"))
    assert ours - theirs == {"href", "src"}  # those have rules of their own
    assert theirs <= ours
    drawing = set(re.search(r"DRAWN_ATTRIBUTES =\s*/\^\((.*?)\)\$/", source)[1].split("|"))
    assert drawing == set(trees._SVG_ATTRIBUTES.pattern.split("|"))
