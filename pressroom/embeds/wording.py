"""What embeds say around the content. All in the active language, in words that the pages use too."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils.translation import get_language, gettext, gettext_lazy

from cms.common import cldr, languages
from cms.common.clock import STOCKHOLM

_TYPES = {
    "message": gettext_lazy("Meddelande"),
    "briefing": gettext_lazy("Lägesbild"),
    "example": gettext_lazy("Gott exempel"),
}
_ROLES = {
    "background": gettext_lazy("Bakgrund"),
    "residents": gettext_lazy("Det här betyder det för dig som bor här"),
    "goals": gettext_lazy("Målen"),
    "picture": gettext_lazy("Läget nu"),
    "effects": gettext_lazy("Effekter"),
    "done": gettext_lazy("Det här gjorde vi"),
    "result": gettext_lazy("Det här ledde det till"),
}


def kicker(card: dict[str, Any]) -> str:
    """Return what an item is called above its title."""
    if card["type"] == "message" and len(card["signatories"]) > 1:
        return gettext("Gemensamt budskap")
    return str(_TYPES[card["type"]])


def role_heading(block: dict[str, Any]) -> str:
    """Return the heading of a text block: its own, else the one its role has."""
    return str(block["heading"] or _ROLES.get(block["role"], ""))


def day(instant: str | dt.datetime) -> str:
    """Return the Swedish day of an instant (also RFC 3339 text), e.g. "3 mars 2026"."""
    if isinstance(instant, str):
        instant = dt.datetime.fromisoformat(instant)
    return cldr.short_date(instant.astimezone(STOCKHOLM).date(), get_language() or languages.DEFAULT)


def copy_note() -> str:
    """Return what stands below a copy; the script puts the instant in place of `{time}`."""
    # Translators: keep {time} as it is.
    return gettext("Kopia från {time}. Pressrummet går inte att nå just nu.")
