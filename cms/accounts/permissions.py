"""Who may do what for an organisation. Plain predicates; every service and view that changes something asks one."""

from __future__ import annotations

from cms.accounts.models import WRITING, Membership, Role, User


def organisation_ids_of(user: User) -> set[int]:
    """Return the organisations that `user` is a member of, in any role."""
    return set(Membership.objects.filter(user=user).values_list("organisation_id", flat=True))


def writing_organisation_ids(user: User) -> set[int]:
    """Return the organisations for which `user` writes."""
    rows = Membership.objects.filter(user=user, role__in=WRITING)
    return set(rows.values_list("organisation_id", flat=True))


def can_write_for(user: User, organisation_id: int | None) -> bool:
    """Whether `user` may write for the organisation."""
    if not user.is_active or organisation_id is None:
        return False
    return user.is_superuser or organisation_id in writing_organisation_ids(user)


def can_release_for(user: User, organisation_id: int | None) -> bool:
    """Whether `user` may release what the organisation alone answers for."""
    if not user.is_active or organisation_id is None:
        return False
    if user.is_superuser:
        return True
    return Membership.objects.filter(user=user, organisation_id=organisation_id, may_release=True).exists()


def administered_organisation_ids(user: User) -> set[int]:
    """Return the organisations whose registry entry `user` may change."""
    rows = Membership.objects.filter(user=user, role=Role.ADMINISTRATOR)
    return set(rows.values_list("organisation_id", flat=True))


def can_change_rights_of(by: User, user_id: int | None) -> bool:
    """Whether `by` may give or take what a person may do: never their own, so that a second person has seen it.

    A superuser may: they run the installation, and somebody has to appoint the first administrator.
    """
    return by.is_superuser or user_id != by.pk


def can_edit_terms(user: User) -> bool:
    """Whether `user` may change what belongs to the agreement: areas, goals, audiences, places, tags."""
    if not user.is_active:
        return False
    if user.is_superuser:
        return True
    return Membership.objects.filter(user=user, role=Role.ADMINISTRATOR, may_release=True).exists()
