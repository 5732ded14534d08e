"""Every file that the press takes carries who took it: inside, or in a zip beside it."""

from __future__ import annotations

import io
import zipfile

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from cms.common.digests import sha256_hex
from cms.sharing.marking.apply import mark_file
from cms.sharing.marking.mark import Mark
from tests.cms.sharing.marking_samples import MARK, pdf, picture

WORDS = ("Åsa Öberg (Tidningen)", "3f9a2c41", "tisdag 3 mars 2026")


def test_a_table_has_the_mark_in_its_first_row():
    marked = mark_file(b"Plats;Antal\r\nEnen;12\r\n", "lyktor.csv", "text/csv", MARK)
    first, rest = marked.data.decode().split("\r\n", 1)
    assert all(word in first for word in WORDS)
    assert first.startswith('"# ')
    assert first.endswith('"')
    assert rest == "Plats;Antal\r\nEnen;12\r\n"
    assert (marked.name, marked.media_type) == ("lyktor--asa-oberg-3f9a2c41.csv", "text/csv")


def test_a_table_keeps_its_byte_order_mark_first():
    marked = mark_file("\ufeffPlats;Antal\r\n".encode(), "lyktor.csv", "text/csv", MARK)
    assert marked.data.startswith(b'\xef\xbb\xbf"# ')
    assert marked.data.count(b"\xef\xbb\xbf") == 1


@given(st.text(max_size=40), st.text(max_size=40))
def test_no_name_breaks_out_of_the_cell_or_becomes_a_formula(name, organisation):
    mark = Mark(" ".join(name.split()) or "=1+1", " ".join(organisation.split()), "a@b.example", "k", "t")
    first = mark_file(b"a;b\r\n", "t.csv", "text/csv", mark).data.decode()[: -len("\r\na;b\r\n")]
    assert first.startswith('"# ')
    assert first.endswith('"')
    assert '"' not in first[1:-1].replace('""', "")


def test_a_text_has_the_mark_in_its_first_line():
    marked = mark_file(b"Hej.", "las.txt", "text/plain", MARK)
    assert marked.data.decode().splitlines()[0].startswith("# Under embargo till")
    assert marked.data.endswith(b"\r\nHej.")


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_picture_has_a_strip_and_a_description_and_keeps_its_size(kind):
    data = picture(kind)
    marked = mark_file(data, "bild.x", f"image/{kind.lower()}", MARK)
    before, after = Image.open(io.BytesIO(data)), Image.open(io.BytesIO(marked.data))
    assert (after.format, after.size) == (kind, before.size)
    told = after.info.get("Description") or after.getexif()[0x010E].encode("latin-1").decode()
    assert all(word in told for word in WORDS)
    lower = after.convert("RGB").crop((0, 370, 600, 400)).getcolors(100_000)
    upper = after.convert("RGB").crop((0, 0, 600, 200)).getcolors(100_000)
    assert len(lower) > 10
    assert len(upper) <= 3
    assert marked.name == "bild--asa-oberg-3f9a2c41.x"


@pytest.mark.parametrize("size", [(60, 40), (12, 12), (3000, 200), (1, 1)])
def test_pictures_of_any_size_are_marked(size):
    assert mark_file(picture(size=size), "b.png", "image/png", MARK).media_type == "image/png"


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "CMYK"])
def test_pictures_of_any_colours_are_marked(mode):
    kind = "JPEG" if mode == "CMYK" else "PNG"
    data = picture(kind, mode=mode if mode != "LA" else "LA")
    assert mark_file(data, "b", f"image/{kind.lower()}", MARK).media_type == f"image/{kind.lower()}"


def test_a_name_in_other_letters_is_drawn_as_the_mail_address_and_told_in_full():
    mark = Mark("ናታን", "", "natan@tidningen.example", "3f9a2c41", "nu")
    assert "natan@tidningen.example" in mark.drawn
    assert "ናታን" in mark.text
    marked = mark_file(picture(), "b.png", "image/png", mark)
    assert "ናታን" in Image.open(io.BytesIO(marked.data)).info["Description"]
    assert marked.name == "b--lasare-3f9a2c41.png"
    document = pikepdf.open(io.BytesIO(mark_file(pdf(0), "b.pdf", "application/pdf", mark).data))
    assert (
        "natan@tidningen.example".encode("cp1252").hex().encode()
        in document.pages[0].Contents[-1].read_bytes()
    )


def test_a_pdf_has_the_mark_on_every_page_however_it_is_turned():
    marked = mark_file(pdf(0, 90, 180, 270, 45), "blad.pdf", "application/pdf", MARK)
    document = pikepdf.open(io.BytesIO(marked.data))
    stamps = [page.Contents[-1].read_bytes() for page in document.pages]
    assert all(MARK.text.encode("cp1252").hex().encode() in stamp for stamp in stamps)
    assert len(set(stamps[:4])) == 4
    assert all(page.Contents[0].read_bytes() == b"q\n" for page in document.pages)
    assert str(document.docinfo["/PressRoomMark"]) == MARK.text
    with document.open_metadata() as metadata:
        assert MARK.text in str(metadata["dc:rights"])


def test_a_pdf_locked_with_a_password_is_packed():
    locked = pdf(0, encryption=pikepdf.Encryption(owner="a", user="b"))
    assert mark_file(locked, "b.pdf", "application/pdf", MARK).media_type == "application/zip"


@pytest.mark.parametrize(
    ("data", "name", "media_type"),
    [
        (
            b"PK\x03\x04...",
            "underlag.docx",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ),
        ("Enen;åäö".encode("latin-1"), "gammal.csv", "text/csv"),
        ("åäö".encode("latin-1"), "gammal.txt", "text/plain"),
        (b"ingen pdf", "trasig.pdf", "application/pdf"),
        (b"ingen bild", "trasig.png", "image/png"),
        (picture("GIF"), "rorlig.gif", "image/gif"),
        (picture("GIF"), "fel-slag.png", "image/png"),
    ],
)
def test_what_has_no_room_for_a_mark_is_packed_beside_it(data, name, media_type):
    marked = mark_file(data, name, media_type, MARK)
    assert marked.media_type == "application/zip"
    assert marked.name.endswith("--asa-oberg-3f9a2c41.zip")
    package = zipfile.ZipFile(io.BytesIO(marked.data))
    told = package.read("LÄS-MIG.txt").decode("utf-8-sig")
    assert all(word in told for word in (*WORDS, "asa@tidningen.example", name, sha256_hex(data)))
    [inside] = [entry for entry in package.namelist() if entry != "LÄS-MIG.txt"]
    assert "3f9a2c41" in inside
    assert package.read(inside) == data
