"""What a browser test finds when it begins: an organisation, its editor, and terms that are public."""

from __future__ import annotations

from cms.accounts.models import Delegate, Role, User
from cms.items.services import sync_access
from cms.taxonomy.models import Goal
from tests.factories.cms_workshop import (
    make_desk,
    make_member,
    make_message,
    make_term,
    make_user,
    print_terms,
)

EDITOR = "rakel"
PASSWORD = "hemligt"


def seed() -> None:
    """Fill an empty database."""
    desk = make_desk("jarva")
    desk.editor.username = EDITOR
    desk.editor.save()
    goal = make_term(Goal, "trygghet", "Fler känner sig trygga")
    print_terms(goal)
    sync_access(desk.organisation)
    make_user("chefredaktor", is_superuser=True, is_staff=True)


JOINT_TITLE = "Lamporna i parken lyser till elva"
#: Who answers by mail, without an account.
DELEGATE = "dana@bostader.example"


def seed_joint() -> None:
    """Fill an empty database with three organisations, their delegates, and a draft that all of them sign."""
    jarva, police, housing = make_desk("jarva"), make_desk("polisen"), make_desk("bostader")
    _rename(jarva.editor, EDITOR)
    _rename(make_member(jarva.organisation, role=Role.APPROVER, may_release=False), "jonna")
    _rename(make_member(police.organisation, role=Role.APPROVER, may_release=False), "petter")
    Delegate.objects.create(organisation=housing.organisation, name="Dana Delegat", email=DELEGATE)
    make_message(
        jarva,
        title=JOINT_TITLE,
        slug="lamporna",
        signatories=[police.organisation, housing.organisation],
    )
    for desk in (jarva, police, housing):
        sync_access(desk.organisation)


def _rename(user: User, name: str) -> None:
    user.username = name
    user.save()
