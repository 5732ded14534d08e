"""Names of uploads: a safe last part, with the extension of what the file is."""

from __future__ import annotations

from pathlib import PurePosixPath

from cms.common.text import one_line


def extension_of(filename: str) -> str:
    """Return the extension of a name in lower case, without the dot."""
    return PurePosixPath(filename.replace("\\", "/")).suffix.lower().removeprefix(".")


def named(filename: str, extension: str) -> str:
    """Return `filename` without folders and control characters, ending in `extension`."""
    base = one_line(PurePosixPath(filename.replace("\\", "/")).name)
    stem = PurePosixPath(base).stem.strip(". ") or "fil"
    return f"{stem}.{extension}"
