"""Who may answer for a signatory, and who may ask."""

from __future__ import annotations

from cms.accounts.models import Membership, Role, User

#: Roles that answer for their organisation.
SIGNING = frozenset({Role.APPROVER, Role.ADMINISTRATOR})


def can_sign_for(user: User, organisation_id: int) -> bool:
    """Whether `user` is a delegate of the organisation. A superuser is not: a signature is an organisation's word."""
    if not user.is_active:
        return False
    return Membership.objects.filter(user=user, organisation_id=organisation_id, role__in=SIGNING).exists()


def signing_organisation_ids(user: User) -> set[int]:
    """Return the organisations for which `user` may sign."""
    rows = Membership.objects.filter(user=user, role__in=SIGNING)
    return set(rows.values_list("organisation_id", flat=True))
