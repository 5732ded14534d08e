"""Text of unknown direction inside sentences that are read from right to left.

A Swedish name, a telephone number or an address would otherwise move, or move what stands around it: "08-123 45 67"
is shown as "67 45 123-08". On pages `<bdi>` does this; here are the characters that do it in plain text (Unicode
Standard Annex 9, 2.4). Left-to-right sentences are left as they are.
"""

from __future__ import annotations

from django.utils.translation import get_language_bidi

_FIRST_STRONG = "\N{FIRST STRONG ISOLATE}"
_LEFT_TO_RIGHT = "\N{LEFT-TO-RIGHT ISOLATE}"
_END = "\N{POP DIRECTIONAL ISOLATE}"


def isolated(text: str) -> str:
    """Return a name or title so that its direction is its own, whatever the active language."""
    return _within(_FIRST_STRONG, text)


def left_to_right(text: str) -> str:
    """Return a number or address so that it reads from left to right, whatever the active language."""
    return _within(_LEFT_TO_RIGHT, text)


def _within(start: str, text: str) -> str:
    return f"{start}{text}{_END}" if text and get_language_bidi() else text
