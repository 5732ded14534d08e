"""Small text tools shared by payloads, feeds and pages."""

from __future__ import annotations

import html
import re
import unicodedata

_TAG = re.compile(r"<[^>]+>")
_BLOCK_END = re.compile(r"</(p|li|h[1-6]|blockquote|div|tr)>|<br ?/?>", re.IGNORECASE)
_SPACE = re.compile(r"\s+")


def clean(value: str) -> str:
    """Return `value` in NFC, without the control characters and noncharacters that XML 1.0 forbids."""
    return unicodedata.normalize("NFC", "".join(filter(_is_kept, value)))


def _is_kept(character: str) -> bool:
    if character in "\t\n":
        return True
    return character not in "\ufffe\uffff" and unicodedata.category(character) not in {"Cc", "Cs"}


def one_line(value: str) -> str:
    """Return cleaned `value` with every run of white space as one space."""
    return _SPACE.sub(" ", clean(value)).strip()


def plain(markup: str) -> str:
    """Return the text of an HTML fragment, block ends as spaces, entities resolved."""
    return one_line(html.unescape(_TAG.sub("", _BLOCK_END.sub(" ", markup))))


def shorten(value: str, length: int) -> str:
    """Cut `value` to at most `length` characters at a word, with an ellipsis when anything was cut."""
    if len(value) <= length:
        return value
    cut = value[: length - 1]
    head = cut.rsplit(" ", 1)[0] if " " in cut else cut
    return head.rstrip(" ,.;:–-") + "…"
