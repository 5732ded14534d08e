"""Scenes in the open: squares, houses, paths, a pitch, gardens. One function per picture, painted back to front."""

# A drawing is positions and colours by the dozen: names for each would hide the picture.
# ruff: noqa: PLR0917, C901

from __future__ import annotations

import math
from itertools import pairwise

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


def _block(
    c: Canvas, x: float, top: float, width: float, bottom: float, colour: str, lit: float = 0.0
) -> None:
    """A block of flats, lit from the left; `lit` is the share of windows with light."""
    side = width * 0.16
    c.polygon([(x, top), (x + width, top), (x + width, bottom), (x, bottom)], colour)
    c.polygon(
        [
            (x + width, top),
            (x + width + side, top + side * 0.5),
            (x + width + side, bottom),
            (x + width, bottom),
        ],
        mix(colour, NIGHT, 0.32),
    )
    c.rect((x - 4, top - 10, x + width + 2, top + 6), mix(colour, INK, 0.35))
    columns = max(3, round(width / 52))
    rows = max(3, round((bottom - top) / 66))
    step_x, step_y = width / columns, (bottom - top - 30) / rows
    for row in range(rows):
        for column in range(columns):
            wx, wy = x + step_x * (column + 0.24), top + 22 + step_y * (row + 0.12)
            ww, wh = step_x * 0.52, step_y * 0.56
            glows = c.random.random() < lit
            pane = (
                mix(GLOW, SUN, c.random.random() * 0.6)
                if glows
                else mix(PETROL, SKY, c.random.random() * 0.35)
            )
            c.rect((wx - 3, wy - 3, wx + ww + 3, wy + wh + 3), mix(colour, CREAM, 0.45), 2)
            c.rect((wx, wy, wx + ww, wy + wh), pane)
            c.line([(wx + ww / 2, wy), (wx + ww / 2, wy + wh)], mix(colour, CREAM, 0.45), 2.5)
            if column % 3 == 1 and row > 0:
                c.rect((wx - 10, wy + wh * 0.62, wx + ww + 10, wy + wh + 8), mix(colour, TEAL, 0.55), 2)


def _lamp(c: Canvas, x: float, ground: float, height: float, glow: bool = True) -> None:
    """A street lamp with its light."""
    top = ground - height
    if glow:
        c.cone(x + height * 0.13, top + 8, height * 0.42, height * 0.98, GLOW, 0.5)
        c.shade(
            (x - height * 0.3, ground - height * 0.06, x + height * 0.56, ground + height * 0.07), 0.75, GLOW
        )
    c.line(
        [(x, ground), (x, top + height * 0.05), (x + height * 0.03, top), (x + height * 0.16, top)],
        INK,
        height * 0.024,
    )
    c.rect((x + height * 0.08, top - 4, x + height * 0.19, top + height * 0.03), INK, 5)
    if glow:
        c.light(x + height * 0.135, top + height * 0.03, height * 0.3, GLOW, 0.95)
        c.circle(x + height * 0.135, top + height * 0.035, height * 0.024, CREAM)


def _bench(c: Canvas, x: float, ground: float, width: float) -> None:
    c.shade((x - 20, ground - 10, x + width + 50, ground + 22), 0.45)
    for dx in (0.1, 0.9):
        c.line([(x + width * dx, ground), (x + width * dx, ground - width * 0.42)], INK, 7)
    for dy in (0.17, 0.21):
        c.rect((x, ground - width * dy - 5, x + width, ground - width * dy + 3), BRICK, 3)
    for dy in (0.34, 0.44):
        c.rect((x, ground - width * dy - 6, x + width, ground - width * dy + 8), mix(BRICK, RUST, 0.35), 4)


def _clouds(c: Canvas, y: float, colour: str = CREAM, alpha: int = 150) -> None:
    for _ in range(4):
        x, width = c.random.uniform(-100, WIDTH), c.random.uniform(180, 380)
        top = y + c.random.uniform(-60, 60)
        c.rect((x, top, x + width, top + 26), colour, 13, alpha)
        c.rect((x + width * 0.2, top - 20, x + width * 0.7, top + 10), colour, 15, alpha)


