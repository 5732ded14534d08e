"""The private store of bytes: a small interface, and files on disk behind it.

Bytes are addressed by what they are, so a file is written once and never changed. `FolderStore` is the embedded
default; an object store (S3 through django-storages) needs the same three methods and a line in `store_in_use`.
"""

from __future__ import annotations

import contextlib
import errno
import os
import tempfile
from pathlib import Path
from typing import BinaryIO, Protocol

from django.conf import settings

from cms.files.exceptions import FileStoreError, StoredFileMissing

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_FORBIDDEN = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})


class ByteStore(Protocol):
    """What a store of bytes must do. Names are SHA-256 in hexadecimal, checked by the caller."""

    def has(self, sha256: str, size: int) -> bool:
        """Tell whether `size` bytes are stored under this name."""
        ...

    def write(self, sha256: str, data: bytes) -> None:
        """Store all bytes durably, or raise `FileStoreError` and leave nothing."""
        ...

    def open(self, sha256: str) -> BinaryIO:
        """Open the bytes for reading, or raise `StoredFileMissing`."""
        ...


class FolderStore:
    """Bytes in `<root>/ab/cd/<sha256>`. Readable by the account that runs the product, by nobody else."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def path(self, sha256: str) -> Path:
        """Return where the bytes of this name are."""
        return self.root / sha256[:2] / sha256[2:4] / sha256

    def has(self, sha256: str, size: int) -> bool:
        """Tell by existence and size; a crash of the machine may leave a file shorter than it should be."""
        try:
            return self.path(sha256).stat().st_size == size
        except FileNotFoundError:
            return False
        except OSError as error:
            raise self._failed(error) from error

    def write(self, sha256: str, data: bytes) -> None:
        """Write beside the final name, flush to disk, then rename: a reader sees all bytes or no file.

        A process killed at any point leaves at most a temporary file, which no reader looks for.
        """
        target = self.path(sha256)
        temporary = ""
        try:
            _make_folders(self.root, target.parent)
            handle, temporary = tempfile.mkstemp(prefix=".part-", dir=target.parent)
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            os.replace(temporary, target)  # noqa: PTH105  (one system call, the one that tests make fail)
            _sync_folder(target.parent)
        except OSError as error:
            if temporary:
                with contextlib.suppress(OSError):
                    Path(temporary).unlink(missing_ok=True)
            raise self._failed(error) from error

    def open(self, sha256: str) -> BinaryIO:
        try:
            return self.path(sha256).open("rb")
        except FileNotFoundError as error:
            raise StoredFileMissing(
                error.errno,
                f"Stored file {sha256} is missing under {self.root}. Restore it from the backup of that folder.",
            ) from error
        except OSError as error:
            raise self._failed(error) from error

    def _failed(self, error: OSError) -> FileStoreError:
        """Return the error with what an operator can do about it."""
        if error.errno in _FULL:
            todo = f"The disk that holds {self.root} is full. Make room there, then try again."
        elif error.errno in _FORBIDDEN:
            todo = f"{self.root} can't be written. Give the account that runs the product read and write access to it."
        else:
            todo = f"{self.root} can't be used: {error.strerror or error}. Check the disk and PRIVATE_FILES_ROOT."
        return FileStoreError(error.errno, f"{todo} Nothing was stored.")


def store_in_use() -> ByteStore:
    """Return the store that the settings name: the folder `PRIVATE_FILES_ROOT`."""
    return FolderStore(Path(settings.PRIVATE_FILES_ROOT))


def _make_folders(root: Path, folder: Path) -> None:
    """Make the folders of a new file, private, and flush those that got a new entry."""
    if folder.is_dir():
        return
    root.mkdir(mode=0o700, parents=True, exist_ok=True)
    for parent in (root / folder.parent.name, folder):
        parent.mkdir(mode=0o700, exist_ok=True)
        _sync_folder(parent.parent)


def _sync_folder(folder: Path) -> None:
    """Flush a folder's list of names to disk; without it a rename may be lost when the power goes."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
