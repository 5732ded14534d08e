"""Who may show what to whom, who may stop it, and who may read the record."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Protocol

from django.db.models import Q, QuerySet

from cms.accounts.models import Membership, Role, User
from cms.accounts.permissions import can_edit_terms, can_release_for, can_write_for, organisation_ids_of
from cms.releases.models import Release
from cms.releases.permissions import owner_ids
from cms.releases.queries import list_releases_for
from cms.sharing.models import Share


class Row(Protocol):
    """One item in one language: of a release, of what was shared, or of a draft."""

    @property
    def item_type(self) -> str: ...
    @property
    def item_key(self) -> uuid.UUID: ...
    @property
    def language(self) -> str: ...


def may_preview(user: User, rows: Iterable[Row]) -> bool:
    """Whether `user` may show all of `rows` to somebody: only what they may write or release themselves."""
    if not user.is_active:
        return False
    return user.is_superuser or all(_may_handle(user, owners) for owners in _owners(rows))


def may_give_early_access(user: User, rows: Iterable[Row]) -> bool:
    """Whether `user` may let the press read `rows`: a press officer of every organisation that owns any of them.

    A superuser is not: whom the press gets something from is the organisation's word.
    """
    if not user.is_active:
        return False
    mine = Membership.objects.filter(user=user, role=Role.PRESS_OFFICER).values_list(
        "organisation_id", flat=True
    )
    organisations = set(mine)
    owned = list(_owners(rows))
    terms = can_edit_terms(user)
    return any(owned) and all(owners <= organisations if owners else terms for owners in owned)


def may_freeze(user: User, rows: Iterable[Row]) -> bool:
    """Whether `user` may stop all early access: any member of an owning organisation. A brake has no threshold."""
    if not user.is_active:
        return False
    mine = organisation_ids_of(user)
    return user.is_superuser or any(owners & mine for owners in _owners(rows))


def may_change(user: User, share: Share) -> bool:
    """Whether `user` may revoke or extend a share: whoever made it, or could have."""
    if not user.is_active:
        return False
    rows = share.content.versions.all()
    may = may_give_early_access if share.is_early_access else may_preview
    return share.shared_by_id == user.pk or user.is_superuser or may(user, rows)


def shares_seen_by(user: User) -> QuerySet[Share]:
    """Return the shares whose record `user` may read: their own, and those of the releases they may see."""
    shares = Share.objects.select_related("content__release__freeze", "answers", "shared_by")
    if user.is_superuser:
        return shares
    seen: QuerySet[Release] = list_releases_for(user)
    return shares.filter(Q(shared_by=user) | Q(content__release__in=seen.values("pk")))


def _may_handle(user: User, owners: set[int]) -> bool:
    if not owners:
        return can_edit_terms(user)
    return all(can_write_for(user, owner) or can_release_for(user, owner) for owner in owners)


def _owners(rows: Iterable[Row]) -> list[set[int]]:
    """Return the owners of each row: as its draft says, and as it is printed."""
    return [owner_ids(row.item_type, row.item_key, row.language) for row in rows]