def square(c: Canvas) -> None:
    """A square in the morning: houses around, trees, benches, people on their way."""
    c.gradient(mix(SKY, TEAL, 0.15), CREAM, (0, 0, WIDTH, 720))
    c.light(1240, 210, 520, SUN, 0.75)
    c.circle(1240, 210, 62, CREAM)
    _clouds(c, 190)
    c.hill(600, 70, mix(SAGE, MIST, 0.6), 1.2, 0.8)
    for x, top, width, colour in (
        (40, 320, 250, BRICK),
        (330, 380, 200, SAND),
        (1060, 350, 230, ROSE),
        (1330, 290, 260, mix(TEAL, MIST, 0.35)),
    ):
        _block(c, x, top, width, 720, colour, 0.06)
    _block(c, 590, 470, 380, 720, mix(SAND, CREAM, 0.3), 0.3)
    c.polygon([(560, 640), (1010, 640), (985, 675), (585, 675)], BRICK)
    for i in range(9):
        c.polygon(
            [(560 + i * 50, 640), (585 + i * 50, 640), (605 + i * 44.5, 675), (582 + i * 44.5, 675)], CREAM
        )
    c.gradient(mix(SAND, STONE, 0.35), mix(SAND, CREAM, 0.3), (0, 712, WIDTH, HEIGHT))
    for row in range(9):
        y = 712 + (row / 9) ** 1.7 * (HEIGHT - 712)
        c.line([(0, y), (WIDTH, y)], STONE, 1.5 + row * 0.3, 110)
    for column in range(-14, 15):
        c.line([(WIDTH / 2 + column * 52, 712), (WIDTH / 2 + column * 190, HEIGHT)], STONE, 2, 80)
    for x, ground, height in ((180, 790, 330), (470, 752, 230), (1150, 762, 250), (1440, 815, 380)):
        c.tree(x, ground, height, mix(MOSS, SUN, 0.12) if x < 900 else MOSS)
    c.shade((640, 800, 960, 850), 0.3)
    c.ellipse((640, 770, 960, 850), mix(STONE, CREAM, 0.3))
    c.ellipse((662, 776, 938, 834), TEAL)
    c.ellipse((690, 783, 910, 822), mix(TEAL, SKY, 0.5))
    for dx in (-38, 0, 38):
        c.line([(800, 800), (800 + dx * 0.6, 700), (800 + dx, 795)], CREAM, 5, 190)
    _bench(c, 270, 905, 190)
    _bench(c, 1130, 930, 200)
    people = (
        (585, 880, 190, PETROL),
        (1010, 850, 165, BRICK),
        (1062, 854, 110, SUN),
        (520, 985, 250, PLUM),
        (440, 800, 120, TEAL),
        (1300, 810, 130, RUST),
    )
    for i, (x, ground, height, coat) in enumerate(people):
        c.person(x, ground, height, coat, SKINS[i % 5], INK if i % 2 else RUST)


def houses(c: Canvas) -> None:
    """Rows of flats among trees, late in the afternoon."""
    c.gradient(mix(ROSE, SKY, 0.35), mix(GLOW, CREAM, 0.4), (0, 0, WIDTH, 800))
    c.light(280, 420, 620, SUN, 0.7)
    _clouds(c, 170, CREAM, 120)
    for i in range(9):
        c.rect((i * 190 - 20, 420 + (i * 37) % 70, i * 190 + 110, 800), mix(MIST, ROSE, 0.35))
    c.hill(740, 60, mix(SAGE, ROSE, 0.25), 1.5, 1.1)
    for x, top, width, colour, lit in (
        (60, 360, 250, SAND, 0.15),
        (400, 260, 300, BRICK, 0.2),
        (800, 330, 260, mix(TEAL, MIST, 0.4), 0.12),
        (1160, 220, 330, mix(RUST, BRICK, 0.4), 0.25),
    ):
        _block(c, x, top, width, 830, colour, lit)
    c.hill(850, 40, MOSS, 1.0, 2.2)
    c.hill(930, 50, mix(MOSS, PINE, 0.45), 1.3, 0.4)
    c.polygon([(700, HEIGHT), (960, HEIGHT), (810, 850), (776, 850)], SAND)
    for x, ground, height in (
        (40, 880, 300),
        (360, 868, 240),
        (700, 858, 190),
        (1110, 862, 250),
        (1530, 900, 330),
    ):
        c.tree(x, ground, height, mix(MOSS, SUN, 0.25))
    for x, ground, height in ((200, 960, 260), (1350, 985, 320)):
        c.spruce(x, ground, height)
    c.person(800, 960, 150, PETROL, SKINS[0])
    c.person(858, 968, 105, SUN, SKINS[0])


