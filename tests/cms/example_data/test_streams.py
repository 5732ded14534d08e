"""The content's blocks as StreamField data."""

from __future__ import annotations

from cms.briefings.blocks import parse_table
from cms.example_data.shapes import Figure, Questions, Quote, Text, Words
from cms.example_data.streams import table_of, to_stream, with_replacements, with_years

FIGURE = Figure(
    "Besök {year}", "Vad den visar.", "besök", "{last_year}–{year}", "Påhittad serie", "Påhittad.",
    "Plats", ("I fjol", "I år"), (("Husby", ("12", "13.5")), ("Kista", (None, "7"))),
)  # fmt: skip


def test_years_and_corrections_reach_every_text() -> None:
    """Also those deep in a figure; values that are no text stay as they are."""
    words = Words("Lägesbild {year}", "Jämfört med {last_year}.", (FIGURE,))

    filled = with_replacements(with_years(words, 2026), [("besök", "samtal")])

    assert (filled.title, filled.summary) == ("Lägesbild 2026", "Jämfört med 2025.")
    figure = filled.body[0]
    assert isinstance(figure, Figure)
    assert (figure.unit, figure.period) == ("samtal", "2025–2026")
    assert figure.rows == FIGURE.rows


def test_a_figures_table_is_read_as_an_editors_would_be() -> None:
    """The loader writes what the block can read."""
    assert parse_table(table_of(FIGURE)) == (
        "Plats",
        ["I fjol", "I år"],
        [("Husby", ["12", "13.5"]), ("Kista", [None, "7"])],
    )


def test_every_block_gets_a_lasting_id_of_its_own() -> None:
    """Loading again gives the same ids; another language gives others."""
    blocks = (
        Text("statement", "Hej."),
        Quote("Ja.", "Ada", "rektor", "skolan"),
        Questions((("Hur?", "Så."),)),
    )

    stream = to_stream(blocks, name="prov/sv", organisation_ids={"skolan": 7})

    assert [entry["type"] for entry in stream] == ["statement", "quote", "questions"]
    assert stream[1]["value"]["organisation"] == 7
    assert stream == to_stream(blocks, name="prov/sv", organisation_ids={"skolan": 7})
    other = to_stream(blocks, name="prov/en", organisation_ids={"skolan": 7})
    assert not {entry["id"] for entry in stream} & {entry["id"] for entry in other}
