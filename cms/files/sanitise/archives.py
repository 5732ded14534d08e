"""ZIP archives, which office documents are: read with limits, written anew without anything but names and bytes."""

from __future__ import annotations

import io
import zipfile
import zlib

from django.utils.translation import gettext as _

from cms.files.exceptions import Refusal, UploadRefused

MAX_ENTRIES = 5_000
MAX_UNPACKED = 150 * 1024 * 1024
#: Deflate reaches about 1030:1, text of office documents stays under 40:1. Small parts may do as they like.
MAX_RATIO = 200
_SMALL = 1024 * 1024
_ENCRYPTED = 0x1
#: The earliest date ZIP can hold: when somebody saved the document is nobody's business.
_NO_DATE = (1980, 1, 1, 0, 0, 0)


def read_archive(data: bytes) -> dict[str, bytes]:
    """Return the parts of an archive by name, in their order.

    Raises:
        UploadRefused: DAMAGED, ENCRYPTED, ARCHIVE_BOMB or UNSAFE_PATH, before anything large is unpacked.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
            _check_entries(entries)
            # A lying size in the directory can't swell: zipfile stops at it and then finds the checksum wrong.
            return {entry.filename: archive.read(entry) for entry in entries}
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        OSError,
        ValueError,
        NotImplementedError,
        RuntimeError,
    ) as error:
        raise damaged() from error


def damaged() -> UploadRefused:
    """Return the refusal of a document that can't be read."""
    message = _(
        "Dokumentet går inte att läsa. Det är skadat eller inte helt; spara det på nytt och försök igen."
    )
    return UploadRefused(Refusal.DAMAGED, message)


def encrypted() -> UploadRefused:
    """Return the refusal of a document with a password."""
    message = _("Dokumentet är skyddat med lösenord. Ta bort lösenordet och försök igen.")
    return UploadRefused(Refusal.ENCRYPTED, message)


def macros() -> UploadRefused:
    """Return the refusal of a document with program code or objects that hold it."""
    message = _("Dokumentet innehåller makron eller inbäddade objekt. Spara det utan dem och försök igen.")
    return UploadRefused(Refusal.MACROS, message)


def write_archive(parts: dict[str, bytes], *, stored_first: str = "") -> bytes:
    """Return an archive of `parts`: same input, same bytes. `stored_first` is written first and uncompressed."""
    out = io.BytesIO()
    names = sorted(parts, key=lambda name: name != stored_first) if stored_first else list(parts)
    with zipfile.ZipFile(out, "w") as archive:
        for name in names:
            entry = zipfile.ZipInfo(name, _NO_DATE)
            entry.compress_type = zipfile.ZIP_STORED if name == stored_first else zipfile.ZIP_DEFLATED
            entry.create_system = 0
            archive.writestr(entry, parts[name])
    return out.getvalue()


def _check_entries(entries: list[zipfile.ZipInfo]) -> None:
    """Refuse by what the archive's directory says."""
    total = sum(entry.file_size for entry in entries)
    swollen = any(
        entry.file_size > _SMALL and entry.file_size > MAX_RATIO * max(entry.compress_size, 1)
        for entry in entries
    )
    if len(entries) > MAX_ENTRIES or total > MAX_UNPACKED or swollen:
        message = _("Dokumentet packas upp till orimligt mycket data och tas därför inte emot.")
        raise UploadRefused(Refusal.ARCHIVE_BOMB, message)
    names = [entry.filename for entry in entries]
    if any(_is_unsafe(entry) for entry in entries) or len(set(names)) != len(names):
        message = _("Dokumentet innehåller delar med otillåtna namn och tas därför inte emot.")
        raise UploadRefused(Refusal.UNSAFE_PATH, message)
    if any(entry.flag_bits & _ENCRYPTED for entry in entries):
        raise encrypted()


def _is_unsafe(entry: zipfile.ZipInfo) -> bool:
    """Tell whether a part's name would leave the folder it is unpacked in; as written, before zipfile mends it."""
    name = entry.orig_filename
    return (
        name.startswith("/")
        or "\\" in name
        or ":" in name
        or "\x00" in name
        or ".." in name.split("/")
        or not name
    )
