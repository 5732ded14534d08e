"""Store and read private bytes. Called by payload builders, releases and the views that serve files.

Example:
    >>> stored = store(csv_text.encode(), "text/csv")
    >>> read_stored(stored.sha256) == csv_text.encode()
    True
"""

from __future__ import annotations

import hashlib
import re
from typing import BinaryIO

from cms.common import clock
from cms.common.digests import sha256_hex
from cms.files.exceptions import StoredFileDamaged, StoredFileMissing
from cms.files.models import StoredFile
from cms.files.store import store_in_use

_SHA256 = re.compile(r"[0-9a-f]{64}")
_PIECE = 1024 * 1024


def store(data: bytes, media_type: str) -> StoredFile:
    """Keep `data` and return its row; the same bytes again return the same row (its first media type stands).

    The bytes are safe on disk before the row is written. When the surrounding transaction is rolled back the row goes
    and the bytes stay, unreachable, until they are stored again. Bytes that a crash has left too short are replaced.

    Raises:
        FileStoreError: full disk, no permission; the message says what to do. Nothing is stored then.
    """
    sha256 = sha256_hex(data)
    files = store_in_use()
    if not files.has(sha256, len(data)):
        files.write(sha256, data)
    stored, _created = StoredFile.objects.get_or_create(
        sha256=sha256, defaults={"size": len(data), "media_type": media_type, "created_at": clock.now()}
    )
    return stored


def open_stored(sha256: str) -> BinaryIO:
    """Open stored bytes for reading, unchecked: for serving. The caller closes the file.

    Raises:
        StoredFileMissing: nothing is stored under this name.
    """
    if not _SHA256.fullmatch(sha256):
        raise StoredFileMissing(
            f"{sha256!r} is not a SHA-256 in lower-case hexadecimal, so nothing is stored there."
        )
    return store_in_use().open(sha256)


def read_stored(sha256: str) -> bytes:
    """Return stored bytes after checking that they are still what they were.

    Raises:
        StoredFileMissing: nothing is stored under this name.
        StoredFileDamaged: the bytes have changed on disk.
    """
    with open_stored(sha256) as file:
        data = file.read()
    if sha256_hex(data) != sha256:
        raise StoredFileDamaged(
            f"Stored file {sha256} has changed on disk. Restore it from the backup and check the disk."
        )
    return data


def verify(sha256: str) -> bool:
    """Tell whether stored bytes are there and unchanged; reads them piece by piece."""
    digest = hashlib.sha256()
    try:
        with open_stored(sha256) as file:
            while piece := file.read(_PIECE):
                digest.update(piece)
    except StoredFileMissing:
        return False
    return digest.hexdigest() == sha256
