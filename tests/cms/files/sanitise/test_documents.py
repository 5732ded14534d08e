"""Documents come out without authors, scripts and attachments, or do not come out at all."""

from __future__ import annotations

import contextlib
import io
import zipfile

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pikepdf import Array, Dictionary, Name, String

from cms.files.exceptions import Refusal, UploadRefused
from cms.files.sanitise import media_type_of, sanitise_document
from tests.factories import cms_files as uploads
from tests.factories.cms_files import SECRET


def refusal(data: bytes, name: str, **limits: int) -> UploadRefused:
    with pytest.raises(UploadRefused) as caught:
        sanitise_document(data, name, **limits)
    return caught.value


def parts_of(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def all_bytes_of(data: bytes) -> bytes:
    """Every stream, string and dictionary of a PDF, unpacked."""
    with pikepdf.open(io.BytesIO(data)) as document:
        out = io.BytesIO()
        document.save(
            out,
            qdf=True,
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
            stream_decode_level=pikepdf.StreamDecodeLevel.generalized,
        )
        return out.getvalue()


class TestPdf:
    def test_everything_that_names_runs_or_rides_along_goes(self) -> None:
        dirty = uploads.pdf()
        assert SECRET.encode() in all_bytes_of(dirty)
        clean = sanitise_document(dirty, "Rapport.PDF")
        assert (clean.media_type, clean.extension) == ("application/pdf", "pdf")
        text = all_bytes_of(clean.data)
        assert SECRET.encode() not in text
        for word in (
            b"/JavaScript",
            b"/JS",
            b"/Launch",
            b"/OpenAction",
            b"/EmbeddedFile",
            b"/Author",
        ):
            assert word not in text
        with pikepdf.open(io.BytesIO(clean.data)) as document:
            assert not document.attachments

    def test_the_title_stays_for_those_who_listen(self) -> None:
        with pikepdf.open(io.BytesIO(sanitise_document(uploads.pdf(), "a.pdf").data)) as document:
            assert dict(document.docinfo) == {"/Title": "Sommaren <i> Järva"}
            with document.open_metadata() as metadata:
                assert dict(metadata) == {
                    "{http://purl.org/dc/elements/1.1/}title": "Sommaren <i> Järva",
                    "{http://www.aiim.org/pdfua/ns/id/}part": "1",
                }

    @pytest.mark.parametrize(
        ("packet", "title"), [(b"", ""), (b"<trasig", ""), (b"<a/>", ""), (b"x", "Järva")]
    )
    def test_the_title_may_be_in_the_metadata_only_or_nowhere(self, packet: bytes, title: str) -> None:
        with pikepdf.open(io.BytesIO(uploads.pdf())) as document:
            del document.trailer["/Info"]
            document.Root.Metadata.write(
                f'<a xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title> {title} </dc:title></a>'.encode()
                if title
                else packet
            )
            out = io.BytesIO()
            document.save(out, fix_metadata_version=False)
        with pikepdf.open(io.BytesIO(sanitise_document(out.getvalue(), "a.pdf").data)) as document:
            assert str(document.docinfo.get("/Title", "")) == title

    def test_what_the_reader_needs_stays(self) -> None:
        with pikepdf.open(io.BytesIO(sanitise_document(uploads.pdf(pages=3), "a.pdf").data)) as document:
            assert len(document.pages) == 3
            page = document.pages[0].obj
            kinds = [str(annotation.Subtype) for annotation in page.Annots]
            assert kinds == ["/Link", "/Link", "/Link", "/Text"]
            assert page.Annots[0].A.URI == "https://example.se/"
            assert "/Next" not in page.Annots[0].A
            assert "/A" not in page.Annots[1]
            assert "/A" not in page.Annots[2]
            assert page.Annots[3].Contents == "Bra"
            # A picture that happens to be called what a script is called elsewhere.
            assert page.Resources.XObject["/AA"].Width == 40

    def test_the_same_document_gives_the_same_bytes(self) -> None:
        dirty = uploads.pdf()
        clean = sanitise_document(dirty, "a.pdf").data
        assert sanitise_document(dirty, "b.pdf").data == clean
        assert sanitise_document(clean, "a.pdf").data == clean

    def test_a_password_is_refused_and_mere_restrictions_are_lifted(self) -> None:
        with pikepdf.open(io.BytesIO(uploads.pdf())) as document:
            locked, restricted = io.BytesIO(), io.BytesIO()
            document.save(locked, encryption=pikepdf.Encryption(user="hemligt", owner="hemligt"))
            document.save(restricted, encryption=pikepdf.Encryption(user="", owner="hemligt"))
        assert refusal(locked.getvalue(), "a.pdf").reason is Refusal.ENCRYPTED
        clean = sanitise_document(restricted.getvalue(), "a.pdf").data
        with pikepdf.open(io.BytesIO(clean)) as document:
            assert not document.is_encrypted

    @pytest.mark.parametrize(
        "data",
        [uploads.pdf()[:-200], b"%PDF-1.7\n%%EOF", b"%PDF-1.7 " + b"\x00" * 100, uploads.pdf(pages=1)[:400]],
    )
    def test_a_damaged_or_cut_document_is_refused(self, data: bytes) -> None:
        assert refusal(data, "a.pdf").reason is Refusal.DAMAGED

    def test_a_document_without_pages_is_refused(self) -> None:
        out = io.BytesIO()
        pikepdf.new().save(out)
        assert refusal(out.getvalue(), "a.pdf").reason is Refusal.DAMAGED

    def test_odd_but_harmless_structures_do_not_stop_the_cleaning(self) -> None:
        with pikepdf.open(io.BytesIO(uploads.pdf())) as document:
            page = document.pages[0].obj
            safe = Dictionary(S=Name.GoTo, D=Array([page, Name.Fit]))
            field = Dictionary(
                Type=Name.Annot, Subtype=Name.Widget, T=String("namn"), Rect=Array([0, 0, 1, 1])
            )
            field = document.make_indirect(field)
            document.Root.AcroForm = Dictionary(Fields=Array([field]))
            page.Annots.append(field)
            page.Annots.append(
                Dictionary(Type=Name.Annot, Subtype=Name.Link, A=Dictionary(D=1, Next=Array([safe])))
            )
            page.Annots.append(42)
            page.Thumb = document.make_stream(SECRET.encode())
            outside = document.make_stream(b"")
            outside.F = String(SECRET)
            page.Extra = Array([Dictionary(Inner=Dictionary(JS=String(SECRET))), outside])
            page.Other = Dictionary(Annots=Name.Odd)
            photo = page.Resources.XObject["/AA"]
            photo.Filter = Array([Name.DCTDecode])
            out = io.BytesIO()
            document.save(out)
        text = all_bytes_of(sanitise_document(out.getvalue(), "a.pdf").data)
        assert SECRET.encode() not in text
        assert b"(namn)" in text

    def test_a_stream_that_swells_is_refused(self) -> None:
        assert sanitise_document(uploads.pdf_bomb(1), "a.pdf").extension == "pdf"
        bomb = uploads.pdf_bomb(100)
        assert len(bomb) < 200_000
        assert refusal(bomb, "a.pdf").reason is Refusal.DAMAGED


class TestOffice:
    @pytest.mark.parametrize("extension", ["docx", "xlsx", "pptx"])
    def test_no_name_of_a_person_is_left(self, extension: str) -> None:
        clean = sanitise_document(uploads.office(extension), f"Plan.{extension}")
        assert clean.extension == extension
        assert clean.media_type == media_type_of(f"x.{extension}")
        parts = parts_of(clean.data)
        for name, part in parts.items():
            assert SECRET.encode() not in part, name
        assert "docProps/thumbnail.jpeg" not in parts
        assert b"thumbnail" not in parts["_rels/.rels"]

    def test_what_the_reader_needs_stays(self) -> None:
        parts = parts_of(sanitise_document(uploads.office(), "a.docx").data)
        assert "Text å" in parts["word/document.xml"].decode()
        assert b'Target="https://example.se/"' in parts["word/_rels/settings.xml.rels"]
        assert b'Target="Normal.dotm"' in parts["word/_rels/settings.xml.rels"]
        assert "<dc:title>Plan å</dc:title>" in parts["docProps/core.xml"].decode()
        assert b'displayName="Tabell1"' in parts["xl/tables/table1.xml"]
        assert parts["word/media/image1.jpg"].startswith(b"\xff\xd8")

    def test_the_same_document_gives_the_same_bytes(self) -> None:
        clean = sanitise_document(uploads.office(), "a.docx").data
        assert sanitise_document(clean, "a.docx").data == clean

    def test_a_workbook_inside_is_cleaned_too(self) -> None:
        outer = uploads.office("docx", **{"word/embeddings/Book.xlsx": uploads.office("xlsx")})
        inner = parts_of(parts_of(sanitise_document(outer, "a.docx").data)["word/embeddings/Book.xlsx"])
        assert all(SECRET.encode() not in part for part in inner.values())

    @pytest.mark.parametrize(
        ("changed", "reason"),
        [
            ({"word/vbaProject.bin": b"x"}, Refusal.MACROS),
            ({"word/activeX/activeX1.bin": b"x"}, Refusal.MACROS),
            ({"word/embeddings/oleObject1.bin": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"}, Refusal.MACROS),
            ({"word/embeddings/x.bin": uploads.archive({"setup.exe": b"MZ"})}, Refusal.MACROS),
            ({"word/document.xml": "<trasig"}, Refusal.DAMAGED),
            ({"word/document.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}, Refusal.DAMAGED),
            ({"_rels/.rels": "inte xml"}, Refusal.DAMAGED),
            ({"[Content_Types].xml": "<trasig"}, Refusal.DAMAGED),
            ({"[Content_Types].xml": None}, Refusal.WRONG_EXTENSION),
            ({"../../etc/passwd": b"x"}, Refusal.UNSAFE_PATH),
            ({"/etc/passwd": b"x"}, Refusal.UNSAFE_PATH),
            ({"word\\..\\x": b"x"}, Refusal.UNSAFE_PATH),
            ({"C:/x": b"x"}, Refusal.UNSAFE_PATH),
            ({"word/bomb.xml": b" " * 40_000_000}, Refusal.ARCHIVE_BOMB),
        ],
    )
    def test_what_is_not_safe_is_refused(
        self, changed: dict[str, bytes | str | None], reason: Refusal
    ) -> None:
        assert refusal(uploads.office(**changed), "a.docx").reason is reason

    def test_documents_with_macros_are_refused_by_what_they_are_and_by_their_name(self) -> None:
        types = str(uploads.office_parts()["[Content_Types].xml"]).replace(
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
            "application/vnd.ms-word.document.macroEnabled.main+xml",
        )
        data = uploads.office(**{"[Content_Types].xml": types})
        assert refusal(data, "a.docx").reason is Refusal.MACROS
        assert refusal(uploads.office(), "a.docm").reason is Refusal.MACROS

    def test_documents_in_documents_without_end_are_refused(self) -> None:
        data = uploads.office()
        for _ in range(5):
            data = uploads.office(**{"word/embeddings/inner.docx": data})
        assert refusal(data, "a.docx").reason is Refusal.MACROS

    def test_too_many_parts_are_refused(self) -> None:
        parts = {f"word/media/{number}.bin": b"" for number in range(5_001)}
        assert refusal(uploads.office(**parts), "a.docx").reason is Refusal.ARCHIVE_BOMB

    @pytest.mark.filterwarnings("ignore:Duplicate name")
    def test_two_parts_of_one_name_are_refused(self) -> None:
        out = io.BytesIO(uploads.office())
        with zipfile.ZipFile(out, "a") as archive:
            archive.writestr("word/document.xml", "<a/>")
        assert refusal(out.getvalue(), "a.docx").reason is Refusal.UNSAFE_PATH

    def test_a_part_with_a_password_is_refused(self) -> None:
        data = bytearray(uploads.office())
        directory = data.index(b"PK\x01\x02")
        data[directory + 8] |= 1
        assert refusal(bytes(data), "a.docx").reason is Refusal.ENCRYPTED

    def test_a_lying_size_does_not_swell(self) -> None:
        data = bytearray(uploads.office(**{"word/media/x.bin": b" " * 900_000}))
        directory = data.index(b"word/media/x.bin", data.index(b"PK\x01\x02")) - 46
        data[directory + 24 : directory + 28] = (100).to_bytes(4, "little")
        assert refusal(bytes(data), "a.docx").reason is Refusal.DAMAGED


class TestOpenDocument:
    @pytest.mark.parametrize("extension", ["odt", "ods"])
    def test_no_name_of_a_person_is_left(self, extension: str) -> None:
        clean = sanitise_document(uploads.opendocument(extension), f"Plan.{extension}")
        assert clean.media_type == media_type_of(f"x.{extension}")
        parts = parts_of(clean.data)
        for name, part in parts.items():
            assert SECRET.encode() not in part, name
        assert "Text å" in parts["content.xml"].decode()
        assert "<dc:title>Plan å</dc:title>" in parts["meta.xml"].decode()
        assert "Thumbnails/thumbnail.png" not in parts
        assert b"Thumbnails" not in parts["META-INF/manifest.xml"]

    def test_the_media_type_comes_first_and_uncompressed(self) -> None:
        clean = sanitise_document(uploads.opendocument(), "a.odt").data
        with zipfile.ZipFile(io.BytesIO(clean)) as archive:
            first = archive.infolist()[0]
        assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
        assert clean[30:38] == b"mimetype"
        assert sanitise_document(clean, "a.odt").data == clean

    @pytest.mark.parametrize(
        ("changed", "reason"),
        [
            ({"Basic/script-lc.xml": "<x/>"}, Refusal.MACROS),
            ({"Scripts/python/x.py": "print()"}, Refusal.MACROS),
            ({"Object 1": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"}, Refusal.MACROS),
            (
                {"content.xml": '<o:script xmlns:o="urn:oasis:names:tc:opendocument:xmlns:office:1.0"/>'},
                Refusal.MACROS,
            ),
            ({"content.xml": "<trasig"}, Refusal.DAMAGED),
            ({"META-INF/manifest.xml": "<m><e><encryption-data/></e></m>"}, Refusal.ENCRYPTED),
            ({"mimetype": "application/vnd.oasis.opendocument.graphics"}, Refusal.WRONG_EXTENSION),
        ],
    )
    def test_what_is_not_safe_is_refused(self, changed: dict[str, bytes | str], reason: Refusal) -> None:
        assert refusal(uploads.opendocument(**changed), "a.odt").reason is reason

    def test_a_document_without_its_parts_is_damaged(self) -> None:
        bare = uploads.archive({"mimetype": "application/vnd.oasis.opendocument.text"})
        assert refusal(bare, "a.odt").reason is Refusal.DAMAGED


class TestText:
    @pytest.mark.parametrize("data", ["Plats;Antal\nHusby;3\n", "\ufeffå;ä;ö\r\n", "rad\tett\f"])
    def test_text_stays_as_it_is(self, data: str) -> None:
        assert sanitise_document(data.encode(), "a.csv").data == data.encode()
        assert sanitise_document(data.encode(), "a.txt").media_type == "text/plain"

    @pytest.mark.parametrize(
        "data", ["Skärholmen".encode("latin-1"), b"a\x00b", b"\x1b[31m", "a".encode("utf-16")]
    )
    def test_what_is_not_utf_8_text_is_refused(self, data: bytes) -> None:
        assert refusal(data, "a.csv").reason is Refusal.NOT_TEXT


@pytest.mark.parametrize(
    ("data", "name", "reason"),
    [
        (b"", "a.pdf", Refusal.EMPTY),
        (b"text", "a.pdf", Refusal.WRONG_EXTENSION),
        (b"text", "a.docx", Refusal.WRONG_EXTENSION),
        (uploads.pdf(), "a.docx", Refusal.WRONG_EXTENSION),
        (uploads.pdf(), "a.txt", Refusal.WRONG_EXTENSION),
        (uploads.office("docx"), "a.xlsx", Refusal.WRONG_EXTENSION),
        (uploads.office("docx"), "a.odt", Refusal.WRONG_EXTENSION),
        (uploads.opendocument("odt"), "a.docx", Refusal.WRONG_EXTENSION),
        (uploads.opendocument("odt"), "a.pdf", Refusal.WRONG_EXTENSION),
        (uploads.archive({"a.txt": "x"}), "a.docx", Refusal.WRONG_EXTENSION),
        (uploads.jpeg(), "a.pdf", Refusal.WRONG_EXTENSION),
        (b"PK\x03\x04trasig", "a.docx", Refusal.DAMAGED),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 90, "a.docx", Refusal.NOT_ALLOWED),
        (b"{\\rtf1 hej}", "a.txt", Refusal.NOT_ALLOWED),
        (b"MZ\x90\x00", "a.exe", Refusal.NOT_ALLOWED),
        (b"<html>", "a.html", Refusal.NOT_ALLOWED),
        (b"text", "utan-punkt", Refusal.NOT_ALLOWED),
        (b"text", "", Refusal.NOT_ALLOWED),
    ],
)
def test_content_and_name_must_agree_and_be_allowed(data: bytes, name: str, reason: Refusal) -> None:
    error = refusal(data, name)
    assert error.reason is reason
    assert error.messages[0].endswith(".")


def test_too_many_bytes_are_refused() -> None:
    assert refusal(b"12345", "a.txt", max_bytes=4).reason is Refusal.TOO_LARGE


@given(
    sample=st.sampled_from(
        [(uploads.pdf(), "a.pdf"), (uploads.office(), "a.docx"), (uploads.opendocument(), "a.odt")]
    ),
    place=st.floats(0, 1),
    junk=st.binary(max_size=30),
    cut=st.floats(0, 1),
)
def test_damaged_bytes_are_cleaned_or_refused_never_an_error(
    sample: tuple[bytes, str], place: float, junk: bytes, cut: float
) -> None:
    data, name = sample
    at = int(place * len(data))
    damaged = (data[:at] + junk + data[at + len(junk) :])[: max(1, int(cut * len(data)))]
    with contextlib.suppress(UploadRefused):
        sanitise_document(damaged, name)
