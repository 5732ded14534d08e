"""A small drawing board on Pillow: flat shapes with soft gradients, light and grain, drawn at double size.

Everything is deterministic: the same scene gives the same bytes, so that loading twice stores no file twice.
"""

# A drawing is positions and colours by the dozen: names for each would hide the picture.
# ruff: noqa: PLR0917

from __future__ import annotations

import io
import math
import random
from collections.abc import Sequence

from PIL import Image, ImageChops, ImageDraw, ImageFilter

WIDTH, HEIGHT = 1600, 1067
Point = tuple[float, float]
Box = tuple[float, float, float, float]

# One palette for all pictures: petrol and sage against sand and brick.
NIGHT = "#14283d"
PETROL = "#1f4655"
TEAL = "#2f6f73"
SAGE = "#8fb59a"
MOSS = "#5d8a6b"
PINE = "#2f5b4f"
MIST = "#cfe0dc"
SKY = "#bcd8df"
SAND = "#f0dfc0"
CREAM = "#fbf3e2"
BRICK = "#c96f50"
RUST = "#9d4f3a"
ROSE = "#e3a797"
SUN = "#f2b950"
GLOW = "#ffd98a"
PLUM = "#56456f"
STONE = "#b9b3a6"
SLATE = "#5b6770"
INK = "#22303a"


def rgb(value: str) -> tuple[int, int, int]:
    """Return a `#rrggbb` colour as three numbers."""
    return int(value[1:3], 16), int(value[3:5], 16), int(value[5:7], 16)


def mix(first: str, second: str, share: float) -> str:
    """Return the colour `share` of the way from `first` to `second`."""
    pairs = zip(rgb(first), rgb(second), strict=True)
    return "#{:02x}{:02x}{:02x}".format(*(round(a + (b - a) * share) for a, b in pairs))


