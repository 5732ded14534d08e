"""Figures and indicators: their values, their drawings, each of one edition."""

from __future__ import annotations

import csv
import io
from xml.etree import ElementTree

import pytest
from PIL import Image

from cms.common.charts import draw
from cms.files.services import store
from tests.assertions.http import assert_conditional, assert_problem, count_queries, parameter_codes
from tests.assertions.openapi import assert_fits
from tests.factories.cms_ledger import (
    correct,
    delete,
    make_figure,
    make_payload,
    make_term,
    print_editions,
    withdraw,
)

pytestmark = pytest.mark.django_db

FORMS = ("json", "csv", "svg", "png")
CSV = "\ufeffKvarter;2025\r\nEnen;12\r\n".encode()
INDICATOR = "/api/v1/goals/trygg/indicators/i1"


def drawn(language: str = "sv", label: str = "Enen", value: str = "12") -> str:
    return draw(
        chart="bar", title="Lyktor", description="Påhittade.", columns=["2025"], rows=[(label, [value])],
        unit="lyktor", language=language, element_id="figure-f1",
    )  # fmt: skip


def briefing(value: str = "12", **overrides):
    stored = store(CSV, "text/csv")
    file = {
        "asset": "figure-f1", "name": "lyktor.csv", "sha256": stored.sha256, "size": stored.size,
        "media_type": "text/csv",
    }  # fmt: skip
    rows = [{"label": "Enen", "values": [value]}]
    figure = make_figure(svg=drawn(value=value), columns=["2025"], rows=rows, csv=file)
    table = make_figure("f2", chart="table", svg="", title="Bara en tabell")
    return make_payload(
        **({"type": "briefing", "title": "Läget i juni", "body": [figure, table]} | overrides)
    )


def goal():
    indicator = {
        "id": "i1", "name": "Upplevd trygghet", "unit": "procent", "source": "=1+1", "source_url": "",
        "method": "Enkät.",
        "series": [{"period": "2024", "value": "61.5"}, {"period": "2025", "value": "-2"}], "svg": drawn(),
    }  # fmt: skip
    return make_term("goal", "trygg", "Trygga kvarter", goal_kind="effect", indicators=[indicator])


@pytest.fixture
def payload():
    payload = briefing()
    print_editions([payload, goal()])
    return payload


@pytest.fixture
def figure(payload) -> str:
    return f"/api/v1/items/{payload['id']}/figures/f1"


class TestFigures:
    def test_list_has_values_and_where_they_stand(self, client, payload):
        body = client.get(f"/api/v1/items/{payload['id']}/figures").json()
        assert_fits("FigureList", body)
        assert [entry["id"] for entry in body["items"]] == ["f1", "f2"]
        assert body["items"][0]["rows"] == [{"label": "Enen", "values": ["12"]}]
        assert (body["of"]["title"], body["of"]["edition"]["number"]) == ("Läget i juni", 1)
        assert body["items"][1]["formats"]["svg"] is body["items"][1]["formats"]["png"] is None

    def test_formats_lead_to_each_of_them(self, client, figure):
        formats = client.get(f"{figure}.json").json()["formats"]
        assert tuple(formats) == FORMS
        for form, address in formats.items():
            assert client.get(address).status_code == 200
            assert address.endswith(f"/figures/f1.{form}?language=sv&edition=1")

    def test_json(self, client, figure):
        response = client.get(f"{figure}.json")
        assert_fits("Figure", response.json())
        assert response.json()["of"]["type"] == "briefing"

    def test_csv_is_the_printed_file_to_the_byte(self, client, payload, figure):
        response = client.get(f"{figure}.csv")
        assert response.content == CSV
        assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
        assert (
            response.headers["Content-Disposition"] == f'attachment; filename="{payload["id"]}-f1-sv-1.csv"'
        )

    def test_svg_is_the_printed_drawing_named_and_described(self, client, figure):
        response = client.get(f"{figure}.svg")
        root = ElementTree.fromstring(response.content)
        space = "{http://www.w3.org/2000/svg}"
        assert root.get("role") == "img"
        assert root.findtext(f"{space}title") == "Lyktor"
        assert root.findtext(f"{space}desc") == "Påhittade. (lyktor)"
        assert root.get("aria-labelledby") == root.find(f"{space}title").get("id")
        assert "Enen" in [element.text for element in root.iter(f"{space}text")]
        assert root.get("direction") == "ltr"  # with rtl inherited, anchors would count from the other side
        assert response.headers["Content-Type"] == "image/svg+xml"

    def test_png_has_title_source_and_address(self, client, figure):
        response = client.get(f"{figure}.png")
        image = Image.open(io.BytesIO(response.content))
        assert image.info["Title"] == "Påhittade lyktor per kvarter"
        source = "Påhittad mätning, exempeldata · 2024-2025; http://testserver/sv/"
        assert image.info["Source"].startswith(source)
        assert response.headers["Content-Disposition"].startswith("inline; filename=")

    @pytest.mark.parametrize("form", FORMS)
    def test_nothing_in_them_is_let_run_and_any_page_may_read_them(self, client, figure, form):
        headers = client.get(f"{figure}.{form}").headers
        assert "sandbox" in headers["Content-Security-Policy"]
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Access-Control-Allow-Origin"] == "*"
        assert headers["Cross-Origin-Resource-Policy"] == "cross-origin"

    @pytest.mark.parametrize("form", ["svg", "png"])
    def test_a_table_has_no_drawing(self, client, payload, form):
        assert_problem(client.get(f"/api/v1/items/{payload['id']}/figures/f2.{form}"), 404, "no_drawing")

    def test_letters_that_we_do_not_have_are_drawn_as_svg_only(self, client):
        arabic = briefing(language="ar")
        arabic["body"][0]["svg"] = drawn("ar", "شارع")
        print_editions([arabic])
        address = f"/api/v1/items/{arabic['id']}/figures/f1"
        assert "شارع" in client.get(f"{address}.svg?language=ar").content.decode()
        assert_problem(client.get(f"{address}.png?language=ar"), 404, "no_drawing")

    def test_a_file_that_is_missing_is_said(self, client):
        payload = briefing(body=[make_figure()])
        print_editions([payload])
        assert_problem(client.get(f"/api/v1/items/{payload['id']}/figures/f1.csv"), 404, "not_found")

    def test_what_is_no_figure_is_404(self, client, payload):
        message = make_payload()
        print_editions([message])
        assert client.get(f"/api/v1/items/{message['id']}/figures").json()["items"] == []
        for form in FORMS:
            assert_problem(client.get(f"/api/v1/items/{message['id']}/figures/b1.{form}"), 404, "not_found")
            assert_problem(client.get(f"/api/v1/items/nothing/figures/f1.{form}"), 404, "not_found")
        assert_problem(client.get(f"/api/v1/items/{payload['id']}/figures/f1.gif"), 404, "unknown_path")
        assert_problem(client.get(f"/api/v1/items/{payload['id']}/figures/f1"), 404, "unknown_path")


