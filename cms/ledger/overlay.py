"""The ledger as it will be: what a release is going to print, laid over the current view. In memory, for one reader.

Whoever shows a release before its time (cms/sharing) makes an `Overlay` of its finished payloads and renders inside
`looking_ahead(overlay)`; `cms.ledger.queries` then answers as it will answer after the release. Nothing is written.
The overlay is seen in the thread or task that holds the block open, and nowhere else: a ContextVar that only
`looking_ahead` sets. What keeps answers for others refuses to work inside (`refuse_ahead`). See
docs/decisions/0013-preview-overlay.md.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Protocol

from cms.ledger import proofs
from cms.ledger.enums import EditionKind
from cms.ledger.exceptions import NotSeenAheadError
from cms.ledger.listed_changes import Told, read_lists, tell
from cms.ledger.models import CurrentEdition, Edition, LedgerHead
from cms.ledger.payload import Payload
from cms.ledger.projection import make_row
from cms.ledger.proofs import Agreement
from cms.ledger.typesetting import Typeset, typeset

#: An item in one language.
Place = tuple[uuid.UUID, str]
_BATCH = 200


class Foreseen(Protocol):
    """What is going to be printed: as `cms.ledger.append.NewEdition`."""

    @property
    def payload(self) -> Payload: ...
    @property
    def kind(self) -> EditionKind: ...
    @property
    def note(self) -> str: ...
    @property
    def agreed(self) -> Sequence[Agreement]: ...


@dataclass(frozen=True)
class Overlay:
    """Finished rows by item and language, as appending and projecting would make them. Never saved."""

    rows: Mapping[Place, CurrentEdition]
    editions: Mapping[Place, Edition]
    facets: Mapping[int, frozenset[tuple[str, str]]]
    told: Mapping[int, Told]
    seq: int
    at: dt.datetime

    def over(
        self, rows: Sequence[CurrentEdition], wanted: Callable[[CurrentEdition], bool]
    ) -> list[CurrentEdition]:
        """Return `rows` without what is replaced, then those of ours that are `wanted`, oldest first."""
        kept = [row for row in rows if (row.item_key, row.language) not in self.rows]
        return kept + list(filter(wanted, self.rows.values()))

    def in_order(
        self, rows: Sequence[CurrentEdition], wanted: Callable[[CurrentEdition], bool]
    ) -> list[CurrentEdition]:
        """As `over`, with each of ours at its place in `rows`, which are ordered by `sort_order` and title."""
        placed = self.over(rows, lambda _row: False)
        for row in filter(wanted, self.rows.values()):
            later = (n for n, other in enumerate(placed) if _place_in_list(other) > _place_in_list(row))
            placed.insert(next(later, len(placed)), row)
        return placed

    def has(self, row: CurrentEdition, facets: Mapping[str, str]) -> bool:
        """Whether one of our rows carries all of `facets`."""
        return self.facets[row.seq].issuperset(facets.items())

    def count(self, language: str) -> int:
        """Return how many rows of a language are ours."""
        return sum(place[1] == language for place in self.rows)


_ahead: ContextVar[Overlay | None] = ContextVar("ledger_overlay", default=None)


def ahead() -> Overlay | None:
    """Return the overlay that this thread or task looks through, or None: everybody but a named reader's page."""
    return _ahead.get()


@contextmanager
def looking_ahead(overlay: Overlay) -> Iterator[None]:
    """Let `cms.ledger.queries` answer as after the release, inside the block and in this thread or task only.

    Raises:
        NotSeenAheadError: inside another such block.
    """
    refuse_ahead("another look ahead")
    token = _ahead.set(overlay)
    try:
        yield
    finally:
        _ahead.reset(token)


def refuse_ahead(what: str) -> None:
    """Raise inside `looking_ahead`. Called by whatever would show or keep what it gives for other readers.

    Raises:
        NotSeenAheadError: naming `what`.
    """
    if _ahead.get() is not None:
        raise NotSeenAheadError(f"{what} is not for a look ahead: it could reach other readers.")


def foresee(entries: Sequence[Foreseen], *, at: dt.datetime) -> Overlay:
    """Return the ledger as it will be once `entries` have been appended at the instant `at`. Reads only.

    Counts on from the head of now, as `cms.ledger.append.append` would.
    """
    refuse_ahead("making an overlay")
    former = _former_rows({uuid.UUID(entry.payload["key"]) for entry in entries})
    lists = read_lists([row.seq for row in former.values()])
    seq = LedgerHead.objects.filter(id=1).values_list("seq", flat=True).first() or 0
    rows: dict[Place, CurrentEdition] = {}
    editions: dict[Place, Edition] = {}
    facets: dict[int, frozenset[tuple[str, str]]] = {}
    changes: dict[int, Told] = {}
    for entry in entries:
        seq += 1
        place = (uuid.UUID(entry.payload["key"]), entry.payload["language"])
        before = former.get(place)
        ready = typeset(entry.payload)
        edition = editions[place] = _edition(entry, ready, seq, before=before, at=at)
        same_life = before if before and (edition.is_gone or not before.is_gone) else None
        row = rows[place] = make_row(edition, ready.view, same_life)
        facets[seq] = frozenset(ready.view.facets) if row.is_listed else frozenset()
        told = tell(row, ready.view.facets, lists[same_life.seq] if same_life else None)
        if told is not None and ready.view.payload["listed"]:
            changes[seq] = told
    return Overlay(rows, editions, facets, changes, seq, at)


def _former_rows(keys: set[uuid.UUID]) -> dict[Place, CurrentEdition]:
    found: dict[Place, CurrentEdition] = {}
    ordered = sorted(keys)
    for start in range(0, len(ordered), _BATCH):
        batch = CurrentEdition.objects.filter(item_key__in=ordered[start : start + _BATCH])
        found |= {(row.item_key, row.language): row for row in batch.defer("card", "document")}
    return found


def _edition(
    entry: Foreseen, ready: Typeset, seq: int, *, before: CurrentEdition | None, at: dt.datetime
) -> Edition:
    payload = ready.view.payload
    edition = Edition(
        seq=seq,
        item_key=uuid.UUID(payload["key"]),
        language=payload["language"],
        item_type=payload["type"],
        public_id=payload["id"],
        number=before.number + 1 if before else 1,
        kind=entry.kind,
        note=entry.note,
        previous_id=before.seq if before else None,
        released_at=at.replace(microsecond=at.microsecond // 1000 * 1000),
        digest=ready.digest,
        payload=ready.text,
    )
    proofs.foresee(edition, entry.agreed)
    return edition


def _place_in_list(row: CurrentEdition) -> tuple[int, str]:
    return row.sort_order, row.title.casefold()
