"""What an editor is told of how a Swedish draft reads."""

import pytest

from cms.items.payload import ItemSource
from cms.items.reading import reading_advice, text_of
from tests.factories.cms_workshop import make_desk, make_message

LONG = " ".join(["stadsdelsförvaltningens verksamhetsplanering"] * 15) + "."


@pytest.fixture
def page(db):
    body = [
        ("statement", {"heading": "Rubriken", "text": f"<p>EST tar över.</p><p>{LONG}</p>"}),
        ("questions", {"heading": "", "questions": [{"question": "Varför?", "answer": f"<p>{LONG}</p>"}]}),
    ]
    return make_message(make_desk(), summary="Kort ingress.", body=body)


def test_the_text_is_every_paragraph_and_no_heading(page):
    assert text_of(page).splitlines() == ["Kort ingress.", "EST tar över.", LONG, "Varför?", LONG]


def test_what_is_hard_is_told_and_stops_nothing(page):
    advice = list(reading_advice(page))
    assert [entry.code for entry in advice] == [
        "hard_to_read",
        "long_sentence",
        "long_sentence",
        "abbreviation_unexplained",
    ]
    assert not any(entry.is_blocking for entry in advice)
    assert "LIX" in advice[0].message
    assert "EST" in advice[3].message
    told = {
        entry.code for entry in ItemSource(page, lambda _: [], lambda _a, _b: None, lambda _: []).missing()
    }
    assert {"hard_to_read", "long_sentence"} <= told


def test_a_plain_text_and_another_language_are_left_alone(page):
    assert list(reading_advice(make_message(make_desk()))) == []
    page.locale.language_code = "en"
    assert list(reading_advice(page)) == []
