"""The private keys of the embedded default: one a line in a file that only its owner can read.

Made when it is first needed. Production has its keys in the environment instead (docs/settings.md).
"""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from pathlib import Path

from cms.common.signing import new_private_key


def read_keys(path: Path) -> list[str]:
    """Return the private keys in the file, the newest first; make the file with a new key if there is none."""
    if not path.exists():
        # Several processes may come here at once: a link is made whole, and by one of them only.
        _write(path, [new_private_key()], replaces=False)
    return path.read_text(encoding="ascii").split()


def add_key(path: Path) -> None:
    """Put a new private key first in the file."""
    _write(path, [new_private_key(), *read_keys(path)], replaces=True)


def _write(path: Path, keys: list[str], *, replaces: bool) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, part = tempfile.mkstemp(dir=path.parent, prefix=".part-")  # mode 0600
    try:
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write("".join(f"{key}\n" for key in keys))
            file.flush()
            os.fsync(file.fileno())
        if replaces:
            Path(part).replace(path)
        else:
            with suppress(FileExistsError):
                os.link(part, path)
    finally:
        Path(part).unlink(missing_ok=True)
