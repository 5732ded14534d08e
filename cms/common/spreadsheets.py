"""CSV that a spreadsheet opens without running anything in it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from typing import Any

#: What a spreadsheet would take for a formula, or for the end of the cell before one (OWASP, "CSV injection").
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r")


def harmless(value: Any) -> str:
    """Return a cell's text; one that a spreadsheet could run begins with an apostrophe."""
    text = "" if value is None else str(value)
    is_dangerous = text.startswith(_DANGEROUS) or text.lstrip().startswith(_DANGEROUS)
    return f"'{text}" if is_dangerous else text


def csv_line(cells: Iterable[Any]) -> str:
    """Return one line of CSV with its end."""
    out = io.StringIO()
    csv.writer(out).writerow(list(cells))
    return out.getvalue()
