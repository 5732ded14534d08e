"""Uploads as they come: small files of every kind, with everything in them that must not get out.

Every secret holds the word in `SECRET`, so that a test can look for one thing in the bytes that came out.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, String
from PIL import Image, ImageCms, PngImagePlugin

SECRET = "Hemliga-Hanna"
_BYTES = SECRET.encode()
_PREFIX = "application/vnd.openxmlformats-officedocument."


def picture(width: int = 40, height: int = 30, mode: str = "RGB") -> Image.Image:
    """A picture with a red left half, so that a turn shows."""
    image = Image.new("RGB", (width, height), (20, 60, 90))
    image.paste((220, 30, 30), (0, 0, width // 2, height))
    return image.convert(mode)


def encode(image: Image.Image, kind: str, **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def exif(orientation: int = 1) -> Image.Exif:
    """EXIF with an author, a description and a position in Rinkeby."""
    data = Image.Exif()
    data[0x0112] = orientation
    data[0x013B] = SECRET
    data[0x010E] = SECRET
    data[0x8825] = {1: "N", 2: (59.0, 23.0, 18.0), 3: "E", 4: (17.0, 55.0, 30.0), 29: SECRET}
    return data


def jpeg(width: int = 40, height: int = 30, *, orientation: int = 1, mode: str = "RGB") -> bytes:
    """A JPEG with EXIF, GPS, XMP, IPTC, a comment and something appended."""
    plain = encode(
        picture(width, height, mode), "JPEG", quality=90, exif=exif(orientation), comment=_BYTES, xmp=xmp()
    )
    iptc = b"Photoshop 3.0\x008BIM\x04\x04\x00\x00" + struct.pack(">I", len(_BYTES)) + _BYTES
    segment = b"\xff\xed" + struct.pack(">H", len(iptc) + 2) + iptc
    return plain[:2] + segment + plain[2:] + b"PK\x03\x04 appended " + _BYTES


def png(width: int = 40, height: int = 30, mode: str = "RGB", **options: object) -> bytes:
    """A PNG with text chunks of all three kinds, EXIF and something appended."""
    info = PngImagePlugin.PngInfo()
    info.add_text("Author", SECRET)
    info.add_text("Comment", SECRET, zip=True)
    info.add_itxt("XML:com.adobe.xmp", xmp().decode())
    return encode(picture(width, height, mode), "PNG", pnginfo=info, exif=exif(), **options) + _BYTES


def webp(width: int = 40, height: int = 30, *, lossless: bool = False, mode: str = "RGB") -> bytes:
    return encode(picture(width, height, mode), "WEBP", lossless=lossless, exif=exif(), xmp=xmp())


def gif() -> bytes:
    return encode(picture().convert("P"), "GIF", comment=_BYTES)


def animation(kind: str) -> bytes:
    frames = [picture(), picture().transpose(Image.Transpose.FLIP_LEFT_RIGHT)]
    return encode(frames[0], kind, save_all=True, append_images=frames[1:], duration=100)


def swedish_profile() -> bytes:
    """An ICC profile that is not sRGB: Pillow's LAB profile has a name that is easy to find."""
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("XYZ")).tobytes()


def xmp() -> bytes:
    return (
        f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><dc:creator xmlns:dc="http://purl.org/dc/elements/1.1/">{SECRET}'
        "</dc:creator></x:xmpmeta>"
    ).encode()


