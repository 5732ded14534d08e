"""Who may do what for an organisation."""

from __future__ import annotations

import pytest

from cms.accounts.models import WRITING, Membership, Role
from cms.accounts.permissions import (
    administered_organisation_ids,
    can_edit_terms,
    can_release_for,
    can_write_for,
    organisation_ids_of,
    writing_organisation_ids,
)
from cms.accounts.services import Member, set_memberships
from tests.factories.cms_workshop import make_member, make_organisation, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def organisation():
    return make_organisation("polisen")


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("may_release", [True, False])
def test_role_and_mark_of_a_member(organisation, role, may_release):
    user, other = make_member(organisation, role=role, may_release=may_release), make_organisation()
    assert organisation_ids_of(user) == {organisation.pk}
    assert can_write_for(user, organisation.pk) is (role in WRITING)
    assert writing_organisation_ids(user) == ({organisation.pk} if role in WRITING else set())
    assert can_release_for(user, organisation.pk) is may_release
    assert can_edit_terms(user) is (may_release and role == Role.ADMINISTRATOR)
    assert administered_organisation_ids(user) == ({organisation.pk} if role == Role.ADMINISTRATOR else set())
    for may in (can_write_for, can_release_for):
        assert may(user, other.pk) is False
        assert may(user, None) is False


def test_superuser_may_all_and_nobody_who_has_left(organisation):
    chief, left = make_user(is_superuser=True), make_user(is_superuser=True, is_active=False)
    for may in (can_write_for, can_release_for):
        assert may(chief, organisation.pk)
        assert not may(left, organisation.pk)
    assert can_edit_terms(chief)
    assert not can_edit_terms(left)
    assert organisation_ids_of(chief) == set()


def test_member_who_has_left_may_nothing(organisation):
    user = make_member(organisation, role=Role.ADMINISTRATOR)
    user.is_active = False
    assert not can_write_for(user, organisation.pk)
    assert not can_release_for(user, organisation.pk)


def test_members_are_made_what_the_list_says(organisation):
    stays, changes, leaves, comes = (make_user() for _ in range(4))
    elsewhere = make_member(make_organisation())
    for user in (stays, changes, leaves):
        Membership.objects.create(user=user, organisation=organisation, role=Role.EDITOR)
    wanted = [
        Member(stays, Role.EDITOR),
        Member(changes, Role.EDITOR, may_release=True),
        Member(comes, Role.APPROVER),
    ]
    for _ in range(2):
        set_memberships(organisation=organisation, members=wanted)
        rows = organisation.memberships.order_by("pk").values_list("user", "role", "may_release")
        assert list(rows) == [
            (stays.pk, "editor", False),
            (changes.pk, "editor", True),
            (comes.pk, "approver", False),
        ]
    assert organisation_ids_of(elsewhere)
    assert str(organisation.memberships.first()) == f"{stays} – redaktör"
