"""Turn the ledger's consumers: the loop behind `manage.py follow_ledger`. Several of them at once are safe."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence

from django.db import close_old_connections, connections

from cms.ledger.consumers import Consumer

logger = logging.getLogger(__name__)

#: Seconds after a turn that failed until the next.
AFTER_FAILURE = 5.0
#: Seconds that a consumer gets to end its turn when the process is told to stop.
STOP_WITHIN = 10.0


def follow_once(consumers: Sequence[Consumer], *, most_turns: int = 10_000) -> list[str]:
    """Turn each consumer until it has nothing to do at once; return the names of those that failed."""
    failed = []
    for consumer in consumers:
        try:
            for _turn in range(most_turns):
                if consumer.turn() > 0:
                    break
        except Exception:  # one consumer's trouble must not keep the others from their turn
            logger.exception("The consumer %s failed", consumer.name)
            failed.append(consumer.name)
    return failed


def follow(
    consumers: Sequence[Consumer], *, should_stop: Callable[[], bool], look_every: float = 0.5
) -> None:
    """Turn each consumer in a thread of its own until `should_stop`: a slow one delays none of the others.

    Args:
        look_every: seconds between two questions whether to stop.
    """
    stopping = threading.Event()
    # Daemons: one that hangs on a dead host must not keep the process from ending.
    threads = [
        threading.Thread(target=_turn_on, args=(consumer, stopping), name=consumer.name, daemon=True)
        for consumer in consumers
    ]
    for thread in threads:
        thread.start()
    while not should_stop() and not stopping.wait(look_every):
        pass
    stopping.set()
    for thread in threads:
        thread.join(STOP_WITHIN / max(1, len(threads)))


def _turn_on(consumer: Consumer, stopping: threading.Event) -> None:
    try:
        while not stopping.is_set():
            stopping.wait(_one_turn(consumer))
    finally:
        connections.close_all()


def _one_turn(consumer: Consumer) -> float:
    try:
        close_old_connections()
        return consumer.turn()
    except Exception:  # it must outlive a restart of the database and of whatever it talks to
        logger.exception("The consumer %s failed; it tries again", consumer.name)
        return AFTER_FAILURE
