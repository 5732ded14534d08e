"""Stems: what inflections of one word have in common. Both databases index these, so that they find the same.

English and Turkish are Snowball's, Persian too; Arabic is the light stemmer that engines use as well; Somali has a few
rules, and Tigrinya is compared as it is written. See docs/decisions/0028-search-on-the-database.md.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache

from snowballstemmer import stemmer

from cms.common.languages import LANGUAGES
from search.analysis.swedish import swedish
from search.analysis.tokens import lower, normal

_SNOWBALL = {"en": "english", "fa": "persian", "tr": "turkish"}
# Larkey, Ballesteros, Connell: Light stemming for Arabic (light10).
_ARABIC_BEFORE = ("وال", "بال", "كال", "فال", "ال", "لل", "و")
_ARABIC_AFTER = ("ها", "ان", "ات", "ون", "ين", "يه", "ه", "ي")
#: Endings of Somali nouns: the article (-ka, -ga, -ta, -da, -ha, -sha), its past forms and the common plurals.
_SOMALI = (
    "yaasha", "yaashii", "yadii", "yada", "yaal", "shii", "kii", "gii", "tii", "dii", "hii",
    "sha", "ka", "ga", "ta", "da", "ha",
)  # fmt: skip
_SOMALI_REST = 4
_LONG_VOWEL = re.compile(r"([aeiou])\1")


@lru_cache(maxsize=200_000)
def stem(word: str, language: str) -> str:
    """Return the stem of a word in a language; the word itself, normalised, where nothing is known of it.

    >>> {stem(word, "sv") for word in ("kamera", "kameran", "Kameror", "kamerornas")}
    {'kamer'}
    """
    found = normal(word, language)
    if language == "sv":
        found = swedish(found)
    elif language == "ar":
        found = _arabic(found)
    elif language == "so":
        found = _somali(found)
    elif language in _SNOWBALL and not found.isdecimal():
        # It knows the marks that are left out when words are compared: they go afterwards.
        found = normal(_stemmer(language).stemWord(lower(word, language)), language)
    return found.replace("'", "")


@lru_cache(maxsize=20_000)
def stems(word: str) -> tuple[str, ...]:
    """Return the stems that a word may have, in any of our languages, without repeats."""
    return tuple(dict.fromkeys(stem(word, language) for language in LANGUAGES))


def stem_rows(phrase: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    """Return the stems of a phrase as each of our languages has them, without repeats."""
    found = (tuple(stem(word, language) for word in phrase) for language in LANGUAGES)
    return tuple(row for row in dict.fromkeys(found) if all(row))


@cache
def _stemmer(language: str) -> stemmer:
    return stemmer(_SNOWBALL[language])


def _arabic(word: str) -> str:
    for ahead in _ARABIC_BEFORE:
        if word.startswith(ahead) and len(word) - len(ahead) >= 2 + (ahead == "و"):
            word = word.removeprefix(ahead)
            break
    for ending in _ARABIC_AFTER:
        if word.endswith(ending) and len(word) - len(ending) >= 2:
            word = word.removesuffix(ending)
    return word


def _somali(word: str) -> str:
    for ending in _SOMALI:
        if word.endswith(ending) and len(word) - len(ending) >= _SOMALI_REST:
            word = word.removesuffix(ending)
            break
    if word[-1:] in ("a", "o", "e") and len(word) > _SOMALI_REST:
        word = word[:-1]
    return _LONG_VOWEL.sub(r"\1", word)
