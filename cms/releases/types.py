"""What a plan and a planned release have in common."""

from __future__ import annotations

import uuid
from typing import Protocol

from cms.releases.enums import Action


class Wanted(Protocol):
    """One item in one language that shall go out: an entry of a plan or a row of a release."""

    @property
    def item_type(self) -> str: ...
    @property
    def item_key(self) -> uuid.UUID: ...
    @property
    def language(self) -> str: ...
    @property
    def action(self) -> Action | str: ...
    @property
    def digest(self) -> str: ...
    @property
    def note(self) -> str: ...