class TestIndicators:
    def test_list_has_series(self, client, payload):
        body = client.get("/api/v1/goals/trygg/indicators").json()
        assert_fits("IndicatorList", body)
        assert body["items"][0]["series"] == [
            {"period": "2024", "value": "61.5"},
            {"period": "2025", "value": "-2"},
        ]
        assert_fits("GoalIndicator", client.get(f"{INDICATOR}.json").json())

    def test_csv_has_a_row_for_each_value_and_no_formulas(self, client, payload):
        text = client.get(f"{INDICATOR}.csv").content.decode("utf-8-sig")
        assert list(csv.reader(io.StringIO(text))) == [
            ["period", "value", "unit", "indicator", "source"],
            ["2024", "61.5", "procent", "Upplevd trygghet", "'=1+1"],
            ["2025", "-2", "procent", "Upplevd trygghet", "'=1+1"],
        ]

    def test_drawings(self, client, payload):
        assert client.get(f"{INDICATOR}.svg").content.decode() == drawn()
        image = Image.open(io.BytesIO(client.get(f"{INDICATOR}.png").content))
        assert image.info["Title"] == "Upplevd trygghet"

    def test_goals_without_any_and_unknown_ones(self, client):
        print_editions([make_term("goal", "utan", "Utan")])
        assert client.get("/api/v1/goals/utan/indicators").json()["items"] == []
        for form in FORMS:
            assert_problem(client.get(f"/api/v1/goals/utan/indicators/i1.{form}"), 404, "not_found")

    def test_of_a_goal_that_is_gone(self, client, payload):
        print_editions([withdraw(goal())])
        for address in ("/api/v1/goals/trygg/indicators", *(f"{INDICATOR}.{form}" for form in FORMS)):
            assert_problem(client.get(address), 410, "withdrawn")


class TestEditions:
    def test_each_edition_has_its_own_values(self, client, payload, figure):
        print_editions([correct(briefing("13", key=payload["key"], id=payload["id"]), "Fel tal.")])
        newest, former = client.get(f"{figure}.json").json(), client.get(f"{figure}.json?edition=1").json()
        assert (newest["rows"][0]["values"], newest["of"]["edition"]["number"]) == (["13"], 2)
        assert (former["rows"][0]["values"], former["of"]["edition"]["number"]) == (["12"], 1)
        assert "edition=1" in former["formats"]["png"]
        for form in FORMS[2:]:
            assert client.get(f"{figure}.{form}").content != client.get(f"{figure}.{form}?edition=1").content

    def test_there_is_no_other(self, client, figure):
        assert_problem(client.get(f"{figure}.json?edition=2"), 404, "not_found")
        body = assert_problem(client.get(f"{figure}.json?edition=0"), 400, "invalid_parameters")
        assert parameter_codes(body) == {"edition": "out_of_range"}

    @pytest.mark.parametrize("form", FORMS)
    def test_withdrawn_and_deleted_are_gone_in_every_format(self, client, payload, figure, form):
        print_editions([withdraw(payload, "Fel tal.")])
        assert_problem(client.get(f"{figure}.{form}"), 410, "withdrawn")
        assert_problem(client.get(f"{figure}.{form}?edition=1"), 410, "withdrawn")
        print_editions([payload])
        assert_problem(client.get(f"{figure}.{form}?edition=1"), 410, "edition_gone")
        assert client.get(f"{figure}.{form}").status_code == 200
        print_editions([delete(payload)])
        assert_problem(client.get(f"{figure}.{form}"), 410, "deleted")

    def test_only_in_another_language_is_said(self, client, figure):
        assert_problem(client.get(f"{figure}.png?language=so"), 404, "not_in_language")

    @pytest.mark.parametrize("form", FORMS)
    def test_answers_are_conditional_bounded_and_kept(self, client, payload, figure, form):
        for address in (f"{figure}.{form}", f"{INDICATOR}.{form}"):
            assert count_queries(client, address) <= 3
            assert count_queries(client, address) == 1
            assert_conditional(client, address)
