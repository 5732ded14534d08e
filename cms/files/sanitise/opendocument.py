"""OpenDocument text and spreadsheets (ISO/IEC 26300): no macros, no author."""

from __future__ import annotations

from lxml import etree

from cms.files.sanitise import xml
from cms.files.sanitise.archives import damaged, encrypted, macros, read_archive, write_archive
from cms.files.sanitise.segments import without_metadata
from cms.files.sanitise.sniffing import Kind, kind_of

MEDIA_TYPES = {
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
}
_MANIFEST = "META-INF/manifest.xml"
_OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
#: Read aloud to people who do not see the document, so it stays when everything else of its properties goes.
_KEPT_PROPERTIES = frozenset({"title", "language"})
_PROGRAM_FOLDERS = ("Basic/", "Scripts/")
#: Elements that name a person: who commented, who changed.
_PERSON_ELEMENTS = frozenset({"creator", "creator-initials", "initial-creator", "printed-by"})


def sanitise_opendocument(data: bytes, extension: str) -> bytes:
    """Return the document without what must not leave the house.

    Raises:
        UploadRefused: DAMAGED, ENCRYPTED, MACROS, ARCHIVE_BOMB, UNSAFE_PATH; also when the content is another type.
    """
    parts = read_archive(data)
    if parts.get("mimetype", b"").decode("ascii", "replace").strip() != MEDIA_TYPES.get(extension):
        raise damaged()
    if any(name.startswith(_PROGRAM_FOLDERS) for name in parts):
        raise macros()
    if _MANIFEST not in parts or "content.xml" not in parts:
        raise damaged()
    kept = {name: part for name, part in parts.items() if not name.startswith("Thumbnails/")}
    return write_archive(
        {name: _clean_part(name, part) for name, part in kept.items()}, stored_first="mimetype"
    )


def opendocument_extension(parts: dict[str, bytes]) -> str:
    """Return `odt` or `ods` by the package's own word, or "" for something else."""
    media_type = parts.get("mimetype", b"").decode("ascii", "replace").strip()
    return next((extension for extension, known in MEDIA_TYPES.items() if known == media_type), "")


def _clean_part(name: str, part: bytes) -> bytes:
    """Return one part, cleaned by what it is."""
    if name.rpartition("/")[2] == "meta.xml":
        return xml.keep_only(part, _KEPT_PROPERTIES)
    if name == _MANIFEST:
        return _clean_manifest(part)
    if name.endswith((".xml", ".rdf")) and part:  # LibreOffice writes some parts empty
        return _clean_xml(part)
    if kind_of(part) in (Kind.OLE, Kind.ZIP):
        raise macros()
    return without_metadata(part)


def _clean_manifest(part: bytes) -> bytes:
    """Drop the thumbnail's line; refuse a document with encrypted parts."""
    root = xml.parse(part)
    for entry in list(root):
        if any(xml.local_name(child.tag) == "encryption-data" for child in entry):
            raise encrypted()
        path = next((value for key, value in entry.attrib.items() if xml.local_name(key) == "full-path"), "")
        if path.startswith("Thumbnails/"):
            root.remove(entry)
    return xml.serialise(root)


def _clean_xml(part: bytes) -> bytes:
    """Blank the names of people and take away listeners that would start a program."""
    root = xml.parse(part)
    changed = False
    for element in list(root.iter(etree.Element)):
        name = xml.local_name(element.tag)
        if name == "script" and etree.QName(element.tag).namespace == _OFFICE:
            raise macros()
        if name == "event-listener" and element.getparent() is not None:
            element.getparent().remove(element)
            changed = True
        elif name in _PERSON_ELEMENTS and element.text:
            element.text = ""
            changed = True
    return xml.serialise(root) if changed else part
