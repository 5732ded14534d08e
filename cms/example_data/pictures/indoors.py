"""Scenes indoors and close up: a library, a table, a stage, a pool, windows. One function per picture."""

# A drawing is positions and colours by the dozen: names for each would hide the picture.
# ruff: noqa: PLR0917, C901

from __future__ import annotations

import math

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

_SPINES = (BRICK, TEAL, SUN, PLUM, SAGE, ROSE, PETROL, RUST, SAND, MOSS)


def shelf(c: Canvas, x: float, top: float, width: float, height: float, shelves: int) -> None:
    """A bookcase full of books."""
    c.shade((x - 30, top + height - 20, x + width + 70, top + height + 36), 0.5)
    wood = mix(RUST, SAND, 0.4)
    c.rect((x, top, x + width, top + height), mix(wood, INK, 0.5), 6)
    step = height / shelves
    for row in range(shelves):
        base = top + (row + 1) * step - 8
        at = x + 12
        while at < x + width - 30:
            w, h = c.random.uniform(11, 26), step * c.random.uniform(0.55, 0.84)
            if at + w > x + width - 10:
                break
            if c.random.random() < 0.07:
                at += 34
                continue
            colour = mix(_SPINES[c.random.randrange(10)], CREAM, c.random.uniform(0, 0.25))
            c.rect((at, base - h, at + w, base), colour, 2)
            c.rect((at + 3, base - h * 0.8, at + w - 3, base - h * 0.72), CREAM, 0, 150)
            at += w + 1.5
        c.rect((x, base, x + width, base + 9), wood)
    c.rect((x, top - 8, x + width, top + 6), wood, 3)


def library(c: Canvas) -> None:
    """A library on a bright day: shelves, a tall window, somebody reading."""
    c.gradient(mix(SAND, CREAM, 0.5), SAND, (0, 0, WIDTH, 800))
    c.rect((560, 90, 1040, 660), mix(SAND, RUST, 0.35), 8)
    c.gradient(SKY, mix(MIST, CREAM, 0.5), (580, 110, 1020, 640))
    c.tree(700, 640, 330, mix(SAGE, MIST, 0.2))
    c.tree(930, 640, 260, mix(SAGE, MOSS, 0.3))
    for x in (725, 872):
        c.rect((x, 110, x + 10, 640), mix(SAND, RUST, 0.35))
    c.rect((580, 360, 1020, 370), mix(SAND, RUST, 0.35))
    c.gradient(mix(RUST, SAND, 0.6), mix(RUST, SAND, 0.42), (0, 790, WIDTH, HEIGHT))
    for i in range(-9, 10):
        c.line([(800 + i * 90, 790), (800 + i * 230, HEIGHT)], RUST, 2, 90)
    c.polygon([(585, 792), (1015, 792), (1230, HEIGHT), (300, HEIGHT)], GLOW, 90)
    shelf(c, 30, 150, 460, 660, 5)
    shelf(c, 1110, 150, 460, 660, 5)
    c.shade((560, 890, 1100, 990), 0.45)
    c.rect((575, 775, 625, 935), mix(TEAL, NIGHT, 0.25), 16)
    c.rect((600, 850, 850, 945), TEAL, 26)
    c.rect((590, 690, 665, 900), mix(TEAL, SKY, 0.12), 28)
    c.person(735, 985, 300, BRICK, SKINS[0])
    c.polygon([(690, 842), (735, 856), (780, 842), (780, 800), (735, 814), (690, 800)], CREAM)
    c.line([(735, 814), (735, 856)], STONE, 3)
    c.rect((925, 858, 1085, 872), mix(RUST, SAND, 0.3), 6)
    c.line([(1005, 870), (1005, 985)], INK, 9)
    for i, colour in enumerate((PLUM, SUN, PETROL)):
        c.rect((952 + i * 5, 838 - i * 20, 1060 - i * 6, 857 - i * 20), colour, 3)
    c.line([(1240, 0), (1240, 96)], INK, 4)
    for x in (360, 800, 1240):
        c.line([(x, 0), (x, 66)], INK, 4)
        c.polygon([(x - 16, 64), (x + 16, 64), (x + 52, 118), (x - 52, 118)], SUN)
        c.light(x, 120, 230, GLOW, 0.55)


