"""Content lines of RFC 5545: escaped text, folded at 75 octets, ended by CRLF. See docs/decisions/0019-icalendar.md."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

_OCTETS = 75
_ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})


def text(value: str) -> str:
    """Return a value of type TEXT (3.3.11). Of control characters, only line feeds may be in it."""
    return value.translate(_ESCAPES)


def utc(instant: dt.datetime) -> str:
    """Return an instant as a DATE-TIME in UTC, whole seconds (3.3.5, form 2)."""
    return instant.astimezone(dt.UTC).strftime("%Y%m%dT%H%M%SZ")


def written(lines: Iterable[str]) -> bytes:
    """Return content lines as a stream of octets."""
    return b"".join(_folded(line) for line in lines)


def _folded(line: str) -> bytes:
    """Fold a line (3.1) between characters, never inside one: some readers decode before they unfold."""
    octets = line.encode()
    parts = []
    start, room = 0, _OCTETS
    while len(octets) - start > room:
        end = start + room
        while octets[end] & 0xC0 == 0x80:  # in the middle of a character
            end -= 1
        parts.append(octets[start:end])
        start, room = end, _OCTETS - 1  # the blank that a folded line begins with counts
    return b"\r\n ".join([*parts, octets[start:]]) + b"\r\n"
