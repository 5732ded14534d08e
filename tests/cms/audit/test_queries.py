"""What of the log a person may see: their organisations', with the right role, and nothing else."""

from __future__ import annotations

import datetime as dt

from django.db import connection
from django.test.utils import CaptureQueriesContext

import pytest

from cms.accounts.models import Membership, Role
from cms.audit.permissions import can_see_log
from cms.audit.queries import Criteria, list_visible
from cms.common import clock
from tests.factories.cms_audit import make_entry, make_subject
from tests.factories.cms_workshop import make_chief, make_member, make_organisation, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def jarva():
    return make_organisation("jarva")


@pytest.fixture
def entries(jarva):
    make_organisation("polisen")
    return [
        make_entry(organisation="jarva", readers=[]),
        make_entry(organisation="polisen", readers=[]),
        make_entry(organisation="polisen", readers=["jarva"]),
        make_entry(organisation="", readers=[]),
    ]


def seen(user, **criteria):
    return [entry.seq for entry in list_visible(user, Criteria(**criteria))]


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.PRESS_OFFICER])
def test_administrators_and_press_officers_see_their_organisations(jarva, entries, role):
    user = make_member(jarva, role=role)
    assert can_see_log(user)
    assert seen(user) == [3, 1]


@pytest.mark.parametrize("role", [Role.EDITOR, Role.APPROVER])
def test_other_members_see_nothing(jarva, entries, role):
    user = make_member(jarva, role=role)
    assert not can_see_log(user)
    assert seen(user) == []


def test_a_superuser_sees_all(entries):
    assert can_see_log(make_chief())
    assert seen(make_chief()) == [4, 3, 2, 1]


def test_whoever_is_no_longer_active_sees_nothing(jarva, entries):
    for user in (make_member(jarva, role=Role.ADMINISTRATOR), make_user(is_superuser=True)):
        user.is_active = False
        assert not can_see_log(user)
        assert seen(user) == []


def test_whoever_leaves_sees_nothing_any_more(jarva, entries):
    user = make_member(jarva, role=Role.ADMINISTRATOR)
    Membership.objects.all().delete()
    assert seen(user) == []


def test_narrowing_never_widens(jarva, entries):
    user = make_member(jarva, role=Role.ADMINISTRATOR)
    assert seen(user, subjects=[entry.subject_key for entry in entries]) == [3, 1]
    assert seen(user, organisation="polisen") == [3]
    assert seen(user, act="approval.read") == [3, 1]


def test_every_filter_narrows():
    subject = make_subject("Gårdens lyktor")
    user = make_user("rakel", first_name="Rakel", last_name="Ek")
    day = dt.datetime(2029, 3, 6, 12, 0, tzinfo=dt.UTC)
    for offset in range(3):
        with clock.set_to(day + dt.timedelta(days=offset)):
            make_entry(by=user if offset == 1 else None, subject=subject if offset == 2 else make_subject())
    chief = make_chief()
    assert seen(chief, person="rakel e") == [2]
    assert seen(chief, title="gårdens") == [3]
    assert seen(chief, subjects=[subject.key]) == [3]
    assert seen(chief, act="approval.signed") == []
    assert seen(chief, since=day + dt.timedelta(days=1)) == [3, 2]
    assert seen(chief, until=day + dt.timedelta(days=1)) == [1]
    assert seen(chief, organisation="jarva") == [3, 2, 1]


def test_looking_costs_two_queries_at_any_size(jarva):
    user = make_member(jarva, role=Role.ADMINISTRATOR)
    counts = []
    for number in (1, 30):
        for _ in range(number):
            make_entry()
        with CaptureQueriesContext(connection) as captured:
            seen(user)
        counts.append(len(captured))
    assert counts == [2, 2]
