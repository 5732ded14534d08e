"""What the browser test of sharing finds: a planned release under embargo, and the press officer who may show it."""

from __future__ import annotations

import datetime as dt

from cms.accounts.models import Role
from cms.common import clock
from cms.items.services import sync_access
from cms.releases.models import Release
from cms.releases.rescheduling import move_release
from cms.releases.services import plan_release
from tests.factories.cms_workshop import entry_for, make_briefing, make_desk, make_member

OFFICER = "pernilla"
TITLE = "Lägesbild: lyktorna i parken"
RELEASE = "Vårens lyktor"


def seed() -> None:
    """Fill an empty database."""
    desk = make_desk("jarva")
    officer = make_member(desk.organisation, role=Role.PRESS_OFFICER)
    officer.username, officer.first_name, officer.last_name = OFFICER, "Pernilla", "Press"
    officer.save()
    sync_access(desk.organisation)
    briefing = make_briefing(desk, title=TITLE, slug="lyktorna")
    plan_release(
        entries=[entry_for(briefing)],
        by=desk.editor,
        at=clock.now() + dt.timedelta(days=2),
        title=RELEASE,
        embargo_text="Publicera inget före tiden ovan.",
    )


def release_in(seconds: int) -> None:
    """Let the release come so soon."""
    release = Release.objects.get(title=RELEASE)
    at = clock.database_now() + dt.timedelta(seconds=seconds)
    assert release.created_by is not None
    move_release(release=release, at=at, by=release.created_by)
