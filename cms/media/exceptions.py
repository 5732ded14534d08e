"""What can go wrong when pictures and documents are printed."""

from __future__ import annotations


class SourceFileMissing(Exception):
    """The file of a picture or document is not in the workshop's storage; the message is for the editor."""
