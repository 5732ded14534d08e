"""PDF documents (ISO 32000): no author, nothing that runs, nothing attached, nothing fetched.

What people who do not see the document depend on stays: tags, languages, the title and the mark of PDF/UA.
The document is written anew from the objects it still refers to, so former versions and loose objects go as well.
A digital signature in it is no longer valid afterwards; that is said in docs/features/files.md.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any
from xml.sax.saxutils import escape

import pikepdf
import pikepdf.settings
from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream, String

from cms.common.text import one_line
from cms.files.exceptions import UploadRefused
from cms.files.sanitise import xml
from cms.files.sanitise.archives import damaged, encrypted
from cms.files.sanitise.segments import without_metadata

#: A compressed stream of 30 MB can swell to 30 GB. Pages and tables of objects stay well under this.
_MAX_STREAM = 64 * 1024 * 1024
pikepdf.settings.set_qpdf_limits(
    flate_max_memory=_MAX_STREAM, run_length_max_memory=_MAX_STREAM, png_max_memory=_MAX_STREAM
)

#: Keys that carry metadata, private data of programs, automatic actions or attached files, wherever they stand.
_UNWANTED_KEYS = ("/Metadata", "/PieceInfo", "/AA", "/AF", "/EF", "/RF", "/JS", "/JavaScript", "/XFA")
_ROOT_KEYS = ("/OpenAction", "/Collection", "/Requirements", "/SpiderInfo", "/Extensions")
_NAME_TREES = ("/JavaScript", "/EmbeddedFiles", "/AlternatePresentations", "/Renditions")
_DC = "http://purl.org/dc/elements/1.1/"
_PDF_UA = "http://www.aiim.org/pdfua/ns/id/"
_XMP = (
    '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" '
    f'xmlns:dc="{_DC}" xmlns:pdfuaid="{_PDF_UA}">'
    '<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>{part}'
    '</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="r"?>'
)
#: What a click may still do: go to a place in the document, follow a web link, turn the page.
_SAFE_ACTIONS = frozenset({"/GoTo", "/URI", "/Named", "/SetOCGState"})
_UNSAFE_ANNOTATIONS = frozenset({"/FileAttachment", "/RichMedia", "/Screen", "/Movie", "/Sound", "/3D"})
#: What fonts, pictures and their like are called in a page's resources is free: a font may be named "/AA".
_RESOURCE_TYPES = frozenset({"/Font", "/XObject", "/ExtGState", "/Pattern", "/OCG", "/OCMD"})
_SAFE_SCHEMES = ("http:", "https:", "mailto:", "tel:")
#: Who commented, and when.
_ANNOTATION_PERSON = ("/T", "/M", "/CreationDate", "/NM")


def sanitise_pdf(data: bytes) -> bytes:
    """Return the document without what must not leave the house. Same input, same bytes.

    Raises:
        UploadRefused: DAMAGED or ENCRYPTED.
    """
    try:
        with pikepdf.open(io.BytesIO(data), attempt_recovery=False) as pdf:
            if not len(pdf.pages):
                raise damaged()
            title, mark = _title_and_mark(pdf)
            _clean(pdf)
            _describe(pdf, title, mark)
            out = io.BytesIO()
            pdf.save(out, deterministic_id=True, encryption=False, fix_metadata_version=False)
            return out.getvalue()
    except pikepdf.PasswordError as error:
        raise encrypted() from error
    except (pikepdf.PdfError, ValueError, TypeError, RecursionError, RuntimeError) as error:
        raise damaged() from error


def _clean(pdf: Pdf) -> None:
    """Sweep over the document's catalogue and every object in it."""
    if "/Info" in pdf.trailer:
        del pdf.trailer["/Info"]
    _drop(pdf.Root, _ROOT_KEYS)
    if isinstance(pdf.Root.get("/Names"), Dictionary):
        _drop(pdf.Root.Names, _NAME_TREES)
    for entry in pdf.objects:
        _walk(entry, _clean_object)


