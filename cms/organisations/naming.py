"""Which organisations a text names: by name, short name or what else they are called, as the registry has it.

A name counts as a whole word, in any case, also in the genitive ("Trafikkontorets"). A name in capitals only ("SB")
counts in capitals only. Where one name stands inside another ("Järva" in "Lokalpolisområde Järva") the longer counts.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

from cms.common import languages
from cms.common.text import one_line
from cms.organisations.models import OrganisationText

_UNSEEN = str.maketrans("", "", "\u00ad\u200b\u200c\u200d\u2060\ufeff")
_GENITIVE = r"(?:s|['’]s)?"


class NameBook:
    """The names of all organisations in one language and in Swedish, which texts in any language use. One query."""

    def __init__(self, language: str) -> None:
        self._holders: dict[str, set[int]] = defaultdict(set)
        for row in OrganisationText.objects.filter(language__in={language, languages.DEFAULT}):
            for name in (row.name, row.short_name, *row.aliases.splitlines()):
                if word := _plain(name):
                    self._holders[_key(word)].add(row.organisation_id)
        longest_first = sorted(self._holders, key=len, reverse=True)
        self._pattern = re.compile(
            rf"(?<!\w)({'|'.join(_as_pattern(name) for name in longest_first)}){_GENITIVE}(?!\w)",
        )

    def find(self, texts: Iterable[str]) -> set[int]:
        """Return the organisations that plain texts name."""
        if not self._holders:
            return set()
        found: set[int] = set()
        for text in texts:
            for match in self._pattern.finditer(_plain(text)):
                word = match.group(1)
                found |= self._holders.get(word, set()) | self._holders.get(word.lower(), set())
        return found


def _plain(text: str) -> str:
    """Return a text as it is read: white space as single spaces, without signs that nobody sees."""
    return one_line(text.translate(_UNSEEN))


def _key(name: str) -> str:
    return name if _is_acronym(name) else name.lower()


def _is_acronym(name: str) -> bool:
    return name.isupper() and " " not in name


def _as_pattern(key: str) -> str:
    return re.escape(key) if _is_acronym(key) else f"(?i:{re.escape(key)})"
