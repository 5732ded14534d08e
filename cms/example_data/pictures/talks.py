"""Scenes of people in talk: a sofa by the bookshelves, a desk with a second chair. One function per picture."""

# A drawing is positions and colours by the dozen: names for each would hide the picture.
# ruff: noqa: PLR0917

from __future__ import annotations

from cms.example_data.pictures.canvas import (
    BRICK,
    CREAM,
    GLOW,
    HEIGHT,
    INK,
    MIST,
    MOSS,
    NIGHT,
    PETROL,
    PINE,
    PLUM,
    ROSE,
    RUST,
    SAGE,
    SAND,
    SKINS,
    SKY,
    SLATE,
    STONE,
    SUN,
    TEAL,
    WIDTH,
    Canvas,
    mix,
)
from cms.example_data.pictures.indoors import shelf


def _sitter(
    c: Canvas, x: float, seat: float, size: float, coat: str, skin: str, hair: str, side: int
) -> None:
    """Somebody who sits, turned a little to `side` (-1 left, 1 right)."""
    leg = mix(coat, INK, 0.65)
    for shift in (-0.1, 0.12):
        knee = x + side * size * 0.34 + size * shift
        c.line([(x + size * shift, seat - size * 0.06), (knee, seat - size * 0.1)], leg, size * 0.13)
        c.line([(knee, seat - size * 0.1), (knee + side * size * 0.03, seat + size * 0.34)], leg, size * 0.12)
        c.line(
            [(knee, seat + size * 0.36), (knee + side * size * 0.09, seat + size * 0.36)], INK, size * 0.09
        )
    c.rect((x - size * 0.19, seat - size * 0.62, x + size * 0.19, seat + size * 0.02), coat, size * 0.15)
    c.line(
        [
            (x - side * size * 0.13, seat - size * 0.48),
            (x - side * size * 0.06, seat - size * 0.2),
            (x + side * size * 0.22, seat - size * 0.2),
        ],
        mix(coat, INK, 0.2),
        size * 0.1,
    )
    head = size * 0.14
    y = seat - size * 0.78
    c.rect(
        (x - head * 0.35, y + head * 0.5, x + head * 0.35, y + head * 1.4), mix(skin, RUST, 0.2), head * 0.3
    )
    c.circle(x, y, head, skin)
    c.draw.pieslice(
        [v * c.scale for v in (x - head * 1.08, y - head * 1.15, x + head * 1.08, y + head)],
        175,
        365,
        fill=hair,
    )


def _pot_plant(c: Canvas, x: float, ground: float, size: float) -> None:
    c.shade((x - size * 0.4, ground - 12, x + size * 0.55, ground + 22), 0.45)
    for lean, tone in ((-0.42, 0.3), (-0.2, 0.0), (0.02, 0.2), (0.24, 0.05), (0.44, 0.35)):
        top = ground - size * (1.35 - abs(lean) * 0.6)
        c.line([(x, ground - size * 0.45), (x + size * lean, top)], mix(MOSS, PINE, tone), size * 0.11)
    c.polygon(
        [
            (x - size * 0.26, ground - size * 0.5),
            (x + size * 0.26, ground - size * 0.5),
            (x + size * 0.19, ground),
            (x - size * 0.19, ground),
        ],
        RUST,
    )


def _cup(c: Canvas, x: float, table: float, colour: str) -> None:
    c.ring(x + 19, table - 17, 9, colour, 5)
    c.rect((x - 17, table - 34, x + 17, table), colour, 6)
    c.light(x, table - 52, 34, CREAM, 0.35)


def sofa(c: Canvas) -> None:
    """Two in talk over coffee on a sofa, between bookshelves."""
    c.gradient(mix(SAGE, CREAM, 0.55), mix(SAGE, SAND, 0.5), (0, 0, WIDTH, 800))
    shelf(c, 40, 90, 400, 640, 5)
    shelf(c, 1180, 90, 380, 640, 5)
    c.rect((600, 120, 1010, 400), mix(SAND, RUST, 0.4), 6)
    c.gradient(SKY, mix(MIST, CREAM, 0.5), (616, 136, 994, 384))
    c.tree(720, 384, 220, mix(SAGE, MOSS, 0.3))
    c.tree(890, 384, 170, mix(MOSS, SUN, 0.2))
    c.rect((800, 136, 810, 384), mix(SAND, RUST, 0.4))
    c.gradient(mix(RUST, SAND, 0.62), mix(RUST, SAND, 0.45), (0, 770, WIDTH, HEIGHT))
    c.shade((180, 800, 1440, 1040), 0.3)
    c.ellipse((250, 810, 1360, 1030), mix(BRICK, SAND, 0.45))
    c.ellipse((290, 822, 1320, 1014), mix(BRICK, ROSE, 0.4))
    c.shade((330, 830, 1290, 930), 0.45)
    for x in (400, 1200):
        c.rect((x - 10, 850, x + 10, 905), INK, 4)
    c.rect((370, 500, 1230, 800), mix(PETROL, TEAL, 0.5), 60)
    c.rect((395, 525, 795, 790), mix(TEAL, SKY, 0.1), 46)
    c.rect((805, 525, 1205, 790), mix(TEAL, SKY, 0.1), 46)
    c.rect((350, 715, 1250, 865), mix(PETROL, TEAL, 0.65), 40)
    for x in (340, 1180):
        c.rect((x, 620, x + 84, 868), mix(PETROL, TEAL, 0.35), 40)
    c.rect((470, 610, 590, 720), SUN, 20)
    _sitter(c, 660, 735, 330, PLUM, SKINS[3], NIGHT, 1)
    _sitter(c, 985, 735, 340, mix(PETROL, NIGHT, 0.4), SKINS[2], RUST, -1)
    c.shade((640, 940, 1060, 1010), 0.5)
    for x in (690, 930):
        c.line([(x, 985), (x + (8 if x < 800 else -8), 905)], INK, 9)
    c.ellipse((630, 862, 990, 922), mix(RUST, SAND, 0.35))
    c.ellipse((630, 856, 990, 912), mix(SAND, RUST, 0.2))
    _cup(c, 705, 896, BRICK)
    _cup(c, 905, 898, CREAM)
    c.rect((778, 800, 842, 884), CREAM, 18)
    c.polygon([(838, 818), (868, 806), (872, 816), (840, 838)], CREAM)
    c.ring(775, 842, 20, CREAM, 8)
    c.rect((790, 790, 830, 806), BRICK, 6)
    _pot_plant(c, 1330, 905, 210)
    c.line([(270, 900), (270, 430)], INK, 8)
    c.polygon([(225, 430), (315, 430), (345, 520), (195, 520)], SUN)
    c.light(270, 520, 330, GLOW, 0.6)