def _title_and_mark(pdf: Pdf) -> tuple[str, str]:
    """Return the document's title, from its properties or else its XMP, and the part of PDF/UA that it follows."""
    info = pdf.trailer.get("/Info")
    title: Any = info.get("/Title") if isinstance(info, Dictionary) else None
    metadata = pdf.Root.get("/Metadata")
    try:
        root = xml.parse(metadata.read_bytes() if isinstance(metadata, Stream) else b"<none/>")
    except UploadRefused:
        return one_line(str(title or "")), ""
    found = root.find(f".//{{{_DC}}}title")
    if not title and found is not None:
        title = "".join(found.itertext())
    mark = root.findtext(f".//{{{_PDF_UA}}}part") or next(
        iter(root.xpath("//@u:part", namespaces={"u": _PDF_UA})), ""
    )
    return one_line(str(title or "")), mark if mark in ("1", "2") else ""


def _describe(pdf: Pdf, title: str, mark: str) -> None:
    """Write the title back, and the mark that the document follows PDF/UA (ISO 14289)."""
    if title:
        pdf.trailer["/Info"] = pdf.make_indirect(Dictionary(Title=String(title)))
    if title or mark:
        part = f"<pdfuaid:part>{mark}</pdfuaid:part>" if mark else ""
        packet = pdf.make_stream(_XMP.format(title=escape(title), part=part).encode())
        packet.Type, packet.Subtype = Name.Metadata, Name.XML
        pdf.Root["/Metadata"] = packet


def _walk(entry: Any, clean: Callable[[Object], None]) -> None:
    """Call `clean` for a dictionary or stream and for all that are written inside it, not referred to."""
    pending = [entry]
    while pending:
        current = pending.pop()
        if isinstance(current, Dictionary | Stream):
            clean(current)
            pending.extend(value for value in current.values() if _is_nested(value))
        elif isinstance(current, Array):
            pending.extend(value for value in current if _is_nested(value))


def _is_nested(value: Any) -> bool:
    return isinstance(value, Array | Dictionary) and not value.is_indirect


def _clean_object(entry: Object) -> None:
    """Clean one dictionary or stream."""
    _drop(entry, tuple(key for key in _UNWANTED_KEYS if key in entry and not _is_resource(entry[key])))
    if entry.get("/Type") == Name.Page:
        _drop(entry, ("/Thumb",))
    for key in ("/A", "/Next", "/PA"):
        if key in entry and not _is_safe_action(entry[key]):
            del entry[key]
    if "/Annots" in entry:
        _clean_annotations(entry)
    if isinstance(entry, Stream):
        _clean_stream(entry)


def _is_safe_action(action: Any) -> bool:
    """Tell whether what `/A` or `/Next` points to may stay. `/A` means other things in other dictionaries."""
    if isinstance(action, Array):
        return all(_is_safe_action(each) for each in action)
    kind = action.get("/S") if isinstance(action, Dictionary) else None
    if not isinstance(kind, Name):
        return True
    if str(kind) == "/URI":
        return str(action.get("/URI", "")).strip().lower().startswith(_SAFE_SCHEMES)
    return str(kind) in _SAFE_ACTIONS


def _is_resource(value: Any) -> bool:
    return isinstance(value, Dictionary | Stream) and str(value.get("/Type", "")) in _RESOURCE_TYPES


def _clean_annotations(page: Object) -> None:
    """Take away annotations that play, open or attach something, and the names of those who commented."""
    annotations = page["/Annots"]
    if not isinstance(annotations, Array):
        return
    kept = []
    for annotation in annotations:
        if not isinstance(annotation, Dictionary):
            continue
        subtype = str(annotation.get("/Subtype", ""))
        if subtype in _UNSAFE_ANNOTATIONS:
            continue
        if subtype != "/Widget":  # there /T is the name of a form's field
            _drop(annotation, _ANNOTATION_PERSON)
        kept.append(annotation)
    page["/Annots"] = Array(kept)


def _clean_stream(stream: Stream) -> None:
    """Drop a reference to a file outside; take the metadata out of a photograph."""
    _drop(stream, ("/F", "/FFilter", "/FDecodeParms"))
    kinds = stream.get("/Filter")
    single = kinds[0] if isinstance(kinds, Array) and len(kinds) == 1 else kinds
    if str(stream.get("/Subtype", "")) != "/Image" or single != Name.DCTDecode:
        return
    raw = stream.read_raw_bytes()
    clean = without_metadata(raw)
    if clean != raw:
        how: Any = stream.get("/DecodeParms")
        stream.write(clean, filter=Name.DCTDecode, decode_parms=how)


def _drop(entry: Object, keys: tuple[str, ...]) -> None:
    for key in keys:
        if key in entry:
            del entry[key]
