"""Partners for tests, through the services that make them."""

from __future__ import annotations

import itertools
from typing import Any

from cms.accounts.models import User
from pressroom.partners import services
from pressroom.partners.models import Partner
from pressroom.partners.services import Details
from tests.factories.cms_workshop import make_chief

_numbers = itertools.count(1)


def make_partner(name: str = "", *, by: User | None = None, **details: Any) -> Partner:
    """Return an active partner; `details` are those of `services.Details`."""
    name = name or f"Partner {next(_numbers)}"
    return services.register(details=Details(name, **details), by=by or make_chief())