def desk(c: Canvas) -> None:
    """A colleague draws up a chair: two at one desk, a lamp, papers, evening outside."""
    c.gradient(mix(PETROL, SLATE, 0.45), mix(PETROL, TEAL, 0.5), (0, 0, WIDTH, 820))
    for left in (150, 620, 1090):
        c.rect((left - 16, 84, left + 376, 486), mix(SAND, STONE, 0.5), 6)
        c.gradient(mix(PLUM, NIGHT, 0.25), mix(ROSE, SUN, 0.35), (left, 100, left + 360, 470))
        for i in range(4):
            x = left + i * 90
            top = 300 + (i * 53 + left) % 90
            c.rect((x, top, x + 78, 470), mix(NIGHT, PLUM, 0.4))
            for k in range(6):
                wx, wy = x + 12 + (k % 2) * 32, top + 16 + (k // 2) * 40
                if (i + k + left) % 3 and wy < 445:
                    c.rect((wx, wy, wx + 17, wy + 20), GLOW, 0, 220)
        c.rect((left + 174, 100, left + 186, 470), mix(SAND, STONE, 0.5))
    c.gradient(mix(SLATE, NIGHT, 0.25), mix(SLATE, NIGHT, 0.5), (0, 800, WIDTH, HEIGHT))
    c.light(330, 560, 520, GLOW, 0.45)
    for x, tone in ((615, BRICK), (1010, SUN)):
        c.rect((x - 105, 500, x + 105, 790), mix(tone, NIGHT, 0.3), 50)
    c.person(615, 985, 560, SAGE, SKINS[0], INK)
    c.person(1010, 980, 545, PLUM, SKINS[4], STONE)
    c.shade((120, 900, 1520, 1060), 0.5)
    c.rect((150, 745, 1450, 1010), mix(RUST, SAND, 0.35), 10)
    c.rect((110, 715, 1490, 765), mix(SAND, RUST, 0.25), 12)
    for x in (420, 1180):
        c.rect((x - 150, 800, x + 150, 970), mix(RUST, SAND, 0.22), 8)
        c.rect((x - 34, 874, x + 34, 890), INK, 6)
    c.rect((690, 505, 925, 660), INK, 12)
    c.rect((702, 517, 913, 648), mix(PETROL, SKY, 0.35), 6)
    for i, width in enumerate((150, 120, 165, 90)):
        c.rect((722, 538 + i * 26, 722 + width, 549 + i * 26), CREAM, 4, 210)
    c.rect((790, 660, 825, 702), INK)
    c.rect((745, 698, 870, 716), INK, 6)
    c.polygon([(420, 716), (590, 716), (560, 690), (440, 690)], CREAM)
    c.polygon([(960, 716), (1130, 716), (1105, 690), (985, 690)], mix(CREAM, SUN, 0.2))
    for k in range(3):
        c.line([(462 + k * 4, 697 + k * 6), (540 + k * 6, 697 + k * 6)], SLATE, 2, 160)
        c.line([(1005 + k * 2, 697 + k * 6), (1082 + k * 6, 697 + k * 6)], SLATE, 2, 160)
    _cup(c, 1200, 716, BRICK)
    _cup(c, 370, 716, CREAM)
    c.ellipse((205, 700, 325, 722), INK)
    c.line([(265, 708), (225, 560), (330, 460)], INK, 11)
    c.polygon([(310, 425), (368, 452), (396, 528), (272, 492)], SUN)
    c.cone(330, 505, 170, 330, GLOW, 0.4)
    _pot_plant(c, 1370, 716, 130)