def lamps(c: Canvas) -> None:
    """A footpath at dusk, with lamps all the way."""
    c.gradient(NIGHT, mix(PLUM, ROSE, 0.55), (0, 0, WIDTH, 640))
    c.light(800, 640, 760, ROSE, 0.6)
    for _ in range(60):
        c.circle(c.random.uniform(0, WIDTH), c.random.uniform(0, 380), c.random.uniform(0.8, 2.2), CREAM, 160)
    for i in range(8):
        _block(c, i * 215 - 40, 440 + (i * 53) % 90, 130, 660, mix(NIGHT, PLUM, 0.45), 0.32)
    c.hill(680, 50, mix(NIGHT, PINE, 0.55), 1.4, 0.6)
    c.gradient(mix(PINE, NIGHT, 0.4), mix(PINE, NIGHT, 0.72), (0, 690, WIDTH, HEIGHT))
    path = [
        (780, 668),
        (815, 668),
        (870, 730),
        (1000, 830),
        (1290, HEIGHT),
        (330, HEIGHT),
        (620, 830),
        (740, 730),
    ]
    c.polygon(path, mix(PLUM, STONE, 0.45))
    for y, width in ((1010, 15), (905, 10), (830, 7), (775, 5), (735, 4)):
        c.line([(805 - width * 0.2, y), (805 + width * 0.1, y - width * 2)], CREAM, width * 0.55, 120)
    for x, ground, height in ((90, 850, 420), (1530, 830, 400), (360, 735, 230), (1270, 730, 220)):
        c.tree(x, ground, height, mix(PINE, NIGHT, 0.25), INK)
    for x, ground, height in (
        (745, 694, 95),
        (706, 730, 170),
        (640, 790, 290),
        (520, 900, 480),
        (300, 1060, 790),
    ):
        _lamp(c, x, ground, height)
    c.person(880, 900, 190, BRICK, SKINS[3])
    c.person(950, 905, 178, TEAL, SKINS[2], RUST)
    c.person(815, 752, 70, SUN, SKINS[1])


