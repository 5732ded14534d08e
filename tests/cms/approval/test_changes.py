"""The comparison a signatory reads: which field, which words."""

from __future__ import annotations

from cms.approval.changes import Piece, compare, compare_words
from tests.factories.cms_ledger import make_attachment, make_figure, make_image, make_payload, make_ref


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
