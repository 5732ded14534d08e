"""What a release is going to print, in the order in which printing does it. Reads only; for previews of a release."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Protocol

from cms.ledger.append import NewEdition
from cms.ledger.models import CurrentEdition, Edition
from cms.ledger.payload import Payload
from cms.releases.calendar_payload import released_editions
from cms.releases.enums import KINDS, REMOVALS, Action
from cms.releases.models import Release
from cms.releases.preconditions import check_all
from cms.releases.refreshing import refreshed
from cms.releases.tombstones import tombstone


class Planned(Protocol):
    """One item in one language as a release has it: a row of a release, or a copy of one that was shared."""

    @property
    def item_key(self) -> uuid.UUID: ...
    @property
    def language(self) -> str: ...
    @property
    def action(self) -> str: ...
    @property
    def note(self) -> str: ...


def agreed_payloads(release: Release) -> list[Payload | None]:
    """Return what each of the release's rows will print, in order; None for a removal.

    Raises:
        ReleaseError: it could not be printed as things stand now; the text says why.
    """
    return [
        found.payload for found in check_all(list(release.items.all()), scheduled_at=release.scheduled_at)
    ]


def foresee(
    planned: Sequence[Planned], payloads: Sequence[Payload | None], *, release: Release | None
) -> list[NewEdition]:
    """Return every edition that printing `planned` would append now, with those that follow from a new name.

    Args:
        payloads: of each of `planned`, in order; what is taken away needs none.
        release: whose announcement in the calendar then says that it is out, if it has one.
    """
    entries = [
        edition
        for row, payload in zip(planned, payloads, strict=True)
        if (edition := _edition(row, payload)) is not None
    ]
    following = refreshed(entries)
    return [*entries, *(released_editions(release, following) if release else following)]


def _edition(row: Planned, payload: Payload | None) -> NewEdition | None:
    """Return what `row` prints; None for the removal of what is not there."""
    action = Action(row.action)
    if action not in REMOVALS:
        return NewEdition(payload=payload, kind=KINDS[action], note=row.note) if payload else None
    current = CurrentEdition.objects.filter(item_key=row.item_key, language=row.language).first()
    if current is None:
        return None
    payload = tombstone(Edition.objects.get(seq=current.seq), action)
    return NewEdition(payload=payload, kind=KINDS[action], note=row.note)
