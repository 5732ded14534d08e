"""What can go wrong with files: the store fails, or an upload is refused."""

from __future__ import annotations

from enum import StrEnum

from django.core.exceptions import ValidationError


class FileStoreError(OSError):
    """The private store could not write or read; the message says what an operator can do about it."""


class StoredFileMissing(FileStoreError):
    """Bytes that should be in the store are not there."""


class StoredFileDamaged(FileStoreError):
    """Bytes in the store no longer have the SHA-256 that they are stored under."""


class Refusal(StrEnum):
    """Why an upload was refused. Stable codes, for tests and for programs."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    TOO_MANY_PIXELS = "too_many_pixels"
    NOT_ALLOWED = "not_allowed"
    WRONG_EXTENSION = "wrong_extension"
    DAMAGED = "damaged"
    ANIMATED = "animated"
    ENCRYPTED = "encrypted"
    MACROS = "macros"
    ARCHIVE_BOMB = "archive_bomb"
    UNSAFE_PATH = "unsafe_path"
    NOT_TEXT = "not_text"


class UploadRefused(ValidationError):
    """An upload that must not be kept. A form shows its message beside the file field.

    Attributes:
        reason: the stable code; also Django's `code` of the validation error.
    """

    def __init__(self, reason: Refusal, message: str) -> None:
        super().__init__(message, code=reason.value)
        self.reason = reason
