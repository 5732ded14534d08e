"""Tell what bytes are by their first bytes, never by their name."""

from __future__ import annotations

from enum import StrEnum


class Kind(StrEnum):
    """What bytes can be, as far as the cleaning needs to know."""

    JPEG = "jpeg"
    PNG = "png"
    GIF = "gif"
    WEBP = "webp"
    HEIF = "heif"
    SVG = "svg"
    PDF = "pdf"
    ZIP = "zip"
    OLE = "ole"  # the binary formats of Office before 2007, and objects embedded in newer ones
    RTF = "rtf"
    OTHER = "other"


IMAGES = frozenset({Kind.JPEG, Kind.PNG, Kind.GIF, Kind.WEBP})

_STARTS: tuple[tuple[bytes, Kind], ...] = (
    (b"\xff\xd8\xff", Kind.JPEG),
    (b"\x89PNG\r\n\x1a\n", Kind.PNG),
    (b"GIF87a", Kind.GIF),
    (b"GIF89a", Kind.GIF),
    (b"PK\x03\x04", Kind.ZIP),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Kind.OLE),
    (b"{\\rtf", Kind.RTF),
)
_HEIF_BRANDS = frozenset({b"heic", b"heix", b"hevc", b"mif1", b"msf1", b"avif", b"avis"})


def kind_of(data: bytes) -> Kind:
    """Return what `data` is by its content."""
    for start, kind in _STARTS:
        if data.startswith(start):
            return kind
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return Kind.WEBP
    if data[4:8] == b"ftyp" and data[8:12] in _HEIF_BRANDS:
        return Kind.HEIF
    # ISO 32000-1, annex H.3: readers find the header anywhere in the first 1024 bytes, so we look as far.
    head = data[:1024]
    if b"%PDF-" in head:
        return Kind.PDF
    if b"<svg" in data[:4096].lower():
        return Kind.SVG
    return Kind.OTHER