def png_claiming(width: int, height: int) -> bytes:
    """A PNG of a few hundred bytes whose header claims a huge picture."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"\x00" * 100))
        + chunk(b"IEND", b"")
    )


def webp_claiming(width: int, height: int) -> bytes:
    """A WebP whose extended header claims a huge canvas."""
    canvas = (
        b"VP8X"
        + struct.pack("<I", 10)
        + b"\x00\x00\x00\x00"
        + (width - 1).to_bytes(3, "little")
        + (height - 1).to_bytes(3, "little")
    )
    return b"RIFF" + struct.pack("<I", len(canvas) + 4) + b"WEBP" + canvas


def pdf(*, pages: int = 1) -> bytes:
    """A PDF with an author, scripts, a launch action, an attachment, a comment and a photograph with EXIF."""
    document = pikepdf.new()
    for _ in range(pages):
        document.add_blank_page(page_size=(200, 200))
    document.docinfo["/Author"] = SECRET
    document.docinfo["/Title"] = "Sommaren <i> Järva"
    with document.open_metadata(update_docinfo=False) as metadata:
        metadata["dc:creator"] = [SECRET]
        metadata["pdfuaid:part"] = "1"
    script = Dictionary(S=Name.JavaScript, JS=String(f"app.alert('{SECRET}')"))
    document.Root.OpenAction = script
    document.Root.AA = Dictionary(WC=script)
    document.attachments["hemligt.txt"] = _BYTES
    document.Root.Names.JavaScript = Dictionary(Names=Array([String("a"), document.make_indirect(script)]))
    document.Root.PieceInfo = Dictionary(Word=Dictionary(Private=String(SECRET)))
    _fill_page(document, script)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _fill_page(document: Pdf, script: Dictionary) -> None:
    page = document.pages[0].obj
    box = Array([0, 0, 50, 20])
    web = Dictionary(S=Name.URI, URI=String("https://example.se/"), Next=script)
    local = Dictionary(S=Name.URI, URI=String(f"javascript:alert('{SECRET}')"))
    launch = Dictionary(S=Name.Launch, F=String(SECRET))
    page.Annots = Array(
        [
            document.make_indirect(Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=box, A=action))
            for action in (web, local, launch)
        ]
        + [
            Dictionary(
                Type=Name.Annot, Subtype=Name.Text, Rect=box, T=String(SECRET), Contents=String("Bra")
            ),
            Dictionary(Type=Name.Annot, Subtype=Name.FileAttachment, Rect=box, Contents=String(SECRET)),
        ]
    )
    photo = document.make_stream(jpeg())
    photo.Type, photo.Subtype, photo.Filter = Name.XObject, Name.Image, Name.DCTDecode
    photo.Width, photo.Height, photo.BitsPerComponent, photo.ColorSpace = 40, 30, 8, Name.DeviceRGB
    page.Resources = Dictionary(XObject=Dictionary({"/AA": photo}))
    page.Contents = document.make_stream(b"q 100 0 0 100 0 0 cm /AA Do Q")


def pdf_bomb(megabytes: int) -> bytes:
    """A PDF whose table of objects swells from nothing to `megabytes` when it is opened."""
    packed = zlib.compress(b"1 0 <</Type/Catalog/Pages 2 0 R>>" + b" " * (megabytes << 20), 9)
    objects = [
        b"2 0 obj <</Type/Pages/Kids[4 0 R]/Count 1>> endobj\n",
        b"4 0 obj <</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>> endobj\n",
        b"5 0 obj <</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length %d>> stream\n" % len(packed)
        + packed
        + b"\nendstream endobj\n",
    ]
    out, places = b"%PDF-1.5\n", []
    for each in objects:
        places.append(len(out))
        out += each

    def row(kind: int, place: int, index: int) -> bytes:
        return bytes([kind]) + place.to_bytes(4, "big") + bytes([index])

    table = row(0, 0, 255) + row(2, 5, 0) + row(1, places[0], 0) + row(0, 0, 0)
    table += row(1, places[1], 0) + row(1, places[2], 0) + row(1, len(out), 0)
    start = len(out)
    return out + (
        b"6 0 obj <</Type/XRef/Size 7/W[1 4 1]/Root 1 0 R/Length %d>> stream\n" % len(table)
        + table
        + b"\nendstream endobj\nstartxref\n%d\n%%%%EOF" % start
    )


def archive(parts: dict[str, bytes | str], *, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as file:
        for name, part in parts.items():
            file.writestr(name, part)
    return out.getvalue()


def office_parts(extension: str = "docx") -> dict[str, bytes | str]:
    """The parts of an office document with authors wherever Office writes them."""
    main = {
        "docx": ("word/document.xml", "wordprocessingml.document.main+xml"),
        "xlsx": ("xl/workbook.xml", "spreadsheetml.sheet.main+xml"),
        "pptx": ("ppt/presentation.xml", "presentationml.presentation.main+xml"),
    }[extension]
    types = "http://schemas.openxmlformats.org/package/2006/content-types"
    rels = "http://schemas.openxmlformats.org/package/2006/relationships"
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    core = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
    return {
        "[Content_Types].xml": (
            f'<Types xmlns="{types}"><Default Extension="xml" ContentType="application/xml"/>'
            f'<Override PartName="/{main[0]}" ContentType="{_PREFIX}{main[1]}"/></Types>'
        ),
        "_rels/.rels": (
            f'<Relationships xmlns="{rels}"><Relationship Id="a" Type="{kind}/officeDocument" Target="{main[0]}"/>'
            f'<Relationship Id="b" Type="{kind}/metadata/thumbnail" Target="docProps/thumbnail.jpeg"/></Relationships>'
        ),
        "word/_rels/settings.xml.rels": (
            f'<Relationships xmlns="{rels}">'
            f'<Relationship Id="a" Type="{kind}/attachedTemplate" TargetMode="External" Target="file:///C:/{SECRET}"/>'
            f'<Relationship Id="b" Type="{kind}/image" TargetMode="External" Target="http://x.se/{SECRET}.png"/>'
            f'<Relationship Id="c" Type="{kind}/hyperlink" TargetMode="External" Target="https://example.se/"/>'
            "</Relationships>"
        ),
        main[0]: (
            f'<w:document xmlns:w="{word}"><w:body><w:p><w:ins w:id="1" w:author="{SECRET}"><w:r><w:t>Text å</w:t>'
            "</w:r></w:ins></w:p></w:body></w:document>"
        ),
        "word/comments.xml": (
            f'<w:comments xmlns:w="{word}"><w:comment w:id="0" w:author="{SECRET}" w:initials="{SECRET}"/></w:comments>'
        ),
        "xl/comments1.xml": f"<comments><authors><author>{SECRET}</author></authors></comments>",
        "xl/persons/person.xml": f'<personList><person displayName="{SECRET}" userId="{SECRET}"/></personList>',
        "xl/tables/table1.xml": '<table displayName="Tabell1"/>',
        "ppt/commentAuthors.xml": f'<p:cmAuthorLst xmlns:p="p"><p:cmAuthor name="{SECRET}" id="1"/></p:cmAuthorLst>',
        "docProps/core.xml": (
            f'<cp:coreProperties xmlns:cp="{core}" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>Plan å'
            f"</dc:title><cp:lastModifiedBy>{SECRET}</cp:lastModifiedBy></cp:coreProperties>"
        ),
        "docProps/app.xml": f"<Properties><Company>{SECRET}</Company></Properties>",
        "docProps/custom.xml": f"<Properties><x>{SECRET}</x></Properties>",
        "docProps/thumbnail.jpeg": _BYTES,
        "word/media/image1.jpg": jpeg(),
        "word/media/image2.png": png(),
    }


def office(extension: str = "docx", **changed: bytes | str | None) -> bytes:
    """An office document; `changed` replaces, adds or (None) removes parts."""
    parts = office_parts(extension)
    parts.update({name: part for name, part in changed.items() if part is not None})
    return archive({name: part for name, part in parts.items() if changed.get(name, part) is not None})


def opendocument_parts(extension: str = "odt") -> dict[str, bytes | str]:
    """The parts of an OpenDocument with authors wherever LibreOffice writes them."""
    kind = {"odt": "text", "ods": "spreadsheet"}[extension]
    space = "urn:oasis:names:tc:opendocument:xmlns"
    dc = 'xmlns:dc="http://purl.org/dc/elements/1.1/"'
    office_space = f'xmlns:office="{space}:office:1.0"'
    return {
        "mimetype": f"application/vnd.oasis.opendocument.{kind}",
        "content.xml": (
            f'<office:document-content {office_space} {dc} xmlns:script="{space}:script:1.0"><office:scripts>'
            f'<office:event-listeners><script:event-listener script:name="{SECRET}"/></office:event-listeners>'
            f"</office:scripts><office:annotation><dc:creator>{SECRET}</dc:creator></office:annotation>Text å"
            "</office:document-content>"
        ),
        "meta.xml": (
            f"<office:document-meta {office_space} {dc}><office:meta><dc:title>Plan å</dc:title>"
            f"<dc:creator>{SECRET}</dc:creator></office:meta></office:document-meta>"
        ),
        "Thumbnails/thumbnail.png": _BYTES,
        "Pictures/1.jpg": jpeg(),
        "Configurations2/accelerator/current.xml": "",
        "META-INF/manifest.xml": (
            f'<m:manifest xmlns:m="{space}:manifest:1.0"><m:file-entry m:full-path="/"/>'
            '<m:file-entry m:full-path="Thumbnails/thumbnail.png"/></m:manifest>'
        ),
    }


def opendocument(extension: str = "odt", **changed: bytes | str) -> bytes:
    return archive({**opendocument_parts(extension), **changed})
