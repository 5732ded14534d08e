"""A short text in several languages, written as people write it: a line each, `en: Press officer`."""

from __future__ import annotations

from functools import lru_cache

from django.utils.translation import gettext as _

from cms.common.languages import DEFAULT, LANGUAGES


class TranslationsError(ValueError):
    """Lines that cannot be read; the message says which and how to write it."""


@lru_cache(maxsize=256)
def parse_translations(text: str) -> dict[str, str]:
    """Return the texts by language code; empty lines say nothing.

    Raises:
        TranslationsError: a line without a known language before a colon, nothing after it, a language twice.
    """
    found: dict[str, str] = {}
    for line in filter(None, (line.strip() for line in text.splitlines())):
        code, colon, words = line.partition(":")
        code, words = code.strip().lower(), words.strip()
        if code not in LANGUAGES or code == DEFAULT or not colon or not words:
            raise TranslationsError(
                _("”%(line)s” går inte att läsa. Skriv språkets kod, kolon och texten. Koderna är %(codes)s.")
                % {"line": line, "codes": ", ".join(code for code in LANGUAGES if code != DEFAULT)}
            )
        if code in found:
            raise TranslationsError(
                _("Språket %(code)s står två gånger. Ta bort en av raderna.") % {"code": code}
            )
        found[code] = words
    return found
