"""The invented texts: complete, marked as made up where they show numbers, and never anybody's real address."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

from cms.common import clock
from cms.example_data.content import terms
from cms.example_data.content.accounts import ACCOUNTS
from cms.example_data.content.briefings_places import SOURCE, SOURCE_EN
from cms.example_data.content.documents import DOCUMENTS
from cms.example_data.content.items import ITEMS
from cms.example_data.content.organisations import ORGANISATIONS
from cms.example_data.pictures import SCENES
from cms.example_data.shapes import Figure, Item, Quote, Text

NOW = dt.datetime(2026, 11, 23, 12, tzinfo=clock.UTC)
RELEASED = [item for item in ITEMS if item.when]
KNOWN = {
    "areas": {term.code for term in terms.AREAS},
    "goals": {term.code for term in terms.GOALS},
    "audiences": {term.code for term in terms.AUDIENCES},
    "places": {term.code for term in terms.PLACES},
    "tags": {term.code for term in terms.TAGS},
    "joint": {organisation.code for organisation in ORGANISATIONS},
    "participants": {organisation.code for organisation in ORGANISATIONS},
    "attachments": set(DOCUMENTS),
}


def texts_in(value: Any) -> Iterator[str]:
    """Yield every string anywhere in a dataclass."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for entry in value.values():
            yield from texts_in(entry)
    elif isinstance(value, (tuple, list)):
        for entry in value:
            yield from texts_in(entry)
    elif dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            yield from texts_in(getattr(value, field.name))


def by_name(item: Item) -> str:
    return item.name


def test_there_are_about_forty_items_and_a_third_are_translated() -> None:
    """What a new installation shows is enough to page, filter and read in two languages."""
    assert 40 <= len(ITEMS) <= 50
    assert len({item.name for item in ITEMS}) == len(ITEMS)
    assert sum("en" in item.words for item in ITEMS) * 3 >= len(ITEMS) - 2
    assert Counter(item.type for item in ITEMS).keys() == {"message", "briefing", "example"}


@pytest.mark.parametrize("item", ITEMS, ids=by_name)
def test_an_item_names_only_what_exists(item: Item) -> None:
    """A misspelt code would stop the loading half-way."""
    for name, known in KNOWN.items():
        assert set(getattr(item, name)) <= known, name
    assert item.owner in KNOWN["participants"]
    assert item.image in {"", *SCENES}
    for words in item.words.values():
        quoted = {block.organisation for block in words.body if isinstance(block, Quote)}
        assert quoted <= KNOWN["participants"] | {""}


@pytest.mark.parametrize("item", ITEMS, ids=by_name)
def test_no_two_languages_differ_in_shape(item: Item) -> None:
    """A translation has the same sections, figures and numbers as its source."""
    shapes = [
        [
            (type(block), getattr(block, "role", ""), [row[1] for row in getattr(block, "rows", ())])
            for block in words.body
        ]
        for words in item.words.values()
    ]
    assert all(shape == shapes[0] for shape in shapes)


@pytest.mark.parametrize("item", RELEASED, ids=by_name)
def test_a_released_text_has_its_signatories_and_is_long_enough_to_read(item: Item) -> None:
    """A joint item has its owner among several signatories, and a delegate of each to approve it."""
    delegates = {code for data in ACCOUNTS for code, role, _may in data.memberships if role == "approver"}
    assert not item.joint or (item.owner in item.joint and len(item.joint) > 1)
    assert set(item.joint) <= delegates
    for words in item.words.values():
        assert 20 <= len(words.summary) <= 400
        assert sum(len(text.split()) for text in texts_in(words.body)) > 60 or item.withdrawal


def test_no_paragraph_is_used_twice() -> None:
    """Every text is its own."""
    paragraphs = Counter(
        " ".join(part.split())
        for item in ITEMS
        for words in item.words.values()
        for block in words.body
        if isinstance(block, Text)
        for part in block.text.split("\n\n")
    )
    assert [text for text, count in paragraphs.items() if count > 1 and len(text) > 60] == []


def test_every_figure_says_that_it_is_made_up_and_is_a_whole_table() -> None:
    """Nobody may take an invented number for a real one."""
    figures = [
        block
        for item in ITEMS
        for words in item.words.values()
        for block in words.body
        if isinstance(block, Figure)
    ]
    assert len(figures) >= 15
    for figure in figures:
        assert figure.source in {SOURCE, SOURCE_EN}
        assert re.search(r"[Pp]åhitt|[Mm]ade[- ]up|made up", figure.method)
        assert all(len(values) == len(figure.columns) for _label, values in figure.rows)
        assert not any(";" in text for text in texts_in((figure.columns, figure.rows, figure.row_header)))


def test_no_figure_counts_crimes() -> None:
    """Not even obviously invented ones."""
    crime = re.compile(r"\bbrott|\bcrime|anmälda|reported offen|skjut|shooting", re.IGNORECASE)
    for item in ITEMS:
        for words in item.words.values():
            for block in words.body:
                if isinstance(block, Figure):
                    assert not [text for text in texts_in(block) if crime.search(text)], item.name


def test_telephone_numbers_and_addresses_are_kept_for_fiction() -> None:
    """08-465 004 00-99 and 070-174 06 05-99 are the series the Swedish Post and Telecom Authority keeps for it."""
    phones = [organisation.duty_phone for organisation in ORGANISATIONS]
    phones += [contact.phone for organisation in ORGANISATIONS for contact in organisation.contacts]
    assert all(re.fullmatch(r"08-465 004 \d\d|070-174 06 (0[5-9]|[1-9]\d)", phone) for phone in phones)
    hosts = [
        host
        for text in texts_in((ITEMS, ORGANISATIONS))
        for host in re.findall(r"(?:https?://|@)([\w.-]+)", text)
    ]
    assert hosts
    assert all(host.endswith("example.se") for host in hosts)


@pytest.mark.parametrize("days", range(0, 366, 7))
def test_whatever_the_day_everything_has_happened_within_fifteen_months(days: int) -> None:
    """Texts speak of seasons: a released item keeps its day of the year, and its correction lies in the past too."""
    now = NOW + dt.timedelta(days=days)
    for item in RELEASED:
        assert item.when is not None
        at = item.when.before(now)
        later = [change.days_after for change in (item.correction, item.withdrawal) if change]
        assert dt.timedelta() < now - at < dt.timedelta(days=460), item.name
        assert at.astimezone(clock.STOCKHOLM).weekday() < 5
        assert all(at + dt.timedelta(days=after, hours=2) < now for after in later), item.name


def test_a_correction_changes_what_it_says_it_changes() -> None:
    """The words to replace stand in the text, in every language that has a note."""
    corrected = [item for item in ITEMS if item.correction]
    assert len(corrected) >= 2
    for item in corrected:
        assert item.correction is not None
        assert item.correction.notes.keys() == item.words.keys() == item.correction.replace.keys()
        for language, pairs in item.correction.replace.items():
            text = " ".join(texts_in(item.words[language]))
            assert all(wrong in text for wrong, _right in pairs)
