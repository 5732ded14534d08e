"""The pages as a file for a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.views.decorators.http import require_safe

from cms.common import clock
from cms.common.spreadsheets import csv_line, harmless
from pressroom.copies import queries
from pressroom.copies.models import FoundCopy
from pressroom.copies.queries import Standing
from pressroom.partners.desk_access import asked_partner
from pressroom.partners.models import Partner
from pressroom.partners.permissions import may_see

COLUMNS = (
    "partner", "page", "item", "title", "language", "state", "edition", "current_edition", "since",
    "last_read", "unreachable_since", "trouble",
)  # fmt: skip


@require_safe
def pages_csv(request: HttpRequest) -> HttpResponseBase:
    """Stream every page with what was found, a line for each text; one line for a page with nothing of ours."""
    if not may_see(request.user):  # type: ignore[arg-type]  # the admin has let somebody in
        raise PermissionDenied
    response = StreamingHttpResponse(_lines(asked_partner(request)), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="partnersidor-{clock.today()}.csv"'
    response["Cache-Control"] = "no-store"
    return response


def _lines(partner: Partner | None) -> Iterator[str]:
    rows = queries.list_pages(partner)
    titles = queries.titles_in(rows)
    newest = queries.newest_numbers(titles)
    yield csv_line(COLUMNS)
    for row in rows:
        for found in row.found or [None]:  # type: ignore[list-item]  # nothing of ours, and yet a line
            yield csv_line(map(harmless, _cells(row, found, titles, newest)))


def _cells(
    row: Standing, found: FoundCopy | None, titles: dict[str, str], newest: dict[tuple[str, str], int]
) -> tuple[Any, ...]:
    page = row.page
    of_text: tuple[Any, ...] = ("", "", "", "", "", "", "")
    if found is not None:
        of_text = (
            found.item,
            titles.get(found.item, ""),
            found.language,
            found.state,
            found.number,
            newest.get((found.item, found.language)),
            clock.isoformat(found.since),
        )
    times = [clock.isoformat(at) if at else "" for at in (page.reached_at, page.failing_since)]
    return (page.partner.name, page.url, *of_text, *times, page.trouble)
