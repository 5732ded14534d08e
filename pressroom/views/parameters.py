"""The query string of a page: the shared parameters, with a page's mildness towards what it does not know.

A filter form sends its empty fields and other sites add theirs (`utm_source`, `fbclid`); both are passed over. A
value that a known parameter cannot have is refused.
"""

from __future__ import annotations

from django.http import HttpRequest, QueryDict

from pressroom.http import RequestRefused
from pressroom.selection import (
    FACETS,
    ParametersRefusedError,
    Position,
    Selection,
    ValueRefusedError,
    decode_cursor,
    encode_cursor,
    read_selection,
)


def read_filters(request: HttpRequest) -> Selection:
    """Return the filters of a list page.

    Raises:
        RequestRefused: 400 for a value that no list can be narrowed by.
    """
    known = QueryDict(mutable=True)
    for name in ("type", *FACETS):
        values = [value for value in request.GET.getlist(name) if value]
        if values:
            known.setlist(name, values)
    try:
        return read_selection(known)
    except ParametersRefusedError as error:
        raise RequestRefused(400, str(error)) from error


def read_position(request: HttpRequest) -> Position:
    """Return where in a list the page starts.

    Raises:
        RequestRefused: 400 for a cursor that was never handed out.
    """
    cursor = request.GET.get("cursor", "")
    if not cursor:
        return Position()
    try:
        return decode_cursor(cursor)
    except ValueRefusedError as error:
        raise RequestRefused(400, error.detail) from error


def cursor_items(*, before: int | None = None, after: int | None = None) -> list[tuple[str, str]]:
    """Return the query items of the page next to this one."""
    return [("cursor", encode_cursor(Position(before=before, after=after)))]
