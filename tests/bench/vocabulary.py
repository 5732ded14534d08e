"""The invented organisations and terms: code, Swedish name, English name. Needs no Django."""

from __future__ import annotations

LANGUAGES = ("sv", "en")
#: On one item in five hundred, so that a filter finds few among many.
RARE_TAG = "sallsynt"

TERMS: dict[str, tuple[tuple[str, str, str], ...]] = {
    "organisation": tuple(
        (f"organisation-{n}", f"Påhittade förvaltningen {n}", f"Invented Administration {n}")
        for n in range(1, 9)
    ),
    "area": tuple((f"omrade-{n}", f"Påhittat område {n}", f"Invented Area {n}") for n in range(1, 6)),
    "goal": tuple((f"mal-{n}", f"Påhittat effektmål {n}", f"Invented Goal {n}") for n in range(1, 8)),
    "audience": tuple(
        (f"malgrupp-{n}", f"Påhittad målgrupp {n}", f"Invented Audience {n}") for n in range(1, 7)
    ),
    "place": tuple((f"plats-{n}", f"Påhittade torget {n}", f"Invented Square {n}") for n in range(1, 13)),
    "tag": (
        (RARE_TAG, "Sällsynt ämne", "Rare Topic"),
        *((f"amne-{n}", f"Påhittat ämne {n}", f"Invented Topic {n}") for n in range(1, 41)),
    ),
}
