"""Who may see the log: for an organisation, its administrators and press officers; all of it, a superuser."""

from __future__ import annotations

from cms.accounts.models import Membership, Role, User

#: Roles that see what was done with their organisation's texts.
READING = frozenset({Role.ADMINISTRATOR, Role.PRESS_OFFICER})


def reading_codes(user: User) -> list[str]:
    """Return the codes of the organisations whose part of the log `user` may see. A superuser needs none."""
    rows = Membership.objects.filter(user=user, role__in=READING)
    return sorted(set(rows.values_list("organisation__code", flat=True)))


def can_see_log(user: User) -> bool:
    """Whether there is a log for `user` at all."""
    if not user.is_active:
        return False
    return user.is_superuser or Membership.objects.filter(user=user, role__in=READING).exists()
