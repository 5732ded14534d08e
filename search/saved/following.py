"""The reader of the ledger that matches saved searches: takes up new ones, holds each edition against all.

Matches and position are written in one transaction, after everything has been worked out: killed anywhere, it does
the same again and writes it once.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence

from django.db import transaction
from django.db.models import Max

from cms.common import clock
from cms.common.digests import digest_of
from cms.ledger.consumers import Consumer, editions_after, lock_position, position_of
from search.backends import Backend
from search.exceptions import BackendUnavailable
from search.router import indexes
from search.saved.matching import Match, matches
from search.saved.models import SavedMatch, SavedSearch
from search.saved.queries import query_of
from search.synonyms.queries import known_meanings, remembered

logger = logging.getLogger(__name__)

NAME = "saved-searches"
LOOK = 1.0
AFTER_TROUBLE = 5.0
_EDITIONS = 25
_SEARCHES = 500
_ROWS = 1_000
#: Raise it when stems or queries are made otherwise: every index then gets its saved searches anew.
_MAKE = 1


def turn() -> float:
    """Tell saved searches of the next editions; return after how many seconds to come again."""
    seen = position_of(NAME)
    # First the editions, then the searches: one that was saved before an edition came out is there when it is matched.
    editions = editions_after(seen, limit=_EDITIONS)
    take_up()
    try:
        with remembered():
            holding = hold_everywhere(indexes())
            found = [match for edition in editions for match in matches(edition, backends=holding)]
    except BackendUnavailable:
        return AFTER_TROUBLE
    if not editions:
        return LOOK
    record(found, seen=seen, done=editions[-1].seq)
    return 0 if len(editions) == _EDITIONS else LOOK


def take_up() -> int:
    """Number what has been saved since; return how many there were.

    Numbers are given by one process at a time, so whoever has seen one has seen all before it.
    """
    if not SavedSearch.objects.filter(number=None).exists():
        return 0
    with transaction.atomic():
        position = lock_position(NAME)
        number = SavedSearch.objects.aggregate(last=Max("number"))["last"] or 0
        rows = list(SavedSearch.objects.filter(number=None).order_by("pk")[:_SEARCHES])
        for row in rows:
            number += 1
            row.number, row.since = number, max(row.since, position.seq)
        SavedSearch.objects.bulk_update(rows, ["number", "since"], batch_size=100)
    return len(rows)


def hold_everywhere(backends: Sequence[Backend]) -> list[Backend]:
    """Give every index the saved searches that it lacks; return those that hold all, the engine in front.

    An index says itself what it holds, so one that was lost, or made anew, gets them again. So does every index when
    synonyms have changed: they are a part of what is matched.

    Raises:
        BackendUnavailable: none of them can be reached.
    """
    meanings = [[list(key), [list(other) for other in others]] for key, others in known_meanings().items()]
    make = digest_of([_MAKE, sorted(meanings)])[:16]
    holding: list[Backend] = []
    for backend in backends:
        try:
            _hold(backend, make)
        except BackendUnavailable as error:
            logger.warning("Saved searches are not kept by %s: %s", backend.name, error)
        else:
            holding.insert(0, backend)
    if not holding:
        raise BackendUnavailable("No index can be reached.")
    return holding


def _hold(backend: Backend, make: str) -> None:
    if not SavedSearch.objects.exists():
        return
    held, _, number = backend.searches_mark().partition(":")
    last = int(number) if held == make else 0
    while rows := list(SavedSearch.objects.filter(number__gt=last).order_by("number")[:_SEARCHES]):
        last = rows[-1].number or 0
        backend.save_searches({row.public_id: query_of(row) for row in rows}, mark=f"{make}:{last}")


def record(found: Sequence[Match], *, seen: int, done: int) -> bool:
    """Write what is told and move the position, both or neither; False when another process has done it."""
    with transaction.atomic():
        position = lock_position(NAME)
        if position.seq != seen:
            return False
        rows = [
            SavedMatch(
                search_id=one.search,
                seq=one.seq,
                item_key=one.item_key,
                language=one.language,
                what=one.what,
            )
            for one in found
        ]
        SavedMatch.objects.bulk_create(rows, batch_size=_ROWS, ignore_conflicts=True)
        position.seq, position.moved_at = done, clock.now()
        position.save()
    return True


def consumer() -> Consumer:
    """Return the reader."""
    return Consumer(NAME, turn)
