"""Who may see the desk of partners, and who may change what is registered there.

Partners belong to the agreement, not to one organisation, so any party's administrators and press officers look after
them; whoever writes may see who shows what. What they do stands in every party's log.
"""

from __future__ import annotations

from collections.abc import Collection

from cms.accounts.models import WRITING, Membership, Role, User
from pressroom.partners.exceptions import MayNotManageError

MANAGING = frozenset({Role.ADMINISTRATOR, Role.PRESS_OFFICER})


def may_manage(user: User) -> bool:
    """Whether `user` may register, change and pause partners, and give and take their keys."""
    return _has_role(user, MANAGING)


def require_manager(user: User) -> None:
    """Raise MayNotManageError unless `user` may manage partners."""
    if not may_manage(user):
        raise MayNotManageError


def may_see(user: User) -> bool:
    """Whether `user` may see partners and how far our words reach."""
    return _has_role(user, WRITING | MANAGING)


def _has_role(user: User, roles: Collection[str]) -> bool:
    if not user.is_active:
        return False
    return user.is_superuser or Membership.objects.filter(user=user, role__in=roles).exists()
