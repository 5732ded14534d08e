"""What a release is going to print, in the order in which printing does it. Reads only; for previews of a release."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from typing import Protocol

from cms.approval.services import list_assents
from cms.ledger.append import NewEdition
from cms.ledger.models import CurrentEdition, Edition
from cms.ledger.payload import Payload
from cms.releases.agreement import with_agreement, with_former_agreement
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
    @property
    def digest(self) -> str: ...


def agreed_payloads(release: Release) -> list[Payload | None]:
    """Return what each of the release's rows will print, in order; None for a removal.

    Raises:
        ReleaseError: it could not be printed as things stand now; the text says why.
    """
    return [
        found.payload for found in check_all(list(release.items.all()), scheduled_at=release.scheduled_at)
    ]


def foresee(
    planned: Sequence[Planned],
    payloads: Sequence[Payload | None],
    *,
    release: Release | None,
    at: dt.datetime,
) -> list[NewEdition]:
    """Return every edition that printing `planned` at `at` would append, with those that follow from a new name.

    Args:
        payloads: of each of `planned`, in order; what is taken away needs none.
        release: whose announcement in the calendar then says that it is out, if it has one. Without a release nobody
            has agreed to anything yet.
    """
    assents = (
        list_assents(item_keys={row.item_key for row in planned}, at=release.scheduled_at) if release else {}
    )
    entries = []
    for row, payload in zip(planned, payloads, strict=True):
        edition = _edition(row, payload)
        if edition is not None and release is not None:
            answers = assents.get((row.item_key, row.digest), ())
            # Of a joint text that not all have approved yet, its owner alone has agreed to nothing.
            if answers or len(edition.payload["signatories"]) < 2:
                edition = with_agreement(edition, answers, at=at)
        if edition is not None:
            entries.append(edition)
    following = refreshed(entries)
    if release is not None:
        following = released_editions(release, following)
    return [*entries, *with_former_agreement(following)]


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
