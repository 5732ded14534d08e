"""The readers of the ledger that purge caches: two for each cache, one at once and one a little later.

Why twice: an answer that was being made while the release was committed may reach the cache after the first purge,
with the text from before. By the second, every answer that began before the release has ended.
"""

from __future__ import annotations

import datetime as dt
from functools import partial
from itertools import takewhile
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string

from cms.common import clock
from cms.ledger.consumers import Consumer, advance, editions_after, how_far_behind, register
from cms.ledger.models import ConsumerPosition
from cms.ledger.surrogates import touched_by
from pressroom.purging.addresses import addresses_of
from pressroom.purging.backends import PurgesAddresses, PurgesNames

#: Seconds between two looks at the ledger.
LOOK_EVERY = 0.5
#: Seconds after an edition's release that it is purged again.
AGAIN_AFTER = 5
#: Editions purged in one turn. A cache that takes addresses gets some dozens for each.
_BATCH = 50


def register_all() -> None:
    """Register the readers of every cache that the settings name. Called when the app starts."""
    for cache in settings.PURGED_CACHES:
        register(Consumer(f"purge {cache}", partial(turn, cache)))
        register(Consumer(f"purge {cache} again", partial(turn, cache, after=AGAIN_AFTER)))


def turn(cache: str, *, after: int = 0) -> float:
    """Purge what the next editions have changed from one cache; return when to look again, in seconds.

    The position moves when the cache has confirmed, so what failed is purged again, in order. A reader that has never
    run begins at the ledger's end: an answer from before it was set up outlives no age that it was given.

    Args:
        cache: its name in `settings.PURGED_CACHES`.
        after: seconds that an edition must have been out.

    Raises:
        PurgeFailed: the cache can't be reached or refuses. The turn is to come again.
    """
    name = f"purge {cache} again" if after else f"purge {cache}"
    first: dict[str, Any] = {
        "seq": partial(how_far_behind, name),
        "moved_at": clock.now,
    }  # asked if it is new
    position, _is_new = ConsumerPosition.objects.get_or_create(name=name, defaults=first)
    seen = position.seq
    due = clock.now() - dt.timedelta(seconds=after)
    editions = list(
        takewhile(lambda one: not after or one.released_at <= due, editions_after(seen, limit=_BATCH))
    )
    if not editions:
        return LOOK_EVERY
    backend = backend_of(cache)
    if isinstance(backend, PurgesNames):
        backend.purge_names(sorted(frozenset().union(*map(touched_by, editions))))
    else:
        backend.purge_batch(sorted(frozenset().union(*map(addresses_of, editions))))
    advance(name, seen=seen, done=editions[-1].seq)
    return 0


def backend_of(cache: str) -> PurgesNames | PurgesAddresses:
    """Return what purges a cache: a class of ours, or any with the interface of Wagtail's frontend cache backends."""
    values = dict(settings.PURGED_CACHES[cache])
    backend: PurgesNames | PurgesAddresses = import_string(values.pop("BACKEND"))(values)
    return backend
