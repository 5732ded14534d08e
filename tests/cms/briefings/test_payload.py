"""A briefing: its sections, and figures that can be cited, with chart and CSV."""

from __future__ import annotations

import csv
import io

from django.test import TestCase

from lxml import etree

from cms.briefings.payload import item_type
from cms.files.services import read_stored
from tests.factories.cms_workshop import make_briefing, make_desk, make_figure_value

SECTIONS = [(kind, {"heading": "", "text": "<p>Text.</p>"}) for kind in ("goals", "picture", "effects")]


class TestBriefing(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.desk = make_desk("jarva", printed=False)

    def source(self, *blocks, **fields):
        page = make_briefing(self.desk, **({"body": [*SECTIONS, *blocks]} if blocks else {}), **fields)
        return item_type.find_source(page.translation_key, "sv")

    def figure(self, **fields):
        return self.source(("figure", make_figure_value(**fields))).build()["body"][-1]

    def codes(self, *blocks) -> set[str]:
        return {missing.code for missing in self.source(*blocks).missing() if missing.is_blocking}

    def test_sections_and_figure_come_in_the_order_of_the_page(self):
        body = self.source().build()["body"]
        assert [block.get("role", block["type"]) for block in body] == [
            "goals",
            "picture",
            "effects",
            "figure",
        ]

    def test_figure_carries_its_values_and_where_they_come_from(self):
        figure = self.figure()
        assert (figure["row_header"], figure["columns"]) == ("Kvarter", ["2024", "2025"])
        assert figure["rows"] == [
            {"label": "Enen", "values": ["12", "15.5"]},
            {"label": "Tallen", "values": ["7", None]},
        ]
        assert (figure["unit"], figure["period"], figure["source"]) == (
            "lyktor",
            "2024-2025",
            "Påhittad mätning",
        )

    def test_chart_is_a_drawing_with_a_name(self):
        drawing = etree.fromstring(self.figure()["svg"])
        assert drawing.tag.endswith("svg")
        assert "Påhittade lyktor" in "".join(drawing.itertext())

    def test_csv_has_the_values_and_the_facts_for_a_spreadsheet(self):
        file = self.figure()["csv"]
        data = read_stored(file["sha256"])
        assert data.startswith(b"\xef\xbb\xbf")
        rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
        assert rows[:3] == [["Kvarter", "2024", "2025"], ["Enen", "12", "15.5"], ["Tallen", "7", ""]]
        assert ["Källa", "Påhittad mätning"] in rows
        assert (file["name"], file["media_type"], file["size"]) == (
            "pahittade-lyktor.csv",
            "text/csv",
            len(data),
        )

    def test_csv_runs_no_formula(self):
        figure = self.figure(
            table="=1+1; @a\n+46 8; 1\n-Enen; 2\n-5; 3",
            source='=HYPERLINK("http://x.se")',
            method="\tx",
            title="???",
        )
        rows = list(csv.reader(io.StringIO(read_stored(figure["csv"]["sha256"]).decode("utf-8-sig"))))
        cells = [cell for row in rows for cell in row]
        assert not [cell for cell in cells if cell[:1] in {"=", "+", "@", "\t"}]
        assert [row[0] for row in rows[1:4]] == ["'+46 8", "'-Enen", "-5"]
        assert figure["csv"]["name"] == "figur.csv"

    def test_other_values_are_another_file_at_the_same_address(self):
        one, other = self.figure(), self.figure(table="Kvarter; 2024\nEnen; 13")
        assert one["csv"]["asset"] == other["csv"]["asset"]
        assert one["csv"]["sha256"] != other["csv"]["sha256"]

    def test_briefing_without_sections_or_figure_is_not_released(self):
        assert self.codes() == set()
        assert self.codes(("quote", {"text": "a", "name": "b", "title": "", "organisation": None})) == {
            "figure_missing"
        }
        page = make_briefing(self.desk, body=[("figure", make_figure_value())])
        found = {missing.code for missing in item_type.find_source(page.translation_key, "sv").missing()}
        assert {"goals_missing", "picture_missing", "effects_missing"} <= found

    def test_figure_that_cannot_be_read_is_named(self):
        source = self.source(("figure", make_figure_value(table="x", title="Trasig")))
        (missing,) = [missing for missing in source.missing() if missing.is_blocking]
        assert missing.code == "figure_unreadable"
        assert "”Trasig”" in missing.message
