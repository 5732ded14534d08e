"""Log lines without secrets: the token of a personal link is a key, and must not lie about in log files."""

from __future__ import annotations

import logging
import re

#: The addresses whose second part opens something, wherever in a line they stand.
_LINK = re.compile(r"(/(?:dela|godkann)/)[^/\s\"'?]{8,}")


def without_tokens(text: str) -> str:
    """Return `text` with the token of every personal link taken out."""
    return _LINK.sub(r"\1[…]", text)


class LineFormatter(logging.Formatter):
    """Formats a record with its traceback, then takes tokens out of all of it."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the finished line or lines."""
        return without_tokens(super().format(record))
