"""What a mark says, and how a marked file is called."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePosixPath

from django.utils.text import slugify
from django.utils.translation import gettext as _


class CannotMarkError(Exception):
    """The format, or this file, has no room for a mark. The file is then packed beside a text that has it."""


@dataclass(frozen=True)
class Mark:
    """Who got the file, by which share (`key`, short), and until when it is not public (in words)."""

    name: str
    organisation: str
    email: str
    key: str
    until: str

    @property
    def who(self) -> str:
        """Return the person with their organisation."""
        return f"{self.name} ({self.organisation})" if self.organisation else self.name

    @property
    def text(self) -> str:
        """Return the whole mark on one line."""
        return _("Under embargo till %(until)s. Bara för %(who)s, delning %(key)s.") % {
            "until": self.until,
            "who": self.who,
            "key": self.key,
        }

    @property
    def drawn(self) -> str:
        """Return the mark in letters that every font at hand has: by mail address when the name needs others."""
        try:
            self.text.encode("cp1252")
        except UnicodeEncodeError:
            plain = Mark(self.email, "", self.email, self.key, self.until).text
            return plain.encode("cp1252", errors="replace").decode("cp1252")
        return self.text

    def file_name(self, name: str, suffix: str = "") -> str:
        """Return the name of a marked file: with the person and the share. `suffix` replaces the file's own."""
        path = PurePosixPath(name)
        person = slugify(self.name)[:40] or "lasare"
        return f"{path.stem[:100]}--{person}-{self.key}{suffix or path.suffix}"


@dataclass(frozen=True)
class Marked:
    """A file with its mark in it, or packed beside it."""

    data: bytes
    name: str
    media_type: str
