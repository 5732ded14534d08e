"""Word, Excel and PowerPoint documents (ISO/IEC 29500): no macros, no author, nothing fetched from outside."""

from __future__ import annotations

from lxml import etree

from cms.files.sanitise import xml
from cms.files.sanitise.archives import damaged, macros, read_archive, write_archive
from cms.files.sanitise.segments import without_metadata
from cms.files.sanitise.sniffing import Kind, kind_of

_PREFIX = "application/vnd.openxmlformats-officedocument."
#: The content type of the main part tells what the document is.
MAIN_TYPES = {
    "docx": _PREFIX + "wordprocessingml.document.main+xml",
    "xlsx": _PREFIX + "spreadsheetml.sheet.main+xml",
    "pptx": _PREFIX + "presentationml.presentation.main+xml",
}
_CONTENT_TYPES = "[Content_Types].xml"
_RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
_EXTENDED = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"
_CUSTOM = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
#: Read aloud to people who do not see the document, so it stays when everything else of its properties goes.
_KEPT_PROPERTIES = frozenset({"title", "language"})
_EMPTY_PROPERTIES = {
    "app.xml": f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Properties xmlns="{_EXTENDED}"/>',
    "custom.xml": f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Properties xmlns="{_CUSTOM}"/>',
}
#: Attributes that name a person wherever they stand, and those that do so on one element only.
_PERSON_ATTRIBUTES = frozenset({"author", "initials", "lastModifiedBy", "userName"})
_PERSON_ELEMENTS = {
    "person": ("displayName", "userId", "providerId", "author"),
    "cmAuthor": ("name", "initials"),
    "author": ("name", "initials", "userId", "providerId"),
    "presenceInfo": ("userId", "providerId"),
    "absPath": ("url",),  # the folder on the author's computer
}
_MAX_DEPTH = 3


def sanitise_office(data: bytes, extension: str, *, depth: int = 0) -> bytes:
    """Return the document without what must not leave the house.

    Raises:
        UploadRefused: DAMAGED, ENCRYPTED, MACROS, ARCHIVE_BOMB, UNSAFE_PATH; also when the content is another type.
    """
    parts = read_archive(data)
    types = _content_types(parts)
    if "macroEnabled" in " ".join(types.values()) or any("vbaProject" in name for name in parts):
        raise macros()
    if extension not in MAIN_TYPES or MAIN_TYPES[extension] not in types.values():
        raise damaged()
    return write_archive(
        {name: _clean_part(name, part, depth) for name, part in _without_thumbnail(parts).items()}
    )


def office_extension(parts: dict[str, bytes]) -> str:
    """Return what a package is by its main part: `docx`, `xlsx`, `pptx`, or "" for something else."""
    types = _content_types(parts).values() if _CONTENT_TYPES in parts else ()
    return next((extension for extension, main in MAIN_TYPES.items() if main in types), "")


def _content_types(parts: dict[str, bytes]) -> dict[str, str]:
    """Return the content type of each named part and extension."""
    if _CONTENT_TYPES not in parts:
        raise damaged()
    root = xml.parse(parts[_CONTENT_TYPES])
    return {
        entry.get("PartName") or entry.get("Extension") or "": entry.get("ContentType") or ""
        for entry in root
    }


def _without_thumbnail(parts: dict[str, bytes]) -> dict[str, bytes]:
    """Drop the small picture of the first page: it may show what was there before the last change."""
    return {name: part for name, part in parts.items() if not name.startswith("docProps/thumbnail")}


def _clean_part(name: str, part: bytes, depth: int) -> bytes:
    """Return one part, cleaned by what it is."""
    folder, _slash, last = name.rpartition("/")
    if name == "docProps/core.xml":
        return xml.keep_only(part, _KEPT_PROPERTIES)
    if folder == "docProps" and last in _EMPTY_PROPERTIES:
        return _EMPTY_PROPERTIES[last].encode()
    if name.endswith(".rels"):
        return _clean_relationships(part)
    if name.endswith(".xml") and name != _CONTENT_TYPES and part:
        return _clean_xml(part)
    kind = kind_of(part)
    if kind is Kind.OLE or "/activeX/" in name:
        raise macros()
    if kind is Kind.ZIP:
        return _clean_embedded(part, depth)
    return without_metadata(part)


def _clean_embedded(part: bytes, depth: int) -> bytes:
    """Clean a document inside the document: the workbook behind a chart has an author too."""
    extension = office_extension(read_archive(part))
    if not extension or depth >= _MAX_DEPTH:
        raise macros()
    return sanitise_office(part, extension, depth=depth + 1)


def _clean_relationships(part: bytes) -> bytes:
    """Keep outward hyperlinks; point everything else outside (templates, linked objects) nowhere."""
    root = xml.parse(part)
    for entry in list(root):
        kind = (entry.get("Type") or "").rpartition("/")[2]
        if kind == "thumbnail":
            root.remove(entry)
        elif entry.get("TargetMode") == "External" and kind != "hyperlink":
            # "Normal.dotm" is what Word itself writes: a template by that name, wherever the reader keeps it.
            entry.set("Target", "Normal.dotm" if kind == "attachedTemplate" else "about:blank")
    return xml.serialise(root)


def _clean_xml(part: bytes) -> bytes:
    """Take away the names of people: comments, tracked changes, authors of comments, folders on their computers."""
    root = xml.parse(part)
    changed = False
    for element in root.iter(etree.Element):
        changed |= _blank_person(element)
    return xml.serialise(root) if changed else part


def _blank_person(element: etree._Element) -> bool:
    """Blank what names a person on one element; tell whether anything was."""
    name = xml.local_name(element.tag)
    personal = _PERSON_ATTRIBUTES.union(_PERSON_ELEMENTS.get(name, ()))
    found = [key for key in element.attrib if xml.local_name(key) in personal and element.attrib[key]]
    for key in found:
        element.set(key, "")
    if name == "author" and element.text and element.text.strip():
        element.text = ""
        return True
    return bool(found)
