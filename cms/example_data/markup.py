"""Turn the content's plain text into the rich text that Wagtail stores."""

from __future__ import annotations

import re
from html import escape

_BOLD = re.compile(r"\*\*(.+?)\*\*")


def to_html(text: str) -> str:
    """Return `text` as HTML: blank lines part paragraphs, `- ` begins an entry of a list, `**` is bold."""
    return "".join(_block(block) for block in re.split(r"\n\s*\n", text.strip()) if block.strip())


def _block(block: str) -> str:
    if not block.startswith("- "):
        return f"<p>{_inline(block)}</p>"
    entries = re.split(r"(?:^|\n)- ", block)[1:]
    return f"<ul>{''.join(f'<li>{_inline(entry)}</li>' for entry in entries)}</ul>"


def _inline(text: str) -> str:
    return _BOLD.sub(r"<b>\1</b>", escape(" ".join(text.split()), quote=False))
