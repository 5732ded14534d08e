"""Take metadata out of JPEG and PNG files without decoding a pixel.

For pictures inside PDF and office documents, where decoding and writing anew would lose quality or change what the
document expects. Uploads of pictures do not pass here: they are written anew from their pixels (`images.py`).
"""

from __future__ import annotations

import struct

# Kept: JFIF, ICC profile and Adobe's colour transform. All other application segments and comments go.
_APP0, _APP2, _APP14, _APP15, _COM, _SOS = 0xE0, 0xE2, 0xEE, 0xEF, 0xFE, 0xDA
_STANDALONE = frozenset({0x01, *range(0xD0, 0xD8)})
_ICC = b"ICC_PROFILE\x00"
_JFIF = b"JFIF\x00"
#: PNG chunks with no say in how the picture looks (https://www.w3.org/TR/png-3/#11Ancillary-chunks).
_PNG_METADATA = frozenset({b"tEXt", b"zTXt", b"iTXt", b"eXIf", b"tIME", b"dSIG", b"caBX"})
_PNG_START = b"\x89PNG\r\n\x1a\n"


def without_metadata(data: bytes) -> bytes:
    """Return a JPEG or PNG without its metadata; anything else, or a damaged one, comes back as it was."""
    try:
        if data.startswith(b"\xff\xd8\xff"):
            return _clean_jpeg(data)
        if data.startswith(_PNG_START):
            return _clean_png(data)
    except (struct.error, IndexError, ValueError):
        return data
    return data


def _clean_jpeg(data: bytes) -> bytes:
    """Copy segment by segment up to the first scan; from there on the file is picture (ITU-T T.81, annex B)."""
    out = bytearray(b"\xff\xd8")
    at = 2
    while True:
        if data[at] != 0xFF:
            raise ValueError("a JPEG marker was expected")
        marker = data[at + 1]
        if marker == 0xFF:  # fill byte
            at += 1
            continue
        if marker in _STANDALONE:
            at += 2
            continue
        if marker == _SOS:
            end = data.rfind(b"\xff\xd9")
            return bytes(out) + (data[at : end + 2] if end > at else data[at:])
        (length,) = struct.unpack(">H", data[at + 2 : at + 4])
        segment = data[at : at + 2 + length]
        if len(segment) != 2 + length:
            raise ValueError("a JPEG segment is cut off")
        out += _kept(marker, segment)
        at += 2 + length


def _kept(marker: int, segment: bytes) -> bytes:
    """Return what to keep of one JPEG segment."""
    body = segment[4:]
    if marker == _APP0:
        # The JFIF header without the thumbnail that may follow its 14 bytes.
        return (
            b"\xff\xe0\x00\x10" + body[:12] + b"\x00\x00"
            if body.startswith(_JFIF) and len(body) >= 14
            else b""
        )
    if marker == _APP2:
        return segment if body.startswith(_ICC) else b""
    if marker == _COM or (_APP0 < marker <= _APP15 and marker != _APP14):
        return b""
    return segment


def _clean_png(data: bytes) -> bytes:
    """Copy chunk by chunk up to IEND; what comes after it is dropped."""
    out = bytearray(_PNG_START)
    at = len(_PNG_START)
    while True:
        length, name = struct.unpack(">I4s", data[at : at + 8])
        chunk = data[at : at + 12 + length]
        if len(chunk) != 12 + length:
            raise ValueError("a PNG chunk is cut off")
        if name not in _PNG_METADATA:
            out += chunk
        if name == b"IEND":
            return bytes(out)
        at += 12 + length
