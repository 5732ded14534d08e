"""Charts as PNG: the same drawing, in pixels that can be looked at."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from cms.common.charts import draw
from cms.common.raster import NotDrawableError, draw_png

GREEN, BROWN, PAPER, INK = (11, 90, 75), (163, 80, 27), (255, 255, 255), (21, 33, 28)


def chart(**overrides) -> str:
    given = {
        "chart": "bar",
        "title": "Lyktor",
        "description": "Fler i år.",
        "columns": ["2025"],
        "rows": [("Enen", ["10"]), ("Tallen", ["5"])],
        "unit": "lyktor",
        "language": "sv",
        "element_id": "figure-f1",
    }
    return draw(**(given | overrides))


def picture(svg: str, title: str = "Lyktor", notes: tuple[str, ...] = ("Källa: mätning",)) -> Image.Image:
    return Image.open(io.BytesIO(draw_png(svg, title=title, notes=notes)))


def count(image: Image.Image, colour: tuple[int, int, int]) -> int:
    found = image.convert("RGB").getcolors(image.width * image.height)
    return sum(number for number, pixel in found if pixel == colour)


def row_lengths(image: Image.Image, colour: tuple[int, int, int]) -> list[int]:
    """Return how many pixels of a colour each row of the picture has, where it has any."""
    rgb = image.convert("RGB")
    rows = [rgb.crop((0, y, rgb.width, y + 1)) for y in range(rgb.height)]
    return [found for row in rows if (found := count(row, colour))]


def test_bars_are_as_long_as_their_values():
    lengths = row_lengths(picture(chart()), GREEN)
    assert 0.48 < min(lengths) / max(lengths) < 0.52


def test_same_drawing_same_bytes_and_says_in_words_what_it_shows():
    image = picture(chart())
    draw_png.cache_clear()
    first = draw_png(chart(), title="Lyktor")
    draw_png.cache_clear()
    assert draw_png(chart(), title="Lyktor") == first
    assert (image.width, image.format, image.mode) == (1152, "PNG", "RGB")
    assert image.info["Title"] == "Lyktor"
    assert image.info["Description"] == "Fler i år. (lyktor)"
    assert image.info["Source"] == "Källa: mätning"
    assert image.getpixel((0, 0)) == PAPER


def test_title_and_notes_make_it_taller_and_are_drawn():
    bare = Image.open(io.BytesIO(draw_png(chart(), title="")))
    titled = picture(
        chart(), title="En mycket lång rubrik som inte får plats på en enda rad i den här bilden alls"
    )
    assert titled.height > bare.height
    assert count(titled, INK) > count(bare, INK)


def test_second_series_has_a_pattern_and_not_a_colour_alone():
    image = picture(chart(columns=["2024", "2025"], rows=[("Enen", ["10", "10"])]))
    assert 0.3 * count(image, GREEN) < count(image, BROWN) < 0.8 * count(image, GREEN)


@pytest.mark.parametrize("series", [1, 2, 3, 4, 5, 6])
@pytest.mark.parametrize("kind", ["bar", "line"])
def test_every_kind_with_every_look(kind, series):
    columns = [f"serie {number}" for number in range(series)]
    rows = [(str(year), [str(year % (number + 3)) for number in range(series)]) for year in range(2021, 2026)]
    assert count(picture(chart(chart=kind, columns=columns, rows=rows)), GREEN) > 100


def test_a_missing_value_breaks_the_line():
    whole = [("1", ["5"]), ("2", ["5"]), ("3", ["5"]), ("4", ["5"])]
    broken = [*whole[:2], ("3", [None]), whole[3]]
    pictures = [picture(chart(chart="line", rows=rows)) for rows in (whole, broken)]
    assert count(pictures[1], GREEN) < 0.8 * count(pictures[0], GREEN)


def test_no_values_at_all_is_a_sentence():
    image = picture(chart(rows=[("Enen", [None])]))
    assert count(image, GREEN) == 0
    assert count(image, INK) > 100


def test_languages_from_right_to_left_have_their_bars_at_the_right():
    image = picture(chart(language="ar", rows=[("1", ["10"]), ("2", ["1"])])).convert("RGB")
    right = image.crop((image.width * 9 // 10, 0, image.width, image.height))
    left = image.crop((0, 0, image.width // 10, image.height))
    assert count(right, GREEN) > count(left, GREEN)


@pytest.mark.parametrize(
    "svg",
    [
        pytest.param(chart(rows=[("ገበያ", ["1"])]), id="Tigrinya"),
        pytest.param(chart(unit="عدد"), id="Arabic"),
        pytest.param("<svg xmlns='http://www.w3.org/2000/svg'/>", id="no size"),
        pytest.param(chart().replace(' height="', ' height="999'), id="too tall"),
    ],
)
def test_what_it_cannot_draw_is_refused_and_never_boxes(svg):
    with pytest.raises(NotDrawableError):
        draw_png(svg, title="Lyktor")


def test_a_title_in_another_script_is_refused_too():
    with pytest.raises(NotDrawableError):
        draw_png(chart(), title="مصابيح")


def test_a_very_tall_drawing_takes_fewer_pixels():
    rows = [(f"Rad {number}", [str(number)] * 6) for number in range(60)]
    image = picture(chart(columns=list("abcdef"), rows=rows))
    assert image.width * image.height < 8_000_000
