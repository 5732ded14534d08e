"""CSV that a spreadsheet opens without running anything in it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

#: What a spreadsheet would take for a formula, or for the end of the cell before one (OWASP, "CSV injection").
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r")
#: The same where cells are values: a minus sign before a digit is a number's.
_DANGEROUS_AMONG_VALUES = ("=", "+", "@", "\t", "\r")


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


def csv_of_values(rows: Iterable[Sequence[str]]) -> bytes:
    """Return a table of values as CSV (RFC 4180) in UTF-8, with a byte order mark so that spreadsheets read å, ä, ö.

    A text that a spreadsheet could run begins with an apostrophe; a negative number stays a number.
    """
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows([[_value(text) for text in row] for row in rows])
    return out.getvalue().encode("utf-8-sig")


def _value(text: str) -> str:
    is_formula = text.startswith(_DANGEROUS_AMONG_VALUES) or (
        text.startswith("-") and not text[1:2].isdigit()
    )
    return f"'{text}" if is_formula else text
