"""Change who is a member of an organisation. What Wagtail then lets them do: cms/items/services.py `sync_access`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from cms.accounts.models import Membership, Role, User
from cms.organisations.models import Organisation


@dataclass(frozen=True)
class Member:
    """What a person shall do for an organisation."""

    user: User
    role: Role
    may_release: bool = False


@transaction.atomic
def set_memberships(*, organisation: Organisation, members: Sequence[Member]) -> None:
    """Make `members` the organisation's members: new rows added, changed ones changed, all others removed.

    Call `cms.items.services.sync_access(organisation)` afterwards, so that Wagtail's groups follow. (This floor does
    not know Wagtail; the admin does both.)

    Example:
        set_memberships(organisation=jarva, members=[Member(rakel, Role.EDITOR, may_release=True)])
        sync_access(jarva)
    """
    kept = []
    for member in members:
        row, _created = Membership.objects.update_or_create(
            user=member.user,
            organisation=organisation,
            role=member.role,
            defaults={"may_release": member.may_release},
        )
        kept.append(row.pk)
    Membership.objects.filter(organisation=organisation).exclude(pk__in=kept).delete()
