"""The comparison a signatory reads: which field, which words."""

from __future__ import annotations

import copy
import functools
import re
from collections.abc import Iterator
from typing import Any

import pytest

from cms.approval.changes import compare
from cms.common.comparison import Piece, compare_words
from cms.ledger.payload import Payload
from tests.factories.cms_ledger import (
    make_attachment,
    make_figure,
    make_file,
    make_full_payload,
    make_image,
    make_payload,
    make_ref,
)


def test_words_are_compared_one_by_one() -> None:
    assert compare_words("Lamporna lyser till tio.", "Lamporna lyser till elva.") == (
        Piece("same", "Lamporna lyser till "),
        Piece("removed", "tio."),
        Piece("added", "elva."),
    )


def test_same_payload_has_no_changes() -> None:
    payload = make_payload(body=[make_figure()], image=make_image(), attachments=[make_attachment()])
    assert compare(payload, payload) == []


def test_every_kind_of_change_is_named() -> None:
    before = make_payload(body=[make_figure()], image=make_image())
    figure = make_figure()
    figure["rows"][0]["values"][0] = "999"
    after = make_payload(
        title="Ny rubrik",
        body=[figure],
        image=make_image(alt="Något annat"),
        areas=[make_ref("area", "nytt", "Nytt område")],
        attachments=[make_attachment()],
        is_example_data=not before["is_example_data"],
    )
    fields = [change.field for change in compare(before, after)]
    assert fields[0] == "rubrik"
    assert "avsnitt 1, rad 1 värde 1" in fields
    assert "områden" in fields
    assert "bildens alternativtext" in fields
    assert any(field.startswith("bilaga:") for field in fields)
    assert "exempeldata" in fields


def test_a_removed_block_shows_as_removed() -> None:
    before = make_payload(body=[make_figure()])
    changes = compare(before, {**before, "body": []})
    assert changes
    assert all(piece.kind == "removed" for change in changes for piece in change.pieces)


def test_another_organisation_behind_a_quotation_is_told() -> None:
    quote = {"type": "quote", "id": "q", "text": "<p>Det är ljust.</p>", "name": "Kim", "title": "rektor"}
    before, after = (
        make_payload(
            title="En", slug="en", body=[quote | {"organisation": make_ref("organisation", code, name)}]
        )
        for code, name in (("polisen", "Polisen"), ("skolan", "Skolan"))
    )
    changes = compare(before, after)
    assert [change.field for change in changes] == ["avsnitt 1, organisation"]
    assert changes[0].pieces == (Piece("removed", "Polisen"), Piece("added", "Skolan"))


def places_of(before: Payload, after: Payload) -> list[str]:
    return [change.field for change in compare(before, after)]


def text_block(html: str, **more: str) -> dict[str, Any]:
    return {"type": "text", "id": "b", "role": "statement", "heading": "", "html": html} | more


#: What only says which item, which language and which piece this is; and drawings, whose values are compared.
UNSEEN = frozenset({"schema", "type", "id", "key", "language", "svg"})


