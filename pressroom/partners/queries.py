"""What the desk shows of partners and their keys."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from cms.common import clock
from cms.common.wording import in_words
from pressroom.partners.models import Partner, PartnerKey
from pressroom.reach import sources
from pressroom.reach.queries import last_days


@dataclass(frozen=True)
class ListedKey:
    """A key in words. `works` says whether it opens anything, `may_rotate` whether it can be exchanged."""

    key: PartnerKey
    state: str
    works: bool
    may_rotate: bool
    created: str
    until: str
    last_used: dt.date | None


def list_partners() -> QuerySet[Partner]:
    """Return all partners by name, with their organisations and hosts. Three queries, however many there are."""
    return Partner.objects.select_related("organisation").prefetch_related("hosts", "organisation__texts")


def list_keys(partner: Partner) -> list[ListedKey]:
    """Return a partner's keys, the newest first, those that have ended too. Two queries.

    When a key was used last is known by its day, from the counts of reach: nothing is written when it is used.
    """
    keys = list(partner.keys.select_related("successor"))
    used = last_days([sources.of_key(key.pk) for key in keys])
    return [_told(key, used.get(sources.of_key(key.pk))) for key in keys]


def _told(key: PartnerKey, last_used: dt.date | None) -> ListedKey:
    works = key.revoked_at is None and key.expires_at > clock.now()
    if key.revoked_at is not None:
        state = _("återkallad")
    elif not works:
        state = _("har gått ut")
    else:
        state = _("ersatt av %(name)s") % {"name": key.successor.name} if key.successor else _("gäller")
    return ListedKey(
        key=key,
        state=state,
        works=works,
        may_rotate=works and key.successor is None,
        created=in_words(key.created_at),
        until=in_words(key.expires_at),
        last_used=last_used,
    )