def evening(c: Canvas) -> None:
    """The district at night: many windows lit, a moon over the water tower's hill, a frozen pond."""
    c.gradient(mix(NIGHT, INK, 0.2), mix(PETROL, PLUM, 0.45), (0, 0, WIDTH, 780))
    c.light(1180, 220, 420, MIST, 0.55)
    c.circle(1180, 220, 64, CREAM)
    c.circle(1160, 205, 12, SAND, 130)
    c.circle(1200, 240, 18, SAND, 110)
    for _ in range(110):
        c.circle(c.random.uniform(0, WIDTH), c.random.uniform(0, 460), c.random.uniform(0.7, 2), CREAM, 170)
    c.hill(610, 110, mix(PETROL, NIGHT, 0.4), 0.9, 2.6)
    far = mix(PETROL, NIGHT, 0.55)
    for i in range(11):
        _block(c, i * 152 - 30, 470 + (i * 71) % 110, 104, 730, far, 0.3)
    for x, top, width, lit in (
        (-20, 420, 240, 0.5),
        (300, 500, 200, 0.55),
        (960, 480, 220, 0.5),
        (1270, 390, 300, 0.6),
    ):
        _block(c, x, top, width, 790, mix(NIGHT, BRICK, 0.22), lit)
    c.light(760, 790, 560, GLOW, 0.35)
    c.gradient(mix(MIST, PETROL, 0.45), mix(NIGHT, PETROL, 0.5), (0, 780, WIDTH, HEIGHT))
    c.ellipse((380, 840, 1240, 1010), mix(MIST, PETROL, 0.3))
    c.ellipse((420, 850, 1200, 985), mix(MIST, SKY, 0.4), 140)
    c.ellipse((1010, 862, 1110, 930), CREAM, 110)
    for x, ground, height in ((120, 870, 330), (260, 905, 260), (1400, 880, 300), (1530, 930, 380)):
        c.spruce(x, ground, height, mix(PINE, NIGHT, 0.35))
    _lamp(c, 330, 880, 300)
    _lamp(c, 1250, 900, 330)
    for x, ground, height, coat, skin in (
        (640, 920, 150, BRICK, 1),
        (720, 938, 160, SUN, 4),
        (900, 915, 140, TEAL, 0),
        (830, 960, 120, ROSE, 3),
    ):
        c.person(x, ground, height, coat, SKINS[skin])
    for _ in range(160):
        c.circle(
            c.random.uniform(0, WIDTH), c.random.uniform(0, HEIGHT), c.random.uniform(1.2, 3.6), CREAM, 190
        )


def pitch(c: Canvas) -> None:
    """A football pitch under floodlights, seen from the stand."""
    c.gradient(mix(NIGHT, PETROL, 0.4), mix(TEAL, MIST, 0.4), (0, 0, WIDTH, 430))
    for i in range(9):
        _block(c, i * 185 - 30, 250 + (i * 47) % 80, 120, 440, mix(PETROL, NIGHT, 0.35), 0.35)
    for i in range(24):
        c.tree(i * 70 + (i * 31) % 26, 460, 110 + (i * 37) % 60, mix(PINE, NIGHT, 0.2))
    green, dark = mix(MOSS, SUN, 0.12), mix(MOSS, PINE, 0.4)
    c.gradient(dark, green, (0, 440, WIDTH, HEIGHT))
    for i in range(-6, 7):
        if i % 2:
            c.polygon(
                [
                    (800 + i * 118, 440),
                    (800 + (i + 1) * 118, 440),
                    (800 + (i + 1) * 300, HEIGHT),
                    (800 + i * 300, HEIGHT),
                ],
                mix(green, SAGE, 0.35),
                150,
            )
    white = CREAM
    c.line([(210, 470), (1390, 470), (1790, 1040), (-190, 1040), (210, 470)], white, 6)
    c.line([(10, 700), (1590, 700)], white, 6)
    c.draw.ellipse([v * c.scale for v in (600, 620, 1000, 800)], outline=(251, 243, 226), width=6 * c.scale)
    c.ellipse((790, 695, 812, 706), white)
    c.line([(560, 470), (520, 540), (1080, 540), (1040, 470)], white, 5)
    c.line([(690, 470), (690, 396), (910, 396), (910, 470)], white, 7)
    for i in range(1, 9):
        c.line([(690 + i * 24.4, 398), (690 + i * 24.4, 468)], white, 1.5, 120)
    for i in range(1, 4):
        c.line([(692, 396 + i * 18), (908, 396 + i * 18)], white, 1.5, 120)
    for x in (110, 1490):
        c.line([(x, 620), (x, 120)], INK, 13)
        c.rect((x - 62, 84, x + 62, 136), INK, 6)
        for i in range(4):
            c.circle(x - 43 + i * 29, 110, 11, CREAM)
        c.light(x, 110, 330, GLOW, 0.75)
        c.cone(x, 120, 560, 860, GLOW, 0.3)
    players = (
        (430, 760, 165, SUN),
        (620, 860, 205, SUN),
        (1010, 800, 180, BRICK),
        (1200, 720, 145, BRICK),
        (860, 610, 112, SUN),
        (700, 570, 98, BRICK),
        (1330, 900, 215, SUN),
        (800, 478, 80, TEAL),
    )
    for i, (x, ground, height, coat) in enumerate(players):
        c.person(x, ground, height, coat, SKINS[i % 5])
    c.shade((735, 905, 815, 932), 0.5)
    c.circle(768, 892, 24, CREAM)
    c.circle(768, 892, 8, INK)
    for i in range(5):
        a = i * math.tau / 5
        c.circle(768 + 19 * math.cos(a), 892 + 19 * math.sin(a), 5, INK)


