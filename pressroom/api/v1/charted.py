"""What figures and indicators have in common: which edition they are taken from, and the formats they are served in."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from enum import StrEnum
from typing import Any

from django.http import HttpResponse
from django.utils.http import content_disposition_header

import orjson
from pydantic import BaseModel

from cms.common.raster import NotDrawableError, draw_png
from cms.ledger import queries
from pressroom.api.v1 import bodies, schemas
from pressroom.api.v1.errors import ErrorCode, problem
from pressroom.api.v1.filters import EditionParameters
from pressroom.api.v1.lookups import find_readable, pick_edition

Document = dict[str, Any]


class Form(StrEnum):
    """A format; the value is the end of the address."""

    JSON = "json"
    CSV = "csv"
    SVG = "svg"
    PNG = "png"


MEDIA_TYPES = {
    Form.JSON: "application/json",
    Form.CSV: "text/csv; charset=utf-8",
    Form.SVG: "image/svg+xml",
    Form.PNG: "image/png",
}


def find_document(
    item_types: Collection[str], public_id: str, parameters: EditionParameters
) -> Document | HttpResponse:
    """Return the document of the edition that is asked for, the newest if none is; or the problem that says why not."""
    found = find_readable(item_types, public_id, parameters.language)
    if isinstance(found, HttpResponse):
        return found
    current, _versions = found
    number = parameters.edition or current.number
    if number == current.number:
        return current.read_document()
    edition = pick_edition(current, number)
    if isinstance(edition, HttpResponse):
        return edition
    return queries.edition_document(edition, current)


def source_of(document: Document) -> Document:
    """Return what says of a figure where it stands, and in which edition."""
    return {name: document[name] for name in schemas.Source.model_fields}


def formats_of(document: Document, path: str, *, has_drawing: bool) -> dict[str, str | None]:
    """Return the address of each format, of exactly this edition; null for drawings of what has none.

    Args:
        path: below the document's address in this API, without the format.
    """
    collection = bodies.COLLECTIONS.get(document["type"], "items")
    query = [("language", document["language"]), ("edition", str(document["edition"]["number"]))]
    return {
        str(form): bodies.address(f"{collection}/{document['id']}/{path}.{form}", query)
        if has_drawing or form not in {Form.SVG, Form.PNG}
        else None
        for form in Form
    }


def listed(shape: type[BaseModel], found: Document, document: Document, path: str) -> Document:
    """Return what `shape` publishes of a figure, with the address of each format.

    Args:
        path: below the document's address in this API, without the format.
    """
    data = {name: found[name] for name in shape.model_fields if name != "formats"}
    return data | {"formats": formats_of(document, path, has_drawing=bool(found["svg"]))}


def file_response(data: bytes | str, form: Form, document: Document, name: str) -> HttpResponse:
    """Return a file whose name says what it is of: item, figure, edition, language.

    CSV is saved; pictures and JSON can be looked at. Nothing in a picture is let run.
    """
    response = HttpResponse(data, content_type=MEDIA_TYPES[form])
    number, language = document["edition"]["number"], document["language"]
    disposition = content_disposition_header(
        as_attachment=form == Form.CSV, filename=f"{document['id']}-{name}-{language}-{number}.{form}"
    )
    if disposition:
        response.headers["Content-Disposition"] = disposition
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    return response


def json_file(body: Document, document: Document, name: str) -> HttpResponse:
    """Return a figure's data."""
    return file_response(orjson.dumps(body), Form.JSON, document, name)


def drawing(
    form: Form, svg: str, document: Document, name: str, *, title: str, notes: Sequence[str]
) -> HttpResponse:
    """Return the printed drawing, or the problem that it has none in this format.

    Args:
        title: set above a PNG, which goes its way without its page; an SVG has it inside.
        notes: set below a PNG: source and period.
    """
    if not svg:
        return problem(ErrorCode.NO_DRAWING, "It is a table. Take its .csv or .json.")
    if form == Form.SVG:
        return file_response(svg, form, document, name)
    try:
        data = draw_png(svg, title=title, notes=(*notes, document["edition"]["url"]))
    except NotDrawableError as error:
        return problem(ErrorCode.NO_DRAWING, str(error))
    return file_response(data, form, document, name)