def leaves(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield the path of every value that is no container and that somebody could notice."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, entry in inner:
        if key not in UNSEEN:
            yield from leaves(entry, (*path, key))
    if not isinstance(value, dict | list):
        yield path


def with_another(payload: Payload, path: tuple[Any, ...]) -> Payload:
    """Return a copy with another value in one place."""
    changed: Any = copy.deepcopy(payload)
    *way, last = path
    holder = functools.reduce(lambda inner, key: inner[key], way, changed)
    others = {bool: lambda old: not old, int: lambda old: old + 1, str: lambda old: f"{old} Annat"}
    holder[last] = others.get(type(holder[last]), lambda old: "Annat")(holder[last])
    return changed  # type: ignore[no-any-return]


EVERYTHING = make_full_payload(
    participants=[make_ref("organisation", "skolan", "Skolan")],
    goal_kind="effect",
    indicators=[
        {
            "id": "i",
            "name": "Lyktor",
            "unit": "st",
            "source": "Mätning",
            "source_url": "",
            "method": "Räknade",
            "series": [{"period": "2025", "value": "7"}],
            "svg": "<svg/>",
        }
    ],
    short_name="Järva",
    website="https://example.org",
    answers_for="Parker",
    logo=make_file("logga.png"),
    calendar={
        "starts_at": "2027-03-03T08:00:00Z",
        "zone": "Europe/Stockholm",
        "status": "confirmed",
    },
    order=1,
)


def test_nothing_that_could_be_noticed_changes_untold() -> None:
    paths = list(leaves(EVERYTHING))
    assert len(paths) > 60
    assert [path for path in paths if not compare(EVERYTHING, with_another(EVERYTHING, path))] == []


def test_of_two_attachments_with_one_title_each_is_compared() -> None:
    first, second, other = ({"title": "Karta", "file": make_file(f"{n}.pdf", n.encode())} for n in "123")
    before = make_payload(attachments=[first, second])
    assert places_of(before, {**before, "attachments": [other, second]}) == ["bilaga: Karta"]
    assert places_of(before, {**before, "attachments": [first, other]}) == ["bilaga: Karta (2)"]


def test_where_a_link_leads_is_compared_and_shown() -> None:
    before, after = (
        make_payload(title="En", slug="en", body=[text_block(f'<p>Läs <a href="{url}">mer</a>.</p>')])
        for url in ("https://a.example", "https://b.example")
    )
    [change] = compare(before, after)
    assert change.field == "avsnitt 1, text"
    assert change.pieces == (
        Piece("same", "Läs mer "),
        Piece("removed", "(https://a.example)."),
        Piece("added", "(https://b.example)."),
    )


def test_another_look_of_the_same_words_is_told() -> None:
    before, after = (
        make_payload(title="En", slug="en", body=[text_block(html)])
        for html in ("<p>Nu.</p>", "<p><b>Nu.</b></p>")
    )
    [change] = compare(before, after)
    assert (change.field, change.pieces) == ("avsnitt 1, text (utformning)", (Piece("same", "Nu."),))


def test_another_term_of_the_same_name_is_told() -> None:
    before, after = (
        make_payload(title="En", slug="en", areas=[make_ref("area", code, "Unga")]) for code in "ab"
    )
    assert places_of(before, after) == ["områden (utformning)"]


def test_names_are_listed_and_files_say_their_name_and_digest() -> None:
    areas = [make_ref("area", code, name) for code, name in (("a", "Unga"), ("b", "Trygghet"))]
    image = make_image()
    before = make_payload(responsible=None, areas=[], image=None)
    found = {
        change.field: change.pieces for change in compare(before, before | {"areas": areas, "image": image})
    }
    assert found["områden"] == (Piece("added", "Unga, Trygghet"),)
    first, second = (file["sha256"][:12] for file in image["renditions"])
    assert found["bildfil"] == (Piece("added", f"plan-400.jpg ({first}), plan-1200.jpg ({second})"),)
    assert found["bildens upphov"] == (Piece("added", image["credit"]),)
    assert found["bildens alternativtext"] == (Piece("added", image["alt"]),)


def test_an_added_block_says_what_it_is_and_not_how_it_is_kept() -> None:
    before = make_payload(body=[])
    block = {
        "type": "questions",
        "id": "q",
        "heading": "",
        "questions": [{"question": "När?", "html": "Nu."}],
    }
    changes = compare(before, before | {"body": [block]})
    assert [(change.field, change.pieces) for change in changes] == [
        ("avsnitt 1, fråga 1", (Piece("added", "När?"),)),
        ("avsnitt 1, fråga 1 text", (Piece("added", "Nu."),)),
    ]
    figure = places_of(before, before | {"body": [make_figure()]})
    assert not any("svg" in place or place.endswith((" type", " id")) for place in figure)
    assert "avsnitt 1, datafil" in figure
    assert "avsnitt 1, rad 2 värde 2" not in figure  # no value


def keys_in(value: Any) -> set[str]:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return {*(value if isinstance(value, dict) else ()), *(key for entry in inner for key in keys_in(entry))}


def test_places_are_told_in_swedish_words() -> None:
    nothing: Any = make_payload(body=[], is_example_data=False) | {"listed": False, "slug": ""}
    places = places_of(nothing, EVERYTHING)
    words = set(re.findall(r"\w+", " ".join(places)))
    same_in_swedish = {"organisation", "period", "text"}
    assert words & keys_in(EVERYTHING) <= same_in_swedish
    assert len(places) == len(set(places))


def test_a_field_without_a_word_of_its_own_is_called_what_it_is() -> None:
    before: Any = make_payload()
    assert places_of(before, before | {"novelty": "Ny"}) == ["novelty"]


def test_another_owner_is_told_as_such() -> None:
    before: Any = make_payload(owner=None)
    after: Any = before | {"owner": make_ref("organisation", "jarva", "Järva")}
    assert places_of(before, after) == ["ägare"]


def test_yes_and_no_are_words() -> None:
    before = make_payload(is_example_data=True)
    [change] = compare(before, before | {"is_example_data": False})
    assert (change.field, change.pieces) == ("exempeldata", (Piece("removed", "ja"), Piece("added", "nej")))


def test_long_texts_are_compared_word_by_word_as_well() -> None:
    words = "och så vidare " * 200  # words that come often are words, too
    pieces = compare_words(f"{words}slut", f"{words}över")
    assert pieces == (Piece("same", words), Piece("removed", "slut"), Piece("added", "över"))
    assert compare_words("Ett två", "två") == (Piece("removed", "Ett "), Piece("same", "två"))


@pytest.mark.parametrize(
    ("key", "place"),
    [
        ("signatories", "undertecknare"),
        ("participants", "deltagare"),
        ("areas", "områden"),
        ("goals", "mål"),
        ("audiences", "målgrupper"),
        ("places", "platser"),
        ("tags", "ämnen"),
    ],
)
def test_each_list_is_told_once_in_its_own_words(key: str, place: str) -> None:
    before = make_payload()
    refs = [make_ref("term", code, name) for code, name in (("a", "Ett"), ("b", "Två"))]
    changed: Any = before | {key: refs}
    [change] = compare(before, changed)
    assert change.field == place
    assert "".join(piece.text for piece in change.pieces if piece.kind != "removed") == "Ett, Två"


def test_picture_attachment_and_responsible_are_told_once_each() -> None:
    before = make_payload(responsible=None)
    after = before | {
        "image": make_image(),
        "attachments": [make_attachment()],
        "responsible": make_ref("organisation", "skolan", "Skolan"),
    }
    assert sorted(places_of(before, after)) == [
        "ansvarig aktör",
        "bilaga: Underlag (pdf)",
        "bildens alternativtext",
        "bildens upphov",
        "bildfil",
    ]


def test_which_item_and_language_it_is_is_no_change() -> None:
    before = make_payload()
    other: Any = before | dict.fromkeys(("schema", "type", "id", "key", "language"), "annat")
    assert compare(before, other) == []
