"""What a browser test finds when it begins: an organisation, its editor, and terms that are public."""

from __future__ import annotations

from cms.items.services import sync_access
from cms.taxonomy.models import Goal
from tests.factories.cms_workshop import make_desk, make_term, make_user, print_terms

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
