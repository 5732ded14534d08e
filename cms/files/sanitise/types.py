"""What the cleaning returns."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class CleanImage:
    """A picture that holds pixels and nothing else, right way up, in sRGB."""

    data: bytes
    media_type: str
    extension: str
    width: int
    height: int


@dataclass(frozen=True)
class CleanDocument:
    """A document without author, script or macro."""

    data: bytes
    media_type: str
    extension: str
