"""The addresses of figures: each table of values in an item's text, as data and as a drawing, of one edition."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse

import orjson
from ninja import Query

from cms.files.exceptions import StoredFileMissing
from cms.files.services import open_stored
from cms.ledger.addresses import NEWS_TYPES
from pressroom.api.v1 import bodies, charted, schemas
from pressroom.api.v1.charted import Document, Form
from pressroom.api.v1.errors import ErrorCode, problem
from pressroom.api.v1.filters import EditionParameters
from pressroom.api.v1.views import api


@api.get(
    "/items/{id}/figures",
    response={200: schemas.FigureList, **schemas.NOT_THERE},
    tags=["figures"],
    summary="Figures of an item",
)
def list_figures(request: HttpRequest, id: str, parameters: Query[EditionParameters]) -> HttpResponse:  # noqa: A002
    """Every figure of one edition of an item, with its values. Values are decimal strings; null where there is none."""
    document = charted.find_document(NEWS_TYPES, id, parameters)
    if isinstance(document, HttpResponse):
        return document
    figures = [_data(document, block) for block in document["body"] if block["type"] == "figure"]
    return bodies.json_response(orjson.dumps({"items": figures, "of": charted.source_of(document)}))


def _answer(form: Form, public_id: str, figure_id: str, parameters: EditionParameters) -> HttpResponse:
    document = charted.find_document(NEWS_TYPES, public_id, parameters)
    if isinstance(document, HttpResponse):
        return document
    block = next(
        (block for block in document["body"] if block["type"] == "figure" and block["id"] == figure_id), None
    )
    if block is None:
        return problem(ErrorCode.NOT_FOUND, "This edition has no figure with this id.")
    if form == Form.JSON:
        body = {**_data(document, block), "of": charted.source_of(document)}
        return charted.json_file(body, document, figure_id)
    if form == Form.CSV:
        return _printed_csv(block, document)
    notes = [" · ".join(filter(None, (block["source"], block["period"])))]
    return charted.drawing(form, block["svg"], document, figure_id, title=block["title"], notes=notes)


def _printed_csv(block: dict[str, Any], document: Document) -> HttpResponse:
    """Return the CSV that was printed with the figure, to the byte: its digest is in what was agreed."""
    try:
        with open_stored(block["csv"]["sha256"]) as stored:
            data = stored.read()
    except StoredFileMissing:
        return problem(ErrorCode.NOT_FOUND, "The file is missing. Take the .json.")
    return charted.file_response(data, Form.CSV, document, block["id"])


def _data(document: Document, block: dict[str, Any]) -> dict[str, Any]:
    return charted.listed(schemas.ListedFigure, block, document, f"figures/{block['id']}")


def _add(form: Form, summary: str, description: str) -> None:
    """Give figures an address for a format."""

    def get_figure(
        request: HttpRequest,
        id: str,  # noqa: A002
        figure: str,
        parameters: Query[EditionParameters],
    ) -> HttpResponse:
        return _answer(form, id, figure, parameters)

    get_figure.__name__, get_figure.__doc__ = f"get_figure_{form}", description
    api.get(
        f"/items/{{id}}/figures/{{figure}}.{form}",
        response={200: schemas.file_of(form, schemas.Figure), **schemas.NOT_THERE},
        tags=["figures"],
        summary=summary,
    )(get_figure)


_add(Form.JSON, "One figure's values", "The table of values, with unit, period, source and method.")
_add(Form.CSV, "One figure as CSV", "The file that was printed with the figure, to the byte.")
_add(Form.SVG, "One figure as SVG", "The printed drawing: named and described in itself, text as text.")
_add(Form.PNG, "One figure as PNG", "The same drawing with title and source, for what can't show SVG.")
