"""Whose key it is: asked at every request that carries one, so it is remembered in this process for a few seconds.

A key that is revoked or whose partner rests is refused at once by the process that did it, and within `REMEMBERED`
seconds by the others. Its expiry is looked at every time.
"""

from __future__ import annotations

import datetime as dt
import threading
from collections import OrderedDict
from dataclasses import dataclass

from cms.common import clock
from cms.ledger.overlay import refuse_ahead
from pressroom.partners.enums import Refusal, Scope
from pressroom.partners.keys.exceptions import KeyRefused
from pressroom.partners.keys.tokens import Token, read_token
from pressroom.partners.models import PartnerKey

#: Seconds that an answer of the database is used for.
REMEMBERED = 10
#: Keys that are remembered, known and unknown ones; the least recently used go first.
_MOST = 2_000
#: What is read of a key. Of the partner only whether it is active: the public's account may see no more of it.
_COLUMNS = ("pk", "partner_id", "digest", "scope", "expires_at", "revoked_at", "partner__is_active")


@dataclass(frozen=True)
class Holder:
    """Whose key a request carries, and what for."""

    key_id: int
    partner_id: int
    scope: Scope

    def may(self, scope: Scope) -> bool:
        """Whether the key opens what `scope` stands for."""
        ranks = list(Scope)
        return ranks.index(self.scope) >= ranks.index(scope)


@dataclass(frozen=True)
class _Row:
    holder: Holder
    digest: str
    expires_at: dt.datetime
    is_revoked: bool
    is_active: bool


def holder_of(text: str, *, remembered: bool = True) -> Holder:
    """Return whose key `text` is. No query for what is no key at all, nor for one that is remembered.

    Args:
        remembered: False asks the database whatever is remembered, where a few seconds would matter.

    Raises:
        KeyRefused: with the reason. Of a key that is not known by its whole text nothing else is told.
    """
    refuse_ahead("a partner's key")
    token = read_token(text)
    row = _find(token, remembered=remembered) if token else None
    if token is None or row is None or not token.is_of(row.digest):
        raise KeyRefused(Refusal.INVALID)
    if row.is_revoked:
        raise KeyRefused(Refusal.REVOKED)
    if row.expires_at <= clock.now():
        raise KeyRefused(Refusal.EXPIRED)
    if not row.is_active:
        raise KeyRefused(Refusal.PAUSED)
    return row.holder


def forget() -> None:
    """Ask the database again at the next request. Called when a key or a partner has changed."""
    _memory.clear()


def _find(token: Token, *, remembered: bool) -> _Row | None:
    found = _memory.get(token.name) if remembered else None
    if found is None:
        found = (_read(token.name), clock.now() + dt.timedelta(seconds=REMEMBERED))
        _memory.put(token.name, found)
    return found[0]


def _read(name: str) -> _Row | None:
    values = PartnerKey.objects.filter(name=name).order_by().values_list(*_COLUMNS).first()
    if values is None:
        return None
    key_id, partner_id, digest, scope, expires_at, revoked_at, is_active = values
    return _Row(
        Holder(key_id, partner_id, Scope(scope)), digest, expires_at, revoked_at is not None, is_active
    )


_Remembered = tuple[_Row | None, dt.datetime]


class _Memory:
    """What was read, until when, by a key's name. Bounded; safe for threads."""

    def __init__(self) -> None:
        self._entries: OrderedDict[str, _Remembered] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, name: str) -> _Remembered | None:
        with self._lock:
            found = self._entries.get(name)
            if found is None or found[1] <= clock.now():
                return None
            self._entries.move_to_end(name)
            return found

    def put(self, name: str, found: _Remembered) -> None:
        with self._lock:
            self._entries[name] = found
            self._entries.move_to_end(name)
            while len(self._entries) > _MOST:
                self._entries.popitem(last=False)

    def clear(self) -> None:
        with self._lock:
            self._entries.clear()


_memory = _Memory()
