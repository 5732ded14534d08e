"""How shares stand, for the people who made them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count
from django.utils.translation import gettext as _

from cms.common.wording import in_words
from cms.sharing.enums import Act, Standing
from cms.sharing.models import Share, ShareEvent
from cms.sharing.standing import is_frozen, needs_acceptance, standing_of

_DOWNLOADS = (Act.DOWNLOADED, Act.PRESS_DOWNLOADED)


@dataclass(frozen=True)
class Told:
    """A share in words. `is_open` is whether its link opens anything now."""

    share: Share
    state: str
    is_open: bool
    created: str
    opened: str
    accepted: str
    expires: str
    downloads: int


def told(shares: Sequence[Share], now: dt.datetime) -> list[Told]:
    """Return each share in words, as it stands at `now` (the database's)."""
    counts = dict(
        ShareEvent.objects.filter(share__in=[share.pk for share in shares], act__in=_DOWNLOADS)
        .order_by()
        .values_list("share")
        .annotate(Count("pk"))
    )
    return [_told(share, now, counts.get(share.pk, 0)) for share in shares]


def _told(share: Share, now: dt.datetime, downloads: int) -> Told:
    standing = standing_of(share, now)
    return Told(
        share=share,
        state=_state(share, standing, now),
        is_open=standing is Standing.OPEN,
        created=in_words(share.created_at),
        opened=in_words(share.opened_at) if share.opened_at else "",
        accepted=in_words(share.accepted_at) if share.accepted_at else "",
        expires=in_words(share.expires_at),
        downloads=downloads,
    )


def _state(share: Share, standing: Standing, now: dt.datetime) -> str:
    release = share.content.release
    if share.revoked_at is not None:
        return _("återkallad")
    if standing is Standing.RELEASED:
        return _("släppt, leder till det publika")
    if standing is Standing.CHANGED:
        return _("stängd: innehållet har ändrats")
    if share.expires_at <= now:
        return _("utgången")
    if share.is_early_access and release is not None and is_frozen(release):
        return _("fryst")
    if standing is Standing.CLOSED:
        return _("stängd")
    if share.is_early_access and not needs_acceptance(share):
        return _("embargo godtaget")
    return _("öppnad") if share.opened_at else _("skickad")
