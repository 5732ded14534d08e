import pytest

from cms.files.sanitise import extension_of, named


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("Sommaren i Järva.JPG", "Sommaren i Järva.png"),
        ("../../etc/passwd", "passwd.png"),
        ("C:\\Users\\hanna\\bild.jpeg", "bild.png"),
        ("a\x00b\n.gif", "ab.png"),
        ("", "fil.png"),
        (".jpg", "jpg.png"),
        ("...", "fil.png"),
    ],
)
def test_a_name_is_one_safe_part_with_the_right_extension(given: str, kept: str) -> None:
    assert named(given, "png") == kept


def test_an_extension_is_lower_case_and_last() -> None:
    assert extension_of("a.tar.GZ") == "gz"
    assert extension_of("mapp.pdf\\fil") == ""