class Canvas:
    """A picture under way. Coordinates are in final pixels, whatever size it is drawn at."""

    def __init__(self, seed: str, scale: int = 2) -> None:
        self.scale = scale
        self.size = (WIDTH * scale, HEIGHT * scale)
        self.image = Image.new("RGB", self.size, CREAM)
        self.draw = ImageDraw.Draw(self.image, "RGBA")
        self.random = random.Random(seed)  # noqa: S311 - it places leaves, it guards nothing

    def _points(self, points: Sequence[Point]) -> list[Point]:
        return [(x * self.scale, y * self.scale) for x, y in points]

    def _box(self, box: Box) -> Box:
        x0, y0, x1, y1 = (value * self.scale for value in box)
        return x0, y0, x1, y1

    def gradient(self, top: str, bottom: str, box: Box = (0, 0, WIDTH, HEIGHT)) -> None:
        """Fill `box` from `top` to `bottom`."""
        x0, y0, x1, y1 = (round(value) for value in self._box(box))
        size = (x1 - x0, y1 - y0)
        ramp = Image.linear_gradient("L").resize((1, size[1]), Image.Resampling.BILINEAR)
        self.image.paste(rgb(top), (x0, y0, x1, y1))
        self.image.paste(rgb(bottom), (x0, y0, x1, y1), ramp.resize(size, Image.Resampling.NEAREST))

    def polygon(self, points: Sequence[Point], colour: str, alpha: int = 255) -> None:
        """Fill a polygon."""
        self.draw.polygon(self._points(points), fill=(*rgb(colour), alpha))

    def line(self, points: Sequence[Point], colour: str, width: float, alpha: int = 255) -> None:
        """Draw a line with round joints and ends."""
        spots = self._points(points)
        thick = round(width * self.scale)
        self.draw.line(spots, fill=(*rgb(colour), alpha), width=thick, joint="curve")
        if alpha == 255:
            for x, y in (spots[0], spots[-1]):
                r = thick / 2 - 0.5
                self.draw.ellipse((x - r, y - r, x + r, y + r), fill=rgb(colour))

    def ellipse(self, box: Box, colour: str, alpha: int = 255) -> None:
        """Fill an ellipse inside `box`."""
        self.draw.ellipse(self._box(box), fill=(*rgb(colour), alpha))

    def circle(self, x: float, y: float, r: float, colour: str, alpha: int = 255) -> None:
        """Fill a circle."""
        self.ellipse((x - r, y - r, x + r, y + r), colour, alpha)

    def ring(self, x: float, y: float, r: float, colour: str, width: float) -> None:
        """Draw a circle's outline."""
        self.draw.ellipse(
            self._box((x - r, y - r, x + r, y + r)), outline=rgb(colour), width=round(width * self.scale)
        )

    def rect(self, box: Box, colour: str, radius: float = 0, alpha: int = 255) -> None:
        """Fill a rectangle, with rounded corners if asked."""
        fill = (*rgb(colour), alpha)
        if radius:
            self.draw.rounded_rectangle(self._box(box), radius * self.scale, fill=fill)
        else:
            self.draw.rectangle(self._box(box), fill=fill)

    def light(self, x: float, y: float, r: float, colour: str, strength: float = 0.6) -> None:
        """Add a round glow, strongest in the middle."""
        self._veil(self._disc((x - r, y - r, x + r, y + r)), colour, strength)

    def shade(self, box: Box, strength: float = 0.35, colour: str = NIGHT) -> None:
        """Add a soft elliptical shadow."""
        self._veil(self._disc(box), colour, strength)

    def cone(
        self, x: float, y: float, spread: float, length: float, colour: str, strength: float = 0.35
    ) -> None:
        """Add the light of a lamp that falls downwards from (x, y)."""
        small = 4
        mask = Image.new("L", (WIDTH // small, HEIGHT // small + 1), 0)
        ImageDraw.Draw(mask).polygon(
            [
                (p / small, q / small)
                for p, q in ((x - 14, y), (x + 14, y), (x + spread, y + length), (x - spread, y + length))
            ],
            fill=255,
        )
        fade = Image.new("L", mask.size, 0)
        ramp = (
            Image.linear_gradient("L")
            .resize((mask.width, max(1, round(length / small))))
            .point(lambda v: 255 - v)
        )
        fade.paste(ramp, (0, round(y / small)))
        mask = ImageChops.multiply(mask, fade).filter(ImageFilter.GaussianBlur(5))
        self._veil((mask, (0, 0, WIDTH, HEIGHT)), colour, strength)

    def _disc(self, box: Box) -> tuple[Image.Image, Box]:
        return Image.radial_gradient("L").point(_FALLOFF), box

    def _veil(self, mask_in_box: tuple[Image.Image, Box], colour: str, strength: float) -> None:
        """Lay `colour` over the picture through a grey mask stretched over a box, which may pass the edges."""
        mask, box = mask_in_box
        x0, y0, x1, y1 = (round(value) for value in self._box(box))
        left, top = max(0, x0), max(0, y0)
        right, bottom = min(self.size[0], x1), min(self.size[1], y1)
        if right <= left or bottom <= top:
            return
        across, down = mask.width / (x1 - x0), mask.height / (y1 - y0)
        part = ((left - x0) * across, (top - y0) * down, (right - x0) * across, (bottom - y0) * down)
        stretched = mask.resize((right - left, bottom - top), Image.Resampling.BILINEAR, box=part)
        stretched = stretched.point([round(v * strength) for v in range(256)])
        self.image.paste(rgb(colour), (left, top, right, bottom), stretched)

    def hill(self, base: float, height: float, colour: str, waves: float = 1.0, phase: float = 0.0) -> None:
        """Fill a rolling horizon from `base` downwards."""
        top = [
            (
                x,
                base
                - height * (0.5 + 0.5 * math.sin(phase + x / WIDTH * math.tau * waves))
                - height * 0.25 * math.sin(phase * 1.7 + x / WIDTH * math.tau * waves * 2.3),
            )
            for x in range(0, WIDTH + 20, 20)
        ]
        self.polygon([*top, (WIDTH + 20, HEIGHT), (0, HEIGHT)], colour)

    def tree(self, x: float, ground: float, height: float, colour: str = MOSS, trunk: str = RUST) -> None:
        """Draw a round-crowned tree that stands at `ground`, lit from the left."""
        crown = height * 0.36
        self.shade((x - crown, ground - crown * 0.16, x + crown * 1.5, ground + crown * 0.2), 0.4)
        self.line([(x, ground), (x, ground - height * 0.6)], mix(trunk, INK, 0.35), height * 0.045)
        self.line(
            [(x, ground - height * 0.4), (x + crown * 0.4, ground - height * 0.62)],
            mix(trunk, INK, 0.35),
            height * 0.03,
        )
        y = ground - height * 0.66
        dark, bright = mix(colour, NIGHT, 0.25), mix(colour, SUN, 0.3)
        for dx, dy, r in ((0.35, 0.25, 0.7), (-0.4, 0.3, 0.62), (0.05, -0.25, 0.85)):
            self.circle(x + crown * dx, y + crown * dy, crown * r, dark)
        for dx, dy, r in ((-0.45, 0.15, 0.52), (0.2, 0.1, 0.55), (-0.05, -0.35, 0.68)):
            self.circle(x + crown * dx, y + crown * dy, crown * r, colour)
        for dx, dy, r in ((-0.5, 0.02, 0.26), (-0.2, -0.55, 0.34), (0.05, -0.1, 0.2)):
            self.circle(x + crown * dx, y + crown * dy, crown * r, bright, 120)

    def spruce(self, x: float, ground: float, height: float, colour: str = PINE) -> None:
        """Draw a spruce."""
        self.shade((x - height * 0.2, ground - 8, x + height * 0.3, ground + 12), 0.35)
        for step in range(4):
            top = ground - height + step * height * 0.2
            half = height * (0.1 + 0.055 * step)
            low = top + height * 0.34
            self.polygon(
                [(x, top), (x + half, low), (x - half, low)], mix(colour, NIGHT, 0.12 * (3 - step) / 3)
            )
            self.polygon([(x, top), (x - half, low), (x - half * 0.2, low)], mix(colour, SAGE, 0.25), 150)

    def person(self, x: float, ground: float, height: float, coat: str, skin: str, hair: str = INK) -> None:
        """Draw a simple standing figure, recognisable as a person and as nobody in particular."""
        head = height * 0.085
        self.shade(
            (x - height * 0.16, ground - height * 0.035, x + height * 0.26, ground + height * 0.045), 0.45
        )
        leg = mix(coat, INK, 0.65)
        for dx in (-0.055, 0.055):
            self.line(
                [(x + height * dx * 0.7, ground - height * 0.46), (x + height * dx, ground - height * 0.03)],
                leg,
                height * 0.085,
            )
        shoulders = ground - height * 0.78
        self.rect(
            (x - height * 0.125, shoulders, x + height * 0.125, ground - height * 0.36), coat, height * 0.09
        )
        self.line(
            [(x - height * 0.12, shoulders + height * 0.09), (x - height * 0.155, ground - height * 0.42)],
            mix(coat, INK, 0.12),
            height * 0.06,
        )
        self.line(
            [(x + height * 0.12, shoulders + height * 0.09), (x + height * 0.15, ground - height * 0.42)],
            mix(coat, INK, 0.22),
            height * 0.06,
        )
        self.rect(
            (x - head * 0.35, shoulders - head * 0.7, x + head * 0.35, shoulders + head * 0.4),
            mix(skin, RUST, 0.2),
            head * 0.3,
        )
        self.circle(x, shoulders - head * 1.15, head, skin)
        self.draw.pieslice(
            self._box((x - head * 1.08, shoulders - head * 2.3, x + head * 1.08, shoulders - head * 0.15)),
            175,
            365,
            fill=rgb(hair),
        )

    def finish(self, grain: int = 6, warmth: float = 0.06) -> Image.Image:
        """Return the picture at its final size, with a breath of warm light, a darker edge and fine grain."""
        image = self.image.resize((WIDTH, HEIGHT), Image.Resampling.BOX)
        edge = Image.radial_gradient("L").point(lambda v: max(0, v - 150) // 3).resize((WIDTH, HEIGHT))
        image.paste(rgb(NIGHT), (0, 0, *image.size), edge)
        image = Image.blend(image, Image.new("RGB", image.size, GLOW), warmth)
        noise = Image.frombytes("L", (400, 400), self.random.randbytes(160_000)).point(
            [round(128 + (v - 128) * grain / 128) for v in range(256)]
        )
        sheet = Image.new("L", image.size)
        for x in range(0, WIDTH, 400):
            for y in range(0, HEIGHT, 400):
                sheet.paste(noise, (x, y))
        return ImageChops.add(image, Image.merge("RGB", (sheet, sheet, sheet)), 1, -128)


#: Pillow's radial gradient is black in the middle and white outside: turned round, and eased towards the edge.
_FALLOFF = [round(255 * max(0.0, 1 - v / 181) ** 1.6) for v in range(256)]

SKINS = ("#8a5a3f", "#c98f6b", "#e9bd98", "#5f3d2e", "#d9a47f")


def jpeg(image: Image.Image) -> bytes:
    """Return the picture as JPEG bytes without any metadata."""
    out = io.BytesIO()
    image.save(out, "JPEG", quality=90)
    return out.getvalue()
