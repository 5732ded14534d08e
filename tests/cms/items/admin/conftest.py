"""People at their desks, as the admin lets them in."""

from __future__ import annotations

from django.test import Client

import pytest

from cms.items.services import sync_access
from tests.factories.cms_workshop import Desk, make_desk


@pytest.fixture
def desk() -> Desk:
    """Return an organisation at work whose members may open the admin."""
    made = make_desk("jarva")
    sync_access(made.organisation)
    return made


@pytest.fixture
def other_desk() -> Desk:
    """Return another organisation at work."""
    made = make_desk("polisen")
    sync_access(made.organisation)
    return made


@pytest.fixture
def editor(desk: Desk, client: Client) -> Client:
    """Return a browser in which the desk's editor is logged in."""
    client.force_login(desk.editor)
    return client
