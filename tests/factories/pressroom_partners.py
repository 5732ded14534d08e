"""Partners for tests, through the services that make them."""

from __future__ import annotations

import datetime as dt
import itertools
from typing import Any

from cms.accounts.models import User
from cms.common import clock
from pressroom.partners import services
from pressroom.partners.enums import Scope
from pressroom.partners.keys import services as keys
from pressroom.partners.keys.services import Issued
from pressroom.partners.models import Partner
from pressroom.partners.services import Details
from tests.factories.cms_workshop import make_chief

_numbers = itertools.count(1)


def make_partner(name: str = "", *, by: User | None = None, **details: Any) -> Partner:
    """Return an active partner; `details` are those of `services.Details`."""
    name = name or f"Partner {next(_numbers)}"
    return services.register(details=Details(name, **details), by=by or make_chief())


def make_key(
    partner: Partner | None = None, *, scope: Scope = Scope.READ, days: int = 30, by: User | None = None
) -> Issued:
    """Return a key that works for `days`, with its text. Without a partner it gets one of its own."""
    return keys.issue(
        partner=partner or make_partner(),
        label="Servern",
        scope=scope,
        expires_at=clock.now() + dt.timedelta(days=days),
        by=by or make_chief(),
    )


def bearer(issued: Issued) -> dict[str, str]:
    """Return the headers of a request with a key."""
    return {"Authorization": f"Bearer {issued.text}"}
