"""Collect the words that readers meet into a catalogue for each language that only the press room speaks.

Swedish is the source. English (all words, the workshop's too) is collected with GNU gettext by `make messages`; here
are the others, which have the public words only. What counts as public is said once, below; nothing is needed but
Python. Each translation that no person has reviewed carries the mark `MACHINE_MADE` (docs/translations.md).
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.utils.translation.template import templatize

import polib
from babel.messages.extract import extract

from cms.common import languages

#: Stands as the translator's comment of an entry until a person has reviewed it.
MACHINE_MADE = "Machine-made, not reviewed."
#: Languages whose catalogue holds the public words only.
READERS_ONLY = tuple(code for code in languages.LANGUAGES if code not in ("sv", "en"))
_PLURALS = {
    "ar": "nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 :"
    " n%100>=11 && n%100<=99 ? 4 : 5);",
    "fa": "nplurals=2; plural=(n > 1);",
    "ti": "nplurals=2; plural=(n > 1);",
    "tr": "nplurals=2; plural=(n > 1);",
}
_KEYWORDS = {
    **dict.fromkeys(("_", "gettext", "gettext_lazy", "gettext_noop")),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (1, 2)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), ((1, "c"), 2)),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), ((1, "c"), 2, 3)),
}
#: Modules with public words; of a folder, everything but what is the workshop's.
_PUBLIC = (
    "templates/base.html", "templates/400.html", "templates/404.html", "templates/410.html", "templates/500.html",
    "templates/pressroom", "pressroom", "cms/common", "cms/releases/calendar.py",
)  # fmt: skip
_WORKSHOP = (
    "templates/pressroom/copies", "templates/pressroom/partners", "templates/pressroom/webhooks",
    "pressroom/copies", "pressroom/partners", "pressroom/webhooks",
    "pressroom/outgoing", "pressroom/reach", "pressroom/release_preview.py",
)  # fmt: skip

Key = tuple[str | None, str]


@dataclass(frozen=True)
class Words:
    """One text to translate, its plural if it has one, and what its author says to translators."""

    context: str | None
    singular: str
    plural: str = ""
    comment: str = ""

    @property
    def key(self) -> Key:
        """What a catalogue knows it by."""
        return self.context, self.singular


def public_words(root: Path | None = None) -> dict[Key, Words]:
    """Return every public text of the source, in the order of files."""
    found: dict[Key, Words] = {}
    for path in _public_files(root or settings.BASE_DIR):
        source = path.read_text(encoding="utf-8")
        code = templatize(source, origin=str(path)) if path.suffix == ".html" else source
        for _line, message, comments, context in extract(
            "python", io.BytesIO(code.encode()), keywords=_KEYWORDS, comment_tags=("Translators:",)
        ):
            singular, plural = message if isinstance(message, tuple) else (message, "")
            words = Words(context, singular, plural, " ".join(comments).removeprefix("Translators: "))
            found.setdefault(words.key, words)
    return found


def read_catalogue(language: str) -> polib.POFile:
    """Return a language's catalogue; an empty one if it has none."""
    path = catalogue_path(language)
    if path.exists():
        return polib.pofile(str(path), wrapwidth=0)
    catalogue = polib.POFile(wrapwidth=0)
    catalogue.metadata = {
        "Project-Id-Version": "samverkan-pressrum",
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": _PLURALS.get(language, "nplurals=2; plural=(n != 1);"),
    }
    return catalogue


def catalogue_path(language: str) -> Path:
    """Return where a language's catalogue is kept."""
    return Path(settings.LOCALE_PATHS[0]) / language / "LC_MESSAGES" / "django.po"


def update_catalogue(language: str, words: dict[Key, Words]) -> int:
    """Give a catalogue exactly these texts, keeping what is translated; return how many lack a translation."""
    catalogue = read_catalogue(language)
    known = {(entry.msgctxt, entry.msgid): entry for entry in catalogue}
    catalogue[:] = [_entry(one, known.get(one.key)) for one in words.values()]
    path = catalogue_path(language)
    path.parent.mkdir(parents=True, exist_ok=True)
    catalogue.save(str(path))
    return len(catalogue.untranslated_entries())


def count_machine_made(language: str) -> int:
    """Return how many translations of a language no person has reviewed."""
    return sum(MACHINE_MADE in entry.tcomment for entry in read_catalogue(language))


def _entry(words: Words, known: polib.POEntry | None) -> polib.POEntry:
    entry = known or polib.POEntry(msgid=words.singular, msgctxt=words.context)
    entry.comment = words.comment
    if words.plural and not entry.msgid_plural:
        entry.msgid_plural, entry.msgstr_plural, entry.msgstr = words.plural, {0: "", 1: ""}, ""
    has_placeholder = "%(" in words.singular
    entry.flags = [*(flag for flag in entry.flags if flag != "python-format")] + (
        ["python-format"] if has_placeholder else []
    )
    return entry


def _public_files(root: Path) -> Iterator[Path]:
    workshop = [root / name for name in _WORKSHOP]
    for name in _PUBLIC:
        place = root / name
        files = [place] if place.is_file() else sorted(place.rglob("*"))
        for path in files:
            is_ours = not any(path == other or other in path.parents for other in workshop)
            if path.suffix in (".html", ".py") and is_ours and "admin" not in path.parts:
                yield path
