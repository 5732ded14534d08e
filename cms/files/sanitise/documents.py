"""Documents: the content must be what the name says, and each type is cleaned in its own way."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _

from cms.files.exceptions import Refusal, UploadRefused
from cms.files.sanitise.archives import macros, read_archive
from cms.files.sanitise.images import check_size
from cms.files.sanitise.naming import extension_of
from cms.files.sanitise.office import office_extension, sanitise_office
from cms.files.sanitise.opendocument import opendocument_extension, sanitise_opendocument
from cms.files.sanitise.pdf import sanitise_pdf
from cms.files.sanitise.sniffing import Kind, kind_of
from cms.files.sanitise.types import CleanDocument

MAX_BYTES = 30 * 1024 * 1024
MEDIA_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "csv": "text/csv",
    "txt": "text/plain",
}
_OFFICE = frozenset({"docx", "xlsx", "pptx"})
_OPEN_DOCUMENT = frozenset({"odt", "ods"})
_TEXT = frozenset({"csv", "txt"})
_CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f]")
_WITH_MACROS = frozenset({"docm", "dotm", "xlsm", "xltm", "xlsb", "pptm", "potm", "ppsm"})


def sanitise_document(data: bytes, filename: str, *, max_bytes: int = MAX_BYTES) -> CleanDocument:
    """Return the document in `data` as clean bytes of the same type.

    Raises:
        UploadRefused: EMPTY, TOO_LARGE, NOT_ALLOWED, WRONG_EXTENSION, DAMAGED, ENCRYPTED, MACROS, ARCHIVE_BOMB,
            UNSAFE_PATH or NOT_TEXT.
    """
    check_size(len(data), max_bytes)
    extension = extension_of(filename)
    _check_kind(data, extension)
    if extension == "pdf":
        clean = sanitise_pdf(data)
    elif extension in _OFFICE:
        clean = sanitise_office(data, extension)
    elif extension in _OPEN_DOCUMENT:
        clean = sanitise_opendocument(data, extension)
    else:
        clean = _checked_text(data)
    return CleanDocument(clean, MEDIA_TYPES[extension], extension)


def media_type_of(filename: str) -> str:
    """Return the media type of a cleaned document by its name; its cleaning made sure that they agree."""
    return MEDIA_TYPES.get(extension_of(filename), "application/octet-stream")


def _check_kind(data: bytes, extension: str) -> None:
    """Refuse what is not allowed, and what is something else than its name says."""
    if extension in _WITH_MACROS:
        raise macros()
    kind = kind_of(data)
    if extension not in MEDIA_TYPES or kind in (Kind.OLE, Kind.RTF):
        message = _(
            "Den här sortens fil tas inte emot. Tillåtna format: PDF, DOCX, XLSX, PPTX, ODT, ODS, CSV och TXT."
        )
        raise UploadRefused(Refusal.NOT_ALLOWED, message)
    found = _extension_by_content(data, kind)
    if found != extension and not (found == "" and extension in _TEXT):
        message = _("Filens innehåll stämmer inte med filnamnet, som slutar på .%(extension)s.")
        raise UploadRefused(Refusal.WRONG_EXTENSION, message % {"extension": extension})


def _extension_by_content(data: bytes, kind: Kind) -> str:
    """Return the extension that the content should have; "" for what may be text, "?" for what is something else."""
    if kind is Kind.PDF:
        return "pdf"
    if kind is Kind.ZIP:
        parts = read_archive(data)
        return office_extension(parts) or opendocument_extension(parts) or _macro_or_unknown(parts)
    return "" if kind is Kind.OTHER else "?"


def _macro_or_unknown(parts: dict[str, bytes]) -> str:
    if b"macroEnabled" in parts.get("[Content_Types].xml", b""):
        raise macros()
    return "?"


def _checked_text(data: bytes) -> bytes:
    """Return text as it is, when it is UTF-8 and holds no control characters but tabs and line ends.

    A byte order mark may stay: Excel needs it to read a CSV file's å, ä and ö.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        message = _("Textfilen är inte kodad i UTF-8. Spara den som ”UTF-8” och försök igen.")
        raise UploadRefused(Refusal.NOT_TEXT, message) from error
    if _CONTROL.search(text):
        message = _("Filen innehåller tecken som inte hör hemma i en textfil.")
        raise UploadRefused(Refusal.NOT_TEXT, message)
    return data
