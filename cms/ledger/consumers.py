"""Readers of the ledger with a saved position: webhooks, WebSub, cache purges, the search index.

A consumer is registered at start-up and turned by `manage.py follow_ledger`. It sees every edition at least once, in
the order of `seq`. What it does with one must be idempotent by (`seq`, consumer): after a crash it may see it again.
Positions live in the database, so that a restored backup neither skips nor forgets what its deliveries were.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.db import transaction

from cms.common import clock
from cms.ledger.models import ConsumerPosition, Edition, LedgerHead


@dataclass(frozen=True)
class Consumer:
    """One reader of the ledger.

    Attributes:
        name: its position's name; never changes.
        turn: does a bounded piece of work and returns after how many seconds it wants the next turn; 0 is at once.
            An error is logged and the turn comes again.
    """

    name: str
    turn: Callable[[], float]


_consumers: dict[str, Consumer] = {}


def register(consumer: Consumer) -> None:
    """Add a consumer, when the app starts.

    Raises:
        ValueError: another has that name; both would move the same position.
    """
    if consumer.name in _consumers:
        raise ValueError(f"Two consumers are called {consumer.name}; give one of them another name.")
    _consumers[consumer.name] = consumer


def registered() -> list[Consumer]:
    """Return every consumer, by name."""
    return [_consumers[name] for name in sorted(_consumers)]


def position_of(name: str) -> int:
    """Return the last `seq` that the consumer is done with; 0 before its first."""
    return ConsumerPosition.objects.filter(name=name).values_list("seq", flat=True).first() or 0


def how_far_behind(name: str) -> int:
    """Return how many editions the consumer has not seen."""
    head = LedgerHead.objects.values_list("seq", flat=True).first() or 0
    return max(0, head - position_of(name))


def editions_after(seq: int, *, limit: int) -> list[Edition]:
    """Return the next editions in order, without their payloads; those are fetched when they are touched."""
    return list(Edition.objects.filter(seq__gt=seq).defer("payload", "statement").order_by("seq")[:limit])


def consume(name: str, apply: Callable[[Sequence[Edition]], None], *, limit: int = 200) -> int:
    """Apply the next editions and move the position, both or neither; return how many there were.

    For effects in the same database, such as rows that ask for a delivery. Two processes at once take turns. With
    nothing new it only reads: no lock is taken, and on SQLite no writer is kept waiting.

    Args:
        apply: called inside of the transaction with 1 to `limit` editions; what it raises undoes all of it.
    """
    if not how_far_behind(name):
        return 0
    with transaction.atomic():
        position = lock_position(name)
        editions = editions_after(position.seq, limit=limit)
        if editions:
            apply(editions)
            position.seq = editions[-1].seq
            position.moved_at = clock.now()
            position.save()
    return len(editions)


def lock_position(name: str) -> ConsumerPosition:
    """Return a consumer's position, locked until the transaction ends; made if there was none."""
    ConsumerPosition.objects.get_or_create(name=name)
    return ConsumerPosition.objects.select_for_update().get(name=name)


def advance(name: str, *, seen: int, done: int) -> bool:
    """Move the position from `seen` to `done` and tell whether it was still there.

    For effects outside of the database, which no transaction should wait for: read `position_of`, act, then advance.
    Of two processes that did the same work, one is told False; its work was a repetition.
    """
    ConsumerPosition.objects.get_or_create(name=name)
    moved = ConsumerPosition.objects.filter(name=name, seq=seen).update(seq=done, moved_at=clock.now())
    return moved == 1
