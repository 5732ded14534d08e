"""The addresses of indicators: the measures of a goal with their series of values, as data and as a drawing."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse

import orjson
from ninja import Query

from cms.common.spreadsheets import csv_of_values
from pressroom.api.v1 import bodies, charted, schemas
from pressroom.api.v1.charted import Document, Form
from pressroom.api.v1.errors import ErrorCode, problem
from pressroom.api.v1.filters import EditionParameters
from pressroom.api.v1.views import api


@api.get(
    "/goals/{id}/indicators",
    response={200: schemas.IndicatorList, **schemas.NOT_THERE},
    tags=["figures"],
    summary="Indicators of a goal",
)
def list_indicators(request: HttpRequest, id: str, parameters: Query[EditionParameters]) -> HttpResponse:  # noqa: A002
    """Every indicator of a goal with its series, oldest value first. Values are decimal strings."""
    document = charted.find_document(["goal"], id, parameters)
    if isinstance(document, HttpResponse):
        return document
    found = [_data(document, indicator) for indicator in document.get("indicators", [])]
    return bodies.json_response(orjson.dumps({"items": found, "of": charted.source_of(document)}))


def _answer(form: Form, public_id: str, indicator_id: str, parameters: EditionParameters) -> HttpResponse:
    document = charted.find_document(["goal"], public_id, parameters)
    if isinstance(document, HttpResponse):
        return document
    indicators = document.get("indicators", [])
    indicator = next((found for found in indicators if found["id"] == indicator_id), None)
    if indicator is None:
        return problem(ErrorCode.NOT_FOUND, "This edition of the goal has no indicator with this id.")
    if form == Form.JSON:
        body = {**_data(document, indicator), "of": charted.source_of(document)}
        return charted.json_file(body, document, indicator_id)
    if form == Form.CSV:
        return charted.file_response(_csv(indicator), form, document, indicator_id)
    notes = [indicator["source"]]
    return charted.drawing(
        form, indicator["svg"], document, indicator_id, title=indicator["name"], notes=notes
    )


def _csv(indicator: dict[str, Any]) -> bytes:
    """Return a series as one row per value; each row says what it is a value of."""
    about = [indicator["unit"], indicator["name"], indicator["source"]]
    rows = [[point["period"], point["value"], *about] for point in indicator["series"]]
    return csv_of_values([["period", "value", "unit", "indicator", "source"], *rows])


def _data(document: Document, indicator: dict[str, Any]) -> dict[str, Any]:
    return charted.listed(schemas.ListedIndicator, indicator, document, f"indicators/{indicator['id']}")


def _add(form: Form, summary: str, description: str) -> None:
    """Give indicators an address for a format."""

    def get_indicator(
        request: HttpRequest,
        id: str,  # noqa: A002
        indicator: str,
        parameters: Query[EditionParameters],
    ) -> HttpResponse:
        return _answer(form, id, indicator, parameters)

    get_indicator.__name__, get_indicator.__doc__ = f"get_indicator_{form}", description
    api.get(
        f"/goals/{{id}}/indicators/{{indicator}}.{form}",
        response={200: schemas.file_of(form, schemas.GoalIndicator), **schemas.NOT_THERE},
        tags=["figures"],
        summary=summary,
    )(get_indicator)


_add(Form.JSON, "One indicator's values", "The series of values, with unit, source and method.")
_add(Form.CSV, "One indicator as CSV", "One row per value, with unit, name and source in each.")
_add(Form.SVG, "One indicator as SVG", "The printed drawing: named and described in itself, text as text.")
_add(Form.PNG, "One indicator as PNG", "The same drawing with name and source, for what can't show SVG.")