def books(c: Canvas) -> None:
    """Homework: a lamp, an open exercise book and a pile of books on a desk by the window."""
    c.gradient(mix(PETROL, NIGHT, 0.2), mix(PETROL, TEAL, 0.4), (0, 0, WIDTH, 720))
    c.rect((880, 70, 1500, 590), mix(SAND, RUST, 0.4), 8)
    c.gradient(mix(PLUM, NIGHT, 0.3), mix(ROSE, SUN, 0.3), (902, 92, 1478, 568))
    for i in range(6):
        x = 905 + i * 98
        top = 380 + (i * 67) % 90
        c.rect((x, top, x + 84, 568), mix(NIGHT, PLUM, 0.4))
        for k in range(6):
            if (i + k) % 3:
                c.rect(
                    (
                        x + 14 + (k % 2) * 34,
                        top + 20 + (k // 2) * 44,
                        x + 32 + (k % 2) * 34,
                        top + 42 + (k // 2) * 44,
                    ),
                    GLOW,
                    0,
                    220,
                )
    c.rect((1183, 92, 1197, 568), mix(SAND, RUST, 0.4))
    c.gradient(mix(RUST, SAND, 0.5), mix(RUST, SAND, 0.25), (0, 700, WIDTH, HEIGHT))
    c.rect((0, 694, WIDTH, 714), mix(SAND, CREAM, 0.2))
    c.light(640, 720, 620, GLOW, 0.55)
    c.cone(485, 330, 420, 560, GLOW, 0.5)
    c.shade((260, 860, 520, 925), 0.5)
    c.ellipse((300, 850, 480, 900), INK)
    c.line([(390, 870), (330, 560), (470, 320)], SLATE, 15)
    c.circle(330, 560, 17, INK)
    c.polygon([(440, 240), (520, 270), (560, 375), (395, 318)], BRICK)
    c.ellipse((392, 306, 566, 392), mix(GLOW, CREAM, 0.3))
    c.shade((990, 850, 1480, 940), 0.55)
    at = 900
    for width, height, colour in (
        (420, 58, TEAL),
        (380, 46, SUN),
        (400, 64, PLUM),
        (330, 42, ROSE),
        (350, 52, BRICK),
    ):
        left = 1230 - width / 2 + c.random.uniform(-24, 24)
        c.rect((left, at - height, left + width, at), colour, 7)
        c.rect((left + width - 26, at - height + 7, left + width - 4, at - 7), CREAM, 3)
        c.rect((left + 30, at - height * 0.64, left + 130, at - height * 0.36), CREAM, 3, 150)
        at -= height
    c.circle(1190, at - 44, 46, BRICK)
    c.circle(1175, at - 58, 15, ROSE, 160)
    c.line([(1192, at - 84), (1200, at - 108)], RUST, 6)
    c.ellipse((1198, at - 116, 1238, at - 94), MOSS)
    c.shade((520, 900, 1000, 1030), 0.4)
    c.polygon([(560, 880), (745, 900), (745, 1030), (500, 1000)], CREAM)
    c.polygon([(745, 900), (940, 872), (1010, 990), (745, 1030)], mix(CREAM, SAND, 0.3))
    for i in range(5):
        c.line([(560 - i * 9, 908 + i * 19), (726, 925 + i * 20)], mix(PETROL, SKY, 0.4), 2.5, 170)
        c.line([(768, 926 + i * 20), (950 + i * 11, 900 + i * 19)], mix(PETROL, SKY, 0.4), 2.5, 170)
    c.line([(820, 985), (945, 905)], SUN, 13)
    c.line([(945, 905), (962, 894)], INK, 9)


def table(c: Canvas) -> None:
    """A shared table from above: cups, plates, bread and many hands' worth of chairs."""
    c.gradient(mix(TEAL, PETROL, 0.3), PETROL)
    for i in range(9):
        c.line([(0, i * 130 + 40), (WIDTH, i * 130 + 10)], mix(TEAL, NIGHT, 0.2), 3, 90)
    seats = [
        (270 + i * 265, y, colour)
        for y, row in ((128, (BRICK, SUN, ROSE, SAGE, MIST)), (940, (PLUM, SAND, BRICK, SUN, SAGE)))
        for i, colour in enumerate(row)
    ]
    for x, y, colour in seats:
        c.shade((x - 120, y - 90, x + 150, y + 130), 0.45)
        c.rect((x - 86, y - 74, x + 86, y + 74), mix(colour, INK, 0.15), 38)
        c.rect((x - 70, y - 58, x + 70, y + 58), colour, 32)
    c.shade((20, 130, 1640, 1020), 0.45)
    c.rect((110, 212, 1490, 856), mix(RUST, SAND, 0.6), 60)
    c.rect((110, 212, 1490, 840), mix(SAND, RUST, 0.22), 60)
    for i in range(7):
        c.line([(150, 300 + i * 78), (1450, 296 + i * 78)], RUST, 2, 60)
    c.rect((430, 440, 1170, 620), CREAM, 20)
    for i in range(6):
        c.rect((430 + i * 126, 440, 466 + i * 126, 620), TEAL, 0, 70)
    for i, (x, y, colour) in enumerate(seats):
        py = 322 if y < 500 else 730
        c.shade((x - 84, py - 66, x + 100, py + 100), 0.4)
        c.circle(x, py, 74, CREAM)
        c.circle(x, py, 54, mix(CREAM, STONE, 0.28))
        if i % 3 == 0:
            c.circle(x - 12, py - 4, 30, SUN)
            c.circle(x + 18, py + 12, 22, MOSS)
            c.circle(x + 8, py - 22, 14, BRICK)
        elif i % 3 == 1:
            c.circle(x, py, 40, BRICK)
            c.circle(x - 8, py - 8, 16, mix(BRICK, SUN, 0.5), 190)
        cup_y = py + (88 if y < 500 else -88)
        c.shade((x + 64, cup_y - 26, x + 140, cup_y + 50), 0.4)
        c.ring(x + 136, cup_y, 16, mix(colour, CREAM, 0.2), 8)
        c.circle(x + 98, cup_y, 34, mix(colour, CREAM, 0.2))
        c.circle(x + 98, cup_y, 26, mix(RUST, INK, 0.45))
        c.light(x + 90, cup_y - 8, 16, CREAM, 0.5)
        c.line([(x - 98, py - 44), (x - 98, py + 44)], mix(STONE, CREAM, 0.4), 7)
    for x, colour in ((560, RUST), (800, MOSS), (1040, SUN)):
        c.shade((x - 90, 480, x + 110, 620), 0.4)
        c.circle(x, 530, 72, mix(TEAL, CREAM, 0.2))
        c.circle(x, 530, 58, mix(TEAL, NIGHT, 0.2))
        for k in range(9):
            a = k * math.tau / 9
            c.circle(x + 32 * math.cos(a), 530 + 32 * math.sin(a), 20, mix(colour, CREAM, 0.1 * (k % 3)))
        c.circle(x, 530, 22, mix(colour, SUN, 0.35))


def meeting(c: Canvas) -> None:
    """Round tables seen from above, with people in talk around each."""
    c.gradient(mix(SAND, CREAM, 0.4), mix(SAND, STONE, 0.3))
    for i in range(12):
        c.line([(i * 150 - 60, 0), (i * 150 + 40, HEIGHT)], STONE, 3, 70)
    tables = (
        (330, 330, 150),
        (830, 270, 140),
        (1310, 350, 155),
        (230, 800, 155),
        (720, 780, 165),
        (1240, 830, 160),
    )
    for n, (x, y, r) in enumerate(tables):
        c.shade((x - r * 1.25, y - r, x + r * 1.6, y + r * 1.55), 0.42)
        count = 6 + n % 2
        for i in range(count):
            a = i * math.tau / count + n * 0.5
            px, py = x + r * 1.42 * math.cos(a), y + r * 1.42 * math.sin(a)
            coat = (BRICK, TEAL, SUN, PLUM, SAGE, ROSE, PETROL)[(i + n * 2) % 7]
            c.shade((px - 44, py - 36, px + 64, py + 66), 0.45)
            dx, dy = -math.sin(a), math.cos(a)
            c.line([(px - dx * 28, py - dy * 28), (px + dx * 28, py + dy * 28)], coat, 46)
            for side in (-1, 1):
                c.line(
                    [
                        (px + dx * 34 * side, py + dy * 34 * side),
                        (px + dx * 22 * side - math.cos(a) * 50, py + dy * 22 * side - math.sin(a) * 50),
                    ],
                    mix(coat, INK, 0.12),
                    17,
                )
            c.circle(px, py, 26, (INK, RUST, NIGHT, STONE, mix(RUST, INK, 0.5))[(i * 3 + n) % 5])
            c.circle(px - math.cos(a) * 9, py - math.sin(a) * 9, 17, SKINS[(i + n) % 5], 235)
        c.circle(x, y, r, mix(RUST, SAND, 0.5))
        c.circle(x, y - 4, r - 3, mix(CREAM, SAND, 0.35))
        for i in range(4):
            a = i * math.tau / 4 + 0.5 + n
            px, py = x + r * 0.5 * math.cos(a), y + r * 0.5 * math.sin(a)
            c.rect((px - 26, py - 19, px + 26, py + 19), (CREAM, MIST, GLOW, ROSE)[i], 3)
            for k in range(3):
                c.line([(px - 17, py - 9 + k * 9), (px + 15, py - 9 + k * 9)], SLATE, 2, 160)
        c.circle(x, y - 2, 22, TEAL)
        for k in range(5):
            a = k * math.tau / 5
            c.circle(x + 13 * math.cos(a), y - 2 + 13 * math.sin(a), 10, mix(MOSS, SUN, 0.2 * (k % 2)))
        c.circle(x, y - 2, 6, SUN)


def stage(c: Canvas) -> None:
    """A small stage with an orchestra's chairs, lights and an audience in front."""
    c.gradient(mix(NIGHT, INK, 0.3), mix(PLUM, NIGHT, 0.4))
    for i in range(15):
        x = i * 112 - 20
        c.polygon(
            [(x, 0), (x + 112, 0), (x + 104, 700), (x + 8, 700)], mix(RUST, PLUM, 0.35 + 0.25 * (i % 2))
        )
        c.line([(x + 56, 0), (x + 56, 700)], NIGHT, 16, 60)
    c.shade((-200, 420, 1800, 900), 0.45)
    c.polygon([(60, 700), (1540, 700), (1640, 830), (-40, 830)], mix(RUST, SAND, 0.5))
    for i in range(15):
        c.line([(60 + i * 106, 700), (-40 + i * 120, 830)], RUST, 3, 120)
    c.rect((-40, 830, 1640, 880), mix(RUST, INK, 0.5))
    for x, colour in ((330, GLOW), (800, CREAM), (1270, GLOW)):
        c.cone(x, 40, 330, 800, colour, 0.5)
        c.rect((x - 34, 0, x + 34, 46), INK, 8)
        c.shade((x - 300, 720, x + 300, 830), 0.6, colour)
    band = (
        (420, 790, 250, TEAL, 0),
        (610, 770, 240, BRICK, 3),
        (800, 798, 275, CREAM, 1),
        (990, 772, 245, SUN, 4),
        (1180, 790, 255, SAGE, 2),
    )
    for x, ground, height, coat, skin in band:
        c.person(x, ground, height, coat, SKINS[skin])
    c.line([(868, 800), (868, 615)], SLATE, 6)
    c.line([(868, 615), (836, 600)], SLATE, 5)
    c.circle(832, 598, 11, INK)
    for x, tone in ((420, RUST), (1180, mix(RUST, SUN, 0.3))):
        c.line([(x + 6, 640), (x + 66, 560)], INK, 7)
        c.ellipse((x - 40, 640, x + 24, 700), tone)
        c.ellipse((x - 14, 616, x + 36, 668), tone)
        c.circle(x - 2, 660, 10, INK)
    for i in range(22):
        x, y = i * 76 + (i % 3) * 14 - 10, 975 + (i % 4) * 22
        dark = mix(NIGHT, PLUM, 0.25 + 0.12 * (i % 3))
        c.circle(x, y - 66, 33, dark)
        c.rect((x - 62, y - 32, x + 62, HEIGHT + 40), dark, 40)
    for row, y in ((0, 150), (1, 176)):
        for i in range(33):
            sag = math.sin(i / 32 * math.pi * 2.0) ** 2 * 46
            c.circle(i * 50, y + sag - row * 120, 7, GLOW)
            c.light(i * 50, y + sag - row * 120, 26, GLOW, 0.6)


def pool(c: Canvas) -> None:
    """Swimming lanes from above."""
    c.gradient(mix(TEAL, SKY, 0.45), mix(TEAL, SKY, 0.15), (0, 0, WIDTH, HEIGHT))
    for _ in range(210):
        x, y, w = c.random.uniform(0, WIDTH), c.random.uniform(0, HEIGHT), c.random.uniform(30, 90)
        c.line([(x, y), (x + w * 0.5, y - 8), (x + w, y)], MIST, c.random.uniform(2, 5), 70)
    for lane in range(1, 5):
        x = 70 + lane * 292
        for i in range(38):
            y = i * 29 - 8
            c.rect((x - 11, y, x + 11, y + 22), (BRICK, CREAM)[i % 2], 9)
    for lane in range(5):
        x = 70 + lane * 292 + 146
        c.rect((x - 15, 130, x + 15, HEIGHT), PETROL, 0, 90)
        c.rect((x - 66, 130, x + 66, 158), PETROL, 0, 90)
    c.rect((0, 0, WIDTH, 74), mix(SAND, CREAM, 0.4))
    c.rect((0, 66, WIDTH, 82), STONE)
    for lane in range(5):
        x = 70 + lane * 292 + 146
        c.shade((x - 70, 20, x + 90, 110), 0.4)
        c.rect((x - 56, 6, x + 56, 64), mix(PETROL, SLATE, 0.4), 8)
        c.rect((x - 46, 10, x + 46, 50), CREAM, 6)
    swimmers = ((216, 620, BRICK), (508, 380, SUN), (800, 800, ROSE), (1092, 520, PLUM), (1384, 720, SAGE))
    for i, (x, y, cap) in enumerate(swimmers):
        skin = SKINS[i]
        c.shade((x - 90, y - 40, x + 110, y + 250), 0.3)
        for k in range(3):
            c.line(
                [
                    (x - 34 - k * 13, y + 190 + k * 34),
                    (x, y + 168 + k * 40),
                    (x + 34 + k * 13, y + 190 + k * 34),
                ],
                CREAM,
                7,
                120,
            )
        for dx, length in ((-17, 190), (17, 172)):
            c.line([(x + dx * 0.7, y + 90), (x + dx, y + length)], skin, 21)
        c.rect((x - 40, y + 6, x + 40, y + 122), mix(cap, NIGHT, 0.45), 32)
        c.line([(x - 36, y + 28), (x - 84, y - 30), (x - 54, y - 104)], skin, 19)
        c.line([(x + 36, y + 30), (x + 90, y + 62), (x + 84, y + 122)], skin, 19)
        c.circle(x, y - 12, 34, cap)
        c.light(x - 10, y - 24, 26, CREAM, 0.5)
        for side in (-1, 1):
            c.line([(x + side * 50, y - 96), (x + side * 74, y - 62)], CREAM, 6, 110)


def windows(c: Canvas) -> None:
    """A facade close up: every window somebody's home."""
    wall = mix(BRICK, SAND, 0.28)
    c.gradient(mix(wall, CREAM, 0.15), mix(wall, RUST, 0.25))
    for row in range(44):
        y = row * 25
        c.line([(0, y), (WIDTH, y)], RUST, 1.5, 70)
        for i in range(28):
            x = i * 60 + (row % 2) * 30
            c.line([(x, y), (x, y + 25)], RUST, 1.5, 55)
            if c.random.random() < 0.08:
                c.rect((x + 2, y + 2, x + 57, y + 23), mix(wall, (RUST, SAND)[c.random.randrange(2)], 0.3))
    n = 0
    for top in (70, 405, 740):
        for x in (90, 475, 860, 1245):
            _window(c, x, top, 270, 235, n)
            n += 1


def _window(c: Canvas, x: float, y: float, w: float, h: float, n: int) -> None:
    lit = n in {0, 2, 5, 7, 8, 11}
    c.shade((x - 30, y + h - 14, x + w + 50, y + h + 52), 0.45)
    c.rect((x - 14, y - 14, x + w + 14, y + h + 14), CREAM, 4)
    inside = (mix(GLOW, SUN, 0.4), mix(GLOW, CREAM, 0.4)) if lit else (PETROL, mix(PETROL, SKY, 0.5))
    c.gradient(*inside, (x, y, x + w, y + h))
    left, top, right, bottom = (
        round(v * c.scale) for v in (x - 30, y + h, x + w + 30, min(HEIGHT, y + h + 170))
    )
    wall = c.image.crop((left, top, right, bottom))
    if n in {2, 7}:
        c.person(x + w * 0.35, y + h + 150, 300, (TEAL, PLUM)[n % 2], SKINS[n % 5])
    if n in {8, 2}:
        c.person(x + w * 0.68, y + h + 120, 235, (SUN, BRICK)[n % 2], SKINS[(n + 2) % 5], RUST)
    c.image.paste(wall, (left, top))  # who stands inside must not hang out over the sill
    if n in {0, 11, 4}:
        for k in range(5):
            a = -math.pi / 2 + (k - 2) * 0.42
            c.line(
                [(x + w * 0.7, y + h - 40), (x + w * 0.7 + 70 * math.cos(a), y + h - 40 + 70 * math.sin(a))],
                mix(MOSS, PINE, 0.2 * k),
                13,
            )
        c.polygon(
            [
                (x + w * 0.6, y + h - 46),
                (x + w * 0.8, y + h - 46),
                (x + w * 0.77, y + h),
                (x + w * 0.63, y + h),
            ],
            RUST,
        )
    if n in {5, 3}:
        c.ellipse((x + w * 0.2, y + h - 66, x + w * 0.52, y + h + 4), INK)
        c.circle(x + w * 0.49, y + h - 62, 25, INK)
        c.polygon([(x + w * 0.43, y + h - 78), (x + w * 0.46, y + h - 104), (x + w * 0.49, y + h - 82)], INK)
        c.polygon([(x + w * 0.5, y + h - 82), (x + w * 0.55, y + h - 104), (x + w * 0.57, y + h - 74)], INK)
        c.line([(x + w * 0.24, y + h - 8), (x + w * 0.14, y + h - 40), (x + w * 0.17, y + h - 66)], INK, 11)
    curtain = (ROSE, SAGE, SAND, TEAL, MIST)[n % 5]
    for side in (0, 1):
        for k in range(3):
            edge = x + k * 17 if side == 0 else x + w - 17 - k * 17
            c.polygon(
                [(edge, y), (edge + 17, y), (edge + 14, y + h), (edge + 3, y + h)],
                mix(curtain, INK, 0.1 * k),
                240,
            )
    c.rect((x + w / 2 - 5, y, x + w / 2 + 5, y + h), CREAM)
    if not lit:
        c.polygon(
            [(x + w * 0.56, y + h), (x + w * 0.78, y), (x + w * 0.9, y), (x + w * 0.68, y + h)], CREAM, 45
        )
    c.rect((x - 26, y + h + 10, x + w + 26, y + h + 28), mix(STONE, CREAM, 0.5), 3)
    if n % 4 == 1:
        c.rect((x, y + h - 12, x + w, y + h + 14), mix(TEAL, INK, 0.2), 6)
        for k in range(11):
            px = x + 14 + k * (w - 28) / 10
            c.circle(px, y + h - 16, 13, MOSS)
            c.circle(px + 3, y + h - 28 - (k % 3) * 6, 9, (BRICK, SUN, ROSE)[k % 3])


def door(c: Canvas) -> None:
    """A door ajar in the evening, with light from inside."""
    c.gradient(mix(NIGHT, PETROL, 0.4), mix(PETROL, TEAL, 0.25), (0, 0, WIDTH, 850))
    for row in range(18):
        c.line([(0, row * 48), (WIDTH, row * 48)], NIGHT, 2, 60)
        for i in range(14):
            x = i * 120 + (row % 2) * 60
            c.line([(x, row * 48), (x, row * 48 + 48)], NIGHT, 2, 45)
    c.gradient(mix(SLATE, NIGHT, 0.3), mix(NIGHT, SLATE, 0.3), (0, 840, WIDTH, HEIGHT))
    c.polygon([(640, 850), (900, 850), (1180, HEIGHT), (420, HEIGHT)], GLOW, 150)
    c.light(770, 560, 640, GLOW, 0.6)
    c.rect((560, 150, 980, 862), mix(SAND, STONE, 0.3), 6)
    c.gradient(GLOW, mix(SUN, CREAM, 0.4), (590, 180, 950, 852))
    c.rect((590, 720, 950, 852), mix(RUST, SAND, 0.5))
    c.rect((640, 610, 760, 720), TEAL, 22)
    c.rect((625, 660, 775, 740), mix(TEAL, SKY, 0.15), 22)
    c.line([(880, 840), (880, 470)], RUST, 8)
    c.polygon([(846, 470), (914, 470), (936, 545), (824, 545)], BRICK)
    c.light(880, 540, 170, CREAM, 0.8)
    c.rect((655, 260, 800, 370), CREAM, 4)
    c.polygon([(665, 360), (710, 300), (740, 335), (762, 312), (792, 360)], SAGE)
    c.circle(770, 285, 12, SUN)
    c.polygon([(590, 180), (590, 852), (438, 930), (438, 118)], BRICK)
    c.polygon([(590, 180), (590, 852), (574, 860), (574, 172)], mix(BRICK, SUN, 0.5))
    for y0, y1 in ((210, 430), (500, 790)):
        k = 0.1
        c.polygon([(465, y0 - 28 - k), (550, y0 + 6), (550, y1), (465, y1 + 36)], mix(BRICK, NIGHT, 0.28))
    c.circle(560, 520, 15, SUN)
    c.shade((1120, 860, 1400, 960), 0.5)
    c.polygon([(1180, 790), (1330, 790), (1305, 920), (1205, 920)], RUST)
    for k in range(9):
        a = -math.pi / 2 + (k - 4) * 0.26
        c.line(
            [(1255, 795), (1255 + 190 * math.cos(a), 795 + 190 * math.sin(a))], mix(MOSS, PINE, 0.1 * k), 20
        )
    c.rect((470, 925, 1030, 958), mix(RUST, NIGHT, 0.5), 6)
    c.line([(1090, 250), (1090, 330)], INK, 8)
    c.rect((1060, 325, 1120, 410), INK, 8)
    c.rect((1069, 338, 1111, 400), GLOW, 4)
    c.light(1090, 368, 240, GLOW, 0.7)
    c.person(300, 1010, 430, PLUM, SKINS[1])
    c.person(420, 1020, 260, SAGE, SKINS[1], RUST)