def market(c: Canvas) -> None:
    """Stalls with striped awnings on a square."""
    c.gradient(SKY, CREAM, (0, 0, WIDTH, 700))
    c.light(350, 190, 520, SUN, 0.6)
    for x, top, width, colour in (
        (-30, 230, 330, ROSE),
        (350, 320, 240, SAND),
        (1010, 290, 260, mix(SAGE, CREAM, 0.3)),
        (1310, 210, 330, BRICK),
    ):
        _block(c, x, top, width, 700, colour, 0.05)
    c.tree(680, 700, 330, MOSS)
    c.tree(900, 700, 300, mix(MOSS, SUN, 0.3))
    c.gradient(mix(SAND, STONE, 0.4), SAND, (0, 690, WIDTH, HEIGHT))
    stalls = ((90, 560, 400, BRICK), (600, 545, 420, TEAL), (1130, 565, 400, mix(SUN, BRICK, 0.2)))
    for x, top, width, colour in stalls:
        ground = top + 330
        c.shade((x - 40, ground - 30, x + width + 80, ground + 40), 0.45)
        for dx in (0.04, 0.96):
            c.rect((x + width * dx - 6, top, x + width * dx + 6, ground), mix(INK, RUST, 0.4))
        c.rect((x + 10, top + 60, x + width - 10, ground - 110), mix(colour, NIGHT, 0.6))
        for i, coat in enumerate((PLUM, SUN, PETROL)[: 2 if x > 1000 else 1]):
            c.person(x + width * (0.38 + 0.3 * i), ground + 20, 250, coat, SKINS[(int(x) // 90 + i) % 5])
        c.rect((x, ground - 120, x + width, ground), mix(SAND, RUST, 0.35), 4)
        c.rect((x - 8, ground - 132, x + width + 8, ground - 108), mix(SAND, CREAM, 0.4), 5)
        for i in range(5):
            cx = x + width * (0.12 + i * 0.19)
            crate = (cx - 34, ground - 164, cx + 34, ground - 128)
            c.rect(crate, mix(RUST, SAND, 0.35), 3)
            fruit = (BRICK, SUN, MOSS, ROSE, PLUM)[(i + int(x)) % 5]
            for k in range(7):
                c.circle(
                    cx - 26 + (k % 4) * 17 + (8 if k > 3 else 0),
                    ground - 168 - (12 if k > 3 else 0),
                    11,
                    mix(fruit, CREAM, 0.12 * (k % 3)),
                )
        for i in range(8):
            x0, x1 = x - 24 + (width + 48) * i / 8, x - 24 + (width + 48) * (i + 1) / 8
            t0, t1 = x + 20 + (width - 40) * i / 8, x + 20 + (width - 40) * (i + 1) / 8
            stripe = CREAM if i % 2 else colour
            c.polygon([(t0, top - 70), (t1, top - 70), (x1, top + 20), (x0, top + 20)], stripe)
            c.ellipse((x0, top + 2, x1, top + 46), mix(stripe, NIGHT, 0.08))
    for i, (x, ground, height, coat) in enumerate(
        (
            (540, 960, 270, PETROL),
            (1070, 985, 280, ROSE),
            (330, 1010, 285, SAGE),
            (415, 1020, 180, SUN),
            (1420, 1000, 275, PLUM),
        )
    ):
        c.person(x, ground, height, coat, SKINS[(i + 2) % 5], (INK, RUST, NIGHT)[i % 3])


def crossing(c: Canvas) -> None:
    """A raised crossing outside a school, with children on their way."""
    c.gradient(SKY, CREAM, (0, 0, WIDTH, 560))
    _clouds(c, 130)
    c.hill(520, 60, mix(SAGE, MIST, 0.4), 1.1, 0.2)
    _block(c, 180, 250, 760, 590, mix(BRICK, SAND, 0.3), 0.1)
    c.polygon([(160, 250), (560, 150), (960, 250)], RUST)
    c.circle(560, 212, 28, CREAM)
    c.line([(560, 212), (560, 195)], INK, 4)
    c.line([(560, 212), (572, 216)], INK, 4)
    c.rect((520, 470, 600, 590), PETROL, 6)
    c.tree(1080, 610, 300, mix(SUN, MOSS, 0.35))
    c.tree(1290, 620, 360, mix(BRICK, SUN, 0.35))
    c.tree(1500, 615, 310, mix(SUN, BRICK, 0.2))
    c.gradient(MOSS, mix(MOSS, SAGE, 0.4), (0, 585, WIDTH, 660))
    c.gradient(mix(STONE, CREAM, 0.35), mix(STONE, SAND, 0.4), (0, 640, WIDTH, 720))
    c.gradient(mix(SLATE, INK, 0.2), mix(SLATE, INK, 0.45), (0, 715, WIDTH, HEIGHT))
    c.rect((0, 707, WIDTH, 720), mix(STONE, CREAM, 0.5))
    c.polygon([(560, 715), (1080, 715), (1270, HEIGHT), (400, HEIGHT)], mix(BRICK, SLATE, 0.35))
    for i in range(7):
        y0 = 728 + (i / 7) ** 1.25 * 335
        y1 = y0 + 16 + i * 5
        k0, k1 = (y0 - 715) / 352, (y1 - 715) / 352
        c.polygon(
            [(580 - 160 * k0, y0), (1060 + 190 * k0, y0), (1060 + 190 * k1, y1), (580 - 160 * k1, y1)], CREAM
        )
    for x in (430, 1210):
        c.line([(x, 740), (x, 500)], SLATE, 9)
        c.rect((x - 48, 430, x + 48, 526), PETROL, 8)
        c.polygon([(x, 444), (x + 38, 512), (x - 38, 512)], CREAM)
        c.line([(x, 466), (x - 4, 490), (x - 12, 506)], INK, 5)
        c.line([(x - 2, 486), (x + 12, 506)], INK, 5)
        c.circle(x, 462, 5, INK)
    group = ((700, 930, 165, TEAL), (790, 945, 150, ROSE), (880, 925, 158, SUN), (965, 950, 170, PLUM))
    for i, (x, ground, height, coat) in enumerate(group):
        c.person(x, ground, height, coat, SKINS[(i * 2) % 5], (INK, RUST)[i % 2])
        c.rect(
            (x - 21, ground - height * 0.72, x + 21, ground - height * 0.44), (BRICK, PETROL, TEAL, SUN)[i], 9
        )
    c.person(560, 900, 270, mix(SUN, GLOW, 0.4), SKINS[2])
    c.rect((527, 775, 593, 789), CREAM)


def path(c: Canvas) -> None:
    """A path that winds through hills towards the light."""
    c.gradient(mix(SKY, ROSE, 0.25), mix(GLOW, CREAM, 0.35), (0, 0, WIDTH, 640))
    c.light(1010, 430, 700, SUN, 0.85)
    c.circle(1010, 430, 76, CREAM)
    _clouds(c, 150, CREAM, 130)
    tones = (mix(MIST, ROSE, 0.3), mix(SAGE, MIST, 0.45), mix(SAGE, MOSS, 0.4), MOSS, mix(MOSS, PINE, 0.5))
    for i, (base, height) in enumerate(((520, 90), (590, 100), (680, 90), (790, 110), (930, 90))):
        c.hill(base, height, tones[i], 1.0 + i * 0.22, 0.7 + i * 1.3)
        for k in range(5 - i // 2):
            x = (k * 331 + i * 173) % WIDTH
            if abs(x - 900) > 190:
                c.spruce(x, base + 26, 60 + i * 38, mix(PINE, tones[i], 0.45 - i * 0.09))
    centre = [
        (1005, 520, 4),
        (985, 560, 7),
        (1020, 610, 12),
        (950, 670, 20),
        (820, 730, 30),
        (840, 800, 46),
        (1000, 880, 70),
        (960, 970, 104),
        (760, HEIGHT + 10, 170),
    ]
    smooth = []
    for (x0, y0, w0), (x1, y1, w1) in pairwise(centre):
        for step in range(12):
            t = step / 12
            ease = t * t * (3 - 2 * t)
            smooth.append((x0 + (x1 - x0) * ease, y0 + (y1 - y0) * t, w0 + (w1 - w0) * t))
    c.polygon(
        [(x - w, y) for x, y, w in smooth] + [(x + w, y) for x, y, w in reversed(smooth)],
        mix(SAND, CREAM, 0.35),
    )
    c.polygon(
        [(x + w * 0.55, y) for x, y, w in smooth] + [(x + w, y) for x, y, w in reversed(smooth)], STONE, 120
    )
    c.person(905, 905, 190, PETROL, SKINS[1])
    c.person(975, 912, 182, BRICK, SKINS[4], RUST)
    c.tree(180, 985, 470, mix(MOSS, SUN, 0.15))
    c.tree(1450, 1010, 430, mix(MOSS, PINE, 0.3))


def garden(c: Canvas) -> None:
    """Planter boxes in a courtyard."""
    c.gradient(SKY, CREAM, (0, 0, WIDTH, 600))
    _block(c, -40, 120, 560, 640, mix(BRICK, ROSE, 0.4), 0.04)
    _block(c, 640, 60, 420, 620, SAND, 0.04)
    _block(c, 1170, 150, 480, 640, mix(TEAL, MIST, 0.45), 0.04)
    c.tree(590, 660, 340)
    c.tree(1130, 660, 320, mix(MOSS, SUN, 0.2))
    c.gradient(mix(SAGE, MOSS, 0.4), MOSS, (0, 630, WIDTH, HEIGHT))
    c.polygon([(690, 630), (860, 630), (1130, HEIGHT), (420, HEIGHT)], mix(SAND, CREAM, 0.2))
    boxes = (
        (90, 730, 330),
        (1080, 730, 340),
        (20, 900, 420),
        (1140, 905, 450),
        (300, 665, 230),
        (960, 662, 220),
    )
    for x, top, width in sorted(boxes, key=lambda b: b[1]):
        depth = width * 0.26
        c.shade((x - 30, top + depth * 0.7, x + width + 70, top + depth * 1.5), 0.5)
        for i in range(int(width / 15)):
            px, h = x + 12 + i * (width - 24) / (width / 15), width * c.random.uniform(0.1, 0.36)
            leaf = mix(MOSS, (PINE, SUN, SAGE)[i % 3], c.random.uniform(0.1, 0.5))
            c.line([(px, top + 8), (px + c.random.uniform(-8, 8), top - h)], leaf, 5)
            c.ellipse((px - 13, top - h * 0.7, px + 3, top - h * 0.7 + 12), leaf)
            c.ellipse((px - 2, top - h * 0.45, px + 14, top - h * 0.45 + 12), mix(leaf, SUN, 0.2))
            if i % 3 == 0:
                c.circle(px, top - h, width * 0.022, (BRICK, SUN, ROSE, PLUM)[(i // 3) % 4])
                c.circle(px - 2, top - h - 2, width * 0.009, CREAM)
        for i in range(3):
            y = top + i * depth / 3
            c.rect((x, y, x + width, y + depth / 3 - 3), mix(mix(RUST, SAND, 0.45), INK, 0.09 * i), 3)
    c.person(660, 850, 255, TEAL, SKINS[2], STONE)
    c.person(1010, 880, 265, BRICK, SKINS[0])
    c.person(585, 870, 165, SUN, SKINS[3])
    c.rect((1046, 745, 1100, 790), mix(TEAL, SKY, 0.3), 6)
    c.line([(1098, 765), (1136, 735)], mix(TEAL, SKY, 0.3), 8)


def bikes(c: Canvas) -> None:
    """Bicycles in a rack by the water."""
    c.gradient(mix(SKY, MIST, 0.3), CREAM, (0, 0, WIDTH, 500))
    c.light(300, 240, 460, SUN, 0.6)
    _clouds(c, 150)
    c.hill(470, 70, mix(SAGE, MIST, 0.35), 1.3, 1.9)
    for i in range(16):
        c.spruce(i * 105 + (i * 29) % 40, 480, 90 + (i * 41) % 60, mix(PINE, MIST, 0.3))
    c.gradient(mix(TEAL, MIST, 0.5), TEAL, (0, 475, WIDTH, 720))
    for _ in range(46):
        x, y = c.random.uniform(0, WIDTH), c.random.uniform(485, 700)
        c.line([(x, y), (x + 20 + (y - 480) * 0.4, y)], MIST, 2 + (y - 480) / 110, 110)
    c.gradient(mix(SAGE, MOSS, 0.5), MOSS, (0, 700, WIDTH, 780))
    c.gradient(mix(SAND, STONE, 0.25), SAND, (0, 775, WIDTH, HEIGHT))
    for i, colour in enumerate((BRICK, TEAL, SUN, PLUM)):
        _bicycle(c, 190 + i * 360, 905 + (i % 2) * 26, 118, colour)
    c.tree(1510, 800, 520, mix(MOSS, SUN, 0.1))


def _bicycle(c: Canvas, x: float, axle: float, r: float, colour: str) -> None:
    far = x + r * 2.15
    c.shade((x - r, axle + r * 0.85, far + r * 1.2, axle + r * 1.25), 0.5)
    for wheel in (x, far):
        for i in range(7):
            turn = i * math.pi / 7 + wheel
            across, up = r * math.cos(turn), r * math.sin(turn)
            c.line(
                [(wheel - across, axle - up), (wheel + across, axle + up)],
                SLATE,
                1.6,
                150,
            )
        c.ring(wheel, axle, r, INK, 9)
        c.ring(wheel, axle, r - 9, STONE, 3)
        c.circle(wheel, axle, 8, INK)
    crank, seat, head = (
        (x + r * 0.98, axle + 4),
        (x + r * 0.62, axle - r * 1.12),
        (far - r * 0.42, axle - r * 1.08),
    )
    for a, b in (
        ((x, axle), crank),
        (crank, head),
        (seat, head),
        (seat, crank),
        ((x, axle), seat),
        (head, (far, axle)),
    ):
        c.line([a, b], colour, 11)
    c.line([(seat[0], seat[1]), (seat[0] - r * 0.06, seat[1] - r * 0.2)], INK, 8)
    c.rect((seat[0] - r * 0.36, seat[1] - r * 0.3, seat[0] + r * 0.24, seat[1] - r * 0.16), INK, 8)
    c.line([head, (head[0] - r * 0.07, head[1] - r * 0.3), (head[0] + r * 0.26, head[1] - r * 0.38)], INK, 9)
    c.circle(*crank, 17, SLATE)
    c.line([crank, (crank[0] + r * 0.16, crank[1] + r * 0.32)], INK, 7)
    c.rect((far - r * 0.1, head[1] - r * 0.16, far + r * 0.62, head[1] + r * 0.34), mix(SAND, RUST, 0.4), 10)
    for i in range(4):
        c.line(
            [
                (far - r * 0.02 + i * r * 0.19, head[1] - r * 0.12),
                (far - r * 0.02 + i * r * 0.19, head[1] + r * 0.3),
            ],
            mix(SAND, RUST, 0.75),
            3,
            160,
        )
