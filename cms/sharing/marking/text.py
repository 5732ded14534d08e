"""A mark in tables and plain texts: a first line."""

from __future__ import annotations

import codecs

from cms.sharing.marking.mark import CannotMarkError, Mark


def mark_table(data: bytes, mark: Mark) -> bytes:
    """Return a CSV file whose first row is the mark, as one quoted cell that no spreadsheet takes for a formula.

    Raises:
        CannotMarkError: it is not UTF-8, so a line in UTF-8 would spoil it.
    """
    cell = '"# ' + mark.text.replace('"', '""') + '"'
    return _first_line(data, cell)


def mark_text(data: bytes, mark: Mark) -> bytes:
    """Return a plain text whose first line is the mark.

    Raises:
        CannotMarkError: it is not UTF-8.
    """
    return _first_line(data, f"# {mark.text}")


def _first_line(data: bytes, line: str) -> bytes:
    start = codecs.BOM_UTF8 if data.startswith(codecs.BOM_UTF8) else b""
    body = data.removeprefix(start)
    try:
        body.decode()
    except UnicodeDecodeError as error:
        raise CannotMarkError("not UTF-8") from error
    return start + line.encode() + b"\r\n" + body
