"""Kinds of documents that are read, and how much one may cost."""

from __future__ import annotations

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
#: Media types that text is taken from.
KINDS = frozenset({PDF, DOCX})
#: Characters of text that are kept.
MAX_TEXT = 60_000
#: Larger files are not read.
MAX_BYTES = 30 * 1024 * 1024
#: What the reading process may use: bytes of memory, seconds of processor time.
MAX_MEMORY = 1024 * 1024 * 1024
MAX_SECONDS = 20
