"""The languages the product knows: code, own name, Swedish name and writing direction.

Every one of them has its press room: pages, feeds and embeds speak it (`cms/locale`). Why these eight:
docs/decisions/0031-languages.md.
"""

from __future__ import annotations

from dataclasses import dataclass

DEFAULT = "sv"


@dataclass(frozen=True)
class Language:
    """One language, by its BCP 47 code."""

    code: str
    own_name: str
    swedish_name: str
    direction: str = "ltr"


LANGUAGES: dict[str, Language] = {
    language.code: language
    for language in (
        Language("sv", "Svenska", "svenska"),
        Language("en", "English", "engelska"),
        Language("so", "Soomaali", "somaliska"),
        Language("ar", "العربية", "arabiska", "rtl"),
        Language("fa", "فارسی", "persiska", "rtl"),
        Language("ti", "ትግርኛ", "tigrinska"),
        Language("tr", "Türkçe", "turkiska"),
        Language("ckb", "سۆرانی", "sorani", "rtl"),
    )
}


def direction(code: str) -> str:
    """Return `rtl` or `ltr` for a language code; unknown codes read left to right."""
    return LANGUAGES[code].direction if code in LANGUAGES else "ltr"


def interface(code: str) -> str:
    """Return the language that our own words around content of a language are in: English for one we don't know."""
    return code if code in LANGUAGES else "en"
