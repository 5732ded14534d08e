"""Give out, exchange and take back keys. The key itself is returned once, by whoever made it, and kept nowhere."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from cms.accounts.models import User
from cms.audit.enums import Act
from cms.common import clock
from cms.common.text import one_line
from pressroom.partners.enums import Scope
from pressroom.partners.keys import checking
from pressroom.partners.keys.exceptions import BadKeyExpiryError, KeyEndedError, TooManyKeysError
from pressroom.partners.keys.tokens import make_token
from pressroom.partners.models import Partner, PartnerKey
from pressroom.partners.permissions import require_manager
from pressroom.partners.recording import record_act

#: The longest that a key may live: somebody should look at it once in two years.
LONGEST = dt.timedelta(days=731)
#: For so long the old key works beside the new one.
OVERLAP = dt.timedelta(days=14)
MOST_KEYS = 20


@dataclass(frozen=True)
class Issued:
    """A key and its text, to be shown once."""

    key: PartnerKey
    text: str = field(repr=False)


def issue(*, partner: Partner, label: str, scope: Scope, expires_at: dt.datetime, by: User) -> Issued:
    """Give a partner a new key.

    Args:
        expires_at: aware; at most `LONGEST` away.

    Raises:
        PartnerError: the person may not; the end is none; there are too many keys.
    """
    require_manager(by)
    with transaction.atomic():
        locked = Partner.objects.select_for_update().get(pk=partner.pk)
        now = clock.database_now()
        if locked.keys.filter(revoked_at=None, expires_at__gt=now).count() >= MOST_KEYS:
            raise TooManyKeysError(MOST_KEYS)
        issued = _make(locked, label=label, scope=scope, expires_at=expires_at, now=now)
        record_act(Act.PARTNER_KEY_ISSUED, locked, by=by, facts=_facts(issued.key))
    return issued


def rotate(*, key: PartnerKey, expires_at: dt.datetime, by: User, overlap: dt.timedelta = OVERLAP) -> Issued:
    """Give a new key in the place of `key`, which works for `overlap` more, or until its own end if that is sooner.

    Raises:
        KeyEndedError: the key does not work any more, or has been exchanged already.
        PartnerError: as `issue`.
    """
    require_manager(by)
    with transaction.atomic():
        former = PartnerKey.objects.select_for_update().get(pk=key.pk)
        now = clock.database_now()
        if former.revoked_at or former.expires_at <= now or former.successor_id:
            raise KeyEndedError
        issued = _make(
            former.partner, label=former.label, scope=Scope(former.scope), expires_at=expires_at, now=now
        )
        former.successor = issued.key
        former.expires_at = min(former.expires_at, now + overlap)
        former.save(update_fields=["successor", "expires_at"])
        facts = {
            **_facts(issued.key),
            "former": former.name,
            "former_until": clock.isoformat(former.expires_at),
        }
        record_act(Act.PARTNER_KEY_ROTATED, former.partner, by=by, facts=facts)
        transaction.on_commit(checking.forget)
    return issued


def revoke(*, key: PartnerKey, by: User) -> PartnerKey:
    """End a key at once. Again changes nothing. Other processes notice within `checking.REMEMBERED` seconds.

    Raises:
        MayNotManageError: the person may not.
    """
    require_manager(by)
    with transaction.atomic():
        locked = PartnerKey.objects.select_for_update().get(pk=key.pk)
        if locked.revoked_at is None:
            locked.revoked_at = clock.database_now()
            locked.save(update_fields=["revoked_at"])
            record_act(Act.PARTNER_KEY_REVOKED, locked.partner, by=by, facts={"key": locked.name})
            transaction.on_commit(checking.forget)
    return locked


def _make(partner: Partner, *, label: str, scope: Scope, expires_at: dt.datetime, now: dt.datetime) -> Issued:
    if not now < expires_at <= now + LONGEST:
        raise BadKeyExpiryError(LONGEST.days)
    token = make_token()
    key = PartnerKey.objects.create(
        partner=partner,
        name=token.name,
        digest=token.digest,
        label=one_line(label)[:80],
        scope=scope,
        created_at=now,
        expires_at=expires_at,
    )
    return Issued(key, token.text)


def _facts(key: PartnerKey) -> dict[str, Any]:
    return {"key": key.name, "scope": str(key.scope), "until": clock.isoformat(key.expires_at)}
